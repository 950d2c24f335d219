// Stands between the browser and a real server, and does to the traffic what a seed says.

import { once } from "node:events";
import { Agent, type IncomingMessage, type OutgoingHttpHeaders, type Server as HttpServer, type ServerResponse, createServer, request } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Server } from "../support/server.ts";
import { type Fault, type Purpose, type Refusal, faultOf } from "./faults.ts";
import { type Exchange, type Kept, Truth } from "./truth.ts";

type Reply = { status: number; headers: OutgoingHttpHeaders; body: Buffer };

/** So that what was written before is on its way. */
const AT_ONCE = 5;

/** A reply that waits for a later one. */
type Waiting = { order: number; go: () => void };

export class FaultProxy {
  readonly truth: Truth;
  /** How often each fault was done. */
  readonly done = new Map<string, number>();
  /** Is told of each request of the API, and what was done to it, when it is over. */
  watch: (line: string) => void = () => {};
  /** Where the page is, with a closing slash. */
  url = "";
  private readonly origin: URL;
  private readonly choose: (method: string, purpose: Purpose, nth: number) => Fault;
  private readonly http: HttpServer;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly numbers = new Map<string, number>();
  private readonly waiting = new Set<Waiting>();
  /** Ends of everything that is held up at the moment. */
  private readonly pauses = new Set<() => void>();
  private readonly sockets = new Set<Socket>();
  private calm = true;
  private order = 0;

  private constructor(server: Server, choose: (method: string, purpose: Purpose, nth: number) => Fault, tokens: readonly Kept[]) {
    this.truth = new Truth(tokens);
    this.origin = new URL(server.url);
    this.choose = choose;
    this.http = createServer((incoming, outgoing) => void this.handle(incoming, outgoing));
    this.http.on("connection", (socket: Socket) => {
      this.sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => this.sockets.delete(socket));
    });
  }

  /** A proxy that is calm until told otherwise; then each request fares as its seed, or `faults`, says. */
  static async start(server: Server, faults: string | ((method: string, purpose: Purpose, nth: number) => Fault), tokens: readonly Kept[] = []): Promise<FaultProxy> {
    const choose = typeof faults === "string" ? (...of: [string, Purpose, number]) => faultOf(faults, ...of) : faults;
    const proxy = new FaultProxy(server, choose, tokens);
    proxy.http.listen(0, "127.0.0.1");
    await once(proxy.http, "listening");
    proxy.url = `http://127.0.0.1:${(proxy.http.address() as AddressInfo).port}${proxy.origin.pathname}`;
    return proxy;
  }

  /** From now on everything goes well; what is held up goes on at once. */
  calmDown(): void {
    this.calm = true;
    for (const end of [...this.pauses]) end();
    for (const { go } of [...this.waiting]) go();
  }

  /** From now on things go wrong. */
  stir(): void {
    this.calm = false;
  }

  async stop(): Promise<void> {
    this.calmDown();
    this.http.close();
    for (const socket of this.sockets) socket.destroy();
    this.agent.destroy();
  }

  private async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method = "GET", url = "/" } = incoming;
    // One reply for each connection: see the note on "twice" in faults.ts.
    outgoing.shouldKeepAlive = false;
    try {
      if (!url.includes("/api/v2/")) return send(outgoing, await this.ask(incoming, body));
      const exchange: Exchange = { method, path: url.slice(url.indexOf("/api/v2/")), body: body.toString(), answers: [], delivered: false, fault: "" };
      this.truth.exchanges.push(exchange);
      const purpose = purposeOf(method, exchange.path);
      const fault: Fault = this.calm ? { kind: "none" } : this.choose(method, purpose, this.next(`${method} ${purpose}`));
      const name = nameOf(fault);
      if (fault.kind !== "none") this.done.set(name, (this.done.get(name) ?? 0) + 1);
      this.order += 1;
      await this.serve(fault, this.order, exchange, () => this.ask(incoming, body, exchange), outgoing);
      exchange.fault = name;
      const statuses = exchange.answers.map(({ status }) => status).join(", ") || "unseen";
      if (method !== "GET" || fault.kind !== "none") this.watch(`  ${method} ${exchange.path.slice(8)} ${purpose === "session" ? "" : exchange.body.slice(0, 80)}: ${name}, ${statuses}`);
    } catch {
      // The page has left, or the server is gone: there is nobody to answer, or nothing to say.
      outgoing.destroy();
    }
  }

  private async serve(fault: Fault, order: number, exchange: Exchange, ask: () => Promise<Reply>, outgoing: ServerResponse): Promise<void> {
    const deliver = (reply: Reply) => {
      outgoing.once("finish", () => {
        this.truth.delivered(exchange);
        for (const other of [...this.waiting]) if (other.order < order) other.go();
      });
      send(outgoing, reply);
    };
    switch (fault.kind) {
      case "none":
        return deliver(await ask());
      case "delayed": {
        if (fault.before) await this.pause(fault.ms);
        const reply = await ask();
        if (!fault.before) await this.pause(fault.ms);
        return deliver(reply);
      }
      case "lost":
        if (fault.seen) await ask();
        await this.pause(fault.ms);
        return void outgoing.socket?.destroy();
      case "reset":
        if (fault.seen) await ask();
        return void outgoing.socket?.resetAndDestroy();
      case "cut":
      case "short":
      case "stopped":
        return this.half(fault, await ask(), exchange, outgoing);
      case "refused":
        if (fault.seen) await ask();
        return send(outgoing, refused(fault.refusal));
      case "twice":
        await ask();
        return deliver(await ask());
      case "reordered": {
        const reply = await ask();
        await this.untilLater(order, fault.ms);
        return deliver(reply);
      }
    }
  }

  /** Delivers half of a reply's body, and perhaps the rest later. What has no body breaks off before its head. */
  private async half(fault: Extract<Fault, { kind: "cut" | "short" | "stopped" }>, reply: Reply, exchange: Exchange, outgoing: ServerResponse): Promise<void> {
    const { status, headers, body } = reply;
    const middle = body.length >> 1;
    if (middle === 0) return void outgoing.destroy();
    if (fault.kind === "short") outgoing.useChunkedEncodingByDefault = false;
    outgoing.writeHead(status, fault.kind === "short" ? without(headers, "content-length") : { ...headers, "content-length": body.length });
    outgoing.write(body.subarray(0, middle));
    if (fault.kind === "short") return void outgoing.end();
    await this.pause(fault.kind === "stopped" ? fault.ms : AT_ONCE);
    if (fault.kind !== "stopped" || !fault.whole) return void outgoing.destroy();
    outgoing.once("finish", () => this.truth.delivered(exchange));
    outgoing.end(body.subarray(middle));
  }

  private ask(incoming: IncomingMessage, body: Buffer, exchange?: Exchange): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const { method = "GET", url = "/" } = incoming;
      const headers = without({ ...incoming.headers }, "connection");
      const asked = request({ host: this.origin.hostname, port: this.origin.port, method, path: url, headers, agent: this.agent }, (reply) => {
        const chunks: Buffer[] = [];
        reply.on("data", (chunk: Buffer) => chunks.push(chunk));
        reply.on("error", reject);
        reply.on("end", () => {
          const whole: Reply = { status: reply.statusCode ?? 500, headers: without({ ...reply.headers }, "connection", "keep-alive", "transfer-encoding"), body: Buffer.concat(chunks) };
          if (exchange) this.truth.answered(exchange, { status: whole.status, body: whole.body.toString() });
          resolve(whole);
        });
      });
      asked.on("error", reject);
      asked.end(body);
    });
  }

  private next(key: string): number {
    const number = (this.numbers.get(key) ?? 0) + 1;
    this.numbers.set(key, number);
    return number;
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.calm) return resolve();
      const end = () => {
        clearTimeout(timer);
        this.pauses.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.pauses.add(end);
    });
  }

  private untilLater(order: number, ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.calm) return resolve();
      const waiting: Waiting = {
        order,
        go: () => {
          clearTimeout(timer);
          this.waiting.delete(waiting);
          resolve();
        },
      };
      const timer = setTimeout(waiting.go, ms);
      this.waiting.add(waiting);
    });
  }
}

