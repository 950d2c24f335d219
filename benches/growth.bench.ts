// How time and memory grow with the number of tokens, from 100 to 100,000; the references beside it.

import { Server } from "../tests/support/server.ts";
import { expect, test } from "../tests/support/test.ts";
import { growth } from "./report.mjs";
import { type Answered, answerTo, instrument } from "./support/instrument.ts";
import { memoryOf } from "./support/memory.ts";
import { address, demoFor, reached, signIn, visit, withReferences } from "./support/pages.ts";
import { Trace } from "./support/trace.ts";

const SIZES = [100, 1_000, 10_000, 100_000];
const RUNS = 3;
const MIB = 1024 * 1024;
const WORD = "telegraf";
const ORDERS = ["Description (Z → A)", "Date Created (Newest)", "Description (A → Z)"];

for (const n of SIZES) {
  test(`${n} tokens`, async ({ browser }) => {
    const server = await Server.start({ demo: demoFor(n), arguments: withReferences() });
    try {
      const { id } = await server.organization();
      const [latchkey, parse, rows, memory, memoryOfParse]: number[][] = [[], [], [], [], []];
      for (let run = 0; run < RUNS; run++) {
        await visit(browser, server, address.parse(id), async (page) => {
          parse!.push(await reached(page, "parsed"));
          memoryOfParse!.push((await memoryOf(page)).total / MIB);
        });
        rows!.push(await visit(browser, server, address.rows(id), (page) => reached(page, "first row")));
        await visit(browser, server, address.latchkey(id), async (page) => {
          latchkey!.push(await reached(page, "all"));
          memory!.push((await memoryOf(page)).total / MIB);
        });
      }
      growth({ plot: "load", line: "Latchkey, all tokens", unit: "ms", n, runs: latchkey! });
      growth({ plot: "load", line: "J, JSON.parse", unit: "ms", n, runs: parse! });
      growth({ plot: "load", line: "V, first 15 rows", unit: "ms", n, runs: rows! });
      growth({ plot: "memory", line: "Latchkey", unit: "MiB", n, runs: memory! });
      growth({ plot: "memory", line: "J, JSON.parse", unit: "MiB", n, runs: memoryOfParse! });

      const context = await browser.newContext();
      await signIn(context, server);
      const page = await context.newPage();
      await instrument(page);
      await page.goto(server.url + address.latchkey(id));
      await expect(page.getByText(/^\d+ tokens$/)).toBeVisible({ timeout: 60_000 });
      const answers: Answered[] = [];
      const trace = await Trace.of(browser, page, async () => {
        await page.getByRole("combobox", { name: "Filter Tokens" }).click();
        for (const key of [...WORD, ...Array.from(WORD, () => "Backspace")]) {
          answers.push(await answerTo(page, `key ${answers.length}`, "keydown", { kind: "quiet" }, () => page.keyboard.press(key)));
        }
      });
      growth({ plot: "filter", line: "Latchkey", unit: "ms", n, runs: trace.works("key", answers.length) });
      await page.keyboard.press("Escape");
      const orders: number[] = [];
      for (const order of ORDERS) {
        await page.getByRole("button", { name: /^Sort by/ }).click();
        const item = page.getByRole("menuitemradio", { name: order });
        orders.push((await answerTo(page, "order", "click", { kind: "quiet" }, () => item.click())).ms);
      }
      growth({ plot: "sort", line: "Latchkey", unit: "ms", n, runs: orders });
      await context.close();
    } finally {
      await server.dispose();
    }
  });
}
