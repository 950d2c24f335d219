// Puts what the last `make bench` found into docs/: the table into performance.md, the plots beside it.
//
// usage: node benches/publish.mjs

import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { output } from "./report.mjs";

const docs = fileURLToPath(new URL("../docs/", import.meta.url));
const plots = `${docs}performance/`;

mkdirSync(plots, { recursive: true });
for (const name of readdirSync(output)) if (name.endsWith(".svg")) copyFileSync(output + name, plots + name);

const text = readFileSync(`${docs}performance.md`, "utf8");
const [begin, end] = ["<!-- figures -->\n", "<!-- /figures -->\n"];
const [before, after] = [text.split(begin)[0], text.split(end)[1]];
if (before === text || after === undefined) throw new Error(`docs/performance.md has no place for the table: ${begin}…${end}`);
writeFileSync(`${docs}performance.md`, `${before}${begin}\n${readFileSync(`${output}table.md`, "utf8")}\n${end}${after}`);
