// Runs before anything is painted: applies the chosen theme, then starts the WebAssembly application named in its data attributes,
// and says so if that stops: its panics are traps, which end it without a word.
(() => {
  "use strict";
  const { js, wasm } = document.currentScript.dataset;

  try {
    const theme = localStorage.getItem("latchkey.theme");
    if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is blocked: the system's theme it is.
  }

  const parsed = new Promise((resolve) => {
    if (document.readyState !== "loading") resolve();
    else document.addEventListener("DOMContentLoaded", resolve, { once: true });
  });

  const start = async () => {
    if (typeof WebAssembly === "undefined") throw new Error("This browser has WebAssembly switched off, or is too old for it.");
    const application = await import(new URL(js, document.baseURI).href);
    await parsed; // the application mounts into the body
    await application.default({ module_or_path: new URL(wasm, document.baseURI) });
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
