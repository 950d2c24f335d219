// From an empty window to the application: what is loaded, and what a person sees until then or instead.

import type { Route } from "@playwright/test";
import type { PageApi } from "../support/page-api.ts";
import { axe, bothThemes, expect, test } from "../support/test.ts";

test.beforeEach(({ signIn }) => signIn());

/** As the Layout Instability API tells it. */
type LayoutShift = PerformanceEntry & { value: number; sources: { node: Node | null }[] };

const FILES = /\.(js|css|wasm)$/;

test("all files are asked for at once, each once, under names that can be kept for ever", async ({ page }) => {
  const asked: Route[] = [];
  // Nothing is answered before everything is asked for, so a file that waits for another never arrives.
  await page.route(FILES, async (route) => {
    asked.push(route);
    if (asked.length === 4) await Promise.all(asked.map((held) => held.continue()));
    else if (asked.length > 4) await route.continue();
  });
  const kept = new Map<string, string | undefined>();
  page.on("response", (response) => {
    if (FILES.test(response.url())) kept.set(response.url(), response.headers()["cache-control"]);
  });
  await page.goto("");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(asked.map((route) => route.request().url().replace(/.*\/(\w+).*(\.\w+)$/, "$1$2")).sort()).toEqual([
    "boot.js",
    "latchkey.js",
    "latchkey.wasm",
    "style.css",
  ]);
  expect([...new Set(kept.values())]).toEqual(["public, max-age=31536000, immutable"]);
});

/** How often the page has asked the API for what, since the navigation. */
const asked = (api: PageApi) => api.requests("GET").map(({ path }) => path.replace(/[0-9a-f]{16}/, "…"));
const ME = "/api/v2/me";
const ORGS = "/api/v2/orgs?limit=100&offset=0";
const LIST = "/api/v2/authorizations?orgID=…";

test.describe("what the page will ask the API for first", () => {
  for (const [from, path] of [
    ["a list's address", (org: string) => `orgs/${org}/load-data/tokens`],
    ["the page's own address, after an earlier visit", () => ""],
  ] as const) {
    test(`is asked for before the program is there, and once: at ${from}`, async ({ page, server, api }) => {
      const { id } = await server.organization();
      await page.addInitScript((id) => localStorage.setItem("latchkey.organization", id), id);
      // Without its script the program cannot begin.
      let letGo = () => {};
      const arrives = new Promise<void>((resolve) => (letGo = resolve));
      await page.route(/latchkey[^/]*\.js$/, async (route) => {
        await arrives;
        await route.continue();
      });
      const list = page.waitForResponse(/authorizations/);
      await page.goto(path(id), { waitUntil: "commit" });
      await list;
      expect(asked(api).sort()).toEqual([LIST, ME, ORGS]);
      letGo();
      await expect(page.getByRole("switch").first()).toBeVisible();
      await page.waitForLoadState("networkidle");
      expect(asked(api).filter((path) => [LIST, ME, ORGS].includes(path)).sort()).toEqual([LIST, ME, ORGS]);
    });
  }

  test("is told as it was answered when that is a refusal, and asked for again when the person asks", async ({ page, server, api, allowConsole }) => {
    allowConsole(/Failed to load resource/);
    const { id } = await server.organization();
    await api.failReply("GET", "/authorizations", 500, { code: "internal error", message: "engine is closed" });
    await page.goto(`orgs/${id}/load-data/tokens`);
    await expect(page.getByRole("alert").filter({ hasText: "engine is closed" })).toBeVisible();
    expect(asked(api).filter((path) => path === LIST)).toHaveLength(1);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("switch").first()).toBeVisible();
    expect(asked(api).filter((path) => path === LIST)).toHaveLength(2);
  });

  test("is asked for anew by whoever signs in", async ({ page, context, server, api, allowConsole }) => {
    allowConsole(/401|Failed to load resource/);
    const { id } = await server.organization();
    await context.clearCookies();
    await page.goto(`orgs/${id}/load-data/tokens`);
    await page.getByLabel("Username").fill(server.account.user);
    await page.getByLabel("Password").fill(server.account.password);
    api.forget();
    await page.getByRole("button", { name: "Sign In", exact: true }).click();
    await expect(page.getByRole("switch").first()).toBeVisible();
    expect(asked(api)).toEqual(expect.arrayContaining([ME, ORGS, LIST]));
  });
});

test("nothing on a phone moves while the page starts", async ({ page, server }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const { id } = await server.organization();
  await page.addInitScript(() => {
    const moved: string[] = [];
    Object.assign(window, { moved });
    const note = ({ value, sources }: LayoutShift) => moved.push(`${value}: ${sources.map(({ node }) => node?.textContent).join(", ")}`);
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => note(entry as LayoutShift))).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`orgs/${id}/load-data/tokens`);
  await expect(page.getByText(/^InfluxDB .*, healthy$/)).toBeVisible();
  await expect(page.getByText(/^\d+ tokens?$/)).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { moved: string[] }).moved)).toEqual([]);
});

test("the chosen theme is there before the application", async ({ page }) => {
  await page.route(/\.wasm$/, () => {}); // never arrives
  await page.addInitScript(() => localStorage.setItem("latchkey.theme", "light"));
  await page.goto("", { waitUntil: "domcontentloaded" });
  await expect(page.getByText("Loading…")).toBeAttached();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
});

test("a part that cannot be loaded is told in words, and Reload tries again", async ({ page, allowConsole }) => {
  allowConsole(/Failed to load resource|Failed to fetch/);
  await page.route(/\.wasm$/, (route) => route.abort("connectionreset"));
  await page.goto("");
  await expect(page.getByRole("heading", { name: "Latchkey could not start" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Reload" })).toBeFocused();
  await bothThemes(page, () => axe(page));

  await page.unroute(/\.wasm$/);
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(page.getByRole("heading", { name: "Latchkey could not start" })).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the page says what it needs, and does not seem to load", async ({ page, allowConsole }) => {
    allowConsole(/was preloaded using link preload but not used/);
    await page.goto("");
    await expect(page.getByRole("paragraph").filter({ hasText: "Latchkey needs JavaScript and WebAssembly." })).toBeVisible();
    await expect(page.getByText("Loading…")).toBeHidden();
  });
});

test.describe("under a sub-path", () => {
  test.use({ serverOptions: { basePath: "/tokens/" } });

  test("everything comes from there, on a deep link too", async ({ page, server }) => {
    const { id } = await server.organization();
    const paths: string[] = [];
    page.on("request", (request) => paths.push(new URL(request.url()).pathname));
    await page.goto(`orgs/${id}/load-data/tokens`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(paths.filter((path) => !path.startsWith("/tokens/"))).toEqual([]);
    expect(paths.length).toBeGreaterThan(4);
  });
});

test("a page that has stopped says so, in an open dialog too", async ({ page, signIn, server, allowConsole }) => {
  allowConsole(/unreachable/);
  const { id } = await server.organization();
  await signIn();
  await page.goto(`orgs/${id}/load-data/tokens`);
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  for (let time = 0; time < 2; time += 1) await page.evaluate(() => reportError(new WebAssembly.RuntimeError("unreachable")));
  const banner = page.getByRole("alert").filter({ hasText: "The page has stopped" });
  await expect(banner).toHaveCount(1);
  await banner.getByRole("button", { name: "Reload" }).click();
  await expect(banner).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});
