// Somebody who does at random what a person can do, in up to two windows, with the keyboard, and remembers what to expect of it.

import type { BrowserContext, Page, Request } from "@playwright/test";
import type { Account, Server } from "../support/server.ts";
import { type Control, type Sight, installEyes } from "./eyes.ts";
import type { FaultProxy } from "./proxy.ts";
import type { Random } from "./random.ts";
import { Texts } from "./texts.ts";

type Deed = readonly [weight: number, name: string, act: () => Promise<unknown>];
/** A window, and whether it asked before it was left. */
export type Tab = { number: number; page: Page; asked: boolean };

/** The list is kept about so long. */
const FEW = 4;
const MANY = 9;
const START_LIMIT = 20_000;

export class Person {
  readonly windows: Tab[] = [];
  readonly texts = new Texts();
  /** What was done how often. */
  readonly done = new Map<string, number>();
  /** The last things done, for who has to find out what went wrong. */
  readonly diary: string[] = [];
  /** What must not happen, as it happened. */
  readonly complaints: string[] = [];
  /** How many successes the page has told, by what was done. */
  readonly told = { PATCH: 0, POST: 0, DELETE: 0 };
  /** How often the making of a token was confirmed, and asked for by the page, by its description. */
  private readonly confirmed = new Map<string, number>();
  private readonly asked = new Map<string, number>();
  /** Descriptions of tokens that the page has asked for and not been answered about. */
  private readonly making = new Set<string>();
  private readonly context: BrowserContext;
  private readonly proxy: FaultProxy;
  private readonly account: Account;
  private readonly lists: string[];
  private readonly random: Random;
  private active = 0;
  private opened = 0;
  /** How many things have been done. */
  steps = 0;

  private constructor(context: BrowserContext, proxy: FaultProxy, server: Server, orgs: readonly string[], random: Random) {
    this.context = context;
    this.proxy = proxy;
    this.account = server.account;
    this.lists = orgs.map((org) => `${proxy.url}orgs/${org}/load-data/tokens`);
    this.random = random;
  }

  static async sitDown(context: BrowserContext, proxy: FaultProxy, server: Server, orgs: readonly string[], random: Random): Promise<Person> {
    const person = new Person(context, proxy, server, orgs, random);
    proxy.watch = (line) => person.note(line);
    context.on("request", (request) => person.watchCreation(request));
    await context.addInitScript(installEyes);
    await person.openWindow();
    return person;
  }

  /** Does one thing. */
  async step(): Promise<void> {
    this.steps += 1;
    const window = this.windows[this.active]!;
    const sight = await this.see(window);
    const deeds = this.deeds(window, sight).filter(([weight]) => weight > 0);
    const at = this.random.weighed(deeds.map((deed) => [deed[0], deed] as const));
    const [, name, act] = at;
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
    this.note(`${this.steps} window ${window.number}${sight.dialog ? ` in "${sight.dialog.name}"` : ""}: ${name}`);
    await act();
  }

  /** How many requests to make a token the browser has sent again by itself: see the note on "twice" in faults.ts. */
  resent(): number {
    return [...this.asked].reduce((sum, [description, times]) => sum + this.proxy.truth.creations(description) - times, 0);
  }

  /** One confirmation makes one request, however often it is given at once. */
  private watchCreation(request: Request): void {
    if (request.method() !== "POST" || !request.url().endsWith("/api/v2/authorizations")) return;
    const { description } = request.postDataJSON() as { description: string };
    const times = (this.asked.get(description) ?? 0) + 1;
    this.asked.set(description, times);
    const allowed = this.confirmed.get(description);
    if (this.making.has(description)) this.complaints.push(`"${description}" was asked for twice at once`);
    if (allowed !== undefined && times > allowed) this.complaints.push(`"${description}" was confirmed ${allowed} times and asked for ${times} times`);
    this.making.add(description);
    void request.response().then(() => this.making.delete(description));
  }

  /** Looks at a window and takes in what it says. */
  async see(window: Tab): Promise<Sight> {
    const sight = await window.page.evaluate(() => eyes.see());
    for (const { role, text } of sight.heard) this.hear(role, text);
    return sight;
  }

