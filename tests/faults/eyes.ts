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
};

export type Sight = {
  /** The dialog on top, by role and name. */
  dialog: { role: string; name: string } | undefined;
  /** What can be used: of the dialog on top if there is one, else of the page. */
  controls: Control[];
  /** What the list is said to be long; -1 without a list. */
  rows: number;
  heading: string;
  /** What live regions have said since the last look. */
  heard: { role: string; text: string }[];
  /** Whether rows have not come yet, or something is being saved. */
  busy: boolean;
  /** Whether Back leads to a page of the program. */
  canGoBack: boolean;
};

/** What `installEyes` gives the page. */
export type Eyes = {
  see(): Sight;
  /** Moves the focus to what was seen; false if it is gone or cannot have it. */
  reach(at: number): boolean;
  /** Presses what was seen, one after the other, each in a turn of its own. */
  press(all: number[]): Promise<void>;
  /** The text of the description that has the focus; undefined if none has. */
  describing(): string | undefined;
};

declare global {
  var eyes: Eyes;
}

/** For `addInitScript`. */
export function installEyes(): void {
  const heard: Sight["heard"] = [];
  let seen: HTMLElement[] = [];

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
    value: element instanceof HTMLInputElement ? element.value : "",
    checked: element instanceof HTMLInputElement ? element.checked : element.getAttribute("aria-checked") === "true",
    disabled: element.matches(":disabled"),
    token: element.closest("[data-id]")?.getAttribute("data-id") ?? "",
  });

  globalThis.eyes = {
    see() {
      const dialogs = document.querySelectorAll<HTMLDialogElement>("dialog[open]");
      const top = dialogs[dialogs.length - 1];
      const scope = top ?? document.body;
      seen = [...(scope?.querySelectorAll<HTMLElement>("button, input, a[data-col]") ?? [])].filter((element) => element.getClientRects().length > 0);
      const grid = document.querySelector("[role=grid]");
      return {
        dialog: top && { role: top.getAttribute("role") ?? "", name: top.getAttribute("aria-label") ?? "" },
        controls: seen.map(control),
        rows: Number(grid?.getAttribute("aria-rowcount") ?? -1),
        heading: document.querySelector("h1")?.textContent ?? "",
        heard: heard.splice(0),
        busy: document.querySelector("[role=progressbar], [aria-busy=true], .saving") !== null,
        canGoBack: (globalThis as unknown as { navigation: { canGoBack: boolean } }).navigation.canGoBack,
      };
    },
    async press(all) {
      for (const at of all) {
        seen[at]?.click();
        await new Promise((go) => setTimeout(go));
      }
    },
    describing() {
      const active = document.activeElement;
      return active instanceof HTMLInputElement && nameOf(active) === "Description" ? active.value : undefined;
    },
    reach(at) {
      const element = seen[at];
      element?.focus();
      return element !== undefined && document.activeElement === element;
    },
  };
}
