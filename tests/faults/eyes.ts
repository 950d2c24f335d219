// What a person perceives of the page: controls by role and accessible name, dialogs, messages. Runs in the page.

/** Something that can be used; names and roles as a screen reader tells them. */
export type Control = {
  /** By which it can be reached until the next look. */
  at: number;
  role: string;
  name: string;
  value: string;
  checked: boolean;
  disabled: boolean;
  /** The token of its row; empty outside the list. */
  token: string;
  /** The number of that row, from 1; 0 outside the list. */
  row: number;
};

export type Sight = {
  /** The dialog on top, by role and name. */
  dialog: { role: string; name: string } | undefined;
  /** What can be used: of the dialog on top if there is one, else of the page. */
  controls: Control[];
  /** What the list is said to be long; -1 without a list. */
  rows: number;
  heading: string;
  address: string;
  /** What live regions have said since the last look. */
  heard: { role: string; text: string }[];
  /** Whether rows have not come yet, or something is being saved. */
  busy: boolean;
  /** Whether Back leads to a page of the program. */
  canGoBack: boolean;
};

/** Enter in a form that makes a token: what it promises to make, at that moment. */
export type Press = {
  /** The dialog's name. */
  dialog: string;
  /** The description, with the note that it says will be added. */
  description: string;
  /** Whether the focus had come there by itself since `reach` moved it elsewhere. */
  strayed: boolean;
};

/** What `installEyes` gives the page. */
export type Eyes = {
  see(): Sight;
  /** Moves the focus to what was seen; false if it is gone or cannot have it. */
  reach(at: number): boolean;
  /** Presses what was seen, one after the other, each in a turn of its own. */
  press(all: number[]): Promise<void>;
  /** What was typed into the description that was reached last, and what was there before; undefined if it went elsewhere. */
  typed(): { text: string; before: string } | undefined;
  /** The text of the description that has the focus; undefined if none has. */
  describing(): string | undefined;
  /** The text of the description that the dialog on top forgets when it is closed; undefined if it has none. */
  forgetting(): string | undefined;
};

declare global {
  var eyes: Eyes;
  /** Given by the person. */
  var pressed: (press: Press) => Promise<void>;
}

