// Cold start to the first row of tokens, with nothing in the browser's cache; and how many round trips that takes, one
// after the other.

import { setTimeout as wait } from "node:timers/promises";
import type { Browser, Page, Route } from "../tests/support/test.ts";
import { expect, type Server, test } from "../tests/support/test.ts";
import { budgets, check, median, table } from "./report.mjs";

const RUNS = 7;
/** So long, in ms, after the last request of a round, all that can be asked for without its answers has been. */
const QUIET = 750;

for (const tokens of [200, 1_000]) {
  test.describe(`${tokens} tokens`, () => {
    test.use({ serverOptions: { demo: tokens } });

    test("first row", async ({ browser, server }) => {
      await visit(browser, server, timed); // the server's own first time is not the browser's
      const visits: Timed[] = [];
      for (let run = 0; run < RUNS; run++) visits.push(await visit(browser, server, timed));
      const rounds = await visit(browser, server, inRounds);
      table(
        [`first row of ${tokens} tokens, cold, median of ${RUNS}`, "figure"],
        [
          ["ms from navigation", median(visits.map((visit) => visit.firstRow))],
          ["requests until then", median(visits.map((visit) => visit.requests))],
          ["serial round trips until then", rounds.length],
        ],
      );
      rounds.forEach((round, index) => console.log(`  ${index + 1}: ${round.join(", ")}`));
      expect(check("serial round trips to the first row", rounds.length, budgets.serialRoundTripsToFirstRow)).toBe(true);
    });
  });
}

/** Opens the first organization's tokens in a browser that has seen nothing but the sign-in. */
async function visit<T>(browser: Browser, server: Server, measure: (page: Page, url: string) => Promise<T>): Promise<T> {
  const context = await browser.newContext();
  try {
    const { user, password } = server.account;
    const basic = Buffer.from(`${user}:${password}`).toString("base64");
    await context.request.post(`${server.url}api/v2/signin`, { headers: { Authorization: `Basic ${basic}` } });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector("[role=grid] [role=switch]")) return;
        observer.disconnect();
        requestAnimationFrame(() => performance.mark("first row"));
      });
      observer.observe(document, { childList: true, subtree: true });
    });
    const organization = await server.organization();
    return await measure(page, `${server.url}orgs/${organization.id}/load-data/tokens`);
  } finally {
    await context.close();
  }
}

type Timed = { firstRow: number; requests: number };

async function timed(page: Page, url: string): Promise<Timed> {
  await page.goto(url);
  await page.waitForFunction(() => performance.getEntriesByName("first row").length > 0);
  return page.evaluate(() => {
    const firstRow = performance.getEntriesByName("first row")[0]?.startTime ?? Number.NaN;
    const requests = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return { firstRow, requests: requests.filter((entry) => entry.startTime <= firstRow).length };
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
