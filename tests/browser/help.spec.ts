// Help: the keyboard map, single-character keys that can be switched off (WCAG 2.1.4), and the way to InfluxDB's docs.

import type { Locator, Page } from "@playwright/test";
import { openList } from "../support/list.ts";
import { axe, bothThemes, expect, test } from "../support/test.ts";

const map = (page: Page) => page.getByRole("dialog", { name: "Keyboard shortcuts" });
const opener = (page: Page) => page.getByRole("button", { name: "Keyboard shortcuts" });
const search = (page: Page) => page.getByRole("combobox", { name: "Filter Tokens" });
const link = (page: Page, description: string) => page.getByRole("link", { name: description, exact: true });
const singleKeys = (page: Page) => map(page).getByRole("switch", { name: "Single-character shortcuts" });

test("? opens the keyboard map, which tells every key, and Escape closes it", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  await link(page, "alpha").focus();
  await page.keyboard.press("?");
  await expect(map(page)).toBeVisible();
  const told = await map(page).getByRole("term").allInnerTexts();
  const keys = told.flatMap((keys) => keys.trim().split(/\s+/));
  for (const key of ["/", "?", "↑", "↓", "←", "→", "Home", "End", "PageUp", "PageDown", "Ctrl+Home", "Ctrl+End", "Enter", "Space", "F2", "Shift+Space", "Shift+↑", "Shift+↓", "Ctrl+A", "Tab", "Esc"]) {
    expect(keys).toContain(key);
  }
  await page.keyboard.press("Escape");
  await expect(map(page)).toHaveCount(0);
  await expect(link(page, "alpha")).toBeFocused();
});

