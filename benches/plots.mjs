// Draws how time and memory grow with the number of tokens: plain SVG, both axes logarithmic, readable on light and dark.

import { written } from "./report.mjs";

/** @typedef {import("./report.mjs").Point} Point */

/** What each plot is called and says; its file is KEY.svg. */
const PLOTS = {
  load: { title: "Time from navigation until the list is there", axis: "ms" },
  memory: { title: "Memory of the page with the list", axis: "MiB" },
  filter: { title: "Work of the main thread for a key in the search box", axis: "ms" },
  sort: { title: "Time until the frame in another order", axis: "ms" },
  "server-list": { title: "Time of the server for the list", axis: "ms" },
};

const WIDTH = 760;
const HEIGHT = 420;
const FRAME = { left: 78, right: 190, top: 48, bottom: 56 };
const SHAPES = ["circle", "square", "diamond", "triangle", "circle", "square"];

/**
 * The plots of these points.
 * @param {Point[]} points
 * @returns {Record<string, string>} SVG by the plot's name
 */
export function drawPlots(points) {
  const plots = {};
  for (const name of new Set(points.map(({ plot }) => plot))) {
    const known = PLOTS[name];
    if (!known) throw new Error(`There is no plot ${name}.`);
    plots[name] = draw(known, points.filter(({ plot }) => plot === name));
  }
  return plots;
}

/**
 * @param {{ title: string, axis: string }} plot
 * @param {Point[]} points
 */
