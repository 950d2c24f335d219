// Measures everything, one part after the other, then says what was measured and whether it is what was promised.
//
// usage: node benches/run.mjs [PART]...     PART: one of PARTS; all of them if none is named
//
// A part that fails, or a figure over its target, makes the exit code nonzero, but not before the end.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { drawPlots } from "./plots.mjs";
import { COLUMNS, isKept, output, row, table } from "./report.mjs";

const here = fileURLToPath(new URL("./", import.meta.url));
const tests = fileURLToPath(new URL("../tests/", import.meta.url));

/** In the order of the table. */
const PARTS = {
  "first-load": script("first-load.mjs"),
  "first-row": bench("first-row"),
  "all-access": bench("all-access"),
  "custom-100k": bench("custom-100k"),
  journey: bench("journey"),
  lighthouse: bench("lighthouse"),
  "server-list": bench("server-list"),
  "server-patch": bench("server-patch"),
  start: bench("start"),
  growth: bench("growth"),
};

/** @param {string} name */
function script(name) {
  return { command: ["node", here + name], folder: here };
}

/** @param {string} name */
function bench(name) {
  // Playwright takes its arguments for patterns of paths.
  return { command: ["npx", "playwright", "test", "--config", "../benches/playwright.config.ts", `/${name}\\.bench`], folder: tests };
}

const wanted = process.argv.slice(2).flatMap((names) => names.split(/[\s,]+/)).filter(Boolean);
for (const name of wanted) {
  if (name in PARTS) continue;
  console.error(`error: there is no part ${name}; the parts are ${Object.keys(PARTS).join(", ")}`);
  process.exit(2);
}

const notesOf = (name) => `${output}parts/${name}.jsonl`;
const failed = [];
const begin = Date.now();
if (wanted.length === 0) rmSync(`${output}parts`, { recursive: true, force: true });
for (const [name, { command, folder }] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  rmSync(notesOf(name), { force: true });
  console.log(`==> ${name}`);
  const [program, ...rest] = command;
  const { status } = spawnSync(program, rest, { cwd: folder, stdio: "inherit", env: { ...process.env, BENCH_PART: name } });
  if (status !== 0) failed.push(name);
}

// With parts named, what the others have found before still stands in report.json.
const notes = Object.keys(PARTS).flatMap((name) => {
  if (!existsSync(notesOf(name))) return [];
  const lines = readFileSync(notesOf(name), "utf8").trim().split("\n");
  return lines.map((line) => ({ part: name, ...JSON.parse(line) }));
});
const figures = notes.flatMap(({ figure }) => (figure ? [figure] : []));
writeFileSync(`${output}report.json`, `${JSON.stringify({ figures }, null, 2)}\n`);
const asMarkdown = [COLUMNS, COLUMNS.map(() => "---"), ...figures.map(row)].map((cells) => `| ${cells.join(" | ")} |\n`);
writeFileSync(`${output}table.md`, asMarkdown.join(""));
const plots = drawPlots(notes.flatMap(({ point }) => (point ? [point] : [])));
for (const [name, svg] of Object.entries(plots)) writeFileSync(`${output}${name}.svg`, svg);

console.log();
table(COLUMNS, figures.map(row));
const over = figures.filter((figure) => !isKept(figure));
const minutes = ((Date.now() - begin) / 60_000).toFixed(1);
console.log(`\n${figures.length} figures, ${over.length} over their targets; ${minutes} min; all in ${output}report.json`);
for (const name of failed) console.log(`error: ${name} could not be measured to its end; see above`);
if (over.length > 0 || failed.length > 0) process.exitCode = 1;