test("a button opens it too, and has the focus again afterwards", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  await opener(page).focus();
  await page.keyboard.press("Enter");
  await expect(map(page).getByRole("button", { name: "Close" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(map(page)).toHaveCount(0);
  await expect(opener(page)).toBeFocused();
});

test("? and / are typed where something is typed, and leave dialogs and Ctrl alone", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  await search(page).focus();
  await page.keyboard.type("a/?");
  await expect(search(page)).toHaveValue("a/?");
  await search(page).fill("");
  await page.getByRole("button", { name: "Edit description: alpha" }).click();
  const box = page.getByRole("textbox", { name: "Description" });
  await expect(box).toBeFocused();
  await page.keyboard.type("why/?");
  await expect(box).toHaveValue("why/?");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Delete: alpha" }).click();
  const cancel = page.getByRole("alertdialog").getByRole("button", { name: "Cancel" });
  await expect(cancel).toBeFocused();
  await page.keyboard.press("?");
  await page.keyboard.press("/");
  await expect(cancel).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await link(page, "alpha").focus();
  await page.keyboard.press("Control+/");
  await page.keyboard.press("Control+?");
  await expect(link(page, "alpha")).toBeFocused();
  await expect(map(page)).toHaveCount(0);
});

test("single-character keys can be switched off, for good, and on again by the button", async ({ page, server, signIn }) => {
  const { url } = await openList({ page, server, signIn }, "alpha");
  await expect(search(page)).toHaveAttribute("aria-keyshortcuts", "/");
  await page.keyboard.press("?");
  await expect(map(page).getByRole("button", { name: "Close" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(singleKeys(page)).toBeFocused();
  await page.keyboard.press("Space");
  await expect(singleKeys(page)).not.toBeChecked();
  await expect(map(page).getByText("Switched off")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(map(page)).toHaveCount(0);

  await page.goto(url);
  await link(page, "alpha").focus();
  for (const key of ["?", "/"]) await page.keyboard.press(key);
  await expect(map(page)).toHaveCount(0);
  await expect(link(page, "alpha")).toBeFocused();
  await expect(search(page)).not.toHaveAttribute("aria-keyshortcuts");
  // What is not a character goes on working.
  await page.keyboard.press("F2");
  await expect(page.getByRole("textbox", { name: "Description" })).toBeFocused();
  await page.keyboard.press("Escape");

  await opener(page).click();
  await singleKeys(page).click();
  await expect(singleKeys(page)).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(map(page)).toHaveCount(0);
  await page.keyboard.press("/");
  await expect(search(page)).toBeFocused();
});

test("shortcuts and theme chosen in one tab hold in the others", async ({ page, context, server, signIn }) => {
  const { url } = await openList({ page, server, signIn }, "alpha");
  const other = await context.newPage();
  await other.goto(url);
  await expect(link(other, "alpha")).toBeVisible();
  await opener(page).click();
  await singleKeys(page).click();
  await page.keyboard.press("Escape");
  await expect(search(other)).not.toHaveAttribute("aria-keyshortcuts");
  for (const theme of ["light", "dark"]) {
    await page.getByRole("combobox", { name: "Theme" }).selectOption(theme);
    await expect(other.getByRole("combobox", { name: "Theme" })).toHaveValue(theme);
    await expect.poll(() => other.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe(theme);
  }
  await page.getByRole("combobox", { name: "Theme" }).selectOption("System");
  await expect(other.getByRole("combobox", { name: "Theme" })).toHaveValue("");
});

test("each dialog links to the InfluxDB docs page for its subject", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(/Failed to load resource/);
  const { url } = await openList({ page, server, signIn }, "alpha", "beta");
  const docs = async (dialog: Locator, name: string, place: string) => {
    const there = dialog.getByRole("link", { name: `InfluxDB docs: ${name} (opens in a new tab)` });
    await expect(there).toHaveAttribute("href", `https://docs.influxdata.com/influxdb/v2/admin/tokens/${place}`);
    await expect(there).toHaveAttribute("target", "_blank");
    await expect(there).toHaveAttribute("rel", "noopener noreferrer");
    await page.keyboard.press("Escape");
  };
  const create = ["Create a token", "create-token/"] as const;
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const choose = async (menu: string, item: string) => {
    await press(menu);
    await page.getByRole("menuitem", { name: item }).click();
  };

  await opener(page).click();
  await docs(map(page), "Manage API tokens", "");
  await press("Delete: alpha");
  await docs(page.getByRole("alertdialog"), "Delete a token", "delete-token/");
  await choose("Generate API Token", "All Access API Token");
  await docs(page.getByRole("dialog", { name: "Generate All Access API Token" }), ...create);
  await choose("Generate API Token", "Custom API Token");
  await docs(page.getByRole("dialog", { name: "Generate a Custom API Token" }), ...create);
  await choose("Export", "Show as command");
  await docs(page.getByRole("dialog", { name: "List API tokens with a command" }), "View tokens", "view-tokens/");

  await link(page, "alpha").click();
  for (const [button, name] of [["Rotate", "Rotate API token"], ["Change permissions", "Change permissions"]] as const) {
    await press(button);
    await docs(page.getByRole("dialog", { name }), ...create);
  }
  await docs(page.getByRole("dialog", { name: "API Token Summary" }), "View tokens", "view-tokens/");
  await expect(page).toHaveURL(url);

  await press("Clone: alpha");
  await docs(page.getByRole("dialog", { name: "You've successfully cloned an API Token" }), ...create);
  await press("Close without copying");

  await page.getByRole("checkbox", { name: "Select: beta" }).check();
  await press("Deactivate");
  await docs(page.getByRole("alertdialog"), "Manage API tokens", "");
  await api.failReply("PATCH", "/api/v2/authorizations", 500, { code: "internal error", message: "disk full" });
  await press("Deactivate");
  await page.getByRole("alertdialog").getByRole("button", { name: "Deactivate" }).click();
  await docs(page.getByRole("dialog").filter({ hasText: "1 failed" }), "Manage API tokens", "");
});

test("axe finds nothing in the keyboard map, on or off, wide or narrow, in both themes", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  await opener(page).click();
  await expect(map(page)).toBeVisible();
  await bothThemes(page, () => axe(page));
  await singleKeys(page).click();
  await expect(singleKeys(page)).not.toBeChecked();
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await map(page).evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBe(0);
  }
  await bothThemes(page, () => axe(page));
});
