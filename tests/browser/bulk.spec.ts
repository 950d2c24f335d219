// Many tokens at once: select, ask, send, and tell how each ended.

import type { Locator, Page } from "@playwright/test";
import type { Permission } from "../support/client.ts";
import { openList, organizationWith, type Own } from "../support/list.ts";
import type { Server } from "../support/server.ts";
import { axe, bothThemes, expect, test } from "../support/test.ts";
import { lateTimers } from "../support/timers.ts";

const ONE = /\/authorizations\/\w+$/;

const grid = (page: Page) => page.getByRole("grid", { name: "API tokens" });
const box = (page: Page, description: string) => page.getByRole("checkbox", { name: `Select: ${description}`, exact: true });
const all = (page: Page) => page.getByRole("checkbox", { name: /^Select all \d+ that match$/ });
const bar = (page: Page) => page.getByRole("group", { name: "Selected API tokens" });
const question = (page: Page) => page.getByRole("alertdialog");
const said = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });

function action(page: Page, name: string): Locator {
  return bar(page).getByRole("button", { name, exact: true });
}

/** The dialog with the progress and the results. */
function progress(page: Page, name: RegExp): Locator {
  return page.getByRole("dialog", { name });
}

function named(count: number, prefix = "token"): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix} ${at + 1}`);
}

async function selected(page: Page): Promise<string[]> {
  return grid(page).getByRole("row", { selected: true }).getByRole("link").allTextContents();
}

/** What the server has, by description. */
async function statuses(server: Server, orgID: string): Promise<Record<string, string>> {
  const tokens = await server.operator.authorizations(`?orgID=${orgID}`);
  return Object.fromEntries(tokens.map(({ description, status }) => [description, status]));
}

/** The permissions that the server gives its first user's token. */
async function operatorPermissions(server: Server): Promise<Permission[]> {
  const first = (await server.operator.authorizations()).find((token) => token.description === "admin's Token");
  if (!first) throw new Error("There is no operator token.");
  return first.permissions;
}

/** The permissions of an all-access token, made of those of the operator (contract §3.5). */
function allAccess(operator: Permission[], orgID: string, userID: string): Permission[] {
  return operator
    .filter(({ action, resource }) => action === "read" || resource.type !== "orgs")
    .map(({ action, resource: { type } }) => {
      if (type === "orgs") return { action, resource: { type, id: orgID } };
      return { action, resource: type === "users" ? { type, id: userID } : { type, orgID } };
    });
}

test.describe("selecting", () => {
  test("Shift and a click select the range, whichever way", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "a", "b", "c", "d", "e");
    await box(page, "d").click();
    await box(page, "b").click({ modifiers: ["Shift"] });
    await expect.poll(() => selected(page)).toEqual(["b", "c", "d"]);
    await box(page, "e").click({ modifiers: ["Shift"] });
    await expect.poll(() => selected(page)).toEqual(["b", "c", "d", "e"]);
    await box(page, "c").click({ modifiers: ["Shift"] });
    await expect.poll(() => selected(page)).toEqual(["b", "e"]);
    await expect(box(page, "c")).not.toBeChecked();
    await expect(page.getByText("2 selected", { exact: true })).toBeVisible();
  });

  test("Shift and the arrows move the end of the range", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "a", "b", "c", "d");
    await page.getByRole("link", { name: "b", exact: true }).focus();
    await page.keyboard.press("Shift+ArrowDown");
    await expect(page.getByRole("link", { name: "c", exact: true })).toBeFocused();
    await expect.poll(() => selected(page)).toEqual(["b", "c"]);
    await page.keyboard.press("Shift+ArrowDown");
    await expect.poll(() => selected(page)).toEqual(["b", "c", "d"]);
    await page.keyboard.press("Shift+ArrowUp");
    await expect.poll(() => selected(page)).toEqual(["b", "c"]);
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => selected(page)).toEqual(["b", "c"]);
  });

  test("one box selects all that match, not only those on screen", async ({ page, server, signIn }) => {
    const { url } = await organizationWith(server, ...named(45, "plant"), ...named(5, "office"));
    await signIn();
    await page.goto(`${url}?searchTerm=plant`);
    await expect(all(page)).toHaveAccessibleName("Select all 45 that match");
    await expect(all(page)).not.toBeChecked();
    await box(page, "plant 1").check();
    await expect(all(page)).toBeChecked({ indeterminate: true });
    await all(page).click();
    await expect(all(page)).toBeChecked();
    await expect(page.getByText("45 selected", { exact: true })).toBeVisible();
    await expect(page.getByText(/not shown/)).toHaveCount(0);

    await page.getByRole("combobox", { name: "Filter Tokens" }).fill("office");
    await expect(all(page)).toHaveAccessibleName("Select all 5 that match");
    await expect(all(page)).not.toBeChecked();
    await expect(page.getByText("45 selected", { exact: true })).toBeVisible();
    await expect(page.getByText("45 not shown", { exact: true })).toBeVisible();
    await box(page, "office 2").check();
    await expect(page.getByText("46 selected", { exact: true })).toBeVisible();

    await page.getByRole("combobox", { name: "Filter Tokens" }).fill("");
    await expect(all(page)).toBeChecked({ indeterminate: true });
    await all(page).click();
    await expect(page.getByText("50 selected", { exact: true })).toBeVisible();
    await all(page).click();
    await expect(bar(page)).toBeHidden();
  });

  for (const width of [1280, 390]) {
    test(`the bar stays in view and covers no control with the focus, ${width} px wide`, async ({ page, server, signIn }) => {
      await page.setViewportSize({ width, height: 800 });
      const { url } = await organizationWith(server, ...named(30));
      await signIn();
      await page.goto(url);
      await page.getByRole("link", { name: "token 1", exact: true }).focus();
      await page.keyboard.press("Control+a");
      await expect(action(page, "Delete")).toBeInViewport();
      await page.keyboard.press("Control+End");
      await expect(page.getByRole("link", { name: "token 30", exact: true })).toBeFocused();
      await expect(action(page, "Delete")).toBeInViewport({ ratio: 1 });
      for (let at = 29; at > 0; at -= 1) {
        await page.keyboard.press("ArrowUp");
        const focused = page.getByRole("link", { name: `token ${at}`, exact: true });
        await expect(focused).toBeFocused();
        const covered = () =>
          focused.evaluate((link) => {
            const { left, top, bottom } = link.getBoundingClientRect();
            return [top + 1, bottom - 1].some((y) => document.elementFromPoint(left + 2, y) !== link);
          });
        await expect.poll(covered).toBe(false);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    });
  }
});

test.describe("the question", () => {
  /** A list with one token of each kind, all selected. */
  async function kinds(fixtures: { page: Page; server: Server; signIn: () => Promise<void> }): Promise<Own> {
    const operator = await operatorPermissions(fixtures.server);
    const user = (await fixtures.server.operator.users())[0]!.id;
    const own = await openList(
      fixtures,
      { description: "root", permissions: () => operator },
      { description: "whole org", permissions: (orgID) => allAccess(operator, orgID, user) },
      "plain",
      { description: "asleep", status: "inactive" },
    );
    await all(fixtures.page).click();
    return own;
  }

  test("names the number, the operator and all-access ones, and what needs no change", async ({ page, server, signIn }) => {
    await kinds({ page, server, signIn });
    await action(page, "Deactivate").click();
    await expect(question(page)).toHaveAccessibleName("Deactivate 3 API tokens");
    await expect(question(page)).toHaveAccessibleDescription(/loses access.*1 of 4 is inactive already.*1 operator token.*root.*1 all-access token.*whole org/);
    await expect(question(page).getByRole("textbox")).toHaveCount(0);
    await expect(question(page).getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
    await bothThemes(page, () => axe(page));
    await page.keyboard.press("Escape");
    await expect(question(page)).toBeHidden();
    await expect(action(page, "Deactivate")).toBeFocused();
    await expect(page.getByText("4 selected", { exact: true })).toBeVisible();
  });

  test("deleting an operator token asks to type the number, however few", async ({ page, server, signIn, api }) => {
    const { orgID } = await kinds({ page, server, signIn });
    await action(page, "Delete").click();
    await expect(question(page)).toHaveAccessibleName("Delete 4 API tokens");
    const confirm = question(page).getByRole("button", { name: "Delete", exact: true });
    const typed = question(page).getByRole("textbox", { name: "Type 4 to confirm" });
    await expect(confirm).toBeDisabled();
    await typed.fill("3");
    await typed.press("Enter");
    await expect(confirm).toBeDisabled();
    expect(api.requests("DELETE")).toEqual([]);
    await typed.fill("4");
    await typed.press("Enter");
    await expect(said(page, "4 API tokens were deleted")).toBeVisible();
    expect(await statuses(server, orgID)).toEqual({});
  });

  for (const [count, asks] of [[10, false], [11, true]] as const) {
    test(`deleting ${count} asks ${asks ? "" : "not "}to type the number`, async ({ page, server, signIn }) => {
      await openList({ page, server, signIn }, ...named(count));
      await all(page).click();
      await action(page, "Delete").click();
      await expect(question(page).getByRole("textbox", { name: `Type ${count} to confirm` })).toHaveCount(asks ? 1 : 0);
      await expect(question(page).getByRole("button", { name: "Delete", exact: true })).toBeEnabled({ enabled: !asks });
      await bothThemes(page, () => axe(page));
    });
  }

  test("says how many of them the filter does not show", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "press 1", "press 2", "lathe");
    await all(page).click();
    await page.getByRole("combobox", { name: "Filter Tokens" }).fill("lathe");
    await expect(page.getByText("2 not shown", { exact: true })).toBeVisible();
    await action(page, "Delete").click();
    await expect(question(page)).toHaveAccessibleDescription(/the filter does not show 2/);
  });

  test("activating asks only when an operator token is among them", async ({ page, server, signIn }) => {
    const operator = await operatorPermissions(server);
    const { orgID } = await openList(
      { page, server, signIn },
      { description: "off", status: "inactive" },
      "on",
      { description: "root", status: "inactive", permissions: () => operator },
    );
    await box(page, "off").check();
    await box(page, "on").check();
    await action(page, "Activate").click();
    await expect(said(page, "1 API token was activated, 1 was active already")).toBeVisible();
    await expect(action(page, "Activate")).toBeFocused();
    await action(page, "Activate").click();
    await expect(said(page, "2 API tokens are active already")).toBeVisible();
    await box(page, "root").check();
    await action(page, "Activate").click();
    await expect(question(page)).toHaveAccessibleDescription(/operator token.*root/);
    await question(page).getByRole("button", { name: "Activate", exact: true }).click();
    await expect(page.getByRole("switch", { name: "Active: root" })).toBeChecked();
    await expect.poll(() => statuses(server, orgID)).toEqual({ off: "active", on: "active", root: "active" });
  });

  test("names the token that the page may be signed in with, and asks to type the number", async ({ page, server, allowConsole }) => {
    allowConsole(/status of 401/);
    const { id: orgID } = await server.organization();
    const token = await server.operator.createAuthorization({
      orgID,
      description: "my own",
      permissions: ["authorizations", "users", "orgs"].flatMap((type) => (["read", "write"] as const).map((action) => ({ action, resource: { type } }))),
    });
    await page.goto(`orgs/${orgID}/load-data/tokens`);
    await page.getByRole("button", { name: "Use an API token instead" }).click();
    await page.getByRole("textbox", { name: "API token" }).fill(token.token);
    await page.getByRole("button", { name: "Sign In" }).click();
    await box(page, "my own").check();
    await action(page, "Delete").click();
    await expect(question(page)).toHaveAccessibleDescription(/this page may be signed in with.*my own/);
    await expect(question(page).getByRole("textbox", { name: "Type 1 to confirm" })).toBeVisible();
    await expect(question(page).getByRole("button", { name: "Delete", exact: true })).toBeDisabled();
  });
});

test("only what needs a change is sent, with one message for all", async ({ page, server, signIn, api }) => {
  const { orgID, tokens } = await openList({ page, server, signIn }, "a", { description: "b", status: "inactive" }, "c");
  await all(page).click();
  api.forget();
  await action(page, "Deactivate").click();
  await question(page).getByRole("button", { name: "Deactivate", exact: true }).click();
  await expect(said(page, "2 API tokens were deactivated, 1 was inactive already")).toBeVisible();
  await expect(page.getByRole("status").getByRole("button", { name: "Dismiss" })).toHaveCount(1);
  await expect(page.getByRole("switch", { name: "Active: a" })).not.toBeChecked();
  await expect(action(page, "Deactivate")).toBeFocused();
  expect(api.requests(undefined, "/authorizations").map(({ method, path, body }) => ({ method, path, body }))).toEqual(
    [tokens[0]!, tokens[2]!].map(({ id }) => ({ method: "PATCH", path: `/api/v2/authorizations/${id}`, body: { status: "inactive" } })),
  );
  expect(await statuses(server, orgID)).toEqual({ a: "inactive", b: "inactive", c: "inactive" });
});

/** Selects all, presses Delete and confirms. */
async function deleteAll(page: Page, count: number): Promise<Locator> {
  await all(page).click();
  await action(page, "Delete").click();
  if (count > 10) await question(page).getByRole("textbox").fill(String(count));
  await question(page).getByRole("button", { name: "Delete", exact: true }).click();
  return progress(page, new RegExp(`^Delete ${count} API tokens$`));
}

test.describe("on the way", () => {
  test("at most six requests at once; Cancel stops what has not been sent, which can be sent afterwards", async ({ page, server, signIn, api }) => {
    const { orgID } = await openList({ page, server, signIn }, ...named(15));
    const held = [];
    for (let at = 0; at < 7; at += 1) held.push(await api.slowReply("DELETE", ONE));
    const dialog = await deleteAll(page, 15);
    const sent = () => api.requests("DELETE").length;
    await expect(dialog.getByText("0 of 15", { exact: true })).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
    await Promise.all(held.slice(1).map(({ answered }) => answered));
    expect(sent()).toBe(6);
    held[6]!.release();
    await expect(dialog.getByText("1 of 15", { exact: true })).toBeVisible();
    await expect(dialog.getByRole("progressbar", { name: "Progress" })).toHaveAttribute("value", "1");
    await expect.poll(sent).toBe(7);
    await bothThemes(page, () => axe(page));

    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog.getByText("What has been sent cannot be called back", { exact: false })).toBeVisible();
    held.forEach(({ release }) => release());
    await expect(dialog.getByText("7 done, 0 failed, 8 not sent", { exact: true })).toBeFocused();
    expect(sent()).toBe(7);
    await expect(dialog.getByRole("list", { name: "Not sent" }).getByRole("listitem")).toHaveCount(8);
    await bothThemes(page, () => axe(page));
    await expect.poll(async () => Object.keys(await statuses(server, orgID)).length).toBe(8);

    await dialog.getByRole("button", { name: "Send the 8 that were not sent" }).click();
    await expect(said(page, "15 API tokens were deleted")).toBeVisible();
    await expect(dialog).toBeHidden();
    expect(sent()).toBe(15);
    expect(await statuses(server, orgID)).toEqual({});
  });

  test("each failure is told with its reason, and just those are tried again", async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(/status of 500|ERR_CONNECTION_REFUSED/);
    const { orgID, tokens } = await openList({ page, server, signIn }, "a", "b", "c", "d");
    const of = (name: string) => new RegExp(`${tokens.find(({ description }) => description === name)!.id}$`);
    await api.failReply("PATCH", of("b"), 500, { code: "internal error", message: "disk is on fire" });
    await api.dropRequest("PATCH", of("d"));
    await all(page).click();
    await action(page, "Deactivate").click();
    await question(page).getByRole("button", { name: "Deactivate", exact: true }).click();
    const dialog = progress(page, /^Deactivate 4 API tokens$/);
    await expect(dialog.getByText("2 done, 2 failed, 0 not sent", { exact: true })).toBeFocused();
    await expect(dialog.getByRole("list", { name: "Failed" }).getByRole("listitem")).toHaveText([/^b: .*disk is on fire/, /^d: .*cannot be reached/]);
    await expect(page.getByRole("alert")).toBeEmpty();
    await bothThemes(page, () => axe(page));
    api.forget();
    await dialog.getByRole("button", { name: "Retry the 2 that failed" }).click();
    await expect(said(page, "4 API tokens were deactivated")).toBeVisible();
    expect(api.requests("PATCH").map(({ path }) => path.slice(-16)).sort()).toEqual([tokens[1]!.id, tokens[3]!.id].sort());
    expect(await statuses(server, orgID)).toEqual({ a: "inactive", b: "inactive", c: "inactive", d: "inactive" });
  });

  test("Close leaves the failed ones as they are, and selected", async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(/status of 401/);
    await openList({ page, server, signIn }, "a", "b");
    await api.failReply("DELETE", ONE, 401, { code: "unauthorized", message: "write:authorizations/0000000000000001 is unauthorized" });
    const dialog = await deleteAll(page, 2);
    await expect(dialog.getByRole("list", { name: "Failed" })).toContainText("write:authorizations/0000000000000001 is unauthorized");
    await page.mouse.click(5, 5);
    await expect(dialog).toBeVisible();
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText("1 selected", { exact: true })).toBeVisible();
    await expect(action(page, "Delete")).toBeFocused();
  });

  test("what can be done with the selected stays in its place while all of them are on their way out", async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(/status of 401/);
    await openList({ page, server, signIn }, "a", "b");
    const gone = await api.slowReply("DELETE", ONE);
    const kept = await api.slowFailure("DELETE", ONE, 401, { code: "unauthorized", message: "write:authorizations/0000000000000001 is unauthorized" });
    const dialog = await deleteAll(page, 2);
    await Promise.all([gone.answered, kept.answered]);
    await expect(page.getByRole("row", { includeHidden: true })).toHaveCount(0);
    await expect(page.getByRole("group", { name: "Selected API tokens", includeHidden: true })).toBeVisible();
    gone.release();
    kept.release();
    await expect(dialog.getByRole("list", { name: "Failed" })).toContainText("is unauthorized");
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect(action(page, "Delete")).toBeFocused();
  });

  test("what is already gone counts as done", async ({ page, server, signIn, allowConsole }) => {
    allowConsole(/status of 404/);
    const { tokens } = await openList({ page, server, signIn }, "a", "b", "c");
    await server.operator.deleteAuthorization(tokens[1]!.id);
    await deleteAll(page, 3);
    await expect(said(page, "3 API tokens were deleted, 1 was gone already")).toBeVisible();
    await expect(page.getByRole("heading", { name: "Load Data" })).toBeFocused();
  });

  test("a change to a token that is still on its way comes first", async ({ page, server, signIn, api }) => {
    const { orgID, tokens } = await openList({ page, server, signIn }, "a", "b");
    const held = await api.slowReply("PATCH", ONE);
    await page.getByRole("button", { name: "Edit description: a" }).click();
    await page.getByRole("textbox", { name: "Description" }).fill("renamed");
    await page.keyboard.press("Enter");
    await held.answered;
    await all(page).click();
    await action(page, "Deactivate").click();
    await question(page).getByRole("button", { name: "Deactivate", exact: true }).click();
    await expect(progress(page, /^Deactivate 2/).getByText("1 of 2", { exact: true })).toBeVisible();
    expect(api.requests("PATCH", tokens[0]!.id).map(({ body }) => body)).toEqual([{ description: "renamed" }]);
    held.release();
    await expect(said(page, "2 API tokens were deactivated")).toBeVisible();
    expect(api.requests("PATCH", tokens[0]!.id).map(({ body }) => body)).toEqual([{ description: "renamed" }, { status: "inactive" }]);
    expect(await statuses(server, orgID)).toEqual({ renamed: "inactive", b: "inactive" });
  });

  test("a session that ends midway stops it; signed in again, the rest can be sent", async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(/status of 401/);
    const { orgID, tokens } = await openList({ page, server, signIn }, ...named(9));
    const held = [];
    for (const { id } of tokens.slice(0, 5)) held.push(await api.slowReply("DELETE", id));
    await api.failReply("DELETE", tokens[5]!.id, 401, { code: "unauthorized", message: "unauthorized access" });
    const dialog = await deleteAll(page, 9);
    const again = page.getByRole("dialog", { name: "Sign in again" });
    await expect(again).toBeVisible();
    held.forEach(({ release }) => release());
    await again.getByLabel("Password").fill(server.account.password);
    await again.getByRole("button", { name: "Sign In", exact: true }).click();
    await expect(again).toBeHidden();
    await expect(dialog.getByText("5 done, 0 failed, 4 not sent", { exact: true })).toBeFocused();
    expect(api.requests("DELETE").length).toBe(6);
    await dialog.getByRole("button", { name: "Send the 4 that were not sent" }).click();
    await expect(said(page, "9 API tokens were deleted")).toBeVisible();
    expect(await statuses(server, orgID)).toEqual({});
  });

  test("Escape is Cancel first and Close then", async ({ page, server, signIn, api }) => {
    await openList({ page, server, signIn }, ...named(8));
    const held = [];
    for (let at = 0; at < 6; at += 1) held.push(await api.slowReply("DELETE", ONE));
    const dialog = await deleteAll(page, 8);
    await Promise.all(held.map(({ answered }) => answered));
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(dialog.getByText(/cannot be called back/)).toBeVisible();
    held.forEach(({ release }) => release());
    await expect(dialog.getByText("6 done, 0 failed, 2 not sent", { exact: true })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  });
});

test.describe("leaving midway", () => {
  test("the browser asks, until it is over", async ({ page, server, signIn, api }) => {
    const { orgID } = await openList({ page, server, signIn }, ...named(8));
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    const held = [];
    for (let at = 0; at < 6; at += 1) held.push(await api.slowReply("DELETE", ONE));
    const dialog = await deleteAll(page, 8);
    await Promise.all(held.map(({ answered }) => answered));
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => asked).toEqual(["beforeunload"]);
    held.forEach(({ release }) => release());
    await expect(dialog).toBeHidden();
    await expect(said(page, "8 API tokens were deleted")).toBeVisible();
    expect(await statuses(server, orgID)).toEqual({});
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => page.isClosed()).toBe(true);
    expect(asked).toEqual(["beforeunload"]);
  });

  test("Back to another organization lets it go on, and its results are told there", async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(/status of 500/);
    const other = await organizationWith(server, "in the other");
    const own = await organizationWith(server, ...named(9));
    const names = new Map((await server.operator.organizations()).map(({ id, name }) => [id, name]));
    await signIn();
    await page.goto(other.url);
    await page.getByRole("button", { name: /Organization$/ }).click();
    await page.getByRole("menuitemradio", { name: names.get(own.orgID)!, exact: true }).click();
    await expect(all(page)).toHaveAccessibleName("Select all 9 that match");
    const held = [];
    for (const { id } of own.tokens.slice(0, 5)) held.push(await api.slowReply("DELETE", id));
    await api.failReply("DELETE", own.tokens[7]!.id, 500, { code: "internal error", message: "disk is on fire" });
    const dialog = await deleteAll(page, 9);
    await Promise.all(held.map(({ answered }) => answered));
    await page.goBack();
    await expect(page).toHaveURL(other.url);
    held.forEach(({ release }) => release());
    await expect(dialog.getByText("8 done, 1 failed, 0 not sent", { exact: true })).toBeFocused();
    await expect(dialog.getByRole("list", { name: "Failed" }).getByRole("listitem")).toHaveText(/^token 8: .*disk is on fire/);
    await dialog.getByRole("button", { name: "Retry the 1 that failed" }).click();
    await expect(said(page, "9 API tokens were deleted")).toBeVisible();
    await expect(page.getByRole("link", { name: "in the other", exact: true })).toBeVisible();
    expect(await statuses(server, own.orgID)).toEqual({});
    expect(Object.keys(await statuses(server, other.orgID))).toEqual(["in the other"]);
  });

  test("logging out asks while a change in an organization left meanwhile is on its way", async ({ page, server, signIn, api }) => {
    const other = await organizationWith(server, "in the other");
    await openList({ page, server, signIn }, "mine");
    const names = new Map((await server.operator.organizations()).map(({ id, name }) => [id, name]));
    const held = await api.slowReply("PATCH", ONE);
    await page.getByRole("switch", { name: "Active: mine" }).click();
    await held.answered;
    await page.getByRole("button", { name: /Organization$/ }).click();
    await page.getByRole("menuitemradio", { name: names.get(other.orgID)!, exact: true }).click();
    await expect(page.getByRole("link", { name: "in the other", exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Log out" }).click();
    await expect(question(page)).toHaveAccessibleDescription(/has not been saved yet/);
    await question(page).getByRole("button", { name: "Stay" }).click();
    held.release();
  });
});

test.describe("by keyboard", () => {
  test("from the list to the question, the result, and back to the next row", async ({ page, server, signIn }) => {
    const { orgID } = await openList({ page, server, signIn }, "a", "b", "c", "d");
    const link = (name: string) => page.getByRole("link", { name, exact: true });
    await link("b").focus();
    await page.keyboard.press("Shift+ArrowDown");
    await expect(link("c")).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await expect(page.getByRole("button", { name: "Clear selection" })).toBeFocused();
    for (const name of ["Copy IDs", "Export", "Delete"]) {
      await page.keyboard.press("Shift+Tab");
      await expect(action(page, name)).toBeFocused();
    }
    await page.keyboard.press("Enter");
    await expect(question(page).getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(said(page, "2 API tokens were deleted")).toBeVisible();
    await expect(link("d")).toBeFocused();
    expect(Object.keys(await statuses(server, orgID))).toEqual(["a", "d"]);
  });

  for (const before of [0, 1, 2]) {
    test(`a busy browser does not lose the way back, with ${before} timers on time`, async ({ page, server, signIn }) => {
      const timers = await lateTimers(page);
      await openList({ page, server, signIn }, "a", "b", "c", "d");
      await page.getByRole("link", { name: "b", exact: true }).focus();
      await page.keyboard.press("Shift+ArrowDown");
      await expect(page.getByText("2 selected")).toBeVisible();
      await action(page, "Delete").focus();
      await timers.hold();
      await page.keyboard.press("Enter");
      await expect(question(page).getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
      await timers.run(before);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await expect(question(page)).toBeHidden();
      await timers.release();
      await expect(said(page, "2 API tokens were deleted")).toBeVisible();
      await expect(page.getByRole("link", { name: "d", exact: true })).toBeFocused();
    });
  }
});

test.describe("a thousand tokens", () => {
  test.use({ serverOptions: { demo: 1080 } });

  test("are deleted while the page stays responsive", async ({ page, signIn }) => {
    test.slow();
    await signIn();
    await page.goto("");
    await expect(all(page)).toHaveAccessibleName(/^Select all 1\d\d\d that match$/);
    await page.evaluate(() => {
      const tasks: number[] = [];
      Object.assign(window, { tasks });
      new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => tasks.push(duration))).observe({ type: "longtask" });
    });
    // Whoever deletes everything also deletes what is on screen: the rows keep coming and going.
    await all(page).click();
    const count = parseInt(await page.getByText(/^\d+ selected$/).innerText(), 10).toString();
    await action(page, "Delete").click();
    await question(page).getByRole("textbox", { name: `Type ${count} to confirm` }).fill(count);
    await question(page).getByRole("button", { name: "Delete", exact: true }).click();
    await expect(said(page, `${count} API tokens were deleted`)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText("Looks like there aren't any API Tokens", { exact: false })).toBeVisible();
    const longest = await page.evaluate(() => Math.max(0, ...(window as unknown as { tasks: number[] }).tasks));
    expect(longest).toBeLessThan(1000);
  });
});
