// The walk-throughs of the InfluxDB documentation, followed word for word, by someone who only reads them.

import type { Locator, Page } from "@playwright/test";
import { openList, row } from "../support/list.ts";
import { type Server, expect, test } from "../support/test.ts";

/** "In the navigation menu on the left, select Load Data > API Tokens." */
async function selectApiTokens(page: Page): Promise<void> {
  const menu = page.getByRole("navigation");
  await expect(menu.getByText("Load Data")).toBeVisible();
  await menu.getByRole("link", { name: /^API Tokens/ }).click();
}

/** Whether a person sees it; Playwright takes what is transparent for visible. */
function seen(control: Locator): Promise<boolean> {
  return control.evaluate((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
}

async function signInAgain(page: Page, server: Server): Promise<void> {
  await page.getByRole("textbox", { name: "Username" }).fill(server.account.user);
  await page.getByRole("textbox", { name: "Password" }).fill(server.account.password);
  await page.getByRole("button", { name: "Sign In" }).click();
}

test("delete a token: hover over it, click the icon far right of the description, click Delete", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "keep me", "old script");
  await selectApiTokens(page);
  // "Hover over the token you want to delete. Click the icon far right of the description."
  const token = row(page, "old script");
  const icon = token.getByRole("button", { name: "Delete: old script", exact: true });
  await page.getByRole("heading", { name: "Load Data" }).hover();
  await expect.poll(() => seen(icon)).toBe(false);
  await token.hover();
  await expect.poll(() => seen(icon)).toBe(true);
  const [description, place] = [await token.getByRole("link").boundingBox(), await icon.boundingBox()];
  expect(place?.x).toBeGreaterThan((description?.x ?? 0) + (description?.width ?? 0));
  await icon.click();
  // "Click Delete."
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(token).toBeHidden();
  await expect(page.getByRole("status").getByText("API token was deleted successfully")).toBeVisible();
  await expect(row(page, "keep me")).toBeVisible();
  await expect(server.operator.authorization(tokens[1]!.id)).rejects.toMatchObject({ status: 404 });
});

test("update a token: click the pencil, update the description, click anywhere else to save", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "old name");
  await selectApiTokens(page);
  // "Click the pencil icon next to the token's description."
  const token = row(page, "old name");
  await token.hover();
  const pencil = token.getByRole("button", { name: "Edit description: old name", exact: true });
  await expect.poll(() => seen(pencil)).toBe(true);
  await pencil.click();
  // "Update the token description, then click anywhere else to save."
  await page.getByRole("textbox", { name: "Description", exact: true }).fill("new name");
  await page.getByRole("heading", { name: "Load Data" }).click();
  await expect(page.getByRole("link", { name: "new name", exact: true })).toBeVisible();
  await expect(page.getByRole("status").getByText("API token was updated successfully")).toBeVisible();
  expect((await server.operator.authorization(tokens[0]!.id)).description).toBe("new name");
});

test("activate or deactivate a token: click the description, click the Active toggle", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "cron job");
  await selectApiTokens(page);
  // "Click the token description. Click the Active toggle."
  await page.getByRole("link", { name: "cron job", exact: true }).click();
  const toggle = page.getByRole("switch", { name: "Active", exact: true });
  await expect(toggle).toBeChecked();
  const updated = page.getByRole("status").getByText("API token was updated successfully");
  await toggle.click();
  await expect(toggle).not.toBeChecked();
  await expect(updated).toBeVisible();
  expect((await server.operator.authorization(tokens[0]!.id)).status).toBe("inactive");
  await toggle.click();
  await expect(toggle).toBeChecked();
  await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).status).toBe("active");
});

test("everything survives a restart of the server", async ({ page, server, signIn, allowConsole }) => {
  await openList({ page, server, signIn }, "to delete", "to rename", "to switch off");
  await page.getByRole("switch", { name: "Active: to switch off", exact: true }).click();
  await row(page, "to rename").hover();
  await page.getByRole("button", { name: "Edit description: to rename", exact: true }).click();
  await page.getByRole("textbox", { name: "Description", exact: true }).fill("renamed");
  await page.keyboard.press("Enter");
  await row(page, "to delete").hover();
  await page.getByRole("button", { name: "Delete: to delete", exact: true }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("status").getByText("API token was deleted successfully")).toBeVisible();
  const shown = async () => {
    await expect(page.getByRole("grid", { name: "API tokens" }).getByRole("row")).toHaveCount(2);
    await expect(row(page, "renamed")).toBeVisible();
    await expect(page.getByRole("switch", { name: "Active: to switch off", exact: true })).not.toBeChecked();
    await expect(row(page, "to switch off").getByText("Inactive", { exact: true })).toBeVisible();
  };
  await shown();

  await server.restart();
  allowConsole(/status of 401/);
  await page.reload();
  await signInAgain(page, server);
  await shown();
});
