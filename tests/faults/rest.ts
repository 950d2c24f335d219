// The moment of rest: faults are off, the page settles, and then it must show exactly what the server holds.

import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "../support/client.ts";
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

/** Settles and checks; gives what is wrong. */
export async function rest(person: Person, proxy: FaultProxy, observer: Client, orgs: readonly string[], rests: Rests): Promise<string[]> {
  const start = Date.now();
  proxy.calmDown();
  const wrong: string[] = [];
  const boxes: string[] = [];
  for (const window of person.windows) {
    wrong.push(...(await clearAway(person, window)));
    // Every organization: what was typed in one that was left must be there still.
    for (let visits = 0; visits < orgs.length; visits++) {
      wrong.push(...(await showsTruth(person, window, observer, rests)));
      boxes.push(...(await boxesOf(person, window)));
      wrong.push(...(await otherOrganization(person, window)));
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
  wrong.push(...person.complaints.splice(0));
  rests.ms += Date.now() - start;
  proxy.stir();
  return wrong;
}

/** Closes every dialog and presses what the page offers after a failure, as a person would. */
async function clearAway(person: Person, window: Tab): Promise<string[]> {
  const end = Date.now() + PATIENCE;
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
async function showsTruth(person: Person, window: Tab, observer: Client, rests: Rests): Promise<string[]> {
  const start = Date.now();
  const wrong: string[] = [];
  let difference = "";
  let again = false;
  while (Date.now() - start < PATIENCE) {
    const sight = await person.see(window);
    // A late answer may have asked for something.
    if (sight.dialog) wrong.push(...(await clearAway(person, window)));
    const org = /orgs\/([0-9a-f]{16})/.exec(window.page.url())?.[1];
    if (org) {
      difference = await compare(await person.see(window), observer, org);
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
  const shown = sight.controls
    .filter(({ role, token }) => role === "switch" && token !== "")
    .map(({ name, checked, token }) => `${token} ${state(checked)} ${name.replace(/^Active: /, "")}`)
    .sort();
  const held = (await observer.authorizations(`?orgID=${org}`)).map(({ id, status, description }) => `${id} ${status} ${description || id}`).sort();
  const extra = shown.filter((row) => !held.includes(row)).map((row) => `  page:   ${row}`);
  const missing = held.filter((row) => !shown.includes(row)).map((row) => `  server: ${row}`);
  return [...extra, ...missing, ...(sight.rows === held.length ? [] : [`  page: ${sight.rows} rows, server: ${held.length} tokens`])].join("\n");
}

async function boxesOf(person: Person, window: Tab): Promise<string[]> {
  const { controls } = await person.see(window);
  return controls.filter(({ role, name }) => role === "textbox" && name === "Description").map(({ value }) => value);
}

/** Chooses the organization that is not shown. */
async function otherOrganization(person: Person, window: Tab): Promise<string[]> {
  const before = window.page.url();
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    if (window.page.url() !== before) return [];
    const { controls, dialog } = await person.see(window);
    if (dialog) await clearAway(person, window);
    const other = controls.find(({ role, checked }) => role === "menuitemradio" && !checked);
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