  /** What can be done now. */
  private deeds(window: Tab, sight: Sight): Deed[] {
    const named = (role: string, name: string | RegExp) =>
      sight.controls.find((control) => control.role === role && !control.disabled && (typeof name === "string" ? control.name === name : name.test(control.name)));
    const press = (weight: number, control: Control | undefined, name = control?.name.replace(/:.*/s, "") ?? ""): Deed => [
      control ? weight : 0,
      name,
      () => this.press(window, control!),
    ];
    const escape = (weight: number): Deed => [weight, "Escape", () => this.escape(window)];
    if (sight.heading === "") return [[1, "wait for the page", () => this.ready(window)]];
    const again = named("button", /^(Try again|Reload|Organizations not read: try again)$/);
    const { dialog } = sight;
    const box = sight.controls.find((control) => control.role === "textbox" && control.name === "Description");
    if (dialog?.name === "Sign in again" || (!dialog && sight.heading === "Sign in")) {
      const not = press(2, named("button", "Not now"));
      return [[4, "sign in", () => this.signIn(window, sight)], not];
    }
    if (dialog && /^Generate|successfully/.test(dialog.name)) {
      const save = named("button", "Save");
      return [
        [box && box.value === "" ? 5 : 0, "describe the new token", () => this.type(window, box!, this.texts.fresh("made"))],
        [box && box.value !== "" && save ? 5 : 0, "Save", () => this.make(window, box!.value, save!)],
        press(3, again),
        press(1, named("button", "Cancel")),
        press(2, named("button", "Done")),
        press(3, named("button", "Close without copying")),
        escape(1),
      ];
    }
    if (dialog?.name === "API Token Summary") {
      return [
        [3, "Active", () => this.turn(window, sight, named("switch", "Active"))],
        ...this.describing(window, box, new URL(window.page.url()).pathname.slice(-16)),
        press(1, named("button", /^Delete: /)),
        escape(4),
      ];
    }
    if (dialog) {
      const sure = sight.controls.filter(({ role, name }) => role === "button" && name !== "Dismiss");
      return [[6, `a button of ${dialog.role}`, () => this.answer(window, this.random.pick(sure.length > 0 ? sure : sight.controls))], escape(1)];
    }
    const item = this.random.chance(0.5) ? named("menuitem", "All Access API Token") : undefined;
    const items = sight.controls.filter(({ role }) => role === "menuitemradio");
    if (item || items.length > 0) {
      return [press(8, item ?? this.random.pick(items), "choose in a menu"), escape(1)];
    }
    const inRows = (role: string, name: RegExp) => sight.controls.filter((control) => control.token !== "" && control.role === role && name.test(control.name));
    const switches = inRows("switch", /^Active: /);
    const any = (controls: Control[]) => (controls.length > 0 ? this.random.pick(controls) : undefined);
    const link = any(inRows("link", /./));
    const chosen = sight.controls.filter(({ role, name, checked }) => role === "checkbox" && checked && name.startsWith("Select: ")).length;
    return [
      [switches.length > 0 ? 12 : 0, "turn switches", () => this.burst(window, switches)],
      [switches.length > 0 ? 10 : 0, "turn a switch", () => this.turn(window, sight, any(switches))],
      [link ? 14 : 0, "edit a description", () => this.use(window, link!, "F2")],
      ...this.describing(window, box, box?.token ?? ""),
      press(2, link, "open a summary"),
      press(sight.rows > FEW ? 5 : 1, any(inRows("button", /^Delete: /))),
      press(sight.rows < MANY ? 3 : 0, any(inRows("button", /^Clone: /))),
      press(sight.rows < MANY ? 6 : 0, named("button", "Generate API Token")),
      [link ? 5 : 0, "select a row", () => this.use(window, link!, "Shift+Space")],
      [link ? 1 : 0, "select all", () => this.use(window, link!, "Control+a")],
      press(chosen > 0 ? 3 : 0, named("button", "Activate")),
      press(chosen > 0 ? 3 : 0, named("button", "Deactivate")),
      press(chosen > 0 && chosen < 4 ? 2 : 0, named("button", "Delete")),
      press(chosen > 0 ? 2 : 0, named("button", "Clear selection")),
      press(3, named("button", /Organization$/)),
      press(3, again),
      press(2, named("button", "Dismiss")),
      [1, "reload", () => this.reload(window)],
      [sight.canGoBack ? 0.7 : 0, "go back", () => window.page.evaluate(() => history.back())],
      [0.7, "come back to the window", () => window.page.evaluate(() => dispatchEvent(new Event("focus")))],
      [this.windows.length < 2 ? 1 : 0, "open a second window", () => this.openWindow()],
      [this.windows.length > 1 ? 8 : 0, "go to the other window", async () => (this.active = 1 - this.active)],
      [this.windows.length > 1 ? 0.3 : 0, "close the window", () => this.closeWindow(window)],
    ];
  }

  private describing(window: Tab, box: Control | undefined, token: string): Deed[] {
    if (!box) return [];
    const key = async (name: string) => {
      if (await this.reach(window, box)) await (name === "Escape" ? this.escape(window) : window.page.keyboard.press(name));
    };
    const type = async () => {
      if (!(await this.type(window, box, this.texts.fresh("renamed")))) return;
      // As it is in the box: a dialog may have come in between, and has the focus then.
      const text = await window.page.evaluate(() => eyes.describing());
      if (text !== undefined && text !== box.value) this.texts.typed(text, token, window.number, box.value);
    };
    return [
      [14, "type a description", type],
      [12, "save it with Enter", () => key("Enter")],
      [3, "save it with Tab", () => key("Tab")],
      [2, "take it back", () => key("Escape")],
    ];
  }

  /** Opens a window with a list. */
  private async openWindow(): Promise<void> {
    const page = await this.context.newPage();
    const window: Tab = { number: (this.opened += 1), page, asked: false };
    page.on("dialog", async (dialog) => {
      window.asked = true;
      await dialog.accept();
    });
    this.windows.push(window);
    this.active = this.windows.length - 1;
    await page.goto(this.random.pick(this.lists), { waitUntil: "commit" });
    await this.ready(window);
  }

