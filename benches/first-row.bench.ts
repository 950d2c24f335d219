// Cold start to the first row of tokens, with nothing in the browser's cache; and how many round trips that takes, one
// after the other.

import type { Browser } from "../tests/support/test.ts";
import { expect, type Server, test } from "../tests/support/test.ts";
import { budgets, check, median, table } from "./report.mjs";

const RUNS = 5;
/** Long beside everything else on this machine, so that what waits for what shows. */
const LATENCY = 100;

for (const tokens of [200, 1_000]) {
  test.describe(`${tokens} tokens`, () => {
    test.use({ serverOptions: { demo: tokens } });

    test("first row", async ({ browser, server }) => {
      await visit(browser, server, 0); // the server's own first time is not the browser's
      const local: Visit[] = [];
      const distant: Visit[] = [];
      for (let run = 0; run < RUNS; run++) {
        local.push(await visit(browser, server, 0));
        distant.push(await visit(browser, server, LATENCY));
      }
      const roundTrips = median(distant.map((visit) => visit.roundTrips));
      table(
        [`first row of ${tokens} tokens, cold, median of ${RUNS}`, "figure"],
        [
          ["ms, this machine", median(local.map((visit) => visit.firstRow))],
          [`ms, ${LATENCY} ms latency`, median(distant.map((visit) => visit.firstRow))],
          ["requests until then", median(local.map((visit) => visit.requests))],
          ["serial round trips until then", roundTrips],
        ],
      );
      const kept = check("serial round trips to the first row", roundTrips, budgets.serialRoundTripsToFirstRow);
      expect(kept, distant[0]?.timeline).toBe(true);
    });
  });
}

type Visit = { firstRow: number; requests: number; roundTrips: number; timeline: string };

async function visit(browser: Browser, server: Server, latency: number): Promise<Visit> {
  const context = await browser.newContext();
  try {
    const { user, password } = server.account;
    const basic = Buffer.from(`${user}:${password}`).toString("base64");
    await context.request.post(`${server.url}api/v2/signin`, { headers: { Authorization: `Basic ${basic}` } });
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    await network.send("Network.emulateNetworkConditions", { offline: false, latency, downloadThroughput: -1, uploadThroughput: -1 });
    await page.addInitScript(() => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector("[role=grid] [role=switch]")) return;
        observer.disconnect();
        requestAnimationFrame(() => performance.mark("first row"));
      });
      observer.observe(document, { childList: true, subtree: true });
    });
    const organization = await server.organization();
    await page.goto(`${server.url}orgs/${organization.id}/load-data/tokens`);
    await page.waitForFunction(() => performance.getEntriesByName("first row").length > 0);
    const { firstRow, requests } = await page.evaluate(() => {
      const firstRow = performance.getEntriesByName("first row")[0]?.startTime ?? Number.NaN;
      const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")] as PerformanceResourceTiming[];
      const requests = entries
        .filter((entry) => entry.startTime <= firstRow && !entry.name.endsWith(".svg"))
        .map((entry) => ({ name: entry.name, start: entry.startTime, end: entry.responseStart }));
      return { firstRow, requests };
    });
    const timeline = requests.map(({ name, start, end }) => `${start.toFixed()}–${end.toFixed()} ${name}`).join("\n");
    return { firstRow, requests: requests.length, roundTrips: longestChain(requests), timeline };
  } finally {
    await context.close();
  }
}

/** The largest number of requests of which each began only when the one before had its answer begun. */
function longestChain(requests: { start: number; end: number }[]): number {
  const depths: { end: number; depth: number }[] = [];
  for (const { start, end } of [...requests].sort((one, other) => one.start - other.start)) {
    const before = depths.filter((earlier) => earlier.end > 0 && earlier.end <= start).map(({ depth }) => depth);
    depths.push({ end, depth: Math.max(0, ...before) + 1 });
  }
  return Math.max(0, ...depths.map(({ depth }) => depth));
}
