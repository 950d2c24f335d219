// 10,000 all-access tokens, 66 MB of JSON: how soon rows are there, beside the browser's own JSON.parse of the same list; how
// long the page is deaf meanwhile; and how much memory it keeps.

import { test } from "../tests/support/test.ts";
import { figure, median } from "./report.mjs";
import { type Memory, memoryOf } from "./support/memory.ts";
import { address, reached, visit, withReferences } from "./support/pages.ts";
import { Trace } from "./support/trace.ts";

const TOKENS = 10_000;
const RUNS = 7;
const TRACED_RUNS = 3;
const MIB = 1024 * 1024;

test.use({ serverOptions: { demo: TOKENS, demoKind: "all-access", arguments: withReferences() } });

test("10,000 all-access tokens", async ({ browser, server }) => {
  const { id } = await server.organization();
  const parse = () =>
    visit(browser, server, address.parse(id), async (page) => ({ parsed: await reached(page, "parsed"), memory: await memoryOf(page) }));
  const rows = () => visit(browser, server, address.rows(id), (page) => reached(page, "first row"));
  const latchkey = () =>
    visit(browser, server, address.latchkey(id), async (page) => {
      const all = await reached(page, "all");
      return { first: await reached(page, "first row"), all, memory: await memoryOf(page) };
    });

  await parse();
  await latchkey();
  const [parsed, firstOfRows, first, firstRatio, all, allRatio]: number[][] = [[], [], [], [], [], []];
  const memory: Memory[] = [];
  const memoryOfParse: Memory[] = [];
  for (let run = 0; run < RUNS; run++) {
    const j = await parse();
    const v = await rows();
    const l = await latchkey();
    parsed!.push(j.parsed);
    firstOfRows!.push(v);
    first!.push(l.first);
    firstRatio!.push(l.first / j.parsed);
    all!.push(l.all);
    allRatio!.push(l.all / j.parsed);
    memory.push(l.memory);
    memoryOfParse.push(j.memory);
  }
  const j = { name: "J", value: median(parsed!), unit: "ms" };
  const v = { name: "V", value: median(firstOfRows!), unit: "ms" };
  figure({ name: "10,000 all-access: first row", unit: "ms", runs: first!, reference: v });
  figure({ name: "10,000 all-access: first row, to J's", unit: "× J", runs: firstRatio!, target: 0.25, reference: j });
  figure({ name: "10,000 all-access: all decoded and in order", unit: "ms", runs: all!, reference: j });
  figure({ name: "10,000 all-access: all, to J's", unit: "× J", runs: allRatio!, target: 1, reference: j });

  const longest: number[] = [];
  for (let run = 0; run < TRACED_RUNS; run++) {
    const trace = await visit(browser, server, "health", (page) =>
      Trace.of(browser, page, async () => {
        await page.goto(server.url + address.latchkey(id), { waitUntil: "commit" });
        await reached(page, "all");
      }),
    );
    longest.push(trace.longest(Number.NEGATIVE_INFINITY, trace.at("all")[0] ?? Number.NaN));
  }
  figure({ name: "10,000 all-access: longest task while it loads", unit: "ms", runs: longest, target: 50 });

  const mib = (memory: Memory[], part: keyof Memory) => memory.map((memory) => memory[part] / MIB);
  figure({
    name: "10,000 all-access: memory of the page (JS + wasm)",
    unit: "MiB",
    runs: mib(memory, "total"),
    target: 60,
    reference: { name: "J", value: median(mib(memoryOfParse, "total")), unit: "MiB" },
  });
  figure({ name: "10,000 all-access: of that, wasm", unit: "MiB", runs: mib(memory, "wasm") });
});
