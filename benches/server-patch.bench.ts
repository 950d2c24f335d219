// The server alone: how many changes a second it makes when 32 clients each wait for the last one to be on disk.

import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "../tests/support/test.ts";
import { figure, median, quantile } from "./report.mjs";
import { Connection } from "./support/sockets.ts";

const CONNECTIONS = 32;
const RUNS = 7;
const RUN_MS = 2_000;

test.use({ serverOptions: { demo: 10_000, arguments: ["--log-level", "warn"] } });

test("changes of 32 clients", async ({ server }) => {
  const { authorizations } = await server.operator.send<{ authorizations: { id: string }[] }>("GET", "authorizations");
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(server)));
  let changes = 0;
  const change = (connection: Connection) => {
    const { id } = authorizations[++changes % authorizations.length]!;
    return connection.patch(`authorizations/${id}`, JSON.stringify({ description: `change ${changes}` }));
  };
  /** Each changes one token after another; the times of all changes, in ms. */
  const together = async (lasting: number): Promise<number[]> => {
    const end = performance.now() + lasting;
    const each = connections.map(async (connection) => {
      const times: number[] = [];
      while (performance.now() < end) times.push(await change(connection));
      return times;
    });
    return (await Promise.all(each)).flat();
  };

  await together(RUN_MS / 4);
  const disk: number[] = [];
  const perSecond: number[] = [];
  const slowest: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    disk.push(...syncs());
    const begin = performance.now();
    const times = await together(RUN_MS);
    perSecond.push((times.length / (performance.now() - begin)) * 1000);
    slowest.push(quantile(times, 0.99));
  }
  connections.forEach((connection) => connection.close());

  const reference = { name: "one write to this disk", value: median(disk), unit: "ms" };
  figure({ name: "server: PATCH, 32 connections", unit: "/s", runs: perSecond, target: 2_000, higherIsBetter: true, reference });
  figure({ name: "server: PATCH, 32 connections, p99", unit: "ms", runs: slowest, target: 50, reference });
});

/** How long it takes to have a page on disk, where the server's data are, once its place in the file is there; in ms. */
function syncs(): number[] {
  const path = join(tmpdir(), `latchkey-bench-${process.pid}`);
  const file = openSync(path, "w");
  try {
    const times = Array.from({ length: 21 }, () => {
      const begin = performance.now();
      writeSync(file, Buffer.alloc(4096), 0, 4096, 0);
      fdatasyncSync(file);
      return performance.now() - begin;
    });
    return times.slice(1);
  } finally {
    closeSync(file);
    rmSync(path);
  }
}