  /** Leaves a window, but not one with something that would be lost. */
  private async closeWindow(window: Tab): Promise<void> {
    if (this.texts.unsaved(window.number, this.proxy.truth)) return;
    this.windows.splice(this.windows.indexOf(window), 1);
    this.active = 0;
    await window.page.close();
  }

  private async reload(window: Tab): Promise<void> {
    const unsaved = this.texts.unsaved(window.number, this.proxy.truth);
    window.asked = false;
    await window.page.reload({ waitUntil: "commit" });
    if (unsaved && !window.asked) this.complaints.push(`${this.steps}: a reload lost what had been typed without asking`);
    this.texts.left(window.number);
    await this.ready(window);
  }

  /** Waits until the page has begun. */
  async ready(window: Tab): Promise<void> {
    await window.page.waitForFunction(() => document.querySelector("h1") !== null, undefined, { timeout: START_LIMIT });
  }

  /** Fills in the form of the dialog or the page. */
  async signIn(window: Tab, sight: Sight): Promise<void> {
    const field = (name: string) => sight.controls.find((control) => control.name === name);
    const other = field("Use username and password");
    if (other) return void (await this.press(window, other));
    const [name, password] = [field("Username"), field("Password")];
    if (!name || !password) return;
    await this.type(window, name, this.account.user);
    if (await this.type(window, password, this.account.password)) await window.page.keyboard.press("Enter");
  }

  /** Turns a switch, which must show at once. */
  private async turn(window: Tab, sight: Sight, control: Control | undefined): Promise<void> {
    if (!control || !(await this.reach(window, control))) return;
    const sent = this.proxy.truth.exchanges.length;
    await window.page.keyboard.press("Space");
    const after = await this.see(window);
    const same = after.controls.find(({ role, name, token }) => role === control.role && name === control.name && token === control.token);
    const moved = after.dialog?.name !== sight.dialog?.name;
    // What the server says meanwhile may have turned it back; then something was sent or said.
    if (same?.checked === control.checked && !moved && this.proxy.truth.exchanges.length === sent && this.windows.length === 1) {
      this.complaints.push(`${this.steps}: Space on "${control.name}" did nothing`);
    }
  }

  private async make(window: Tab, description: string, save: Control): Promise<void> {
    if (!(await this.reach(window, save))) return;
    // A second press at once is no second confirmation, unless the first has failed already.
    const twice = this.random.chance(0.3);
    this.confirmed.set(description, (this.confirmed.get(description) ?? 0) + (twice ? 2 : 1));
    await window.page.keyboard.press("Enter");
    if (twice) await window.page.keyboard.press("Enter");
  }

  /** Turns several switches in a row, faster than anybody is answered. */
  private async burst(window: Tab, controls: Control[]): Promise<void> {
    const chosen = Array.from({ length: this.random.between(3, 8) }, () => this.random.pick(controls));
    this.steps += chosen.length - 1;
    await window.page.evaluate((chosen) => eyes.press(chosen), chosen.map(({ at }) => at));
  }

  /** Puts a text into a box in place of what is there; false if it is gone. */
  private async type(window: Tab, box: Control, text: string): Promise<boolean> {
    if (!(await this.reach(window, box))) return false;
    await window.page.keyboard.press("Control+a");
    await window.page.keyboard.insertText(text);
    return true;
  }

  private async answer(window: Tab, control: Control): Promise<void> {
    if (control.name === "Delete") this.texts.deleting(window.number);
    await this.press(window, control);
  }

  /** In a description it takes back what was typed; elsewhere it closes something. */
  async escape(window: Tab): Promise<void> {
    const text = await window.page.evaluate(() => eyes.describing());
    if (text !== undefined) this.texts.dropped(text);
    await window.page.keyboard.press("Escape");
  }

  /** Presses a control with Enter. */
  async press(window: Tab, control: Control): Promise<void> {
    await this.use(window, control, "Enter");
  }

  private async use(window: Tab, control: Control, key: string): Promise<void> {
    if (await this.reach(window, control)) await window.page.keyboard.press(key);
  }

  private async reach(window: Tab, control: Control): Promise<boolean> {
    return window.page.evaluate((at) => eyes.reach(at), control.at);
  }

  private hear(role: string, text: string): void {
    this.note(`  ${role}: ${text}`);
    this.texts.heard(text);
    if (role !== "status") return;
    if (text.startsWith("API token was updated")) this.told.PATCH += 1;
    if (text.startsWith("API token was created")) this.told.POST += 1;
    if (text.startsWith("API token was deleted")) this.told.DELETE += 1;
    // Not those that were switched: a change that another one under way makes already is not sent again.
    // Nor those that were gone: that may be the answer to an earlier change.
    const many = /^(\d+) API tokens? (?:was|were) deleted(?:, (\d+) (?:was|were) gone already)?/.exec(text);
    if (many) this.told.DELETE += Number(many[1]) - Number(many[2] ?? 0);
  }

  private note(line: string): void {
    this.diary.push(line);
    if (this.diary.length > 3_000) this.diary.shift();
  }
}
