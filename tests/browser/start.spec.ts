// From an empty window to the application: what is loaded, and what a person sees until then or instead.

import type { Route } from "@playwright/test";
import { axe, bothThemes, expect, test } from "../support/test.ts";

test.beforeEach(({ signIn }) => signIn());

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
