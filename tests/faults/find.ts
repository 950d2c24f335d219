// Searching, choosing by status, and changing the order.

import { SEARCHES } from "./asked.ts";
import type { Control, Sight } from "./eyes.ts";
import type { Deed, Person, Tab } from "./person.ts";

/** What can be done to find something in a list. */
export function finding(person: Person, window: Tab, { controls }: Sight): Deed[] {
  const box = controls.find(({ role }) => role === "combobox");
  if (!box) return [];
  const order = controls.find(({ role, name }) => role === "button" && name.startsWith("Sort by "));
  const clear = controls.find(({ role, name }) => role === "button" && name === "Clear filters");
  const statuses = controls.filter(({ role, name }) => role === "button" && /^(All|Active|Inactive)$/.test(name));
  const weight = box.value === "" ? 2 : 8;
  return [
    [2, "search", () => search(person, window, box)],
    [box.value === "" ? 0 : weight, "clear the search", () => person.use(window, box, "Escape")],
    [clear ? 8 : 0, "Clear filters", () => person.press(window, clear!)],
    [order ? 2 : 0, "change the order", () => person.press(window, order!)],
    [statuses.length > 0 ? 1 : 0, "choose by status", () => person.press(window, person.random.pick(statuses))],
    [statuses.length > 0 ? 2 : 0, "choose every status", () => person.press(window, statuses[0]!)],
  ];
}

/** Types a search, which must be in the box at once; the address follows later. */
async function search(person: Person, window: Tab, box: Control): Promise<void> {
  const text = person.random.pick(SEARCHES);
  if (!(await person.type(window, box, text))) return;
  const after = await person.see(window);
  const now = after.controls.find(({ role }) => role === "combobox");
  if (after.dialog || !now) return;
  if (now.value !== text) person.complain(`"${text}" was typed into the search box, which holds "${now.value}"`);
}
