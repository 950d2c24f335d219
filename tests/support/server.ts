// A real `latchkey serve` on a free port with a data directory of its own.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client, type Named } from "./client.ts";

export type ServerOptions = {
  /** So many made-up tokens, with their users and organizations. */
  demo?: number;
  /** What they are, unless varied. */
  demoKind?: "all-access";
  /** The path the page and the API live under, such as "/tokens/". */
  basePath?: string;
  /** Whether to create the first user; true unless there is demo data. False leaves the page at onboarding. */
  setUp?: boolean;
  /** More arguments for `latchkey serve`. */
  arguments?: string[];
};

export type Account = { user: string; password: string };

const firstUser = { username: "admin", password: "correct horse", org: "acme", bucket: "metrics" };

// A test worker that is ended early leaves nothing behind.
const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));

const START_LIMIT = 20_000;
const STOP_LIMIT = 5_000;

export class Server {
  /** With the base path and a closing slash. */
  readonly url: string;
  /** Who can sign in: the first user, or the one that the demo data names. Empty before onboarding. */
  account: Account = { user: "", password: "" };
  private identity: Client | undefined;
  private readonly options: ServerOptions;
  private readonly port: number;
  private readonly data: string;
  private process: ChildProcess | undefined;
  private output = "";

  private constructor(options: ServerOptions, port: number) {
    this.options = options;
    this.port = port;
    this.url = `http://127.0.0.1:${port}${options.basePath ?? "/"}`;
    this.data = mkdtempSync(join(tmpdir(), "latchkey-test-"));
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    const server = new Server(options, await freePort());
    try {
      const kind = options.demoKind === undefined ? [] : ["--demo-kind", options.demoKind];
      await server.launch(options.demo === undefined ? [] : ["--demo", String(options.demo), ...kind]);
      await server.identify();
    } catch (error) {
      await server.dispose();
      throw error;
    }
    return server;
  }

  /** May do everything: the operator token of the first user, or the session of the demo's user. */
  get operator(): Client {
    if (!this.identity) throw new Error("Nobody is set up on this server.");
    return this.identity;
  }

  /** The organization of that name; the first one if none is given. */
  async organization(name?: string): Promise<Named> {
    const found = (await this.operator.organizations()).find((org) => name === undefined || org.name === name);
    if (!found) throw new Error(`There is no organization ${name ?? ""}.`);
    return found;
  }

  /** Everything it has printed so far. */
  get log(): string {
    return this.output;
  }

  get pid(): number {
    if (this.process?.pid === undefined) throw new Error("The server is not running.");
    return this.process.pid;
  }

  /** Stops it and starts it again with the same data on the same port. The page's session does not survive that. */
  async restart(): Promise<void> {
    await this.stop();
    await this.launch([]);
    if (this.options.demo !== undefined) this.identity = await Client.signedIn(this.url, this.account.user, this.account.password);
  }

  /** @throws if it does not stop by itself when asked to */
  async stop(): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill("SIGTERM");
    const stopped = await Promise.race([exit.then(() => true), wait(STOP_LIMIT, false, { ref: false })]);
    if (stopped) return;
    child.kill("SIGKILL");
    throw new Error(`latchkey serve did not stop within ${STOP_LIMIT} ms of SIGTERM.\n${this.output}`);
  }

  /** Stops it and removes its data. */
  async dispose(): Promise<void> {
    try {
      await this.stop();
    } finally {
      rmSync(this.data, { recursive: true, force: true });
    }
  }

  private async launch(more: string[]): Promise<void> {
    const program = process.env["LATCHKEY_BIN"] ?? fileURLToPath(new URL("../../target/release/latchkey", import.meta.url));
    if (!existsSync(program)) throw new Error(`${program} is missing; run make build first.`);
    const basePath = this.options.basePath === undefined ? [] : ["--base-path", this.options.basePath];
    const child = spawn(
      program,
      ["serve", "--listen", `127.0.0.1:${this.port}`, "--data", this.data, ...basePath, ...(this.options.arguments ?? []), ...more],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    const keep = (chunk: Buffer) => (this.output += chunk.toString());
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => (this.output += `${error}\n`));
    this.process = child;
    running.add(child);
    child.once("exit", () => running.delete(child));
    await this.healthy(child);
  }

  private async healthy(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + START_LIMIT;
    while (Date.now() < deadline) {
      if (child.exitCode !== null || child.pid === undefined) throw new Error(`latchkey serve ended at once.\n${this.output}`);
      const response = await fetch(`${this.url}health`).catch(() => undefined);
      if (response?.ok) return;
      await wait(20);
    }
    throw new Error(`latchkey serve did not answer within ${START_LIMIT} ms.\n${this.output}`);
  }

  private async identify(): Promise<void> {
    if (this.options.demo !== undefined) {
      const user = /^user: (.*)$/m.exec(this.output)?.[1];
      const password = /^password: (.*)$/m.exec(this.output)?.[1];
      if (!user || !password) throw new Error(`--demo printed no user and password.\n${this.output}`);
      this.account = { user, password };
      this.identity = await Client.signedIn(this.url, user, password);
    } else if (this.options.setUp !== false) {
      const response = await fetch(`${this.url}api/v2/setup`, { method: "POST", body: JSON.stringify(firstUser) });
      if (response.status !== 201) throw new Error(`The first user could not be set up: ${response.status} ${await response.text()}`);
      const { auth } = (await response.json()) as { auth: { token: string } };
      this.account = { user: firstUser.username, password: firstUser.password };
      this.identity = Client.withToken(this.url, auth.token);
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
