// What a person feels with 100,000 tokens in the list: keys in the search box, another order, scrolling, a rename, a switch, a
// deletion; and what the page keeps in memory and in the document.

import { Server } from "../tests/support/server.ts";
import type { Browser, Locator, Page } from "../tests/support/test.ts";
import { expect, test } from "../tests/support/test.ts";
import { figure, quantile } from "./report.mjs";
import { type Answered, answerTo, instrument, whileScrolling } from "./support/instrument.ts";
import { memoryOf } from "./support/memory.ts";
import { address, demoFor, reached, signIn, visit, withReferences } from "./support/pages.ts";
import { shownWhile } from "./support/screen.ts";
import { Trace } from "./support/trace.ts";

const TOKENS = 100_000;
const FEW = 100;
const MIB = 1024 * 1024;
const FRAME = 1000 / 60;
/** Typed and taken back, one key at a time. */
const WORDS = ["telegraf", "grafana prod", "backup"];
const ORDERS = ["Description (Z → A)", "Date Created (Newest)", "Status (Inactive)", "Date Created (Oldest)", "Description (A → Z)"];
const CHANGES = 8;

test.use({ serverOptions: { demo: demoFor(TOKENS), arguments: withReferences() } });

test("100,000 tokens", async ({ browser, server, page }) => {
  const { id } = await server.organization();
  await signIn(page.context(), server);
  await instrument(page);
  await visit(browser, server, address.latchkey(id), async (page) => {
    await reached(page, "all");
    const { total, wasm } = await memoryOf(page);
    const reference = await visit(browser, server, address.parse(id), async (page) => {
      await reached(page, "parsed");
      return memoryOf(page);
    });
    const name = "100,000 custom: memory of the page (JS + wasm)";
    figure({ name, unit: "MiB", runs: [total / MIB], target: 150, reference: { name: "J", value: reference.total / MIB, unit: "MiB" } });
    figure({ name: "100,000 custom: of that, wasm", unit: "MiB", runs: [wasm / MIB] });
  });

  const elements = await elementsWith(FEW, browser);
  await page.goto(address.latchkey(id));
  await expect(page.getByText(/^\d{6,} tokens$/)).toBeVisible({ timeout: 60_000 });
  figure({
    name: "100,000: elements in the document, to those at 100",
    unit: "×",
    runs: [(await page.locator("*").count()) / elements],
    // The rows in view are others, with more or fewer permissions to tell of.
    target: 1.1,
    reference: { name: "at 100", value: elements, unit: "elements" },
  });
  await keys(page);
  await orders(page);
  await scrolling(page);
  await changes(page);
  await deletions(page);
});


/** How many elements the page has with so many tokens. */
async function elementsWith(tokens: number, browser: Browser): Promise<number> {
  const server = await Server.start({ demo: demoFor(tokens), arguments: withReferences() });
  try {
    const { id } = await server.organization();
    return await visit(browser, server, address.latchkey(id), async (page) => {
      await reached(page, "all");
      return page.locator("*").count();
    });
  } finally {
    await server.dispose();
  }
}

/** Each key typed into the search box, and each taken back. */
async function keys(page: Page): Promise<void> {
  const box = page.getByRole("combobox", { name: "Filter Tokens" });
  await box.click();
  const answers: Answered[] = [];
  const trace = await Trace.of(page.context().browser()!, page, async () => {
    for (const word of WORDS) {
      const presses = [...word, ...Array.from(word, () => "Backspace")];
      for (const key of presses) {
        answers.push(await answerTo(page, `key ${answers.length}`, "keydown", { kind: "quiet" }, () => page.keyboard.press(key)));
      }
    }
  });
  await page.keyboard.press("Escape");
  const work = trace.works("key", answers.length);
  figure({ name: "100,000: key in the search box, work to the frame, p95", unit: "ms", runs: work, value: quantile(work, 0.95), target: 16 });
  const ms = answers.map(({ ms }) => ms);
  figure({ name: "100,000: key in the search box, to the end of the frame, p95", unit: "ms", runs: ms, value: quantile(ms, 0.95) });
}

