// What the browser itself refuses, should a mistake of the page ever let a stranger's text become more than text: each way to run
// code, to load from elsewhere or to send elsewhere is tried in the running page, fails, and is reported as a violation of the policy.

import type { Page } from "@playwright/test";
import { Foreign } from "../support/foreign.ts";
import { openList } from "../support/list.ts";
import { expect, test } from "../support/test.ts";

/** What the injected code would do, and how the page has noted what was refused. */
type Window = { ran?: boolean; refused: string[]; trustedTypes: { createPolicy: (name: string, rules: { createHTML: (html: string) => string }) => unknown } };

const RUN = "window.ran = true";

test.beforeEach(async ({ page, allowConsole }) => {
  // The watch over all pages complains of these, too.
  allowConsole(/Content.Security.Policy|Trusted ?(Type|Script)|Refused to|blocked|violates|request off-origin|Framing|Sandbox/i);
  await page.addInitScript(() => {
    const { refused } = Object.assign(window as unknown as Window, { refused: [] as string[] });
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => refused.push(effectiveDirective));
  });
});

const refused = (page: Page) => page.evaluate(() => (window as unknown as Window).refused);
const ran = (page: Page) => page.evaluate(() => (window as unknown as Window).ran ?? false);

/** An attempt, given another origin's address and code to run; and the directives that forbid it, any one of them. */
type Attempt = [how: string, directives: string[], attempt: (foreign: string, code: string) => unknown];

const TYPES = "require-trusted-types-for";

