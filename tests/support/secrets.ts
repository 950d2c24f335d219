// Where a secret may be left: the clipboard, on purpose; every other place, by mistake.

import type { BrowserContext, Page } from "@playwright/test";

/** What is on the clipboard, as another window gets it. */
export async function pasted(context: BrowserContext): Promise<string> {
  const other = await context.newPage();
  await other.setContent("<label>Paste <textarea></textarea></label>");
  const field = other.getByLabel("Paste");
  await field.press("Control+V");
  const text = await field.inputValue();
  await other.close();
  return text;
}

/** Every place a page could leave a text in: document, fields, address, storage, cookies that scripts see, and the program's memory. */
export async function findEverywhere(page: Page, text: string): Promise<string[]> {
  const found = await page.evaluate((text) => {
    const places: Record<string, string> = {
      document: document.documentElement.outerHTML,
      fields: [...document.querySelectorAll("input, textarea")].map((field) => (field as HTMLInputElement).value).join("\n"),
      address: location.href,
      history: JSON.stringify(history.state) ?? "",
      "local storage": JSON.stringify({ ...localStorage }),
      "session storage": JSON.stringify({ ...sessionStorage }),
      cookies: document.cookie,
    };
    return Object.keys(places).filter((place) => places[place]?.includes(text));
  }, text);
  const devtools = await page.context().newCDPSession(page);
  const { result: prototype } = await devtools.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await devtools.send("Runtime.queryObjects", { prototypeObjectId: prototype.objectId ?? "" });
  const { result } = await devtools.send("Runtime.callFunctionOn", {
    objectId: objects.objectId ?? "",
    arguments: [{ value: text }],
    returnByValue: true,
    functionDeclaration: `function (text) {
      if (this.length === 0) return true;
      const decode = (memory) => new TextDecoder("latin1").decode(memory.buffer);
      return this.some((memory) => decode(memory).includes(text));
    }`,
  });
  await devtools.detach();
  return result.value ? [...found, "the program's memory"] : found;
}
