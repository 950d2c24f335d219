// Generating tokens: the menu, "All Access API Token" and "Custom API Token".

import type { Page } from "@playwright/test";
import { openList, organizationWith, row } from "../support/list.ts";
import { pasted } from "../support/secrets.ts";
import { axe, bothThemes, expect, test } from "../support/test.ts";

const FAILED = /Failed to load resource/;
const ALL = "Generate All Access API Token";
const CUSTOM = "Generate a Custom API Token";

const dialog = (page: Page, name: string) => page.getByRole("dialog", { name });
const created = (page: Page) => page.getByRole("dialog", { name: "You've successfully created an API Token" });
const description = (page: Page) => page.getByRole("textbox", { name: "Description" });
const posts = (api: { requests: (method: string, path: string) => { body: unknown }[] }) => api.requests("POST", "/api/v2/authorizations").map(({ body }) => body);

async function choose(page: Page, kind: "All Access API Token" | "Custom API Token"): Promise<void> {
  await page.getByRole("button", { name: "Generate API Token" }).first().click();
  await page.getByRole("menuitem", { name: kind, exact: true }).click();
}

async function closeReveal(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Close without copying" }).click();
  await expect(created(page)).toBeHidden();
}

/** The tree is there once everything that can be granted has been read. */
async function openCustom(page: Page): Promise<void> {
  await choose(page, "Custom API Token");
  await expect(page.getByRole("group", { name: "Access permissions" })).toBeVisible();
}

test.describe("an all-access token", () => {
  test("is made with the 43 permissions of InfluxDB's own page", async ({ page, server, signIn, api }) => {
    const { orgID } = await openList({ page, server, signIn }, "alpha");
    await choose(page, "All Access API Token");
    await expect(dialog(page, ALL)).toContainText("This token will be able to create, update, delete, read, and write to anything in this organization");
    await expect(description(page)).toBeFocused();
    await bothThemes(page, () => axe(page));
    await page.keyboard.type("everything here");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(created(page)).toBeVisible();
    await expect(created(page).getByRole("status").getByText("API token was created successfully")).toBeVisible();
    await closeReveal(page);
    await expect(page.getByRole("link", { name: "everything here", exact: true })).toBeFocused();
    await expect(row(page, "everything here")).toContainText("All access");
    const made = (await server.operator.authorizations(`?orgID=${orgID}`)).find((one) => one.description === "everything here");
    expect(made?.permissions).toHaveLength(43);
    expect(made?.status).toBe("active");
    expect(posts(api)).toHaveLength(1);
  });

  test("may be made with the keyboard alone, and without a description", async ({ page, server, signIn, api }) => {
    await openList({ page, server, signIn }, "alpha");
    await page.getByRole("button", { name: "Generate API Token" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("menuitem", { name: "All Access API Token" })).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("menuitem", { name: "Custom API Token" })).toBeFocused();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await expect(description(page)).toBeFocused();
    await expect(page.getByRole("button", { name: "Save" })).toBeEnabled();
    await page.keyboard.press("Enter");
    await expect(created(page)).toBeVisible();
    expect(posts(api)).toEqual([expect.objectContaining({ description: "" })]);
    await closeReveal(page);
  });

  test("is offered where there is none", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn });
    await expect(page.getByText("why not generate one?")).toBeVisible();
    await page.getByRole("button", { name: "Generate API Token" }).last().click();
    await page.getByRole("menuitem", { name: "All Access API Token" }).click();
    await expect(dialog(page, ALL)).toBeVisible();
  });

  test("waits for the types that the server knows, and can try again", async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(FAILED);
    await openList({ page, server, signIn }, "alpha");
    await api.failReply("GET", "/api/v2/resources", 500, { code: "internal error", message: "disk full" });
    await choose(page, "All Access API Token");
    await expect(dialog(page, ALL).getByRole("alert").filter({ hasText: "disk full" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("button", { name: "Save" })).toBeEnabled();
  });

  test("may be asked for before the types that the server knows are here", async ({ page, server, signIn, api }) => {
    await openList({ page, server, signIn }, "alpha");
    const types = await api.slowReply("GET", "/api/v2/resources");
    await choose(page, "All Access API Token");
    await expect(description(page)).toBeFocused();
    await page.keyboard.type("at once");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Save" })).toBeEnabled();
    types.release();
    await expect(created(page)).toBeVisible();
    expect(posts(api)).toEqual([expect.objectContaining({ description: "at once" })]);
    await closeReveal(page);
  });

  test("is not made by what was asked before the types could not be read", async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(FAILED);
    await openList({ page, server, signIn }, "alpha");
    const types = await api.slowFailure("GET", "/api/v2/resources", 500, { code: "internal error", message: "disk full" });
    await choose(page, "All Access API Token");
    await expect(description(page)).toBeFocused();
    await page.keyboard.press("Enter");
    types.release();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("button", { name: "Save" })).toBeEnabled();
    await expect(page.getByRole("button", { name: "Save" })).not.toHaveAttribute("aria-disabled");
    expect(posts(api)).toEqual([]);
  });

  test("has whatever types the server has", async ({ page, server, signIn, api }) => {
    await openList({ page, server, signIn }, "alpha");
    await api.replaceReply("GET", "/api/v2/resources", JSON.stringify(["buckets", "flows", "instance", "orgs", "users"]));
    await api.failReply("POST", "/api/v2/authorizations", 400, { code: "invalid", message: "enough" });
    await choose(page, "All Access API Token");
    await expect(page.getByRole("button", { name: "Save" })).toBeEnabled();
    const failed = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("button", { name: "Save" }).click();
    await failed;
    const [body] = posts(api) as { permissions: { action: string; resource: { type: string } }[] }[];
    expect(body!.permissions.map(({ action, resource }) => `${action} ${resource.type}`)).toEqual([
      "read buckets", "write buckets", "read flows", "write flows", "read orgs", "read users", "write users",
    ]);
  });
  test.afterEach(({ allowConsole }) => allowConsole(FAILED));
});

