// A cold start to the first row of 1,000 tokens, beside a bare page that shows the same; and how many round trips that takes,
// one after the other.

import { setTimeout as wait } from "node:timers/promises";
import type { Page, Route } from "../tests/support/test.ts";
import { test } from "../tests/support/test.ts";
import { figure, median } from "./report.mjs";
import { address, demoFor, reached, visit, withReferences } from "./support/pages.ts";

const TOKENS = 1_000;
const RUNS = 9;
const SLOW_RUNS = 3;
/** So long, in ms, after the last request of a round, all that can be asked for without its answers has been. */
const QUIET = 750;

test.use({ serverOptions: { demo: demoFor(TOKENS), arguments: withReferences() } });

test("first row", async ({ browser, server }) => {
  const { id } = await server.organization();
  const firstRow = (path: string, prepare?: (page: Page) => Promise<void>) =>
    visit(browser, server, path, (page) => reached(page, "first row"), prepare);

  // The server's own first time is not the browser's.
  await firstRow(address.rows(id));
  await firstRow(address.latchkey(id));
  const [rows, latchkey, ratios]: number[][] = [[], [], []];
  for (let run = 0; run < RUNS; run++) {
    const v = await firstRow(address.rows(id));
    const l = await firstRow(address.latchkey(id));
    rows!.push(v);
    latchkey!.push(l);
    ratios!.push(l / v);
  }
  const reference = { name: "V", value: median(rows!), unit: "ms" };
  figure({ name: "first row, 1,000 tokens, cold", unit: "ms", runs: latchkey!, reference });
  figure({ name: "first row, 1,000 tokens, cold, to V's", unit: "× V", runs: ratios!, target: 1.6, reference });

  const [slowRows, slow]: number[][] = [[], []];
  for (let run = 0; run < SLOW_RUNS; run++) {
    slowRows!.push(await firstRow(address.rows(id), slowDown));
    slow!.push(await firstRow(address.latchkey(id), slowDown));
  }
  figure({
    name: "first row, 1,000 tokens, cold; 4× CPU, 1.6 Mbit/s, 150 ms",
    unit: "ms",
    runs: slow!,
    target: 2_500,
    reference: { name: "V", value: median(slowRows!), unit: "ms" },
  });

  const rounds = await visit(browser, server, "api/v2/ping", (page) => inRounds(page, server.url + address.latchkey(id)));
  rounds.forEach((round, index) => console.log(`  ${index + 1}: ${round.join(", ")}`));
  figure({ name: "serial round trips to the first row", unit: "", runs: [rounds.length], target: 3 });
});

/** A middling phone on a slow mobile network, as Lighthouse has it. */
async function slowDown(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const bytesPerSecond = 1_600_000 / 8;
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond / 2,
  });
}

/** Answers requests only in rounds: first everything that can be asked for without an answer, then all answers, and so on. */
async function inRounds(page: Page, url: string): Promise<string[][]> {
  let held: Route[] = [];
  let last = Date.now();
  await page.route("**/*", (route) => {
    held.push(route);
    last = Date.now();
  });
  const hasRow = () => page.evaluate(() => performance.getEntriesByName("first row").length > 0).catch(() => false);
  const rounds: string[][] = [];
  const navigation = page.goto(url, { waitUntil: "commit" });
  // The page cannot be asked anything before it is there.
  while (rounds.length === 0 || !(await hasRow())) {
    await wait(50);
    if (held.length === 0 || Date.now() - last < QUIET || (rounds.length > 0 && (await hasRow()))) continue;
    const round = held;
    held = [];
    rounds.push(round.map((route) => new URL(route.request().url()).pathname));
    await Promise.all(round.map((route) => route.continue()));
    if (rounds.length === 1) await navigation;
  }
  await page.unrouteAll({ behavior: "ignoreErrors" });
  return rounds;
}