const ATTEMPTS: Attempt[] = [
  ["innerHTML", [TYPES], (_, code) => (document.body.innerHTML = `<img src=x onerror="${code}">`)],
  ["innerHTML of a template", [TYPES], (_, code) => (document.createElement("template").innerHTML = `<img src=x onerror="${code}">`)],
  ["outerHTML", [TYPES], (_, code) => (document.body.outerHTML = `<body onload="${code}">`)],
  ["insertAdjacentHTML", [TYPES], (_, code) => document.body.insertAdjacentHTML("beforeend", `<img src=x onerror="${code}">`)],
  ["document.write", [TYPES], (_, code) => document.write(`<script>${code}</script>`)],
  ["DOMParser", [TYPES], (_, code) => document.body.append(new DOMParser().parseFromString(`<img src=x onerror="${code}">`, "text/html").body)],
  ["a fragment of a range", [TYPES], (_, code) => document.body.append(document.createRange().createContextualFragment(`<script>${code}</script>`))],
  ["srcdoc", [TYPES], (_, code) => document.body.append(Object.assign(document.createElement("iframe"), { srcdoc: `<script>parent.${code}</script>` }))],
  ["an inline script", [TYPES, "script-src-elem"], (_, code) => document.body.append(Object.assign(document.createElement("script"), { textContent: code }))],
  [
    "an inline script of a text node",
    [TYPES, "script-src-elem"],
    (_, code) => {
      const script = document.createElement("script");
      script.append(code);
      document.body.append(script);
    },
  ],
  ["a script from elsewhere", [TYPES], (foreign) => document.body.append(Object.assign(document.createElement("script"), { src: `${foreign}x.js` }))],
  ["a script in its address", [TYPES], (_, code) => document.body.append(Object.assign(document.createElement("script"), { src: `data:text/javascript,${code}` }))],
  ["importing from elsewhere", ["script-src-elem"], (foreign) => import(`${foreign}x.js`)],
  ["importing a data: address", ["script-src-elem"], (_, code) => import(`data:text/javascript,${code}`)],
  ["importing a blob: address", ["script-src-elem"], (_, code) => import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })))],
  ["a worker", [TYPES], (_, code) => new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })))],
  ["a service worker", [TYPES], () => navigator.serviceWorker.register("x.js")],
  ["eval", [TYPES, "script-src"], (_, code) => (0, eval)(code)],
  ["Function", [TYPES, "script-src"], (_, code) => new Function(code)()],
  ["a timer of text", [TYPES, "script-src"], (_, code) => setTimeout(code)],
  [
    "a handler attribute",
    [TYPES, "script-src-attr"],
    (_, code) => {
      document.body.setAttribute("onclick", code);
      document.body.click();
    },
  ],
  [
    "a javascript: link",
    [TYPES, "script-src-elem"],
    (_, code) => {
      const link = Object.assign(document.createElement("a"), { href: `javascript:${code};void 0` });
      document.body.append(link);
      link.click();
    },
  ],
  ["a javascript: location", [TYPES, "script-src-elem"], (_, code) => (location.href = `javascript:${code};void 0`)],
  ["a javascript: frame", ["frame-src", "script-src-elem", TYPES], (_, code) => document.body.append(Object.assign(document.createElement("iframe"), { src: `javascript:parent.${code}` }))],
  ["a policy of one's own", ["trusted-types"], () => (window as unknown as Window).trustedTypes.createPolicy("mine", { createHTML: (html: string) => html })],
  ["the default policy", ["trusted-types"], () => (window as unknown as Window).trustedTypes.createPolicy("default", { createHTML: (html: string) => html })],
  ["an image from elsewhere", ["img-src"], (foreign) => (new Image().src = `${foreign}x.png`)],
  ["a style sheet from elsewhere", ["style-src-elem"], (foreign) => document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${foreign}x.css` }))],
  ["an inline style sheet", ["style-src-elem"], () => document.head.append(Object.assign(document.createElement("style"), { textContent: "body { display: none }" }))],
  ["a style attribute", ["style-src-attr"], () => document.body.setAttribute("style", "display: none")],
  ["a font from elsewhere", ["font-src"], (foreign) => new FontFace("x", `url(${foreign}x.woff2)`).load()],
  ["fetch to elsewhere", ["connect-src"], (foreign) => fetch(`${foreign}x`)],
  [
    "XMLHttpRequest to elsewhere",
    ["connect-src"],
    (foreign) => {
      const request = new XMLHttpRequest();
      request.open("POST", `${foreign}x`);
      request.send("x");
    },
  ],
  ["a beacon to elsewhere", ["connect-src"], (foreign) => navigator.sendBeacon(`${foreign}x`, "x")],
  ["an event source elsewhere", ["connect-src"], (foreign) => new EventSource(`${foreign}x`)],
  ["a socket to elsewhere", ["connect-src"], (foreign) => new WebSocket(foreign.replace("http", "ws"))],
  ["a frame from elsewhere", ["frame-src"], (foreign) => document.body.append(Object.assign(document.createElement("iframe"), { src: foreign }))],
  ["an object from elsewhere", [TYPES, "object-src"], (foreign) => document.body.append(Object.assign(document.createElement("object"), { data: `${foreign}x`, type: "text/html" }))],
  ["media from elsewhere", ["media-src"], (foreign) => (new Audio().src = `${foreign}x.mp3`)],
  ["another base", ["base-uri"], (foreign) => document.head.prepend(Object.assign(document.createElement("base"), { href: foreign }))],
  [
    "a form that sends elsewhere",
    ["form-action"],
    (foreign) => {
      const form = Object.assign(document.createElement("form"), { action: `${foreign}x`, method: "post", target: "_blank" });
      document.body.append(form);
      form.submit();
    },
  ],
];

test("whatever is injected into the running page is refused, and reported", async ({ page, server, signIn, allowConsole }) => {
  test.slow();
  allowConsole(/404.*favicon/); // looked for anew, below the page's address, when the base is gone
  const foreign = await Foreign.start();
  await openList({ page, server, signIn }, "alpha");
  const home = page.url();
  for (const [how, directives, attempt] of ATTEMPTS) {
    await test.step(how, async () => {
      await page.evaluate(() => ((window as unknown as Window).refused.length = 0));
      // In a task of its own: what the browser's inspector calls may use eval.
      await page.evaluate(
        ({ source, foreign, code }) =>
          new Promise<void>((done) => {
            const attempt = Function(`return ${source}`)() as (foreign: string, code: string) => unknown;
            setTimeout(async () => {
              await new Promise((started) => started(attempt(foreign, code))).catch(() => undefined);
              done();
            });
          }),
        { source: attempt.toString(), foreign: foreign.url, code: RUN },
      );
      await expect.poll(async () => (await refused(page)).join(" "), how).toMatch(new RegExp(`\\b(${directives.join("|")})\\b`));
      expect(await ran(page), how).toBe(false);
    });
  }
  expect(foreign.asked).toEqual([]);
  expect(page.url()).toBe(home);
  await expect(page.getByRole("switch", { name: "Active: alpha" })).toBeVisible();
  await foreign.stop();
});

test("whatever is injected into the document on its way is refused, and reported", async ({ page, server, signIn }) => {
  const foreign = await Foreign.start();
  const { id } = await server.organization();
  await signIn();
  const injected = `
    <base href="${foreign.url}">
    <script>${RUN}</script>
    <script type="module">${RUN}</script>
    <script type="importmap">{ "imports": { "x": "${foreign.url}x.js" } }</script>
    <script src="data:text/javascript,${RUN}"></script>
    <script src="${foreign.url}x.js"></script>
    <style>body { display: none }</style>
    <link rel="stylesheet" href="${foreign.url}x.css">
    <img src="x" onerror="${RUN}"><svg onload="${RUN}"></svg>
    <iframe srcdoc="<script>parent.${RUN}</script>"></iframe>
    <iframe src="${foreign.url}"></iframe>
    <div style="position: fixed; inset: 0" onpointerover="${RUN}"></div>
    <input autofocus onfocus="${RUN}">`;
  await page.route(/tokens$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace("<noscript>", `${injected}<noscript>`) });
  });
  await page.goto(`orgs/${id}/load-data/tokens`);
  await expect(page.getByRole("grid", { name: "API tokens" })).toBeVisible();
  const expected = ["script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr", "frame-src"];
  await expect.poll(async () => [...new Set(await refused(page))]).toEqual(expect.arrayContaining(expected));
  expect(await ran(page)).toBe(false);
  expect(foreign.asked).toEqual([]);
  await foreign.stop();
});

test("the page's own policy is the server's, which it needs where a server sends none", async ({ page, signIn }) => {
  await signIn();
  const response = await page.goto("");
  const sent = response?.headers()["content-security-policy"] ?? "";
  expect(sent).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
  expect(sent.match(/'unsafe-[^']*'/g)).toBeNull();
  const own = await page.locator("meta[http-equiv]").getAttribute("content");
  expect(sent).toBe(`${own}; frame-ancestors 'none'`);
});

for (const [whose, origin] of [["another origin", undefined], ["its own origin", "own"]] as const) {
  test(`a page of ${whose} cannot frame it`, async ({ page, server }) => {
    const foreign = await Foreign.start(`<iframe src="${server.url}"></iframe>`);
    if (origin === undefined) {
      await page.goto(foreign.url);
    } else {
      await page.route(`${server.url}framing`, (route) => route.fulfill({ contentType: "text/html", body: `<iframe src="${server.url}"></iframe>` }));
      await page.goto("framing");
    }
    await expect.poll(() => page.frames()[1]?.url()).toBe("chrome-error://chromewebdata/");
    await foreign.stop();
  });
}

test.describe("a file of which a byte has been changed on its way is not used", () => {
  for (const [name, change] of [
    // Comments and texts: what is changed would still run.
    [/boot[^/]*\.js$/, (text: string) => `${text}\n;window.ran = true;`],
    [/latchkey-console[^/]*\.js$/, (text: string) => `${text}\n;window.ran = true;`],
    [/\.wasm$/, (text: string) => text.replace("There is nothing at this address.", "There is nothing at that address.")],
  ] as const) {
    test(String(name), async ({ page, signIn, allowConsole }) => {
      allowConsole(/integrity|Failed to fetch|was preloaded/);
      await signIn();
      await page.route(name, async (route) => {
        const response = await route.fetch();
        const before = (await response.body()).toString("latin1");
        const after = change(before);
        expect(after).not.toBe(before);
        await route.fulfill({ response, body: Buffer.from(after, "latin1") });
      });
      await page.goto("");
      if (String(name).includes("boot")) {
        // Nothing is left to say so; the page stays as it came.
        await expect(page.getByText("Loading…")).toBeVisible();
      } else {
        await expect(page.getByRole("heading", { name: "Latchkey could not start" })).toBeVisible();
        await expect(page.getByRole("button", { name: "Reload" })).toBeFocused();
      }
      await expect(page.getByRole("switch")).toHaveCount(0);
      expect(await ran(page)).toBe(false);
    });
  }
});
