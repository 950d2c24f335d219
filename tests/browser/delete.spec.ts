// Delete: the question, who must type what, and where the focus goes.

import type { Locator, Page } from "@playwright/test";
import { openList, row } from "../support/list.ts";
import type { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";

const DELETE = /\/authorizations\/\w+$/;

function trash(page: Page, description: string): Locator {
  return page.getByRole("button", { name: `Delete: ${description}`, exact: true });
}

function question(page: Page): Locator {
  return page.getByRole("alertdialog");
}

async function ask(page: Page, description: string): Promise<Locator> {
  await row(page, description).hover();
  await trash(page, description).click();
  const dialog = question(page);
  await expect(dialog).toBeVisible();
  return dialog;
}

async function exists(server: Server, id: string): Promise<boolean> {
  return (await server.operator.authorizations()).some((token) => token.id === id);
}

test("the question names the token, says what happens, and has Cancel focused", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "cron job");
  const dialog = await ask(page, "cron job");
  await expect(dialog).toHaveAccessibleName("Delete API token");
  await expect(dialog).toHaveAccessibleDescription(/cron job.*loses access at once/);
  await expect(dialog.getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
  await expect(dialog.getByRole("button", { name: "Delete", exact: true })).toBeEnabled();
});

test("the question is anchored to the row", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "a", "b", "c");
  const dialog = await ask(page, "b");
  const [icon, box] = [await trash(page, "b").boundingBox(), await dialog.boundingBox()];
  const gap = (box?.y ?? 0) - ((icon?.y ?? 0) + (icon?.height ?? 0));
  expect(gap).toBeGreaterThanOrEqual(0);
  expect(gap).toBeLessThan(20);
});

test("Delete deletes, with one request", async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "going", "staying");
  const dialog = await ask(page, "going");
  api.forget();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(row(page, "going")).toBeHidden();
  await expect(page.getByRole("status").filter({ hasText: "API token was deleted successfully" })).toBeVisible();
  expect(api.requests(undefined, "/authorizations").map(({ method, path, body }) => ({ method, path, body }))).toEqual([
    { method: "DELETE", path: `/api/v2/authorizations/${tokens[0]!.id}`, body: undefined },
  ]);
  expect(await exists(server, tokens[0]!.id)).toBe(false);
  expect(await exists(server, tokens[1]!.id)).toBe(true);
});

const WAYS_OUT: [string, (page: Page, dialog: Locator) => Promise<void>][] = [
  ["Cancel", (_, dialog) => dialog.getByRole("button", { name: "Cancel", exact: true }).click()],
  ["Escape", (page) => page.keyboard.press("Escape")],
  ["a click outside", (page) => page.mouse.click(400, 700)],
];
for (const [way, out] of WAYS_OUT) {
  test(`${way} cancels, and the focus returns to the trash`, async ({ page, server, signIn, api }) => {
    await openList({ page, server, signIn }, "safe", "another");
    const dialog = await ask(page, "safe");
    api.forget();
    await out(page, dialog);
    await expect(dialog).toBeHidden();
    await expect(row(page, "safe")).toBeVisible();
    await expect(trash(page, "safe")).toBeFocused();
    expect(api.requests(undefined, "/authorizations")).toEqual([]);
  });
}

test("an active token also offers Deactivate instead", async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "undecided");
  const dialog = await ask(page, "undecided");
  await dialog.getByRole("button", { name: "Deactivate instead", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("switch", { name: "Active: undecided", exact: true })).not.toBeChecked();
  await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).status).toBe("inactive");
  expect(api.requests("DELETE")).toEqual([]);
  expect(api.requests("PATCH").map(({ body }) => body)).toEqual([{ status: "inactive" }]);
});

test("an inactive token does not offer it", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, { description: "off", status: "inactive" });
  const dialog = await ask(page, "off");
  await expect(dialog.getByRole("button", { name: "Deactivate instead" })).toBeHidden();
  await expect(dialog.getByRole("button", { name: "Delete", exact: true })).toBeVisible();
});

