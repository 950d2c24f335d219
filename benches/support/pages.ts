// The pages that are compared: Latchkey, and two bare references, all from the same server.
//
// J does `JSON.parse(await (await fetch(url)).text())` on the list; V is hand-written JavaScript that fetches the list and
// shows its first 15 rows. Both are in bare/.

import { cpSync, existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page, Server } from "../../tests/support/test.ts";
import { output } from "../report.mjs";

const assets = `${output}assets`;

/** Arguments for `latchkey serve`, with which it serves the references beside the page. */
export function withReferences(): string[] {
  const dist = fileURLToPath(new URL("../../dist", import.meta.url));
  if (!existsSync(`${dist}/index.html`)) throw new Error("dist/ is missing; run make build first.");
  rmSync(assets, { recursive: true, force: true });
  cpSync(dist, assets, { recursive: true, dereference: true });
  cpSync(fileURLToPath(new URL("../bare", import.meta.url)), `${assets}/bare`, { recursive: true });
  return ["--assets", assets, "--log-level", "warn"];
}

/** So many demo tokens that the organization shown has at least that many: one in twenty belongs to another one. */
export const demoFor = (tokens: number): number => Math.ceil(tokens * 1.06);

/** The addresses, relative to the server's, of the pages with that organization's list. */
export const address = {
  latchkey: (org: string) => `orgs/${org}/load-data/tokens`,
  parse: (org: string) => `bare/parse.html?org=${org}`,
  rows: (org: string) => `bare/rows.html?org=${org}`,
};

/** What a page may mark as reached: `parsed` by J; the others by {@link watch}. */
export type Milestone = "parsed" | "first row" | "all";

/** Opens an address in a browser that has seen nothing but the sign-in: nothing is cached, no code compiled. */
export async function visit<T>(
  browser: Browser,
  server: Server,
  path: string,
  measure: (page: Page) => Promise<T>,
  prepare: (page: Page) => Promise<void> = async () => {},
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<T> {
  const context = await browser.newContext(options);
  try {
    await signIn(context, server);
    const page = await context.newPage();
    await page.addInitScript(watch);
    await prepare(page);
    await page.goto(server.url + path, { waitUntil: "commit" });
    return await measure(page);
  } finally {
    await context.close();
  }
}

export async function signIn(context: Awaited<ReturnType<Browser["newContext"]>>, server: Server): Promise<void> {
  const { user, password } = server.account;
  const basic = Buffer.from(`${user}:${password}`).toString("base64");
  await context.request.post(`${server.url}api/v2/signin`, { headers: { Authorization: `Basic ${basic}` } });
}

/** When the page reached a milestone, in ms from the beginning of the navigation. */
export async function reached(page: Page, milestone: Milestone): Promise<number> {
  await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, milestone, { timeout: 120_000, polling: 50 });
  return page.evaluate((name) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN, milestone);
}

/** Runs in the page: marks the end of the frame with the first row, and of the one that counts the tokens as all there. */
function watch(): void {
  const afterFrame = (name: string) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => performance.mark(name);
      port2.postMessage(null);
    });
  const milestones: [string, () => boolean][] = [
    ["first row", () => document.querySelector("[role=grid] [role=switch]") !== null],
    ["all", () => [...document.querySelectorAll("p[aria-live=polite]")].some((line) => /^[\d,]+ (of [\d,]+ )?tokens/.test(line.textContent))],
  ];
  const observer = new MutationObserver(() => {
    while (milestones[0]?.[1]()) afterFrame(milestones.shift()![0]);
    if (milestones.length === 0) observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
}
