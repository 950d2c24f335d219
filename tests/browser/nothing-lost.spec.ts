// What a person typed or changed survives what happens around it: another organization, a filter, a wrong key, Back.

import type { Page } from "@playwright/test";
import { openList, organizationWith } from "../support/list.ts";
import { expect, test } from "../support/test.ts";

const SERVER_FAULT = /Failed to load resource: .* 500 \(Internal Server Error\)/;
const NOBODY = /Failed to load resource: .* 401 \(Unauthorized\)/;
const DISK_FULL = { code: "internal error", message: "disk full" };

const box = (page: Page) => page.getByRole("textbox", { name: "Description" });

async function rename(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole("button", { name: `Edit description: ${from}`, exact: true }).click();
  await box(page).fill(to);
  await page.keyboard.press("Enter");
}

test("changes queued for a token are sent although another organization is shown meanwhile", async ({ page, server, signIn, api }) => {
  const { tokens, url } = await openList({ page, server, signIn }, "before");
  const other = await organizationWith(server, "in the other");
  await page.reload();
  const held = await api.slowReply("PATCH", "");
  await rename(page, "before", "after");
  await page.getByRole("switch", { name: "Active: after" }).click();
  await held.answered;
  const names = new Map((await server.operator.organizations()).map(({ id, name }) => [id, name]));
  await page.getByRole("button", { name: /Organization$/ }).click();
  await page.getByRole("menuitemradio", { name: names.get(other.orgID)!, exact: true }).click();
  await expect(page.getByRole("link", { name: "in the other", exact: true })).toBeVisible();
  held.release();
  await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).status).toBe("inactive");
  await page.goBack();
  await expect(page).toHaveURL(url);
  await expect(page.getByRole("switch", { name: "Active: after" })).not.toBeChecked();
});

test("F2 does not overwrite a text that could not be saved", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(SERVER_FAULT);
  await openList({ page, server, signIn }, "before");
  await api.failReply("PATCH", "", 500, DISK_FULL);
  await rename(page, "before", "typed with care");
  await expect(box(page)).toHaveAccessibleDescription(/disk full/);
  await page.getByRole("switch", { name: "Active: before" }).focus();
  await page.keyboard.press("F2");
  await expect(box(page)).toBeFocused();
  await expect(box(page)).toHaveValue("typed with care");
});

test("a filter that does not match its token leaves an open text box", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(SERVER_FAULT);
  await openList({ page, server, signIn }, "before", "another");
  await api.failReply("PATCH", "", 500, DISK_FULL);
  await rename(page, "before", "typed with care");
  await expect(box(page)).toHaveAccessibleDescription(/disk full/);
  await page.getByRole("combobox", { name: "Filter Tokens" }).fill("another");
  await expect(page.getByRole("link", { name: "another", exact: true })).toBeVisible();
  await expect(box(page)).toHaveValue("typed with care");
});

test("signing in again with a wrong API token says so, and asks on", async ({ page, server, signIn, context, allowConsole }) => {
  allowConsole(NOBODY);
  await openList({ page, server, signIn }, "mine");
  await context.clearCookies();
  await page.getByRole("switch", { name: "Active: mine" }).click();
  const again = page.getByRole("dialog", { name: "Sign in again" });
  await again.getByRole("button", { name: "Use an API token instead" }).click();
  await again.getByLabel("API token").fill("not-a-token");
  await again.getByRole("button", { name: "Sign In", exact: true }).click();
  await expect(again.getByText("The server does not know this API token.")).toBeVisible();
});

test("Back after logging out leads to the sign-in page, not to an empty one", async ({ page, server, signIn, allowConsole }) => {
  allowConsole(NOBODY);
  const { url } = await openList({ page, server, signIn }, "mine");
  await page.getByRole("link", { name: "mine", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "API Token Summary" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(url);
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await page.goForward();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await expect(page.getByLabel("Username")).toBeVisible();
});

test("a text box that is closed as soon as it is there does not stop the page", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alone");
  // Two keys in one turn, before anything that the first one leads to by a timer.
  await page.getByRole("link", { name: "alone", exact: true }).evaluate(async (link: HTMLElement) => {
    const key = (name: string) => new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true });
    const box = () => document.querySelector("[aria-label=Description]");
    const until = async (there: boolean) => {
      for (let turn = 0; turn < 100 && (box() !== null) !== there; turn++) await Promise.resolve();
    };
    link.focus();
    link.dispatchEvent(key("F2"));
    await until(true);
    box()?.dispatchEvent(key("Escape"));
    await until(false);
  });
  await expect(box(page)).toHaveCount(0);
  await page.getByRole("switch", { name: "Active: alone" }).click();
  await expect(page.getByRole("switch", { name: "Active: alone" })).not.toBeChecked();
});

test("Tab at the end of the page leaves it, also from a text box", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alone");
  await page.getByRole("link", { name: "alone", exact: true }).focus();
  await page.keyboard.press("F2");
  await expect(box(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(box(page)).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest("[role=grid]") !== null)).toBe(false);
});
