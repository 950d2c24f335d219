// What a first visit downloads: index.html and every file it names. Fails when that is over the budget of budgets.toml.

import { existsSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { budget } from "./budgets.mjs";
import { figure, table } from "./report.mjs";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));

/** @returns {{ name: string, raw: number, gzip: number, brotli: number }[]} bytes; as they are where no compressed copy pays */
function firstLoad() {
  if (!existsSync(`${dist}index.html`)) {
    console.error("error: dist/ is missing; run make build first");
    process.exit(1);
  }
  const html = readFileSync(`${dist}index.html`, "utf8");
  const names = ["index.html", ...new Set([...html.matchAll(/=["']?\.\/([^\s"'>]+)/g)].map(([, name]) => name))];
  return names.map((name) => {
    const size = (suffix) => (existsSync(dist + name + suffix) ? statSync(dist + name + suffix).size : undefined);
    const raw = statSync(dist + name).size;
    return { name, raw, gzip: size(".gz") ?? raw, brotli: size(".br") ?? raw };
  });
}

const files = firstLoad();
const sum = (column) => files.reduce((total, file) => total + file[column], 0);
const total = { name: "total", raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
const bytes = (value) => value.toLocaleString("en-US");
table(
  ["first load, bytes", "raw", "gzip", "brotli"],
  [...files, total].map(({ name, raw, gzip, brotli }) => [name, bytes(raw), bytes(gzip), bytes(brotli)]),
);

// In `make bench` what was promised; in `make test` what must not grow unnoticed.
if (process.env["BENCH_PART"]) {
  figure({ name: "first load, brotli", unit: "bytes", runs: [total.brotli], target: 280_000 });
  figure({ name: "first load, raw", unit: "bytes", runs: [total.raw], target: 900_000 });
} else {
  for (const column of ["raw", "brotli"]) {
    const most = budget("first-load", column);
    const kept = total[column] <= most;
    console.log(`${kept ? "ok  " : "OVER"}  first load, ${column}: ${bytes(total[column])} bytes (budget ${bytes(most)})`);
    if (!kept) process.exitCode = 1;
  }
}
