// What the measurements leave behind: each part of `make bench` notes its figures in a file of its own, and run.mjs makes
// the table, report.json and the plots of all of them.

import { appendFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where everything that `make bench` writes goes. */
export const output = fileURLToPath(new URL("../target/bench/", import.meta.url));

/**
 * What a figure is compared with: the same work done by a reference page, in the same run.
 * @typedef {{ name: string, value: number, unit: string }} Reference
 *
 * One row of the table. `value` is the median of `runs`, or what `value` says if the figure is another quantile of them.
 * Smaller is better unless `higher_is_better`; a `target` of null is a figure that is only shown.
 * @typedef {{ name: string, value: number, unit: string, target: number | null, higher_is_better: boolean,
 *             reference: Reference | null, runs: number[] }} Figure
 *
 * One point of a line in a plot: with `n` tokens, so much.
 * @typedef {{ plot: string, line: string, unit: string, n: number, value: number, runs: number[] }} Point
 */

/**
 * Notes a figure.
 * @param {{ name: string, unit: string, runs: number[], target?: number | null, value?: number, higherIsBetter?: boolean,
 *           reference?: Reference | null }} figure
 */
export function figure({ name, unit, runs, target = null, value = median(runs), higherIsBetter = false, reference = null }) {
  /** @type {Figure} */
  const noted = { name, value, unit, target, higher_is_better: higherIsBetter, reference, runs };
  note({ figure: noted });
  console.log(`  ${row(noted).join("  ")}`);
}

/**
 * Notes how something grows with the number of tokens.
 * @param {{ plot: string, line: string, unit: string, n: number, runs: number[] }} point plot: one of plots.mjs
 */
export function growth({ plot, line, unit, n, runs }) {
  note({ point: { plot, line, unit, n, value: median(runs), runs } });
}

/** @param {{ figure: Figure } | { point: Point }} entry */
function note(entry) {
  const part = process.env["BENCH_PART"] ?? "alone";
  mkdirSync(`${output}parts`, { recursive: true });
  appendFileSync(`${output}parts/${part}.jsonl`, `${JSON.stringify(entry)}\n`);
}

/**
 * Whether a figure is what was promised.
 * @param {Figure} figure
 */
export function isKept({ value, target, higher_is_better }) {
  if (target === null) return true;
  return higher_is_better ? value >= target : value <= target;
}

/** The columns of {@link row}. */
export const COLUMNS = ["what", "value", "lowest to highest", "target", "reference", ""];

/**
 * A figure as a row of the table.
 * @param {Figure} figure
 * @returns {string[]}
 */
export function row(figure) {
  const { name, value, unit, target, higher_is_better, reference, runs } = figure;
  const spread = runs.length > 1 ? `${written(Math.min(...runs))} to ${written(Math.max(...runs))}` : "";
  const promise = target === null ? "" : `${higher_is_better ? "≥" : "≤"} ${written(target)}`;
  const beside = reference ? `${reference.name}: ${written(reference.value)} ${reference.unit}` : "";
  const verdict = target === null ? "" : isKept(figure) ? "kept" : "OVER";
  return [name, `${written(value)} ${unit}`.trim(), spread, promise, beside, verdict];
}

/** @param {number} value */
export function written(value) {
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(1);
  const digits = Math.abs(value) < 1 ? 3 : Math.abs(value) < 10 ? 2 : Math.abs(value) < 1000 ? 1 : 0;
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}

/**
 * Prints rows of cells in aligned columns, the first to the left, the others to the right.
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function table(head, rows) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  for (const row of [head, ...rows]) {
    const cells = row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)));
    console.log(cells.join("  ").trimEnd());
  }
}

/** @param {number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/**
 * The value that so large a share of the values does not exceed, interpolated between neighbours.
 * @param {number[]} values
 * @param {number} share from 0 to 1
 */
export function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
