// The list of 10,000 tokens, as the server gives it: how long, how much, and how much memory it takes.

import { readFileSync } from "node:fs";
import { get } from "node:http";
import { expect, type Server, test } from "../tests/support/test.ts";
import { budgets, check, median, table } from "./report.mjs";

const TOKENS = 10_000;
const RUNS = 7;

test.use({ serverOptions: { demo: TOKENS } });

test(`list of ${TOKENS} tokens`, async ({ server }) => {
  await server.restart(); // the memory that making them took does not count
  const atRest = peakMiB(server);
  const listings: Listing[] = [];
  for (let run = 0; run < RUNS; run++) listings.push(await list(server));
  const peak = peakMiB(server);
  const time = median(listings.map((listing) => listing.total));
  table(
    [`list of ${TOKENS} tokens, median of ${RUNS}`, "figure"],
    [
      ["tokens in the reply", listings[0]?.tokens ?? 0],
      ["bytes", listings[0]?.bytes ?? 0],
      ["ms to the first byte", median(listings.map((listing) => listing.firstByte))],
      ["ms to the last byte", time],
      ["peak memory before, MiB", atRest],
      ["peak memory after, MiB", peak],
    ],
  );
  const kept = [check("list of 10,000 tokens, ms", time, budgets.list10000Ms), check("peak memory, MiB", peak, budgets.list10000PeakMiB)];
  expect(kept).toEqual([true, true]);
});

type Listing = { bytes: number; tokens: number; firstByte: number; total: number };

function list(server: Server): Promise<Listing> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const request = get(`${server.url}api/v2/authorizations`, { headers: server.operator.identity }, (response) => {
      let firstByte = Number.NaN;
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => {
        if (chunks.length === 0) firstByte = performance.now() - start;
        chunks.push(chunk);
      });
      response.on("error", reject);
      response.on("end", () => {
        const total = performance.now() - start;
        const body = Buffer.concat(chunks);
        const { authorizations } = JSON.parse(body.toString()) as { authorizations: unknown[] };
        resolve({ bytes: body.length, tokens: authorizations.length, firstByte, total });
      });
    });
    request.on("error", reject);
  });
}

/** The most memory the server has had resident so far. */
function peakMiB(server: Server): number {
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kib === undefined) throw new Error("The system does not say how much memory a process took.");
  return Number(kib) / 1024;
}
