// Turns what Trunk left in a directory into what is served: one style sheet, hashed names, the base path,
// no inline code, and a brotli and a gzip copy beside every file that gains from it.
//
// usage: node scripts/finish-dist.mjs DIST [BASE]     BASE: the path the page will live under, "/" or "/tokens/"

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { shortenImports } from "./shorten-imports.mjs";

const [dist, base = "/"] = process.argv.slice(2);
if (!dist) fail("usage: finish-dist.mjs DIST [BASE]");
if (!/^\/([\w.~-]+\/)*$/.test(base)) fail(`BASE must start and end with "/", as in "/tokens/", not "${base}"`);

function fail(sentence) {
  console.error(`finish-dist: ${sentence}`);
  process.exit(1);
}

const path = (name) => join(dist, name);

/** Trunk keeps the style sheets apart, as they are in the source; one request is better than eight. */
function joinStyleSheets(html) {
  const links = [...html.matchAll(/<link\b[^>]*\brel="?stylesheet\b[^>]*>/g)].map(([tag]) => tag);
  if (links.length === 0) fail("index.html names no style sheet");
  const names = links.map((tag) => /href="?\.\/([^\s">]+)/.exec(tag)?.[1] ?? fail(`cannot read ${tag}`));
  writeFileSync(path("style.css"), names.map((name) => readFileSync(path(name), "utf8").trim()).join("\n"));
  for (const name of names) rmSync(path(name));
  for (const tag of links.slice(1)) html = html.replace(tag, "");
  return html.replace(links[0], '<link rel="stylesheet" href="./style.css">');
}

/** What only its readers need of a script is not served: lines of comment, and indentation. It must hold no text of several lines. */
function trimScript(name) {
  const script = readFileSync(path(name), "utf8");
  writeFileSync(path(name), script.replace(/^\s*(\/\/.*|\/\*\*.*\*\/)\n/gm, "").replace(/^\s+/gm, ""));
}

function shortenNames() {
  const only = (pattern) => readdirSync(dist).find((name) => pattern.test(name)) ?? fail(`there is no file ${pattern}`);
  const [program, script] = [only(/\.wasm$/), only(/^(?!boot).*\.js$/)];
  const shortened = shortenImports(readFileSync(path(program)), readFileSync(path(script), "utf8"));
  writeFileSync(path(program), shortened.wasm);
  writeFileSync(path(script), shortened.script);
}

/**
 * Says in the page what the content of a file that runs is, so that the browser refuses any other. Of the program boot.js is told:
 * Chromium warns of it at a preload. SHA-256, since a hash is as large compressed, and a longer one is no safer here.
 */
function nameContent(html, name, integrity) {
  if (!/\.(css|js|wasm)$/.test(name)) return html;
  const [where, attribute] = name.endsWith(".wasm") ? ["data-wasm", "data-integrity"] : ["(?:href|src)", "integrity"];
  const named = new RegExp(` ${where}=(["']?)\\./${name.replaceAll(".", "\\.")}\\1(?=[\\s>])`, "g");
  const said = html.replace(named, `$& ${attribute}="${integrity}"`);
  if (said === html) fail(`index.html does not load ${name}`);
  return said;
}

/** Puts each file under a name made from its content, so that it can be cached for ever. */
function hashNames(html) {
  for (const name of readdirSync(dist)) {
    if (name === "index.html") continue;
    const digest = createHash("sha256").update(readFileSync(path(name))).digest();
    const hash = digest.toString("hex").slice(0, 16);
    html = nameContent(html, name, `sha256-${digest.toString("base64")}`);
    const hashed = name.replace(/(\.\w+)$/, `-${hash}$1`);
    const named = html.replace(new RegExp(`\\./${name.replaceAll(".", "\\.")}(?=[\\s">])`, "g"), `./${hashed}`);
    if (named === html) fail(`index.html does not name ${name}`);
    renameSync(path(name), path(hashed));
    html = named;
  }
  return html;
}

/** `<base href="/">`, as latchkey looks for it to serve the page under another path: the minifier has dropped the quotes. */
function setBase(html) {
  const tags = html.match(/<base\b[^>]*>/g) ?? [];
  if (tags.length !== 1) fail(`index.html has ${tags.length} base elements instead of one`);
  return html.replace(tags[0], `<base href="${base}">`);
}

/** The Content-Security-Policy forbids all of these, so a page that has one is broken. */
function refuseInlineCode(html) {
  const inline = [
    [/<script\b(?![^>]*\bsrc=)[^>]*>/i, "an inline script"],
    [/<style\b/i, "an inline style sheet"],
    [/<[^>]+\sstyle\s*=/i, "a style attribute"],
    [/<[^>]+\son\w+\s*=/i, "an event handler attribute"],
    [/=\s*["']?javascript:/i, "a javascript: address"],
  ];
  for (const [pattern, name] of inline) if (pattern.test(html)) fail(`index.html has ${name}: ${pattern.exec(html)[0]}`);
}

function refuseMissingFiles(html) {
  const there = new Set(readdirSync(dist));
  for (const [, name] of html.matchAll(/=["']?\.\/([^\s"'>]+)/g)) if (!there.has(name)) fail(`index.html names ${name}, which is not there`);
}

/** Compressed copies, unless they are no smaller. */
function compress(name) {
  const bytes = readFileSync(path(name));
  const brotli = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  const gzip = gzipSync(bytes, { level: 9 });
  if (brotli.length < bytes.length) writeFileSync(path(`${name}.br`), brotli);
  if (gzip.length < bytes.length) writeFileSync(path(`${name}.gz`), gzip);
}

rmSync(path(".trunk-lock"), { force: true });
trimScript("boot.js");
shortenNames();
const html = setBase(hashNames(joinStyleSheets(readFileSync(path("index.html"), "utf8"))));
refuseInlineCode(html);
refuseMissingFiles(html);
writeFileSync(path("index.html"), html);
for (const name of readdirSync(dist)) if (/\.(html|js|css|svg|wasm)$/.test(name)) compress(name);
