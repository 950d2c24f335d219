// The moment of rest: faults are off, the page settles, and then it must show exactly what the server holds.

import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "../support/client.ts";
import { Asked, ORDERS } from "./asked.ts";
import type { Sight } from "./eyes.ts";
import type { Person, Tab } from "./person.ts";
import type { FaultProxy } from "./proxy.ts";
import type { Kept } from "./truth.ts";

/** So long everything may take to settle, in ms: the page leaves the server alone for two seconds after each reading. */
const PATIENCE = 15_000;
/** A window that has not come to show the truth by then is looked at again, as somebody would who comes back to it. */
const UNASKED = 6_000;
const BEAT = 25;

/** How often a window showed the truth only when somebody had come back to it, and how long all rests took. */
export type Rests = { lookedAgain: number; ms: number };

/** Settles and checks, for at most `patience` ms where something does not come right; gives what is wrong. */
export async function rest(person: Person, proxy: FaultProxy, observer: Client, orgs: readonly string[], rests: Rests, patience = PATIENCE): Promise<string[]> {
  const start = Date.now();
  proxy.calmDown();
  const wrong: string[] = [];
  const boxes: string[] = [];
  for (const window of person.windows) {
    wrong.push(...(await clearAway(person, window, patience)));
    // Every organization: what was typed in one that was left must be there still.
    for (let visits = 0; visits < orgs.length; visits++) {
      wrong.push(...(await showsTruth(person, window, observer, rests, patience)));
      if (await findEverything(person, window)) wrong.push(...(await showsTruth(person, window, observer, rests, patience)));
      boxes.push(...(await boxesOf(person, window)));
      wrong.push(...(await otherOrganization(person, window, patience)));
    }
  }
  const { truth } = proxy;
  wrong.push(...truth.lost(await everything(observer, orgs)));
  wrong.push(...person.texts.missing(truth, boxes).map((text) => `a text is nowhere: ${text}`));
  for (const method of ["PATCH", "POST", "DELETE"] as const) {
    if (person.told[method] > truth.count(method)) {
      wrong.push(`${person.told[method]} successes of ${method} were told, but ${truth.count(method)} confirmed by the server`);
    }
  }
  wrong.push(...person.complaints.splice(0), ...person.consent.settle());
  rests.ms += Date.now() - start;
  proxy.stir();
  return wrong;
}

/** Closes every dialog and presses what the page offers after a failure, as a person would. */
async function clearAway(person: Person, window: Tab, patience: number): Promise<string[]> {
  const end = Date.now() + patience;
  let sight = await person.see(window);
  let presses = 0;
  while (Date.now() < end) {
    const named = (name: RegExp) => sight.controls.find((control) => control.role === "button" && !control.disabled && name.test(control.name));
    const again = named(/^(Try again|Reload|Organizations not read: try again)$/);
    const signIn = sight.dialog?.name === "Sign in again" || sight.heading === "Sign in";
    if (signIn && !named(/^Signing in/)) await person.signIn(window, sight);
    else if (again) await person.press(window, again);
    else if (sight.dialog) {
      presses += 1;
      await person.escape(window);
    } else if (sight.heading !== "" && !sight.busy) return [];
    await wait(BEAT);
    sight = await person.see(window);
  }
  return [`window ${window.number} did not settle; ${sight.dialog ? `the dialog "${sight.dialog.name}" stays after ${presses} presses of Escape` : `busy, below "${sight.heading}"`}`];
}

/** Waits until the list in a window is that of the server. */
async function showsTruth(person: Person, window: Tab, observer: Client, rests: Rests, patience: number): Promise<string[]> {
  const start = Date.now();
  const wrong: string[] = [];
  let difference = "";
  let again = false;
  while (Date.now() - start < patience) {
    const sight = await person.see(window);
    // A late answer may have asked for something.
    if (sight.dialog) wrong.push(...(await clearAway(person, window, patience)));
    const now = await person.see(window);
    const org = /orgs\/([0-9a-f]{16})/.exec(now.address)?.[1];
    if (org) {
      difference = await compare(now, observer, org);
      if (difference === "") return wrong;
    }
    if (!again && Date.now() - start > UNASKED) {
      again = true;
      rests.lookedAgain += 1;
      await window.page.evaluate(() => dispatchEvent(new Event("focus")));
    }
    await wait(BEAT);
  }
  return [...wrong, `window ${window.number} does not show what the server holds:\n${difference}`];
}

