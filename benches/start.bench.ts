// Where the time from navigation to the first row goes: when each step is reached, and what the main thread does until then.

import type { Page } from "../tests/support/test.ts";
import { test } from "../tests/support/test.ts";
import { figure } from "./report.mjs";
import { address, demoFor, reached, visit, withReferences } from "./support/pages.ts";
import { Trace } from "./support/trace.ts";

const TOKENS = 1_000;
const RUNS = 9;
const TRACED_RUNS = 5;

/** In the order they are reached. */
const STEPS = ["html", "style, script and program", "program compiled", "page mounted", "list asked for", "list begins", "list ends", "row in the document"] as const;
type Step = (typeof STEPS)[number];

test.use({ serverOptions: { demo: demoFor(TOKENS), arguments: withReferences() } });

test("start", async ({ browser, server }) => {
  const { id } = await server.organization();
  const open = () => visit(browser, server, address.latchkey(id), steps, async (page) => void (await page.addInitScript(watchStart)));
  await open();
  const runs: Awaited<ReturnType<typeof open>>[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await open());
  for (const step of STEPS) figure({ name: `start: ${step}`, unit: "ms", runs: runs.map((run) => run[step]) });
  figure({ name: "start: first row on the screen", unit: "ms", runs: runs.map((run) => run["first row"]) });

  const work: Map<string, number>[] = [];
  for (let run = 0; run < TRACED_RUNS; run++) {
    const trace = await visit(browser, server, "health", (page) =>
      Trace.of(
        browser,
        page,
        async () => {
          await page.goto(server.url + address.latchkey(id), { waitUntil: "commit" });
          await reached(page, "first row");
        },
        { byKind: true },
      ),
    );
    work.push(trace.workByKind(trace.at("first row")[0] ?? Number.NaN));
  }
  const kinds = [...new Set(work.flatMap((run) => [...run.keys()]))];
  for (const kind of kinds) figure({ name: `start: work, ${kind}`, unit: "ms", runs: work.map((run) => run.get(kind) ?? 0) });
});

/** When the page reached each step, in ms from the beginning of the navigation. */
async function steps(page: Page): Promise<Record<Step | "first row", number>> {
  const firstRow = await reached(page, "first row");
  await reached(page, "all");
  return page.evaluate(
    ({ firstRow }) => {
      const of = (pattern: RegExp) => performance.getEntriesByType("resource").filter(({ name }) => pattern.test(name)) as PerformanceResourceTiming[];
      const latest = (entries: PerformanceResourceTiming[]) => Math.max(...entries.map(({ responseEnd }) => responseEnd));
      const mark = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN;
      const [list] = of(/api\/v2\/authorizations/);
      const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
      return {
        html: navigation?.responseEnd ?? Number.NaN,
        "style, script and program": latest(of(/\.(css|js|wasm)$/)),
        "program compiled": mark("program compiled"),
        "page mounted": mark("page mounted"),
        "list asked for": list?.startTime ?? Number.NaN,
        "list begins": list?.responseStart ?? Number.NaN,
        "list ends": list?.responseEnd ?? Number.NaN,
        "row in the document": mark("row in the document"),
        "first row": firstRow,
      };
    },
    { firstRow },
  );
}

/** Runs in the page, from its beginning. */
function watchStart(): void {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = (async (...source: Parameters<typeof instantiate>) => {
    const program = await instantiate.apply(WebAssembly, source);
    performance.mark("program compiled");
    return program;
  }) as typeof instantiate;
  const steps: [string, string][] = [
    ["page mounted", "main"],
    ["row in the document", "[role=grid] [role=switch]"],
  ];
  const observer = new MutationObserver(() => {
    while (steps[0] && document.querySelector(steps[0][1])) performance.mark(steps.shift()![0]);
    if (steps.length === 0) observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true });
}