/** For `addInitScript`. */
export function installEyes(): void {
  const heard: Sight["heard"] = [];
  let seen: HTMLElement[] = [];
  /** What each of them was then. */
  let known: Control[] = [];

  const CONTROLS = "button, input, a[data-col], section[aria-label=Replacement] a";
  const LIVE = "[role=status], [role=alert]";
  const told = new WeakSet<Node>();
  new MutationObserver((records) => {
    for (const { addedNodes, target } of records) {
      const around = target instanceof Element ? target : target.parentElement;
      const region = around?.closest(LIVE);
      // Messages that move, within their list or into a dialog, are not new.
      if (around?.closest(".toasts") && region !== around) continue;
      for (const node of addedNodes) {
        if (told.has(node)) continue;
        told.add(node);
        if (region) heard.push({ role: region.getAttribute("role") ?? "", text: node.textContent ?? "" });
        else if (node instanceof Element && !node.matches(".toasts")) {
          // One that comes with its text.
          for (const alert of node.matches(LIVE) ? [node] : node.querySelectorAll(LIVE)) {
            if (alert.textContent && !alert.closest(".toasts")) heard.push({ role: alert.getAttribute("role") ?? "", text: alert.textContent });
          }
        }
      }
    }
  }).observe(document, { subtree: true, childList: true });

  const nameOf = (element: HTMLElement): string =>
    (element.getAttribute("aria-label") ?? element.closest("label")?.querySelector("span")?.textContent ?? element.textContent ?? "").trim();
  const roleOf = (element: HTMLElement): string => {
    const role = element.getAttribute("role");
    if (role) return role;
    if (element instanceof HTMLInputElement) return element.type === "checkbox" ? "checkbox" : element.type === "search" ? "combobox" : "textbox";
    return element instanceof HTMLAnchorElement ? "link" : "button";
  };
  const control = (element: HTMLElement, at: number): Control => ({
    at,
    role: roleOf(element),
    name: nameOf(element),
    value: element instanceof HTMLInputElement ? element.value : (element.getAttribute("href") ?? ""),
    checked: element instanceof HTMLInputElement ? element.checked : element.getAttribute("aria-checked") === "true",
    disabled: element.matches(":disabled"),
    token: element.closest("[data-id]")?.getAttribute("data-id") ?? "",
    row: Number(element.closest("[aria-rowindex]")?.getAttribute("aria-rowindex") ?? 0),
  });

  // Whatever stands above everything is hit there, or its backdrop: the order in the document says nothing.
  const topmost = (): HTMLDialogElement | undefined => document.elementFromPoint(1, 1)?.closest<HTMLDialogElement>("dialog[open]") ?? undefined;

  // At the press itself: between a look and a press a dialog may close, and the focus return to a form below it.
  let aimed: HTMLElement | undefined;
  const MAKERS = /^(Generate (All Access|a Custom) API Token|Rotate API token|Change permissions)$/;
  document.addEventListener(
    "keydown",
    ({ key, isTrusted, target }) => {
      if (key !== "Enter" || !isTrusted || !(target instanceof HTMLElement) || !target.matches("form input, form button[type=submit]")) return;
      const dialog = target.closest("dialog");
      const box = [...(dialog?.querySelectorAll("input") ?? [])].find((input) => nameOf(input) === "Description");
      if (!dialog || !box || !MAKERS.test(nameOf(dialog))) return;
      const note = [...dialog.querySelectorAll("p code")].map(({ textContent }) => textContent ?? "").find((text) => text.startsWith("(replaces "));
      const description = note === undefined ? box.value : [box.value.trim(), note].join(" ").trim();
      void globalThis.pressed({ dialog: nameOf(dialog), description, strayed: target !== aimed });
    },
    true,
  );

  let typed: { text: string; before: string } | undefined;
  document.addEventListener(
    "beforeinput",
    ({ isTrusted, target }) => {
      if (!isTrusted || !(target instanceof HTMLInputElement) || target !== aimed || nameOf(target) !== "Description") return;
      const before = target.value;
      target.addEventListener("input", () => (typed = { text: target.value, before }), { capture: true, once: true });
    },
    true,
  );

  /** What was seen there, unless it stands for something else by now: rows take each other's elements. */
  const same = (at: number): HTMLElement | undefined => {
    const [element, was] = [seen[at], known[at]];
    if (!element || !was) return undefined;
    const { name, token } = control(element, at);
    return name === was.name && token === was.token ? element : undefined;
  };

  globalThis.eyes = {
    see() {
      const top = topmost();
      const scope = top ?? document.body;
      seen = [...(scope?.querySelectorAll<HTMLElement>(CONTROLS) ?? [])].filter((element) => element.getClientRects().length > 0);
      known = seen.map(control);
      const grid = document.querySelector("[role=grid]");
      return {
        dialog: top && { role: top.getAttribute("role") ?? "", name: top.getAttribute("aria-label") ?? "" },
        controls: known,
        rows: Number(grid?.getAttribute("aria-rowcount") ?? -1),
        address: location.href,
        heading: document.querySelector("h1")?.textContent ?? "",
        heard: heard.splice(0),
        busy: document.querySelector("[role=progressbar], [aria-busy=true], .saving") !== null,
        canGoBack: (globalThis as unknown as { navigation: { canGoBack: boolean } }).navigation.canGoBack,
      };
    },
    async press(all) {
      for (const at of all) {
        same(at)?.click();
        await new Promise((go) => setTimeout(go));
      }
    },
    typed() {
      const last = typed;
      typed = undefined;
      return last;
    },
    describing() {
      const active = document.activeElement;
      return active instanceof HTMLInputElement && nameOf(active) === "Description" ? active.value : undefined;
    },
    forgetting() {
      const top = topmost();
      if (!top || !/^(Rotate API token|Change permissions)$/.test(nameOf(top))) return undefined;
      return [...top.querySelectorAll("input")].find((input) => nameOf(input) === "Description")?.value;
    },
    reach(at) {
      const element = same(at);
      if (!element) return false;
      element.focus();
      [aimed, typed] = [element, undefined];
      return document.activeElement === element;
    },
  };
}
