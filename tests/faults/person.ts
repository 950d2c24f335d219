// Somebody who does at random what a person can do, in up to two windows, with the keyboard, and remembers what to expect of it.

import type { BrowserContext, Page } from "@playwright/test";
import type { Account, Server } from "../support/server.ts";
import { Consent } from "./consent.ts";
import { type Control, type Press, type Sight, installEyes } from "./eyes.ts";
import { finding } from "./find.ts";
import { Forms } from "./forms.ts";
import { generating } from "./generate.ts";
import type { FaultProxy } from "./proxy.ts";
import type { Random } from "./random.ts";
import { replacement, succeeding } from "./replace.ts";
import { Texts } from "./texts.ts";

/** Something to do, as likely as its weight says. */
export type Deed = readonly [weight: number, name: string, act: () => Promise<unknown>];
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
  readonly consent: Consent;
  readonly forms: Forms;
  readonly proxy: FaultProxy;
  readonly random: Random;
  private readonly context: BrowserContext;
  private readonly account: Account;
  private readonly lists: string[];
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
    this.consent = new Consent(proxy.truth);
    this.forms = new Forms(proxy.truth, (what) => this.complain(what));
  }

  static async sitDown(context: BrowserContext, proxy: FaultProxy, server: Server, orgs: readonly string[], random: Random): Promise<Person> {
    const person = new Person(context, proxy, server, orgs, random);
    proxy.watch = (line) => person.note(line);
    context.on("request", (request) => person.consent.watch(request));
    await context.exposeFunction("pressed", (press: Press) => {
      person.note(`  Enter in "${press.dialog}": "${press.description}"${press.strayed ? ", where the focus had returned to" : ""}`);
      person.consent.make(press);
    });
    // Of a trap only the stack says where it is, and the standard ten entries are those of the panic itself.
    await context.addInitScript(() => void (Error.stackTraceLimit = 60));
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

  /** Looks at a window and takes in what it says. */
  async see(window: Tab): Promise<Sight> {
    // As one text: taking a sight apart for the way costs several times as much as the look.
    const sight = JSON.parse(await window.page.evaluate(() => JSON.stringify(eyes.see()))) as Sight;
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
    if (dialog && /^Generate|successfully/.test(dialog.name)) return generating(this, window, sight);
    if (dialog && /^(Rotate API token|Change permissions)$/.test(dialog.name)) return replacement(this, window, sight);
    if (dialog?.name === "API Token Summary") {
      const id = new URL(sight.address).pathname.slice(-16);
      return [
        [3, "Active", () => this.turn(window, sight, named("switch", "Active"))],
        ...this.describing(window, box, id),
        ...succeeding(this, window, sight),
        [1, "Delete", () => this.remove(window, named("button", /^Delete: /), [id])],
        escape(4),
      ];
    }
    if (dialog) {
      const sure = sight.controls.filter(({ role, name }) => role === "button" && name !== "Dismiss");
      return [[6, `a button of ${dialog.role}`, () => this.answer(window, this.random.pick(sure.length > 0 ? sure : sight.controls))], escape(1)];
    }
    const item = named("menuitem", this.random.chance(0.5) ? "All Access API Token" : "Custom API Token");
    const items = sight.controls.filter(({ role }) => role === "menuitemradio");
    if (item || items.length > 0) {
      return [press(8, item ?? this.random.pick(items), "choose in a menu"), escape(1)];
    }
    const inRows = (role: string, name: RegExp) => sight.controls.filter((control) => control.token !== "" && control.role === role && name.test(control.name));
    const switches = inRows("switch", /^Active: /);
    const any = (controls: Control[]) => (controls.length > 0 ? this.random.pick(controls) : undefined);
    const link = any(inRows("link", /./));
    const erasable = any(inRows("button", /^Delete: /));
    const few = this.ids(window).length <= FEW;
    const short = this.isShort(window);
    const chosen = sight.controls.filter(({ role, name, checked }) => role === "checkbox" && checked && name.startsWith("Select: ")).length;
    return [
      [switches.length > 0 ? 12 : 0, "turn switches", () => this.burst(window, switches)],
      [switches.length > 0 ? 10 : 0, "turn a switch", () => this.turn(window, sight, any(switches))],
      [link ? 14 : 0, "edit a description", () => this.use(window, link!, "F2")],
      ...this.describing(window, box, box?.token ?? ""),
      press(5, link, "open a summary"),
      [!erasable ? 0 : few ? 1 : 5, "Delete", () => this.remove(window, erasable, [erasable!.token])],
      press(short ? 3 : 0, any(inRows("button", /^Clone: /))),
      press(short ? 6 : 0, named("button", "Generate API Token")),
      ...finding(this, window, sight),
      [link ? 5 : 0, "select a row", () => this.use(window, link!, "Shift+Space")],
      [link ? 1 : 0, "select all", () => this.use(window, link!, "Control+a")],
      [chosen > 0 ? 6 : 0, "switch many", () => this.turnMany(window, named("button", this.random.pick(["Activate", "Deactivate"])))],
      [chosen > 0 && chosen < 4 ? 2 : 0, "delete many", () => this.remove(window, named("button", "Delete"), this.ids(window))],
      press(chosen > 0 ? 2 : 0, named("button", "Clear selection")),
      press(3, named("button", /Organization$/)),
      press(3, again),
      press(2, named("button", "Dismiss")),
      [1, "reload", () => this.away(window, () => window.page.reload({ waitUntil: "commit" }))],
      [sight.canGoBack ? 0.7 : 0, "go back", () => this.away(window, () => window.page.goBack({ waitUntil: "commit" }))],
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
      // As it went into the box: a dialog may have come in between, and has the focus then.
      const typed = await window.page.evaluate(() => eyes.typed());
      if (!typed) return;
      const { text, before } = typed;
      this.note(`  "${text}" in place of "${before}"`);
      this.texts.typed(text, token, window.number, before);
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
    if (this.texts.unsaved(window.number, this.proxy.truth).length > 0) return;
    this.windows.splice(this.windows.indexOf(window), 1);
    this.active = 0;
    await window.page.close();
  }

  /** Goes somewhere; Back leads to another document where the page has been loaded anew since. */
  private async away(window: Tab, go: () => Promise<unknown>): Promise<void> {
    const document = () => window.page.evaluate(() => performance.timeOrigin);
    const before = await document();
    const unsaved = this.texts.unsaved(window.number, this.proxy.truth);
    window.asked = false;
    await go();
    if ((await document()) === before) return;
    if (unsaved.length > 0 && !window.asked) this.complain(`the page went without asking, and lost ${unsaved.join(", ")}`);
    this.texts.left(window.number);
    this.forms.emptied(window.number);
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
    this.consent.turn([control.token || new URL(sight.address).pathname.slice(-16)]);
    await window.page.keyboard.press("Space");
    const after = await this.see(window);
    const same = after.controls.find(({ role, name, token }) => role === control.role && name === control.name && token === control.token);
    const moved = after.dialog?.name !== sight.dialog?.name;
    // What the server says meanwhile may have turned it back; then something was sent or said.
    if (same?.checked === control.checked && !moved && this.proxy.truth.exchanges.length === sent && this.windows.length === 1) {
      this.complain(`Space on "${control.name}" did nothing`);
    }
  }

  /** Presses a button that makes a token, sometimes twice at once. */
  async confirm(window: Tab, save: Control): Promise<void> {
    if (!(await this.reach(window, save))) return;
    for (let times = this.random.chance(0.3) ? 2 : 1; times > 0; times -= 1) await window.page.keyboard.press("Enter");
  }

  /** Presses a button that asks whether tokens are to be deleted. */
  private async remove(window: Tab, button: Control | undefined, ids: readonly string[]): Promise<void> {
    if (!button) return;
    this.consent.delete(ids);
    // Which the question offers in its place.
    this.consent.turn(ids, ["inactive"]);
    await this.press(window, button);
  }

  /** Presses a button that switches those tokens that are selected, whether they are shown or not. */
  private async turnMany(window: Tab, button: Control | undefined): Promise<void> {
    if (!button) return;
    this.consent.turn(this.ids(window));
    await this.press(window, button);
  }

  /** The tokens of the organization in the address. */
  private ids(window: Tab): string[] {
    return this.proxy.truth.ids(/orgs\/([0-9a-f]{16})/.exec(window.page.url())?.[1] ?? "");
  }

  /** Whether the list may become longer. */
  isShort(window: Tab): boolean {
    return this.ids(window).length < MANY;
  }

  /** Turns several switches in a row, faster than anybody is answered. */
  private async burst(window: Tab, controls: Control[]): Promise<void> {
    const chosen = Array.from({ length: this.random.between(3, 8) }, () => this.random.pick(controls));
    this.consent.turn(chosen.map(({ token }) => token));
    this.steps += chosen.length - 1;
    await window.page.evaluate((chosen) => eyes.press(chosen), chosen.map(({ at }) => at));
  }

  /** Puts a text into a box in place of what is there; false if it is gone. */
  async type(window: Tab, box: Control, text: string): Promise<boolean> {
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
    const texts = await window.page.evaluate(() => [eyes.describing(), eyes.forgetting()]);
    for (const text of texts) {
      if (text === undefined) continue;
      this.note(`  takes back "${text}"`);
      this.texts.dropped(text);
    }
    await window.page.keyboard.press("Escape");
  }

  /** Presses a control with Enter. */
  async press(window: Tab, control: Control): Promise<void> {
    await this.use(window, control, "Enter");
  }

  /** Presses a key on a control. */
  async use(window: Tab, control: Control, key: string): Promise<void> {
    if (await this.reach(window, control)) await window.page.keyboard.press(key);
  }

  /** Moves the focus to a control; false if it is gone or cannot have it. */
  async reach(window: Tab, control: Control): Promise<boolean> {
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

  /** Notes what must not happen. */
  complain(what: string): void {
    this.complaints.push(`${this.steps}: ${what}`);
  }

  private note(line: string): void {
    this.diary.push(line);
    if (this.diary.length > 3_000) this.diary.shift();
  }
}
