// Runs before anything is painted: applies the chosen theme, asks the API for what the application will ask for first, starts the
// WebAssembly application named in its data attributes, and says so if that stops: its panics are traps, which end it without a word.
(() => {
  "use strict";
  const { js, wasm, integrity } = document.currentScript.dataset;
  const address = (name) => new URL(name, document.baseURI);
  /** The program, or nothing: the browser refuses any content but the one that was built. */
  const program = () => fetch(address(wasm), { integrity });
  // Compiled by whatever else this waits for. Where that fails, the application's script says why.
  const compiled = Promise.resolve(globalThis.WebAssembly?.compileStreaming?.(program())).catch(() => undefined);

  /** What `src/ui/storage.rs` has put there. */
  const stored = (key) => {
    try {
      return localStorage.getItem(`latchkey.${key}`);
    } catch {
      return null; // Storage is blocked: the system's theme it is, and the first organization.
    }
  };
  const theme = stored("theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;

  // Requests that `src/api/early.rs` will make, by their paths, and those it has made. What is not taken within LIMIT, in ms, is old.
  const LIMIT = 30_000;
  const early = new Map();
  const taken = new Set();
  const drop = (path) => {
    early.get(path)?.controller.abort();
    early.delete(path);
  };
  const ask = (path) => {
    if (taken.has(path)) return; // the application was faster
    const controller = new AbortController();
    const reply = fetch(address(path), { headers: { Accept: "application/json" }, credentials: "same-origin", signal: controller.signal });
    reply.catch(() => {}); // whoever takes it is told
    early.set(path, { reply, controller, at: performance.now() });
  };
  globalThis.latchkeyEarly = {
    take(path, signal) {
      taken.add(path);
      const asked = early.get(path);
      if (!asked || performance.now() - asked.at > LIMIT) return drop(path);
      early.delete(path);
      signal.addEventListener("abort", () => asked.controller.abort());
      return asked.reply;
    },
    dropAll: () => [...early.keys()].forEach(drop),
  };

  /** The list may be long: on a slow line the program comes first. */
  const whenLoaded = (href, then) => {
    if (performance.getEntriesByName(href).length > 0) return then();
    const preload = [...document.querySelectorAll("link[rel=preload]")].find((link) => link.href === href);
    preload?.addEventListener("load", then, { once: true });
  };
  const place = location.pathname.slice(new URL(document.baseURI).pathname.length);
  const org = /^orgs\/([0-9a-f]{16})\/load-data\/tokens\b/.exec(place) ?? (place === "" && /^([0-9a-f]{16})$/.exec(stored("organization")));
  ask("api/v2/me");
  ask("api/v2/orgs?limit=100&offset=0");
  if (org) whenLoaded(address(wasm).href, () => ask(`api/v2/authorizations?orgID=${org[1]}`));

  const parsed = new Promise((resolve) => {
    if (document.readyState !== "loading") resolve();
    else document.addEventListener("DOMContentLoaded", resolve, { once: true });
  });

  const start = async () => {
    if (typeof WebAssembly === "undefined") throw new Error("This browser has WebAssembly switched off, or is too old for it.");
    const application = await import(address(js).href);
    await parsed; // the application mounts into the body
    await application.default({ module_or_path: (await compiled) ?? program() });
    // Whoever asks the browser when it has painted what is not told of what is gone by then.
    setTimeout(() => document.getElementById("skeleton")?.remove(), 1_000);
  };

  const element = (name, text = "") => Object.assign(document.createElement(name), { textContent: text });

  const reloader = () => {
    const reload = element("button", "Reload");
    reload.type = "button";
    reload.addEventListener("click", () => location.reload());
    return reload;
  };

  const stopped = (error) => {
    if (!(error instanceof WebAssembly.RuntimeError) || document.querySelector(".crashed")) return;
    const banner = element("div", "The page has stopped because of a mistake in it. Nothing more is sent or saved. ");
    banner.className = "crashed";
    banner.setAttribute("role", "alert");
    const reload = reloader();
    reload.className = "button";
    banner.append(reload);
    // What is outside an open modal dialog cannot be pressed.
    const dialogs = document.querySelectorAll("dialog[open]");
    (dialogs[dialogs.length - 1] ?? document.body).append(banner);
  };
  addEventListener("error", (event) => stopped(event.error));
  addEventListener("unhandledrejection", (event) => stopped(event.reason));

  const explain = (error) => {
    const what = element("div");
    what.setAttribute("role", "alert");
    what.append(
      element("h1", "Latchkey could not start"),
      element("p", "A part of the page could not be loaded or run. Check the connection to the server, then reload."),
      element("p", error instanceof Error ? error.message : String(error)),
    );
    const reload = reloader();
    const main = element("main");
    main.className = "boot-failure";
    main.append(what, reload);
    document.body.replaceChildren(main);
    reload.focus();
  };

  start().catch(async (error) => {
    await parsed;
    explain(error);
    throw error; // to the console, with its stack
  });
})();
