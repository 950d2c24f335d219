// How figures are printed, and compared with what is promised (budgets.json).

import { readFileSync } from "node:fs";

export const budgets = JSON.parse(readFileSync(new URL("budgets.json", import.meta.url), "utf8"));

const written = (cell) => (typeof cell === "number" ? cell.toLocaleString("en-US", { maximumFractionDigits: 1 }) : cell);

/**
 * Prints rows of cells in aligned columns, the first to the left, the others to the right.
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 */
export function table(head, rows) {
  const cells = [head, ...rows].map((row) => row.map(written));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  for (const row of cells) {
    console.log(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join("  "));
  }
}

/**
 * Says whether a figure keeps its budget.
 * @param {string} name
 * @param {number} value
 * @param {number} budget
 * @returns {boolean} false also makes the process fail
 */
export function check(name, value, budget) {
  const kept = value <= budget;
  console.log(`${kept ? "ok  " : "OVER"}  ${name}: ${written(value)} (budget ${written(budget)})\n`);
  if (!kept) process.exitCode = 1;
  return kept;
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