function draw({ title, axis }, points) {
  const lines = [...new Set(points.map(({ line }) => line))].map((line) => ({
    line,
    points: points.filter((point) => point.line === line).sort((one, other) => one.n - other.n),
  }));
  const x = scale(points.map(({ n }) => n), FRAME.left, WIDTH - FRAME.right);
  const y = scale(points.flatMap(({ runs }) => runs), HEIGHT - FRAME.bottom, FRAME.top);
  const said = lines.map(({ line, points }) => {
    const last = points.at(-1);
    return `${line}: ${points.map(({ n, value }) => `${written(value)} ${axis} at ${n.toLocaleString("en-US")}`).join(", ")}${last ? "" : "none"}.`;
  });
  const ends = apart(lines.map(({ points }) => y.at(points.at(-1)?.value ?? 1)));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title desc">
<title id="title">${escaped(title)}</title>
<desc id="desc">${escaped(`Both axes are logarithmic; a dotted line shows growth in proportion. ${said.join(" ")}`)}</desc>
<style>
svg { font: 13px system-ui, sans-serif; background: #fff; color: #1b1d29; }
text { fill: currentColor; }
.title { font-size: 15px; font-weight: 600; }
.grid { stroke: currentColor; stroke-opacity: .16; }
.spread { stroke-width: 1; stroke-opacity: .7; }
.line { fill: none; stroke-width: 2; }
.guide { stroke: currentColor; stroke-opacity: .5; stroke-dasharray: 2 5; }
.c0 { stroke: #5b3fd6; fill: #5b3fd6; } .c1 { stroke: #b34700; fill: #b34700; } .c2 { stroke: #00736b; fill: #00736b; }
.c3 { stroke: #a8006d; fill: #a8006d; } .c4 { stroke: #4a5568; fill: #4a5568; } .c5 { stroke: #1f6f1f; fill: #1f6f1f; }
.line { fill: none; } text[class] { stroke: none; } text.title { fill: currentColor; }
@media (prefers-color-scheme: dark) {
  svg { background: #0f111a; color: #e8e9f0; }
  .c0 { stroke: #a794ff; fill: #a794ff; } .c1 { stroke: #ffa05c; fill: #ffa05c; } .c2 { stroke: #4fd6c8; fill: #4fd6c8; }
  .c3 { stroke: #ff7ac8; fill: #ff7ac8; } .c4 { stroke: #a9b4c6; fill: #a9b4c6; } .c5 { stroke: #7fd67f; fill: #7fd67f; }
  .line { fill: none; } text[class] { stroke: none; } text.title { fill: currentColor; }
}
</style>
<text class="title" x="${FRAME.left}" y="24">${escaped(title)}</text>
${x.ticks.map((tick) => `<path class="grid" d="M${x.at(tick)} ${FRAME.top}V${HEIGHT - FRAME.bottom}"/><text x="${x.at(tick)}" y="${HEIGHT - FRAME.bottom + 20}" text-anchor="middle">${tick.toLocaleString("en-US")}</text>`).join("\n")}
${y.ticks.map((tick) => `<path class="grid" d="M${FRAME.left} ${y.at(tick)}H${WIDTH - FRAME.right}"/><text x="${FRAME.left - 8}" y="${y.at(tick) + 4}" text-anchor="end">${written(tick)}</text>`).join("\n")}
<text x="${(FRAME.left + WIDTH - FRAME.right) / 2}" y="${HEIGHT - 14}" text-anchor="middle">tokens in the list (dotted: in proportion to it)</text>
<text transform="translate(20 ${(FRAME.top + HEIGHT - FRAME.bottom) / 2}) rotate(-90)" text-anchor="middle">${axis}</text>
${guide(lines[0]?.points.at(-1), x, y)}
${lines.map(({ line, points }, at) => drawLine(line, points, at, x, y, ends[at] ?? 0)).join("\n")}
</svg>
`;
}

/** What would grow in proportion to the number of tokens, through the last point of the first line. */
function guide(last, x, y) {
  if (!last) return "";
  const n = Math.max(x.low, (last.n * y.low) / last.value);
  return `<path class="guide" d="M${x.at(n)} ${y.at((last.value * n) / last.n)}L${x.at(last.n)} ${y.at(last.value)}"/>`;
}

/** One line: its points, from the lowest to the highest run of each, and its name at the end. */
function drawLine(line, points, at, x, y, end) {
  const color = `c${at % 6}`;
  const place = ({ n, value }) => `${x.at(n)} ${y.at(value)}`;
  const spreads = points.map(({ n, runs }) => `M${x.at(n)} ${y.at(Math.min(...runs))}V${y.at(Math.max(...runs))}`).join("");
  const shapes = points.map((point) => shape(SHAPES[at % SHAPES.length], x.at(point.n), y.at(point.value), color)).join("");
  return `<path class="line ${color}" d="M${points.map(place).join("L")}"/><path class="spread ${color}" d="${spreads}"/>${shapes}
<text class="${color}" x="${WIDTH - FRAME.right + 12}" y="${end + 4}">${escaped(line)}</text>`;
}

function shape(kind, x, y, color) {
  if (kind === "circle") return `<circle class="${color}" cx="${x}" cy="${y}" r="3.5"/>`;
  const paths = { square: `M${x - 3.5} ${y - 3.5}h7v7h-7z`, diamond: `M${x} ${y - 5}l5 5l-5 5l-5 -5z`, triangle: `M${x} ${y - 5}l5 9h-10z` };
  return `<path class="${color}" d="${paths[kind]}"/>`;
}

/**
 * A logarithmic scale over these values.
 * @param {number[]} values
 */
function scale(values, from, to) {
  const positive = values.filter((value) => value > 0);
  const low = Math.log10(Math.min(...positive)) - 0.08;
  const high = Math.max(Math.log10(Math.max(...positive)) + 0.08, low + 1);
  const at = (value) => {
    const share = (Math.log10(Math.max(value, 10 ** low)) - low) / (high - low);
    return Math.round((from + (to - from) * share) * 10) / 10;
  };
  const ticks = [];
  for (let power = Math.floor(low); power <= high; power++) {
    // Where one power of ten is all there is room for, the steps between help to read it.
    for (const step of high - low < 2.2 ? [1, 2, 5] : [1]) {
      const tick = step * 10 ** power;
      if (Math.log10(tick) >= low && Math.log10(tick) <= high) ticks.push(tick);
    }
  }
  return { at, ticks, low: 10 ** low };
}

/** Moves the names of lines apart that end close to one another. */
function apart(ends) {
  const moved = [...ends];
  const order = ends.map((_, at) => at).sort((one, other) => ends[one] - ends[other]);
  for (const [rank, at] of order.entries()) {
    const above = rank === 0 ? Number.NEGATIVE_INFINITY : moved[order[rank - 1]];
    moved[at] = Math.max(moved[at], above + 17);
  }
  return moved;
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
