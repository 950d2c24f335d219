// Making tokens: the dialogs "Generate All Access API Token" and "Generate a Custom API Token", and the secret shown once.

import type { Control, Sight } from "./eyes.ts";
import type { Deed, Person, Tab } from "./person.ts";

/** What can be done in these dialogs. */
export function generating(person: Person, window: Tab, { dialog, controls }: Sight): Deed[] {
  const button = (name: RegExp) => controls.find((control) => control.role === "button" && !control.disabled && name.test(control.name));
  const press = (weight: number, control: Control | undefined): Deed => [control ? weight : 0, control?.name ?? "", () => person.press(window, control!)];
  const box = controls.find(({ role, name }) => role === "textbox" && name === "Description");
  if (!box) return [press(3, button(/^Done$/)), press(4, button(/^Close without copying$/)), [1, "Escape", () => person.escape(window)]];
  person.forms.isShown(window.number, box.value);
  const save = button(/^(Save|Generate)$/);
  const custom = dialog?.name === "Generate a Custom API Token";
  return [
    [box.value === "" ? 5 : 0, "describe the new token", () => describe(person, window, box)],
    [box.value !== "" && save ? (custom ? 8 : 5) : 0, custom ? "Generate" : "Save", () => person.confirm(window, save!)],
    press(3, button(/^Try again$/)),
    [1, "Cancel", () => cancel(person, window, button(/^Cancel$/))],
    [1, "Escape", () => person.escape(window)],
    ...granting(person, window, controls),
  ];
}

/** What can be done in a tree of permissions. */
export function granting(person: Person, window: Tab, controls: readonly Control[]): Deed[] {
  const presets = controls.filter(({ role, name, disabled }) => role === "button" && !disabled && /^(Read and write everything in buckets|Manage tokens)$/.test(name));
  const parts = controls.filter(({ role, name }) => role === "button" && /^(Buckets|Telegrafs|Other Resources)/.test(name));
  const ticks = controls.filter(({ role, name, disabled }) => role === "checkbox" && !disabled && /^(Read|Write): /.test(name));
  const nothing = controls.find(({ role, name }) => role === "button" && name === "Untick everything");
  return [
    [presets.length > 0 ? 2 : 0, "take a preset", () => person.press(window, person.random.pick(presets))],
    [parts.length > 0 ? 1 : 0, "open a part of the tree", () => person.press(window, person.random.pick(parts))],
    [ticks.length > 0 ? 5 : 0, "tick", () => tick(person, window, person.random.pick(ticks))],
    [nothing ? 0.3 : 0, "Untick everything", () => person.press(window, nothing!)],
  ];
}

async function describe(person: Person, window: Tab, box: Control): Promise<void> {
  const text = person.texts.fresh("made");
  if (!(await person.type(window, box, text))) return;
  const now = await person.see(window);
  if (now.controls.some(({ name, value }) => name === "Description" && value === text)) person.forms.typed(window.number, text);
}

async function cancel(person: Person, window: Tab, button: Control | undefined): Promise<void> {
  if (!button) return;
  person.forms.emptied(window.number);
  await person.press(window, button);
}

/** Ticks a box, which must show at once. */
async function tick(person: Person, window: Tab, box: Control): Promise<void> {
  if (!(await person.reach(window, box))) return;
  await window.page.keyboard.press("Space");
  const { dialog, controls } = await person.see(window);
  const now = controls.find(({ role, name }) => role === box.role && name === box.name);
  if (dialog && now && now.checked === box.checked && !now.disabled) person.complain(`Space on "${box.name}" did nothing`);
}