test.describe("a custom token", () => {
  test("is made of what is ticked", async ({ page, server, signIn, api }) => {
    const own = await organizationWith(server, "alpha");
    const bucket = await server.operator.createBucket(own.orgID, "metrics_raw");
    await signIn();
    await page.goto(own.url);
    await openCustom(page);
    await expect(page.getByRole("button", { name: "Generate", exact: true })).toBeDisabled();
    await bothThemes(page, () => axe(page));
    await page.getByRole("searchbox", { name: "Filter Access Permissions" }).fill("metrics_raw");
    await page.getByRole("checkbox", { name: /^Read:.*metrics_raw/ }).check();
    await page.getByRole("button", { name: "Generate", exact: true }).click();
    await expect(created(page)).toBeVisible();
    await closeReveal(page);
    expect(posts(api)).toEqual([
      { orgID: own.orgID, status: "active", description: "Read buckets metrics_raw", permissions: [{ action: "read", resource: { type: "buckets", id: bucket.id, orgID: own.orgID } }] },
    ]);
    await expect(row(page, "Read buckets metrics_raw")).toContainText("read 1 bucket");
  });

  test("offers every bucket, however many pages there are", async ({ page, server, signIn }) => {
    const own = await organizationWith(server, "alpha");
    for (let at = 0; at < 230; at += 1) await server.operator.createBucket(own.orgID, `bucket ${at}`);
    await signIn();
    await page.goto(own.url);
    await openCustom(page);
    const filter = page.getByRole("searchbox", { name: "Filter Access Permissions" });
    for (const last of ["bucket 99", "bucket 229"]) {
      await filter.fill(last);
      await expect(page.getByRole("checkbox", { name: `Read: ${last}`, exact: true })).toBeVisible();
    }
  });

  test("is filled in from its link", async ({ page, server, signIn, api }) => {
    const own = await organizationWith(server);
    const [a, b] = [await server.operator.createBucket(own.orgID, "a"), await server.operator.createBucket(own.orgID, "b")];
    await signIn();
    await page.goto(`${own.url}/generate/custom-api?description=from%20a%20link&read=buckets/${a.id},buckets/${b.id}&write=buckets/${b.id}`);
    await expect(description(page)).toHaveValue("from a link");
    await expect(dialog(page, CUSTOM).getByRole("status").filter({ hasText: "read 2 buckets" })).toContainText("write 1");
    await page.getByRole("button", { name: "Generate", exact: true }).click();
    await expect(created(page)).toBeVisible();
    const [body] = posts(api) as { description: string; permissions: unknown[] }[];
    expect(body!.description).toBe("from a link");
    expect(body!.permissions).toHaveLength(3);
    await closeReveal(page);
    await expect(page).toHaveURL(own.url);
  });

  test("gives the link that fills it in", async ({ page, context, server, signIn }) => {
    await context.grantPermissions(["clipboard-write"]);
    const own = await organizationWith(server);
    const bucket = await server.operator.createBucket(own.orgID, "a");
    await signIn();
    await page.goto(`${own.url}/generate/custom-api?description=100%25%20%26%20more&read=buckets/${bucket.id}&write=tasks`);
    await page.getByRole("button", { name: "Copy link to this form" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Link copied to the clipboard" })).toBeVisible();
    const link = await pasted(context);
    expect(Object.fromEntries(new URL(link).searchParams)).toEqual({ description: "100% & more", read: `buckets/${bucket.id}`, write: "tasks" });
    expect(new URL(link).href.split("?")[0]).toBe(`${own.url}/generate/custom-api`);
  });

  test("says what of its link could not be filled in", async ({ page, server, signIn }) => {
    const own = await organizationWith(server);
    await signIn();
    await page.goto(`${own.url}/generate/custom-api?read=bukkets&write=buckets/xyz`);
    const problems = dialog(page, CUSTOM).getByRole("alert").filter({ hasText: "could be filled in" });
    await expect(problems.getByRole("listitem")).toHaveCount(2);
    await expect(problems).toContainText("bukkets");
    await expect(problems).toContainText("xyz");
  });

  test("has the stock page's default descriptions", async ({ page, server, signIn, api }) => {
    await openList({ page, server, signIn }, "alpha");
    await openCustom(page);
    await page.getByRole("button", { name: "Read and write everything in buckets" }).click();
    await description(page).fill("   ");
    await page.getByRole("button", { name: "Generate", exact: true }).click();
    await expect(created(page)).toBeVisible();
    expect(posts(api)).toEqual([expect.objectContaining({ description: "Read buckets Write buckets" })]);
    await closeReveal(page);
  });
});

test("each dialog opens cold at its own address, and closes to the list", async ({ page, server, signIn }) => {
  const own = await organizationWith(server, "alpha");
  await signIn();
  for (const [path, name] of [["all-access", ALL], ["custom-api", CUSTOM]] as const) {
    await page.goto(`${own.url}/generate/${path}`);
    await expect(dialog(page, name)).toBeVisible();
    await page.reload();
    await expect(dialog(page, name)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog(page, name)).toBeHidden();
    await expect(page).toHaveURL(own.url);
  }
});

test("Back closes the dialog, and the list's filter stays", async ({ page, server, signIn }) => {
  const own = await organizationWith(server, "alpha");
  await signIn();
  await page.goto(`${own.url}?status=active`);
  await choose(page, "All Access API Token");
  await expect(page).toHaveURL(`${own.url}/generate/all-access?status=active`);
  await page.goBack();
  await expect(dialog(page, ALL)).toBeHidden();
  await expect(page).toHaveURL(`${own.url}?status=active`);
});

test("a double click makes one token, and so does a double Enter", async ({ page, server, signIn, api }) => {
  await openList({ page, server, signIn }, "alpha");
  for (const twice of [
    () => page.getByRole("button", { name: "Save" }).dblclick(),
    async () => {
      await description(page).press("Enter");
      await description(page).press("Enter");
    },
  ]) {
    api.forget();
    await choose(page, "All Access API Token");
    await expect(page.getByRole("button", { name: "Save" })).toBeEnabled();
    const held = await api.slowReply("POST", "/api/v2/authorizations");
    await twice();
    await held.answered;
    held.release();
    await expect(created(page)).toBeVisible();
    expect(posts(api)).toHaveLength(1);
    await closeReveal(page);
  }
});

test("what the server refuses stays filled in, with the reason beside the permission it names", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(FAILED);
  const own = await organizationWith(server, "alpha");
  await signIn();
  await page.goto(own.url);
  await openCustom(page);
  await description(page).fill("too much");
  await page.getByRole("button", { name: "Read and write everything in buckets" }).click();
  const named = `write:orgs/${own.orgID}/buckets`;
  await api.failReply("POST", "/api/v2/authorizations", 403, { code: "forbidden", message: `permission ${named} is not allowed: ${named} is unauthorized` });
  await page.getByRole("button", { name: "Generate", exact: true }).click();
  await expect(dialog(page, CUSTOM).getByRole("alert").filter({ hasText: "Failed to create API token" })).toContainText(named);
  await expect(page.getByRole("checkbox", { name: "Write: All buckets" })).toHaveAccessibleDescription(new RegExp(named));
  await expect(description(page)).toHaveValue("too much");
  await bothThemes(page, () => axe(page));
  // The next try may succeed.
  await page.getByRole("button", { name: "Generate", exact: true }).click();
  await expect(created(page)).toBeVisible();
  await closeReveal(page);
});

test("a token that may have been made is looked for in the list", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(FAILED);
  await openList({ page, server, signIn }, "alpha");
  await choose(page, "All Access API Token");
  await description(page).fill("made or not");
  await api.dropRequest("POST", "/api/v2/authorizations");
  api.forget();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(dialog(page, ALL).getByRole("alert").filter({ hasText: "may have been created" })).toBeVisible();
  await expect.poll(() => api.requests("GET", "/api/v2/authorizations?").length).toBe(1);
  await expect(description(page)).toHaveValue("made or not");
});