function purposeOf(method: string, path: string): Purpose {
  if (/^\/api\/v2\/sign(in|out)/.test(path)) return "session";
  if (!path.startsWith("/api/v2/authorizations")) return "other";
  if (method === "POST") return "create";
  if (method === "PATCH") return "update";
  if (method === "DELETE") return "delete";
  return path.includes("?") ? "list" : "look";
}

/** What a fault is called in figures. */
function nameOf(fault: Fault): string {
  if (fault.kind === "refused") return `${fault.refusal.status}${fault.refusal.html ? " as HTML" : ""}${fault.seen ? " after the server acted" : ""}`;
  if (fault.kind === "lost" || fault.kind === "reset") return `${fault.kind} ${fault.seen ? "after" : "before"} the server saw it`;
  return fault.kind;
}

function refused({ status, html, code, message, retryAfter }: Refusal): Reply {
  const body = html ? `<!doctype html><title>${status}</title><h1>${status}</h1><hr>proxy` : JSON.stringify({ code, message });
  return {
    status,
    headers: {
      "content-type": html ? "text/html" : "application/json; charset=utf-8",
      ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
    },
    body: Buffer.from(body),
  };
}

function send(outgoing: ServerResponse, { status, headers, body }: Reply): void {
  const bodiless = status === 204 || status === 304;
  outgoing.writeHead(status, bodiless ? headers : { ...headers, "content-length": body.length });
  outgoing.end(bodiless ? undefined : body);
}

function without(headers: OutgoingHttpHeaders, ...names: string[]): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name, value]) => value !== undefined && !names.includes(name)));
}