/** Each order of the menu but the first, then that one. */
async function orders(page: Page): Promise<void> {
  const answers: Answered[] = [];
  const trace = await Trace.of(page.context().browser()!, page, async () => {
    for (const order of ORDERS) {
      await page.getByRole("button", { name: /^Sort by/ }).click();
      const item = page.getByRole("menuitemradio", { name: order });
      answers.push(await answerTo(page, `order ${answers.length}`, "click", { kind: "quiet" }, () => item.click()));
    }
  });
  figure({ name: "100,000: another order, to the end of the frame", unit: "ms", runs: answers.map(({ ms }) => ms), target: 100 });
  figure({ name: "100,000: another order, work to the frame", unit: "ms", runs: trace.works("order", answers.length) });
}

/** From the first row to the last and back: with the wheel, by the scroll bar, by keys. */
async function scrolling(page: Page): Promise<void> {
  const { width, height } = page.viewportSize()!;
  const extent = await page.evaluate(() => document.documentElement.scrollHeight);
  const isAtEnd = () => page.evaluate(() => scrollY + innerHeight >= document.documentElement.scrollHeight - 1);
  const wheel = async () => {
    await page.mouse.move(width / 2, height / 2);
    for (let step = 0; step < 60; step++) await page.mouse.wheel(0, 240);
    for (let step = 0; step < 60; step++) await page.mouse.wheel(0, extent / 50);
    expect(await isAtEnd(), "the wheel reaches the end").toBe(true);
    await page.evaluate(() => scrollTo(0, 0));
  };
  const drag = async () => {
    // Below the arrow that is at the bar's upper end.
    await page.mouse.move(width - 5, 20);
    await page.mouse.down();
    await page.mouse.move(width - 5, height + 20, { steps: 80 });
    await page.mouse.up();
    expect(await isAtEnd(), "the scroll bar reaches the end").toBe(true);
    await page.evaluate(() => scrollTo(0, 0));
  };
  const keys = async () => {
    await page.getByRole("grid").getByRole("row").first().getByRole("link").focus();
    for (const key of ["PageDown", "ArrowDown"]) for (let press = 0; press < 30; press++) await page.keyboard.press(key);
    await page.keyboard.press("Control+End");
    for (let press = 0; press < 30; press++) await page.keyboard.press("PageUp");
    expect(await page.evaluate(() => scrollY > innerHeight), "near the end").toBe(true);
    await page.keyboard.press("Control+Home");
  };
  let blank = 0;
  for (const [name, scroll] of Object.entries({ wheel, "scroll bar": drag, keys })) {
    let scrolled = { frames: 0, intervals: [] as number[], blank: 0 };
    const trace = await Trace.of(page.context().browser()!, page, async () => {
      scrolled = await whileScrolling(page, scroll);
    });
    const begins = trace.at("frame");
    const work = begins.slice(1).map((begin, at) => trace.work(begins[at] ?? begin, begin));
    blank += scrolled.blank;
    const shown = await shownWhile(page.context().browser()!, page, scroll);
    // A screen shows a frame for a whole number of its periods; the clock that frames are told by is off by a tenth of a ms.
    const intervals = scrolled.intervals.map((interval) => Math.round(interval / FRAME) * FRAME);
    figure({ name: `100,000: scrolling, ${name}: frame, p95`, unit: "ms", runs: intervals, value: quantile(intervals, 0.95), target: 16.7 });
    figure({ name: `100,000: scrolling, ${name}: work in a frame, p95`, unit: "ms", runs: work, value: quantile(work, 0.95) });
    const share = (100 * shown.blank) / Math.max(1, shown.frames);
    figure({ name: `100,000: scrolling, ${name}: blank on the screen`, unit: "% of frames", runs: [share], target: 0 });
  }
  figure({ name: "100,000: scrolling: frames drawn with blank rows", unit: "frames", runs: [blank], target: 0 });
}

