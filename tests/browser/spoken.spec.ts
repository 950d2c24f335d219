// What a screen reader is told, read from Chromium's accessibility tree and compared with a written script (spoken/*.txt): roles,
// names, states and descriptions, and what live regions say while a person works.

import { readFileSync, writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { axTree } from "../support/ax-tree.ts";
import { openList } from "../support/list.ts";
import { expect, test } from "../support/test.ts";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Ids, times and names of organizations differ from run to run. */
const steady = (text: string) =>
  text
    .replace(/\b[0-9a-f]{16}\b/g, "‹id›")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "‹time›")
    .replace(/\d+ seconds? ago/g, "‹ago›")
    .replace(/org \d+ of \d+/g, "‹organization›");

/** `SPOKEN=write` writes the scripts anew; read them before they are committed. */
function expectScript(name: string, tree: string): void {
  const path = new URL(`spoken/${name}.txt`, import.meta.url);
  if (process.env["SPOKEN"] === "write") writeFileSync(path, `${tree}\n`);
  expect(`${tree}\n`).toBe(readFileSync(path, "utf8"));
}

/** Notes what live regions say from now on, in order; a region that is filled anew is heard again. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    const said = new WeakMap<Element, string>();
    Object.assign(globalThis, { heard });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest("[role=status], [role=alert], [aria-live]");
        const text = region?.textContent?.trim() ?? "";
        if (!region || said.get(region) === text) continue;
        said.set(region, text);
        if (text !== "") heard.push(`${region.getAttribute("role") ?? "live"}: ${text}`);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
}

test("the list", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha", { description: "beta", status: "inactive" }, "");
  await expect(page.getByText("3 tokens", { exact: true })).toBeVisible();
  await page.getByRole("checkbox", { name: "Select: alpha" }).check();
  expectScript("list", await axTree(page, "grid", "API tokens", steady));
});

test("the summary", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  await page.getByRole("link", { name: "alpha", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "API Token Summary" })).toContainText("All buckets");
  expectScript("summary", await axTree(page, "dialog", "API Token Summary", steady));
});

test("the question before deleting", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  await page.getByRole("row").hover();
  await button(page, "Delete: alpha").click();
  await expect(page.getByRole("alertdialog").getByRole("button", { name: "Cancel" })).toBeFocused();
  expectScript("delete", await axTree(page, "alertdialog", "Delete API token", steady));
});

test("the search box, its suggestions, and the controls beside it", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  await page.getByRole("combobox", { name: "Filter Tokens" }).fill("status:");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("option", { selected: true, name: "status:active" })).toBeVisible();
  const [controls] = (await axTree(page, "main", "", steady)).split(/\n +grid /);
  expectScript("find", controls!);
});

test("generating a custom token", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  await button(page, "Generate API Token").click();
  await page.getByRole("menuitem", { name: "Custom API Token", exact: true }).click();
  await page.getByRole("checkbox", { name: "Read: All other resources", exact: true }).check();
  expectScript("generate", await axTree(page, "dialog", "Generate a Custom API Token", steady));
});

test("live regions say what was done, once, in order", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(/Failed to load resource: .* 500/);
  await openList({ page, server, signIn }, "alpha", "beta");
  const heard = await listen(page);
  await page.getByRole("switch", { name: "Active: alpha" }).click();
  await expect.poll(heard).toContainEqual("status: API token was updated successfully");
  await api.failReply("PATCH", "", 500, { code: "internal error", message: "disk full" });
  await page.getByRole("switch", { name: "Active: beta" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "disk full" })).toBeVisible();
  await page.getByRole("combobox", { name: "Filter Tokens" }).fill("nothing like this");
  await expect(page.getByText("No API Tokens match your query")).toBeVisible();
  await expect.poll(async () => (await heard()).join("\n")).toMatch(/status: API token was updated successfully\n[\s\S]*alert: .*disk full[\s\S]*live: 0 of 2 tokens/);
});