async function compare(sight: Sight, observer: Client, org: string): Promise<string> {
  const state = (on: boolean) => (on ? "active" : "inactive");
  const asked = new Asked(sight.address);
  const shown = sight.controls
    .filter(({ role, token }) => role === "switch" && token !== "")
    .sort((one, other) => one.row - other.row)
    .map(({ name, checked, token }) => `${token} ${state(checked)} ${name.replace(/^Active: /, "")}`);
  const line = ({ id, status, description }: Kept) => `${id} ${status} ${description.trim() || id}`;
  const all = await observer.authorizations(`?orgID=${org}`);
  const found = asked.of(all);
  // A filter never takes an open text box away: its row stays at the end.
  const open = sight.controls.filter(({ name, token }) => name === "Description" && token !== "").map(({ token }) => token);
  const kept = all.filter((token) => open.includes(token.id) && !found.includes(token));
  kept.sort((one, other) => open.indexOf(one.id) - open.indexOf(other.id));
  const held = [...found, ...kept].map(line);
  const extra = shown.filter((row) => !held.includes(row)).map((row) => `  page:   ${row}`);
  const missing = held.filter((row) => !shown.includes(row)).map((row) => `  server: ${row}`);
  const differences = [...extra, ...missing];
  if (sight.rows !== held.length) differences.push(`  page: ${sight.rows} rows, server: ${held.length} tokens`);
  if (differences.length === 0 && String(shown) !== String(held)) differences.push(`  in the order "${asked.order}":\n  ${shown.join("\n  ")}\n  instead of:\n  ${held.join("\n  ")}`);
  const box = sight.controls.find(({ role }) => role === "combobox");
  if (box?.value !== asked.search) differences.push(`  the search box holds "${box?.value}", the address "${asked.search}"`);
  const sort = sight.controls.find(({ role, name }) => role === "button" && name.startsWith("Sort by "));
  if (sort?.name !== `Sort by ${asked.order}`) differences.push(`  the button says "${sort?.name}", the address "${asked.order}"`);
  return differences.join("\n");
}

/** Takes away what hides tokens; whether there was anything. */
async function findEverything(person: Person, window: Tab): Promise<boolean> {
  const before = await person.see(window);
  const hides = (name: string) => new URL(before.address).searchParams.has(name);
  if (!hides("searchTerm") && !hides("status")) return false;
  const search = before.controls.find(({ role }) => role === "combobox");
  // Suggestions are closed first.
  if (search && hides("searchTerm")) for (const key of ["Escape", "Escape"]) await person.use(window, search, key);
  const all = (await person.see(window)).controls.find(({ role, name }) => role === "button" && name === "All");
  if (all && hides("status")) await person.press(window, all);
  return true;
}

async function boxesOf(person: Person, window: Tab): Promise<string[]> {
  const { controls } = await person.see(window);
  return controls.filter(({ role, name }) => role === "textbox" && name === "Description").map(({ value }) => value);
}

/** Chooses the organization that is not shown. */
async function otherOrganization(person: Person, window: Tab, patience: number): Promise<string[]> {
  const before = window.page.url();
  const end = Date.now() + patience;
  while (Date.now() < end) {
    if (window.page.url() !== before) return [];
    const { controls, dialog } = await person.see(window);
    if (dialog) await clearAway(person, window, patience);
    const other = controls.find(({ role, name, checked }) => role === "menuitemradio" && !checked && !ORDERS.some((order) => order === name));
    const menu = controls.find(({ role, name }) => role === "button" && name.endsWith("Organization"));
    if (other ?? menu) await person.press(window, (other ?? menu)!);
    await wait(BEAT);
  }
  return [`window ${window.number} did not go to the other organization`];
}

async function everything(observer: Client, orgs: readonly string[]): Promise<Map<string, Kept>> {
  const lists = await Promise.all(orgs.map((org) => observer.authorizations(`?orgID=${org}`)));
  return new Map(lists.flat().map((token) => [token.id, token]));
}
