// The server alone: how fast it writes the list, when it begins, and how much memory that takes, from 100 tokens to 100,000.

import { Worker } from "node:worker_threads";
import { Server } from "../tests/support/server.ts";
import { test } from "../tests/support/test.ts";
import { figure, growth, median } from "./report.mjs";
import { forgetPeak, peakMiB } from "./support/process.ts";
import { type Download, download } from "./support/sockets.ts";

const RUNS = 11;
const SIZES = [100, 1_000, 10_000, 100_000];
const TOKENS = 10_000;

/** `reference`: the same bytes, from memory. */
type Measured = { downloads: Download[]; reference: Download[]; peak: number };

test("list of all-access tokens", async () => {
  const bySize = await measure("all-access", { demoKind: "all-access" });
  listed("10,000 all-access", bySize.get(TOKENS)!);
  const peak = (size: number) => bySize.get(size)?.peak ?? Number.NaN;
  figure({
    name: "server: peak memory listing 100,000 all-access, to that of 1,000",
    unit: "×",
    runs: [peak(100_000) / peak(1_000)],
    target: 1.25,
    reference: { name: "at 10,000", value: peak(10_000), unit: "MiB" },
  });
});

test("list of custom tokens", async () => {
  const bySize = await measure("custom", {});
  listed("100,000 custom", bySize.get(100_000)!);
  figure({ name: "server: list of 100,000 custom, peak memory", unit: "MiB", runs: [bySize.get(100_000)!.peak] });
});

/** Says how fast a list is and how soon it begins. */
function listed(what: string, { downloads, reference }: Measured): void {
  figure({
    name: `server: list of ${what} (${megabytes(downloads)} MB of JSON)`,
    unit: "MB/s",
    runs: downloads.map(speed),
    target: 200,
    higherIsBetter: true,
    reference: { name: "the same bytes from memory", value: median(reference.map(speed)), unit: "MB/s" },
  });
  figure({ name: `server: list of ${what}, first byte`, unit: "ms", runs: downloads.map((one) => one.firstByte), target: 20 });
}

/** Lists the first organization's tokens for each size, from a server that did not itself make them. */
async function measure(line: string, options: { demoKind?: "all-access" }): Promise<Map<number, Measured>> {
  const bySize = new Map<number, Measured>();
  for (const size of SIZES) {
    const server = await Server.start({ demo: size, arguments: ["--log-level", "warn"], ...options });
    try {
      await server.restart();
      const { id } = await server.organization();
      const list = () => download(server, `authorizations?orgID=${id}`);
      await list();
      forgetPeak(server);
      const downloads: Download[] = [];
      for (let run = 0; run < RUNS; run++) downloads.push(await list());
      const peak = peakMiB(server);
      const reference = await fromMemory(downloads[0]?.bytes ?? 0);
      bySize.set(size, { downloads, reference, peak });
      const grow = (line: string, runs: Download[]) =>
        growth({ plot: "server-list", line, unit: "ms", n: size, runs: runs.map((one) => one.total) });
      grow(line, downloads);
      grow(`${line}: from memory`, reference);
    } finally {
      await server.dispose();
    }
  }
  return bySize;
}

const speed = ({ bytes, total }: Download): number => bytes / 1e3 / total;

const megabytes = (downloads: Download[]): string => ((downloads[0]?.bytes ?? 0) / 1e6).toFixed(0);

/** So many bytes from another thread's memory, through the same loopback and in the same way. */
async function fromMemory(bytes: number): Promise<Download[]> {
  const worker = new Worker(WRITER, { eval: true, workerData: bytes });
  try {
    const port = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    const target = { url: `http://127.0.0.1:${port}/`, operator: { identity: {} } };
    const downloads: Download[] = [];
    for (let run = 0; run < RUNS; run++) downloads.push(await download(target, ""));
    return downloads;
  } finally {
    await worker.terminate();
  }
}

/** Answers any request with so many bytes, as fast as they are taken. */
const WRITER = `
const { createServer } = require("node:net");
const { parentPort, workerData } = require("node:worker_threads");
const piece = Buffer.alloc(65536, "}");
const server = createServer((socket) => {
  let left = workerData;
  const write = () => {
    while (left > 0) {
      const part = piece.subarray(0, left);
      left -= part.length;
      if (!socket.write(part)) return;
    }
    socket.end();
  };
  socket.on("error", () => undefined);
  socket.on("drain", write);
  socket.once("data", () => {
    socket.write("HTTP/1.0 200 OK\\r\\n\\r\\n");
    write();
  });
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;
