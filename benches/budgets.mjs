// Reads budgets.toml: sections of whole numbers, the part of TOML that a budget needs.

import { readFileSync } from "node:fs";

/**
 * What is in the file, by section and key.
 * @type {Record<string, Record<string, number>>}
 */
export const budgets = parse(readFileSync(new URL("budgets.toml", import.meta.url), "utf8"));

/**
 * @param {string} text
 * @returns {Record<string, Record<string, number>>}
 */
function parse(text) {
  /** @type {Record<string, Record<string, number>>} */
  const sections = {};
  /** @type {Record<string, number> | undefined} */
  let section;
  for (const [at, line] of text.split("\n").entries()) {
    const content = line.replace(/#.*/, "").trim();
    const [, head] = /^\[([\w-]+)\]$/.exec(content) ?? [];
    const [, key, number] = /^([\w-]+)\s*=\s*([\d_]+)$/.exec(content) ?? [];
    if (head) section = sections[head] ??= {};
    else if (key && number && section) section[key] = Number(number.replaceAll("_", ""));
    else if (content) throw new Error(`benches/budgets.toml, line ${at + 1}: expected "[section]" or "key = number", not "${content}".`);
  }
  return sections;
}

/**
 * One budget.
 * @param {string} section
 * @param {string} key
 * @returns {number}
 */
export function budget(section, key) {
  const found = budgets[section]?.[key];
  if (found === undefined) throw new Error(`benches/budgets.toml has no ${key} in [${section}].`);
  return found;
}
