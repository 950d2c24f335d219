// Requests over bare sockets: a client of Node's own does so much for each that it, not the server, would be measured.

import { connect, type Socket } from "node:net";

/** Whom to ask, and the headers that say who is asking. Of a server in the tests: itself. */
export type Target = { url: string; operator: { identity: Record<string, string> } };

const HEAD_END = "\r\n\r\n";

/** What a download took, in bytes and ms. */
export type Download = { bytes: number; firstByte: number; total: number };

/** Reads one reply of any length and keeps nothing of it. @throws if it is not a success, or broken off */
export function download(server: Target, path: string): Promise<Download> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    let firstByte = Number.NaN;
    let head: Buffer | undefined;
    let bytes = 0;
    let end = "";
    const socket = connectTo(server, () => socket.write(request(server, "GET", path, "1.0")));
    socket.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (!head) {
        firstByte = performance.now() - begin;
        head = chunk;
      }
      end = (chunk.length < 8 ? end : "") + chunk.subarray(-8).toString("latin1");
    });
    socket.on("error", reject);
    // Of HTTP 1.0 the end of the connection is the end of the reply.
    socket.on("close", () => {
      const length = head?.indexOf(HEAD_END) ?? -1;
      const status = head?.toString("latin1").slice(9, 12);
      if (status !== "200" || length < 0 || !end.endsWith("}")) return reject(new Error(`GET ${path}: ${status ?? "nothing"}, ${bytes} bytes`));
      resolve({ bytes: bytes - length - HEAD_END.length, firstByte, total: performance.now() - begin });
    });
  });
}

/** Sends changes over one connection, each when the one before is answered. */
export class Connection {
  private readonly server: Target;
  private readonly socket: Socket;
  private head = "";
  /** How much of the reply's body is still to come; -1 while its head is. */
  private missing = -1;
  private settle: { resolve: () => void; reject: (error: Error) => void } | undefined;

  private constructor(server: Target, socket: Socket) {
    this.server = server;
    this.socket = socket;
    socket.on("data", (chunk: Buffer) => this.take(chunk));
    socket.on("error", (error) => this.settle?.reject(error));
    socket.on("close", () => this.settle?.reject(new Error("The server closed the connection.")));
  }

  static open(server: Target): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connectTo(server, () => resolve(new Connection(server, socket)));
      socket.once("error", reject);
    });
  }

  /** @returns the time from sending it to the end of the reply, in ms. @throws if it is not answered with 200 */
  patch(path: string, body: string): Promise<number> {
    const begin = performance.now();
    return new Promise((resolve, reject) => {
      this.settle = { resolve: () => resolve(performance.now() - begin), reject };
      this.socket.write(request(this.server, "PATCH", path, "1.1", body));
    });
  }

  close(): void {
    this.settle = undefined;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    if (this.missing < 0) {
      this.head += chunk.toString("latin1");
      const end = this.head.indexOf(HEAD_END);
      if (end < 0) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(this.head)?.[1];
      if (!this.head.startsWith("HTTP/1.1 200") || length === undefined) {
        this.settle?.reject(new Error(`PATCH was answered with ${this.head.slice(9, end)}`));
        return;
      }
      this.missing = Number(length) - (this.head.length - end - HEAD_END.length);
      this.head = "";
    } else {
      this.missing -= chunk.length;
    }
    if (this.missing > 0) return;
    this.missing = -1;
    this.settle?.resolve();
  }
}

function connectTo(server: Target, connected: () => void): Socket {
  const { hostname, port } = new URL(server.url);
  return connect({ host: hostname, port: Number(port), noDelay: true }, connected);
}

function request(server: Target, method: string, path: string, version: string, body = ""): string {
  const { host, pathname } = new URL(server.url);
  const identity = Object.entries(server.operator.identity).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${pathname}api/v2/${path} HTTP/${version}\r\nHost: ${host}\r\n${identity.join("")}`;
  const content = body ? `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` : "";
  return `${head}${content}\r\n${body}`;
}
