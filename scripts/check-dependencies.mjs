// Checks what the programs are made of against deny.toml, as `cargo deny` would, without the network: where each package comes from,
// under which licence, and which are in a program in two versions.
//
// usage: node scripts/check-dependencies.mjs

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const cargo = (...words) => execFileSync("cargo", words, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] });

const rules = readFileSync(`${root}deny.toml`, "utf8").replace(/^\s*#.*$/gm, "");
/** The texts in a list of deny.toml. */
const list = (name) => [.../"([^"]*)"/g[Symbol.matchAll](new RegExp(`^${name} = \\[([^\\]]*)\\]`, "m").exec(rules)?.[1] ?? "")].map(([, text]) => text);
const [allowed, skipped, denied] = [list("allow"), list("skip"), list("deny")];

/** Whether an expression such as "(MIT OR Apache-2.0) AND Unicode-3.0" can be met with what is allowed. */
function meets(expression) {
  const inner = /\(([^()]*)\)/.exec(expression);
  if (inner) return meets(expression.replace(inner[0], meets(inner[1]) ? allowed[0] : "none"));
  const all = (text) => text.split(" AND ").every((name) => allowed.includes(name.trim()));
  return expression.replaceAll("/", " OR ").split(/\s+OR\s+/).some(all);
}

/** Packages that a program for that target holds in more than one version; what only builds it does not count. */
function twice(target) {
  const versions = new Map();
  for (const line of cargo("tree", "--locked", "--workspace", "--target", target, "--edges", "normal,no-proc-macro", "--prefix", "none").split("\n")) {
    const [, name, version] = /^(\S+) v(\S+)/.exec(line) ?? [];
    if (name) versions.set(name, (versions.get(name) ?? new Set()).add(version));
  }
  return [...versions].filter(([, found]) => found.size > 1).map(([name, found]) => `${name} ${[...found].join(" and ")}`);
}

const { packages } = JSON.parse(cargo("metadata", "--format-version", "1", "--locked"));
const foreign = packages.filter(({ source }) => source !== null);
const problems = [
  ...foreign.filter(({ source }) => source !== "registry+https://github.com/rust-lang/crates.io-index").map(({ name, source }) => `${name} comes from ${source}`),
  ...foreign.filter(({ license }) => !license || !meets(license)).map(({ name, license }) => `${name} is under ${license ?? "no licence that it names"}`),
  ...foreign.filter(({ name }) => denied.includes(name)).map(({ name }) => `${name} is denied`),
  ...["x86_64-unknown-linux-gnu", "wasm32-unknown-unknown"].flatMap((target) => twice(target).filter((one) => !skipped.includes(one.split(" ")[0])).map((one) => `for ${target} there are ${one}`)),
];
for (const problem of problems) console.error(`error: ${problem}`);
console.log(`${foreign.length} packages looked at: ${problems.length === 0 ? "all as deny.toml allows" : `${problems.length} are not as deny.toml allows`}`);
process.exit(problems.length === 0 ? 0 : 1);
