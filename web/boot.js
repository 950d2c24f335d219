// Runs before anything is painted: applies the chosen theme, then starts the WebAssembly application named in its data attributes.
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

  const explain = (error) => {
    const box = document.createElement("main");
    box.className = "boot-failure";
    box.setAttribute("role", "alert");
    const title = document.createElement("h1");
    title.textContent = "Latchkey could not start";
    const what = document.createElement("p");
    what.textContent = "A part of the page could not be loaded or run. Check the connection to the server, then reload.";
    const why = document.createElement("p");
    why.textContent = String(error instanceof Error ? error.message : error);
    const reload = document.createElement("button");
    reload.type = "button";
    reload.textContent = "Reload";
    reload.addEventListener("click", () => location.reload());
    box.append(title, what, why, reload);
    document.getElementById("skeleton")?.remove();
    document.body.append(box);
    reload.focus();
  };

  start().catch(async (error) => {
    await parsed;
    explain(error);
    throw error; // to the console, with its stack
  });
})();