/** A rename and a switch: in how many frames they show, and what is sent. */
async function changes(page: Page): Promise<void> {
  const sent: { bytes: number; text: number }[] = [];
  let text = "";
  page.on("request", (request) => {
    if (/\/authorizations\b/.test(request.url())) sent.push({ bytes: request.postDataBuffer()?.length ?? 0, text: Buffer.byteLength(text) });
  });
  const renames: Answered[] = [];
  const switches: Answered[] = [];
  const trace = await Trace.of(page.context().browser()!, page, async () => {
    for (let change = 0; change < CHANGES; change++) {
      const row = page.getByRole("grid").getByRole("row").nth(change % 5);
      await row.getByRole("link").focus();
      await page.keyboard.press("F2");
      await expect(page.getByRole("textbox", { name: "Description" })).toBeFocused();
      text = `aaa renamed ${change}`;
      await page.keyboard.insertText(text);
      const reply = replied(page);
      renames.push(await answerTo(page, `rename ${change}`, "keydown", { kind: "row", description: text }, () => page.keyboard.press("Enter")));
      await reply;
    }
    text = "";
    // The first row of the document is now one that is kept ready above the view.
    await page.evaluate(() => scrollTo(0, 0));
    await expect(page.getByRole("grid").getByRole("row").first()).toBeInViewport();
    for (let change = 0; change < CHANGES; change++) {
      const row = page.getByRole("grid").getByRole("row").nth(change % 5);
      const control = row.getByRole("switch");
      const href = await row.getByRole("link").evaluate(({ href }: HTMLAnchorElement) => href);
      const on = !(await control.isChecked());
      const reply = replied(page);
      switches.push(await answerTo(page, `switch ${change}`, "click", { kind: "switch", href, on }, await press(control)));
      await reply;
    }
  });
  const frames = (answers: Answered[]) => answers.map(({ frames }) => frames);
  figure({ name: "100,000: rename, frames until it shows", unit: "frames", runs: frames(renames), target: 1 });
  figure({ name: "100,000: switch, frames until it shows", unit: "frames", runs: frames(switches), target: 1 });
  figure({ name: "100,000: rename, work to the frame", unit: "ms", runs: trace.works("rename", CHANGES), target: FRAME });
  figure({ name: "100,000: switch, work to the frame", unit: "ms", runs: trace.works("switch", CHANGES), target: FRAME });
  figure({ name: "requests for a rename or a switch", unit: "", runs: [sent.length / (2 * CHANGES)], target: 1 });
  const bytes = sent.map(({ bytes, text }) => bytes - text);
  figure({ name: "body of such a request, without the text", unit: "bytes", runs: bytes, value: Math.max(...bytes), target: 200 });
}

/** Deletes the first rows, each with its question. */
async function deletions(page: Page): Promise<void> {
  const grid = page.getByRole("grid");
  const answers: Answered[] = [];
  const trace = await Trace.of(page.context().browser()!, page, async () => {
    for (let deletion = 0; deletion < CHANGES; deletion++) {
      const rows = Number(await grid.getAttribute("aria-rowcount")) - 1;
      const row = grid.getByRole("row").first();
      await row.hover();
      await row.getByRole("button", { name: /^Delete: / }).click();
      const confirm = page.getByRole("alertdialog").getByRole("button", { name: "Delete", exact: true });
      await expect(confirm).toBeEnabled();
      const reply = replied(page);
      answers.push(await answerTo(page, `deletion ${deletion}`, "click", { kind: "count", rows }, await press(confirm)));
      await reply;
    }
  });
  figure({ name: "100,000: deletion, work to the frame", unit: "ms", runs: trace.works("deletion", CHANGES), target: FRAME });
  figure({ name: "100,000: deletion, frames until it shows", unit: "frames", runs: answers.map(({ frames }) => frames) });
}

/** A click with the mouse, which is there already. Playwright's own click looks in the page what it will hit, which is work that no person causes. */
async function press(control: Locator): Promise<() => Promise<void>> {
  const page = control.page();
  const box = await control.boundingBox();
  if (!box) throw new Error("What is to be clicked is not there.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  return async () => {
    await page.mouse.down();
    await page.mouse.up();
  };
}

/** The server's word on a change, taken in by the page. */
async function replied(page: Page): Promise<void> {
  const isChange = (method: string) => method === "PATCH" || method === "DELETE";
  const response = await page.waitForResponse((response) => isChange(response.request().method()));
  await response.finished();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
}
