// A person's way through the page on a computer four times as slow: how long each interaction takes to show (INP, as the
// web-vitals have it), and whether anything moves by itself (CLS).

import type { Page } from "../tests/support/test.ts";
import { expect, test } from "../tests/support/test.ts";
import { figure } from "./report.mjs";
import { address, demoFor, reached, visit, withReferences } from "./support/pages.ts";

const TOKENS = 10_000;
const RUNS = 3;

test.use({ serverOptions: { demo: demoFor(TOKENS), arguments: withReferences() } });

test("journey", async ({ browser, server, playwright: { devices } }) => {
  const { id } = await server.organization();
  const slowDown = async (page: Page) => {
    await page.addInitScript(watchVitals);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  };
  const vitals: Vitals[] = [];
  const onPhone: Vitals[] = [];
  for (let run = 0; run < RUNS; run++) {
    const walked = async (page: Page) => {
      await journey(page, `plant ${run} of the journey`);
      return page.evaluate(() => window.vitals());
    };
    vitals.push(await visit(browser, server, address.latchkey(id), walked, slowDown));
    const opened = async (page: Page) => {
      await reached(page, "all");
      return page.evaluate(() => window.vitals());
    };
    onPhone.push(await visit(browser, server, address.latchkey(id), opened, slowDown, { ...devices["Pixel 7"] }));
  }
  const interactions = vitals.map(({ interactions }) => interactions.length);
  console.log(`  ${interactions.join(", ")} interactions; the longest: ${vitals.map(({ interactions }) => slowest(interactions)).join("; ")}`);
  for (const line of new Set([...vitals, ...onPhone].flatMap(({ moved }) => moved))) console.log(`  moved: ${line}`);
  figure({ name: "INP over the journey, 10,000 tokens, 4× CPU", unit: "ms", runs: vitals.map(({ inp }) => inp), target: 100 });
  figure({ name: "CLS over the journey", unit: "", runs: vitals.map(({ cls }) => cls), target: 0 });
  figure({ name: "CLS of the start on a phone", unit: "", runs: onPhone.map(({ cls }) => cls), target: 0 });
});

/** List, search, order, switch, rename to that description, summary, deletion. */
async function journey(page: Page, description: string): Promise<void> {
  const grid = page.getByRole("grid", { name: "API tokens" });
  await expect(page.getByText(/^\d{5,} tokens$/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole("combobox", { name: "Filter Tokens" }).click();
  for (const key of "backup") await page.keyboard.press(key);
  await expect(page.getByText(/^\d+ of \d+ tokens$/)).toBeVisible();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Escape");
  await expect(page.getByText(/^\d{5,} tokens$/)).toBeVisible();
  await page.getByRole("button", { name: /^Sort by/ }).click();
  await page.getByRole("menuitemradio", { name: "Date Created (Newest)" }).click();
  await page.getByRole("group", { name: "Status" }).getByRole("button", { name: "Active", exact: true }).click();

  const first = grid.getByRole("row").first();
  const name = await first.getByRole("link").innerText();
  await first.getByRole("switch").click();
  await page.getByRole("group", { name: "Status" }).getByRole("button", { name: "All", exact: true }).click();
  await first.hover();
  await page.getByRole("button", { name: `Edit description: ${name}`, exact: true }).first().click();
  await expect(page.getByRole("textbox", { name: "Description" })).toBeFocused();
  for (const key of description) await page.keyboard.press(key);
  await page.keyboard.press("Enter");

  await grid.getByRole("link", { name: description, exact: true }).click();
  const summary = page.getByRole("dialog", { name: "API Token Summary" });
  await expect(summary.getByRole("button", { name: "Close", exact: true })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(summary).toBeHidden();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowUp", "PageDown", "Control+Home"]) await page.keyboard.press(key);

  const rows = await grid.getAttribute("aria-rowcount");
  await first.hover();
  await first.getByRole("button", { name: /^Delete: / }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(grid).toHaveAttribute("aria-rowcount", String(Number(rows) - 1));
  await expect(page.getByRole("status").getByText("API token was deleted successfully")).toBeVisible();
}

type Interaction = { type: string; ms: number };
/** `moved`: what has shifted without the person having done anything, with how much that counts. */
type Vitals = { inp: number; cls: number; interactions: Interaction[]; moved: string[] };

const slowest = (interactions: Interaction[]): string =>
  interactions
    .toSorted((one, other) => other.ms - one.ms)
    .slice(0, 4)
    .map(({ type, ms }) => `${type} ${ms}`)
    .join(", ");

declare global {
  interface Window {
    vitals: () => Promise<Vitals>;
  }
}

/** Runs in the page, from its beginning. */
function watchVitals(): void {
  const longest = new Map<number, Interaction>();
  const events = (list: PerformanceEntry[]) => {
    for (const { interactionId, duration, name } of list as (PerformanceEventTiming & { interactionId: number })[]) {
      if (interactionId && duration > (longest.get(interactionId)?.ms ?? 0)) longest.set(interactionId, { type: name, ms: duration });
    }
  };
  const observer = new PerformanceObserver((list) => events(list.getEntries()));
  observer.observe({ type: "event", buffered: true, durationThreshold: 16 } as PerformanceObserverInit);

  // The largest sum in a window of shifts that are less than a second apart, five seconds long at most.
  let [cls, sum, begin, last] = [0, 0, 0, Number.NEGATIVE_INFINITY];
  type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node: Node | null }[] };
  const moved: string[] = [];
  const shifts = (list: PerformanceEntry[]) => {
    for (const { value, hadRecentInput, startTime, sources } of list as Shift[]) {
      if (hadRecentInput) continue;
      const names = sources.map(({ node }) => (node instanceof Element && node.className) || node?.nodeName || "gone");
      moved.push(`${value.toPrecision(2)} at ${Math.round(startTime)}: ${names.join(", ")}`);
      if (startTime - last > 1000 || startTime - begin > 5000) [sum, begin] = [0, startTime];
      [sum, last] = [sum + value, startTime];
      cls = Math.max(cls, sum);
    }
  };
  const shiftObserver = new PerformanceObserver((list) => shifts(list.getEntries()));
  shiftObserver.observe({ type: "layout-shift", buffered: true });

  window.vitals = async () => {
    // The entry of the last interaction comes after its frame.
    await new Promise((resolve) => setTimeout(resolve, 500));
    events(observer.takeRecords());
    shifts(shiftObserver.takeRecords());
    const interactions = [...longest.values()];
    // As the web-vitals count it: one outlier in fifty interactions is passed over, events of less than 16 ms included in those.
    const total = (performance as Performance & { interactionCount?: number }).interactionCount ?? interactions.length;
    const sorted = interactions.map(({ ms }) => ms).toSorted((one, other) => other - one);
    return { inp: sorted[Math.min(sorted.length - 1, Math.floor(total / 50))] ?? 0, cls, interactions, moved };
  };
}
