// What a first visit downloads: index.html and every file it names. Fails when the total is over the budget.

import { existsSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { budgets, check, table } from "./report.mjs";

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
table(
  ["first load, bytes", "raw", "gzip", "brotli"],
  [...files, total].map(({ name, raw, gzip, brotli }) => [name, raw, gzip, brotli]),
);
check("first load, brotli bytes", total.brotli, budgets.firstLoadBrotliBytes);
