// Cloning a token, rotating it, and changing its permissions: each makes a second token.

import type { Page } from "@playwright/test";
import type { Authorization, Permission } from "../support/client.ts";
import { openList, row } from "../support/list.ts";
import { type Server, axe, bothThemes, expect, test } from "../support/test.ts";

const FAILED = /Failed to load resource/;
const summary = (page: Page) => page.getByRole("dialog", { name: "API Token Summary" });
const link = (page: Page, name: string) => page.getByRole("link", { name, exact: true });
const revealed = (page: Page) => page.getByRole("dialog", { name: /^You've successfully (cloned|created) an API Token$/ });

/** Takes note of the secret, as a person would, and closes the dialog that shows it. */
async function take(page: Page): Promise<string> {
  const field = revealed(page).getByRole("textbox", { name: "API token" });
  await expect(field).toHaveValue(/==$/);
  const secret = await field.inputValue();
  await expect(field).toBeFocused();
  await page.keyboard.press("Control+c");
  await page.getByRole("button", { name: "Done" }).click();
  await expect(revealed(page)).toBeHidden();
  return secret;
}

const ofOrganization = (server: Server, orgID: string): Promise<Authorization[]> => server.operator.authorizations(`?orgID=${orgID}`);

async function openSummary(page: Page, name: string): Promise<void> {
  await link(page, name).click();
  await expect(summary(page)).toBeVisible();
}

async function works(server: Server, secret: string): Promise<boolean> {
  return (await fetch(`${server.url}api/v2/buckets`, { headers: { Authorization: `Token ${secret}` } })).status === 200;
}

/** All 44 permissions of an operator token. */
async function operatorPermissions(server: Server): Promise<Permission[]> {
  const types = await server.operator.send<string[]>("GET", "resources");
  return types.filter((type) => type !== "instance").flatMap((type) => (["read", "write"] as const).map((action) => ({ action, resource: { type } })));
}

test.describe("Clone", () => {
  test("makes a second token with the same status, owner and permissions", async ({ page, server, signIn }) => {
    const two = (orgID: string): Permission[] => [
      { action: "read", resource: { type: "buckets", orgID } },
      { action: "write", resource: { type: "tasks", orgID } },
    ];
    const { orgID, tokens } = await openList({ page, server, signIn }, { description: " alpha ", status: "inactive", permissions: two });
    await page.getByRole("row").first().hover();
    await page.getByRole("button", { name: /^Clone: / }).click();
    await expect(page.getByRole("dialog", { name: "You've successfully cloned an API Token" })).toBeVisible();
    await take(page);
    const copy = (await ofOrganization(server, orgID)).find((one) => one.id !== tokens[0]!.id)!;
    expect(copy.description).toMatch(/^alpha \(cloned at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\)$/);
    expect(copy.status).toBe("inactive");
    expect(copy.userID).toBe(tokens[0]!.userID);
    expect(copy.permissions).toEqual(tokens[0]!.permissions);
    await expect(link(page, copy.description)).toBeFocused();
  });

  test("keeps another person's token theirs", async ({ page, server, signIn }) => {
    const own = await openList({ page, server, signIn });
    const lee = await server.operator.createUser(`lee ${own.orgID}`, "correct horse");
    await server.operator.createAuthorization({ orgID: own.orgID, userID: lee.id, description: "of lee", permissions: [{ action: "read", resource: { type: "buckets", orgID: own.orgID } }] });
    await page.reload();
    await page.getByRole("row").first().hover();
    await page.getByRole("button", { name: "Clone: of lee" }).click();
    await take(page);
    expect((await ofOrganization(server, own.orgID)).map((one) => one.userID)).toEqual([lee.id, lee.id]);
  });

  test("of an operator token wants its description typed", async ({ page, server, signIn }) => {
    const all = await operatorPermissions(server);
    const { orgID } = await openList({ page, server, signIn }, { description: "the operator", permissions: () => all });
    await openSummary(page, "the operator");
    await page.getByRole("button", { name: "Clone", exact: true }).click();
    const question = page.getByRole("alertdialog", { name: "Clone operator token" });
    await expect(question).toHaveAccessibleDescription(/every organization/);
    await expect(question.getByRole("button", { name: "Clone", exact: true })).toBeDisabled();
    await bothThemes(page, () => axe(page));
    await question.getByRole("textbox").fill("the operator");
    await question.getByRole("button", { name: "Clone", exact: true }).click();
    await take(page);
    expect(await ofOrganization(server, orgID)).toHaveLength(2);
  });

  test("that is refused says why, and makes nothing", async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(FAILED);
    await openList({ page, server, signIn }, "alpha");
    await api.failReply("POST", "/api/v2/authorizations", 403, { code: "forbidden", message: "permission read:buckets is not allowed: read:buckets is unauthorized" });
    await page.getByRole("row").first().hover();
    await page.getByRole("button", { name: "Clone: alpha" }).click();
    await expect(page.getByRole("alert").filter({ hasText: 'Failed to clone API token: "alpha"' })).toContainText("read:buckets is unauthorized");
    await expect(page.getByRole("row")).toHaveCount(1);
  });

  test("twice in quick succession makes one", async ({ page, server, signIn, api }) => {
    await openList({ page, server, signIn }, "alpha");
    const held = await api.slowReply("POST", "/api/v2/authorizations");
    await page.getByRole("row").first().hover();
    await page.getByRole("button", { name: "Clone: alpha" }).dblclick();
    await held.answered;
    held.release();
    await take(page);
    expect(api.requests("POST", "/api/v2/authorizations")).toHaveLength(1);
  });
});

test.describe("Rotate", () => {
  test("leads from the old token to the new one without an interruption", async ({ page, server, signIn }) => {
    const { orgID, tokens } = await openList({ page, server, signIn }, "plant 1");
    const [old] = tokens;
    await openSummary(page, "plant 1");
    await page.getByRole("button", { name: "Rotate" }).click();
    const dialog = page.getByRole("dialog", { name: "Rotate API token" });
    await expect(dialog).toContainText(`(replaces ${old!.id})`);
    await expect(dialog.getByRole("textbox", { name: "Description" })).toHaveValue("plant 1");
    await bothThemes(page, () => axe(page));
    await dialog.getByRole("button", { name: "Create replacement" }).click();
    const secret = await take(page);
    expect(await works(server, old!.token)).toBe(true);
    expect(await works(server, secret)).toBe(true);

    const name = `plant 1 (replaces ${old!.id})`;
    const next = summary(page).getByRole("region", { name: "Replacement" });
    await expect(summary(page).getByRole("textbox", { name: "Description" })).toHaveValue(name);
    await expect(next.getByRole("link", { name: "plant 1" })).toBeVisible();
    await bothThemes(page, () => axe(page));

    await next.getByRole("button", { name: "Deactivate the old one" }).click();
    await expect(next).toContainText("The old one is off");
    await expect.poll(async () => (await server.operator.authorization(old!.id)).status).toBe("inactive");

    // Something broke.
    await next.getByRole("button", { name: "Reactivate the old one" }).click();
    await expect.poll(async () => (await server.operator.authorization(old!.id)).status).toBe("active");
    await next.getByRole("button", { name: "Deactivate the old one" }).click();
    await next.getByRole("button", { name: "Delete the old one" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete", exact: true }).click();
    await expect(next).toContainText("Replaced");
    await next.getByRole("button", { name: "Remove the note from the description" }).click();
    await expect(next).toBeHidden();
    await expect(summary(page).getByRole("textbox", { name: "Description" })).toHaveValue("plant 1");
    await expect.poll(async () => (await ofOrganization(server, orgID)).map((one) => one.description)).toEqual(["plant 1"]);
  });

  test("is recognised after a reload and in another browser, from both tokens", async ({ page, server, signIn, browser }) => {
    const { tokens, url } = await openList({ page, server, signIn }, "plant 1");
    await openSummary(page, "plant 1");
    await page.getByRole("button", { name: "Rotate" }).click();
    await page.getByRole("button", { name: "Create replacement" }).click();
    await take(page);
    await page.reload();
    await expect(summary(page).getByRole("button", { name: "Deactivate the old one" })).toBeVisible();

    const context = await browser.newContext();
    const other = await context.newPage();
    await other.goto(`${url}/${tokens[0]!.id}`);
    await other.getByLabel("Username").fill(server.account.user);
    await other.getByLabel("Password").fill(server.account.password);
    await other.getByRole("button", { name: "Sign In" }).click();
    const note = summary(other).getByRole("region", { name: "Replacement" });
    await expect(note).toContainText("Is being replaced by");
    await note.getByRole("link").click();
    await expect(summary(other).getByRole("button", { name: "Deactivate the old one" })).toBeVisible();
    await context.close();
  });

  test("a second time does not pile up notes", async ({ page, server, signIn }) => {
    const { orgID, tokens } = await openList({ page, server, signIn }, "plant 1 (replaces 0000000000000001)");
    await openSummary(page, "plant 1 (replaces 0000000000000001)");
    await page.getByRole("button", { name: "Rotate" }).click();
    await page.getByRole("button", { name: "Create replacement" }).click();
    await take(page);
    expect((await ofOrganization(server, orgID)).at(-1)!.description).toBe(`plant 1 (replaces ${tokens[0]!.id})`);
  });

  test("that fails keeps the dialog and what was typed", async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(FAILED);
    await openList({ page, server, signIn }, "alpha");
    await openSummary(page, "alpha");
    await page.getByRole("button", { name: "Rotate" }).click();
    const dialog = page.getByRole("dialog", { name: "Rotate API token" });
    await dialog.getByRole("textbox", { name: "Description" }).fill("alpha of 2027");
    await api.failReply("POST", "/api/v2/authorizations", 500, { code: "internal error", message: "disk full" });
    await dialog.getByRole("button", { name: "Create replacement" }).click();
    await expect(dialog.getByRole("alert").filter({ hasText: "disk full" })).toBeVisible();
    await expect(dialog.getByRole("textbox", { name: "Description" })).toHaveValue("alpha of 2027");
  });
});

test.describe("A replacement under way", () => {
  const forms = [
    ["Rotate", "Rotate API token"],
    ["Change permissions", "Change permissions"],
  ] as const;

  /** Fills in the dialog as far as is needed. */
  async function open(page: Page, [button, name]: (typeof forms)[number]): Promise<void> {
    await page.getByRole("button", { name: button }).click();
    if (button === "Change permissions") await page.getByRole("button", { name: "Manage tokens" }).click();
    await page.getByRole("dialog", { name }).getByRole("textbox", { name: "Description" }).focus();
  }

  for (const form of forms) {
    test(`is shown although its dialog has been closed: ${form[0]}`, async ({ page, server, signIn, api }) => {
      await openList({ page, server, signIn }, "alpha");
      await openSummary(page, "alpha");
      await open(page, form);
      const held = await api.slowReply("POST", "/api/v2/authorizations");
      await page.getByRole("button", { name: "Create replacement" }).click();
      await held.answered;
      await page.getByRole("dialog", { name: form[1] }).getByRole("button", { name: "Close" }).click();
      held.release();
      await take(page);
      await expect(summary(page).getByRole("button", { name: "Deactivate the old one" })).toBeVisible();
    });

    test(`that fails after its dialog has been closed says so: ${form[0]}`, async ({ page, server, signIn, api, allowConsole }) => {
      allowConsole(FAILED);
      await openList({ page, server, signIn }, "alpha");
      await openSummary(page, "alpha");
      await open(page, form);
      const held = await api.slowFailure("POST", "/api/v2/authorizations", 500, { code: "internal error", message: "disk full" });
      await page.getByRole("button", { name: "Create replacement" }).click();
      await held.answered;
      await page.getByRole("dialog", { name: form[1] }).getByRole("button", { name: "Close" }).click();
      held.release();
      await expect(page.getByRole("alert").filter({ hasText: "disk full" })).toContainText("Failed to create API token");
    });
  }

  test("takes no description that it would lose", async ({ page, server, signIn, api }) => {
    await openList({ page, server, signIn }, "alpha");
    await openSummary(page, "alpha");
    await open(page, forms[0]);
    const held = await api.slowReply("POST", "/api/v2/authorizations");
    const box = page.getByRole("dialog", { name: "Rotate API token" }).getByRole("textbox", { name: "Description" });
    await expect(box).toBeEditable();
    await page.getByRole("button", { name: "Create replacement" }).click();
    await held.answered;
    await expect(box).not.toBeEditable();
    held.release();
    await take(page);
  });

  test("of a token that somebody else has deleted meanwhile says so", async ({ page, server, signIn }) => {
    const { tokens, orgID } = await openList({ page, server, signIn }, "alpha");
    await openSummary(page, "alpha");
    await open(page, forms[0]);
    await server.operator.deleteAuthorization(tokens[0]!.id);
    await page.evaluate(() => dispatchEvent(new Event("focus")));
    await expect(page.getByRole("grid", { name: "API tokens", includeHidden: true })).toHaveAttribute("aria-rowcount", "0");
    await page.getByRole("button", { name: "Create replacement" }).click();
    await expect(page.getByRole("dialog", { name: "Rotate API token" }).getByRole("alert").filter({ hasText: "is gone" })).toBeVisible();
    expect(await ofOrganization(server, orgID)).toHaveLength(0);
  });
});

test.describe("Change permissions", () => {
  test("replaces the token by one with other permissions, and shows the difference first", async ({ page, server, signIn }) => {
    const { orgID, tokens } = await openList({ page, server, signIn }, "alpha");
    await openSummary(page, "alpha");
    await page.getByRole("button", { name: "Change permissions" }).click();
    const dialog = page.getByRole("dialog", { name: "Change permissions" });
    await expect(dialog.getByRole("group", { name: "Access permissions" })).toBeVisible();
    const changes = dialog.getByRole("region", { name: "Changes" });
    await expect(changes).toContainText("No changes yet");
    await expect(dialog.getByRole("button", { name: "Create replacement" })).toBeDisabled();
    await dialog.getByRole("searchbox", { name: "Filter Access Permissions" }).fill("buckets");
    await dialog.getByRole("checkbox", { name: "Read: All buckets" }).uncheck();
    await dialog.getByRole("checkbox", { name: "Write: All buckets" }).check();
    await expect(changes.getByRole("listitem")).toHaveText([/Removed: read All buckets/, /Added: write All buckets/]);
    await bothThemes(page, () => axe(page));
    await dialog.getByRole("button", { name: "Create replacement" }).click();
    await take(page);
    await expect(summary(page).getByRole("button", { name: "Deactivate the old one" })).toBeVisible();
    const [old, changed] = await ofOrganization(server, orgID);
    expect(old!.permissions).toEqual(tokens[0]!.permissions);
    expect(changed!.permissions.map(({ action, resource }) => [action, resource.type, resource.orgID])).toEqual([["write", "buckets", orgID]]);
    expect(changed!.userID).toBe(tokens[0]!.userID);
    await page.keyboard.press("Escape");
    await expect(row(page, `alpha (replaces ${old!.id})`)).toContainText("write all buckets");
  });

  test("keeps permissions to what is deleted unless they are unticked", async ({ page, server, signIn }) => {
    const gone = (orgID: string): Permission[] => [
      { action: "read", resource: { type: "buckets", id: "0123456789abcdef", orgID } },
      { action: "read", resource: { type: "tasks", orgID } },
    ];
    const { orgID } = await openList({ page, server, signIn }, { description: "alpha", permissions: gone });
    await openSummary(page, "alpha");
    await page.getByRole("button", { name: "Change permissions" }).click();
    const dialog = page.getByRole("dialog", { name: "Change permissions" });
    await expect(dialog.getByText("Resource deleted")).toBeVisible();
    await dialog.getByRole("button", { name: /Telegrafs/ }).click();
    await dialog.getByRole("checkbox", { name: "Read: All telegrafs" }).check();
    await dialog.getByRole("button", { name: "Create replacement" }).click();
    await take(page);
    const types = (await ofOrganization(server, orgID)).at(-1)!.permissions.map(({ resource }) => resource.id ?? resource.type);
    expect(types.toSorted()).toEqual(["0123456789abcdef", "tasks", "telegrafs"]);
  });
});
