// Runs a command beside a `latchkey serve` on a free port with a data directory of its own, whose address the command
// finds in LATCHKEY_URL. Ends with the command's exit code.
//
// usage: node with-server.mjs COMMAND [ARGUMENT...]     LATCHKEY_BIN: the program, if not target/release/latchkey

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const START_LIMIT = 20_000;
const STOP_LIMIT = 5_000;

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

async function healthy(url, server) {
  const deadline = Date.now() + START_LIMIT;
  while (Date.now() < deadline) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error("latchkey serve ended at once; see above");
    const response = await fetch(`${url}/health`).catch(() => undefined);
    if (response?.ok) return;
    await wait(20);
  }
  throw new Error(`latchkey serve did not answer within ${START_LIMIT} ms`);
}

async function stop(server) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, "exit");
  server.kill("SIGTERM");
  if (await Promise.race([exit.then(() => true), wait(STOP_LIMIT, false, { ref: false })])) return;
  server.kill("SIGKILL");
  throw new Error(`latchkey serve did not stop within ${STOP_LIMIT} ms of SIGTERM`);
}

async function run([command, ...args]) {
  const program = process.env.LATCHKEY_BIN ?? fileURLToPath(new URL("../../target/release/latchkey", import.meta.url));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const data = mkdtempSync(join(tmpdir(), "latchkey-clients-"));
  const server = spawn(program, ["serve", "--listen", `127.0.0.1:${port}`, "--data", data], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  process.once("exit", () => server.kill("SIGKILL"));
  try {
    await once(server, "spawn");
    await healthy(url, server);
    const client = spawn(command, args, { stdio: "inherit", env: { ...process.env, LATCHKEY_URL: url } });
    const [code] = await once(client, "exit");
    return code ?? 1;
  } finally {
    await stop(server);
    rmSync(data, { recursive: true, force: true });
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