test("a session that has ended is renewed, and then the token can be made", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(FAILED);
  await openList({ page, server, signIn }, "alpha");
  await choose(page, "All Access API Token");
  await description(page).fill("kept");
  await api.failReply("POST", "/api/v2/authorizations", 401, { code: "unauthorized", message: "unauthorized access" });
  await page.getByRole("button", { name: "Save" }).click();
  const again = page.getByRole("dialog", { name: "Sign in again" });
  await again.getByLabel("Password").fill(server.account.password);
  await again.getByRole("button", { name: "Sign In" }).click();
  await expect(again).toBeHidden();
  await expect(description(page)).toHaveValue("kept");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(created(page)).toBeVisible();
});

test("closing by mistake keeps what was filled in, Cancel empties it, and leaving the page asks", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  await openCustom(page);
  await description(page).fill("long thought about");
  await page.getByRole("checkbox", { name: "Read: All other resources", exact: true }).check();
  await page.keyboard.press("Escape");
  await expect(dialog(page, CUSTOM)).toBeHidden();
  let asked = false;
  page.once("dialog", async (question) => {
    asked = question.type() === "beforeunload";
    await question.dismiss();
  });
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toBe(true);
  await openCustom(page);
  await expect(description(page)).toHaveValue("long thought about");
  await expect(dialog(page, CUSTOM).getByRole("status").filter({ hasText: "read all" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await openCustom(page);
  await expect(description(page)).toHaveValue("");
  await expect(dialog(page, CUSTOM).getByRole("status").filter({ hasText: "nothing yet" })).toBeVisible();
});