for (const way of ["typed", "pasted"] as const) {
  test(`an operator token needs its description ${way} first`, async ({ page, server, signIn }) => {
    const first = (await server.operator.authorizations()).find((token) => token.description === "admin's Token");
    const permissions = () => first?.permissions ?? [];
    const { tokens } = await openList({ page, server, signIn }, { description: "Root's token", permissions });
    await expect(row(page, "Root's token").getByText("Operator", { exact: true })).toBeVisible();
    const dialog = await ask(page, "Root's token");
    const confirm = dialog.getByRole("button", { name: "Delete", exact: true });
    const box = dialog.getByRole("textbox", { name: "Type its description to confirm" });
    await expect(confirm).toBeDisabled();
    await expect(dialog.getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
    await box.fill("Root's toke");
    await expect(confirm).toBeDisabled();
    await box.press("Enter");
    await expect(dialog).toBeVisible();
    if (way === "typed") {
      await box.press("End");
      await box.pressSequentially("n");
    } else {
      await box.fill("Root's token");
      await box.press("ControlOrMeta+a");
      await box.press("ControlOrMeta+x");
      await expect(confirm).toBeDisabled();
      await box.press("ControlOrMeta+v");
    }
    await expect(confirm).toBeEnabled();
    await confirm.click();
    await expect(row(page, "Root's token")).toBeHidden();
    await expect.poll(() => exists(server, tokens[0]!.id)).toBe(false);
  });
}

test("404 from the server counts as deleted", async ({ page, server, signIn, allowConsole }) => {
  allowConsole(/status of 404/);
  const { tokens } = await openList({ page, server, signIn }, "deleted elsewhere");
  const dialog = await ask(page, "deleted elsewhere");
  await server.operator.deleteAuthorization(tokens[0]!.id);
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(row(page, "deleted elsewhere")).toBeHidden();
  await expect(page.getByRole("status").filter({ hasText: "API token was deleted successfully" })).toBeVisible();
  await expect(page.getByRole("alert")).toBeEmpty();
});

test("the row is gone at once, while the reply is held back", async ({ page, server, signIn, api }) => {
  await openList({ page, server, signIn }, "going", "staying");
  const held = await api.slowReply("DELETE", DELETE);
  const dialog = await ask(page, "going");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(row(page, "going")).toBeHidden();
  await expect(page.getByText("1 token", { exact: true })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "deleted" })).toHaveCount(0);
  held.release();
  await expect(page.getByRole("status").filter({ hasText: "API token was deleted successfully" })).toBeVisible();
});

for (const [status, code, message] of [
  [401, "unauthorized", "write:authorizations/0000000000000001 is unauthorized"],
  [500, "internal error", "disk is on fire"],
] as const) {
  test(`a refusal (${status}) brings the row back with the server's message`, async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(new RegExp(`status of ${status}`));
    const { tokens } = await openList({ page, server, signIn }, "a", "precious", "z");
    await api.failReply("DELETE", DELETE, status, { code, message });
    const dialog = await ask(page, "precious");
    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText('Failed to delete API token: "precious"');
    await expect(page.getByRole("alert")).toContainText(message);
    await expect(row(page, "precious")).toBeVisible();
    await expect(page.getByRole("grid", { name: "API tokens" }).getByRole("link")).toHaveText(["a", "precious", "z"]);
    await expect(page.getByRole("dialog")).toBeHidden();
    expect(await exists(server, tokens[1]!.id)).toBe(true);
  });
}

test("the focus goes to the next row, and from the last row to the one before", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "a", "b", "c");
  await (await ask(page, "b")).getByRole("button", { name: "Delete", exact: true }).click();
  await expect(trash(page, "c")).toBeFocused();
  await (await ask(page, "c")).getByRole("button", { name: "Delete", exact: true }).click();
  await expect(trash(page, "a")).toBeFocused();
});

test("deleting the only token leaves the focus on the page's heading", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "only one");
  await (await ask(page, "only one")).getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Load Data" })).toBeFocused();
  await expect(page.getByText("Looks like there aren't any API Tokens, why not generate one?")).toBeVisible();
});

test("it can all be done by keyboard", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "a", "b");
  await page.getByRole("heading", { name: "Load Data" }).click();
  await page.getByRole("checkbox", { name: "Select all 2 that match" }).focus();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "a", exact: true })).toBeFocused();
  await page.keyboard.press("End");
  await expect(trash(page, "a")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(question(page).getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(trash(page, "a")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(question(page).getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(question(page).getByRole("button", { name: "Delete", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(trash(page, "b")).toBeFocused();
  await expect.poll(() => exists(server, tokens[0]!.id)).toBe(false);
});

test("the focus does not leave the question with Tab", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "a", "b");
  const dialog = await ask(page, "a");
  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("dialog, body")?.tagName === "DIALOG" || document.activeElement === document.body)).toBe(true);
  }
  await expect(dialog).toBeVisible();
});

