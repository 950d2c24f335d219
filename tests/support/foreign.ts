// Another origin, which an attacker would have: it notes what reaches it, and can show a page of its own.

import { once } from "node:events";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";

export class Foreign {
  /** Its address, with a closing slash. */
  readonly url: string;
  /** The paths it has been asked for, oldest first. */
  readonly asked: string[];
  private readonly server: HttpServer;

  private constructor(server: HttpServer, asked: string[]) {
    this.server = server;
    this.asked = asked;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  /** @param page what it answers to every request, as HTML */
  static async start(page = ""): Promise<Foreign> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(200, { "Content-Type": "text/html", "Access-Control-Allow-Origin": "*" }).end(page);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Foreign(server, asked);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}
