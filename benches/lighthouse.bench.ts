// Lighthouse with its mobile preset, on the list of a person who is signed in.

import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromiumArguments, chromiumPath } from "../tests/support/chromium.ts";
import { test } from "../tests/support/test.ts";
import { figure } from "./report.mjs";
import { address, demoFor, signIn, withReferences } from "./support/pages.ts";

/** As many as `latchkey serve --demo` makes up by itself. Lighthouse charges the whole list to its slow network. */
const TOKENS = 200;
const RUNS = 3;
const TARGETS = { performance: 98, accessibility: 100, "best-practices": 100 };

test.use({ serverOptions: { demo: demoFor(TOKENS), arguments: withReferences() } });

test("Lighthouse", async ({ playwright, server }) => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-lighthouse-"));
  const port = await freePort();
  const context = await playwright.chromium.launchPersistentContext(join(folder, "profile"), {
    executablePath: chromiumPath(),
    args: [...chromiumArguments(), `--remote-debugging-port=${port}`],
    // As Lighthouse emulates a phone itself.
    viewport: null,
  });
  try {
    await signIn(context, server);
    const { id } = await server.organization();
    const reports: Report[] = [];
    for (let tries = 0; reports.length < RUNS; tries++) {
      try {
        reports.push(await lighthouse(server.url + address.latchkey(id), port, join(folder, "report.json")));
      } catch (error) {
        // It says so itself when a busy machine has spoilt its trace.
        if (tries > RUNS || !String(error).includes("Please run Lighthouse again")) throw error;
        console.log("  Lighthouse has lost its trace; once more");
      }
    }
    for (const [category, target] of Object.entries(TARGETS)) {
      const runs = reports.map(({ categories }) => 100 * (categories[category]?.score ?? 0));
      figure({ name: `Lighthouse mobile, ${category}`, unit: "", runs, target, higherIsBetter: true });
    }
    const [last] = reports.slice(-1);
    for (const { id, displayValue, score } of Object.values(last?.audits ?? {})) {
      if (score !== null && score < 1 && last && counts(last, id)) console.log(`  not perfect: ${id}, ${displayValue ?? ""} (score ${score})`);
    }
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

type Audit = { id: string; displayValue?: string; score: number | null };
type Report = { categories: Record<string, { score: number; auditRefs: { id: string; weight: number }[] }>; audits: Record<string, Audit> };

/** Whether an audit has a part in a score. */
const counts = (report: Report, id: string): boolean =>
  Object.values(report.categories).some(({ auditRefs }) => auditRefs.some((audit) => audit.id === id && audit.weight > 0));

/** Lighthouse's report on an address, in the browser that listens at that port. */
async function lighthouse(url: string, port: number, file: string): Promise<Report> {
  const program = fileURLToPath(new URL("node_modules/lighthouse/cli/index.js", import.meta.url));
  const options = [
    `--port=${port}`,
    `--only-categories=${Object.keys(TARGETS).join(",")}`,
    "--output=json",
    `--output-path=${file}`,
    "--no-enable-error-reporting",
    "--quiet",
  ];
  await promisify(execFile)(process.execPath, [program, url, ...options], { timeout: 120_000 });
  const report = JSON.parse(readFileSync(file, "utf8")) as Report & { runtimeError?: { message: string } };
  if (report.runtimeError) throw new Error(`Lighthouse: ${report.runtimeError.message}`);
  return report;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