test("a description full of markup and marks is named as it reads", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "<b>bold</b>\u202Eevil");
  const dialog = await ask(page, "<b>bold</b>⟨U+202E⟩evil");
  await expect(dialog).toHaveAccessibleDescription(/<b>bold<\/b>⟨U\+202E⟩evil/);
});

test("the summary deletes too, closes, and the focus goes to the next row", async ({ page, server, signIn, api }) => {
  const { tokens, url } = await openList({ page, server, signIn }, "a", "b");
  await page.getByRole("link", { name: "a", exact: true }).click();
  const summary = page.getByRole("dialog", { name: "API Token Summary" });
  await summary.getByRole("button", { name: "Delete: a", exact: true }).click();
  await expect(question(page).getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
  await question(page).getByRole("button", { name: "Delete", exact: true }).click();
  await expect(question(page)).toBeHidden();
  await expect(summary).toBeHidden();
  await expect(row(page, "a")).toBeHidden();
  await expect(trash(page, "b")).toBeFocused();
  await expect(page).toHaveURL(url);
  await expect(page.getByRole("status").filter({ hasText: "API token was deleted successfully" })).toBeVisible();
  expect(api.requests("DELETE").map(({ path }) => path)).toEqual([`/api/v2/authorizations/${tokens[0]!.id}`]);
});

test("Escape in the summary's question closes only the question", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "a");
  await page.getByRole("link", { name: "a", exact: true }).click();
  const summary = page.getByRole("dialog", { name: "API Token Summary" });
  await summary.getByRole("button", { name: "Delete: a", exact: true }).click();
  await expect(question(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(question(page)).toBeHidden();
  await expect(summary).toBeVisible();
  await expect(summary.getByRole("button", { name: "Delete: a", exact: true })).toBeFocused();
});

test.describe("signed in with an API token", () => {
  test("a token this page may be signed in with needs its description first", async ({ page, server, allowConsole }) => {
    allowConsole(/status of 401/);
    const { id: orgID } = await server.organization();
    const token = await server.operator.createAuthorization({
      orgID,
      description: "my own",
      permissions: [
        { action: "read", resource: { type: "authorizations" } },
        { action: "write", resource: { type: "authorizations" } },
        { action: "read", resource: { type: "users" } },
        { action: "read", resource: { type: "orgs" } },
      ],
    });
    await page.goto(`orgs/${orgID}/load-data/tokens`);
    await page.getByRole("button", { name: "Use an API token instead" }).click();
    await page.getByRole("textbox", { name: "API token" }).fill(token.token);
    await page.getByRole("button", { name: "Sign In" }).click();
    const dialog = await ask(page, "my own");
    await expect(dialog).toHaveAccessibleDescription(/signed in with it/);
    await expect(dialog.getByRole("button", { name: "Delete", exact: true })).toBeDisabled();
    await dialog.getByRole("textbox", { name: "Type its description to confirm" }).fill("my own");
    await expect(dialog.getByRole("button", { name: "Delete", exact: true })).toBeEnabled();
  });
});

test("the focus that somebody has moved after the answer stays where it is", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "a", "b", "c");
  const dialog = await ask(page, "a");
  const search = page.getByRole("combobox", { name: "Filter Tokens" });
  const box = await search.elementHandle();
  // As on a machine so busy that a key comes before the page gives the focus back.
  await dialog.getByRole("button", { name: "Delete", exact: true }).evaluate(async (button, box) => {
    (button as HTMLElement).click();
    for (let turn = 0; turn < 100 && document.activeElement !== box; turn += 1) {
      await Promise.resolve();
      (box as HTMLElement).focus();
    }
  }, box);
  await expect(row(page, "a")).toHaveCount(0);
  await page.evaluate(() => new Promise((go) => setTimeout(() => setTimeout(() => setTimeout(go)))));
  await expect(search).toBeFocused();
});
