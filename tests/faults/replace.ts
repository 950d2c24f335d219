// Replacing a token: rotating it and changing its permissions, and every step after that.

import type { Control, Sight } from "./eyes.ts";
import { granting } from "./generate.ts";
import type { Deed, Person, Tab } from "./person.ts";

const idOf = (address: string) => new URL(address, "http://page").pathname.slice(-16);

/** What can be done in the dialogs "Rotate API token" and "Change permissions". */
export function replacement(person: Person, window: Tab, { dialog, controls, address }: Sight): Deed[] {
  const id = idOf(address);
  const rotates = dialog?.name === "Rotate API token";
  const box = controls.find(({ role, name }) => role === "textbox" && name === "Description");
  const confirmation = controls.find(({ role, name, value }) => role === "textbox" && name !== "Description" && value === "");
  const button = (name: string) => controls.find((control) => control.role === "button" && !control.disabled && control.name === name);
  const [save, again, cancel, close] = [button("Create replacement"), button("Try again"), button("Cancel"), button("Close")];
  const describe = async () => {
    const text = person.texts.fresh(rotates ? "rotated" : "changed");
    if (!(await person.type(window, box!, text))) return;
    const now = await person.see(window);
    // Something may have come in between.
    if (now.controls.some(({ value, name }) => name === "Description" && value === text)) person.texts.typed(text, `replacement of ${id}`, window.number, box!.value);
  };
  const leave = async (control: Control) => {
    person.texts.dropped((await window.page.evaluate(() => eyes.forgetting())) ?? "");
    await person.press(window, control);
  };
  return [
    [box ? 3 : 0, "describe the replacement", describe],
    [confirmation ? 6 : 0, "confirm that it is the operator token", () => confirmOperator(person, window, id, confirmation!)],
    [save && box ? 8 : 0, "Create replacement", () => person.confirm(window, save!)],
    [again ? 4 : 0, "Try again", () => person.press(window, again!)],
    [cancel ? 0.5 : 0, "Cancel", () => leave(cancel!)],
    [close ? 0.3 : 0, "Close", () => leave(close!)],
    [0.5, "Escape", () => person.escape(window)],
    ...granting(person, window, controls),
  ];
}

/** What can be done in a summary to replace its token, or to end the replacement. */
export function succeeding(person: Person, window: Tab, { controls, address }: Sight): Deed[] {
  const button = (name: string) => controls.find((control) => control.role === "button" && control.name === name);
  const [rotate, change] = [button("Rotate"), button("Change permissions")];
  const [off, on, gone, end] = [button("Deactivate the old one"), button("Reactivate the old one"), button("Delete the old one"), button("Remove the note from the description")];
  const other = controls.find(({ role }) => role === "link");
  const here = idOf(address);
  const old = other && idOf(other.value);
  /** The old token may only go once the server has confirmed the new one. */
  const step = async (control: Control, allow: (ids: string[]) => void) => {
    if (!old) return person.complain(`"${control.name}" does not say which one`);
    if (!person.proxy.truth.wasMade(here)) person.complain(`"${control.name}" was offered, but the server never confirmed ${here}`);
    allow([old]);
    await person.press(window, control);
  };
  const { consent } = person;
  const few = person.isShort(window);
  return [
    [rotate ? (few ? 5 : 1) : 0, "Rotate", () => person.press(window, rotate!)],
    [change ? (few ? 2 : 0.5) : 0, "Change permissions", () => person.press(window, change!)],
    [off ? 5 : 0, "Deactivate the old one", () => step(off!, (ids) => consent.turn(ids, ["inactive"]))],
    [on ? 2 : 0, "Reactivate the old one", () => step(on!, (ids) => consent.turn(ids, ["active"]))],
    [gone ? 4 : 0, "Delete the old one", () => step(gone!, (ids) => consent.delete(ids))],
    [end ? 4 : 0, "Remove the note", () => person.press(window, end!)],
    [other ? 2 : 0, "go to the other token", () => person.press(window, other!)],
  ];
}

async function confirmOperator(person: Person, window: Tab, id: string, box: Control): Promise<void> {
  const token = person.proxy.truth.token(id);
  if (token) await person.type(window, box, token.description);
}
