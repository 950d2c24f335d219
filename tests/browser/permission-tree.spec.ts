// The permission tree of "Generate a Custom API Token": what can be ticked, and what it comes to.

import type { Locator, Page } from "@playwright/test";
import { Client, type Permission } from "../support/client.ts";
import { organizationWith } from "../support/list.ts";
import type { PageApi } from "../support/page-api.ts";
import type { Server } from "../support/server.ts";
import { axe, bothThemes, expect, test } from "../support/test.ts";

type Opened = { orgID: string; buckets: Map<string, string>; tree: Locator };

/** Opens the dialog for a new organization with these buckets; `query` may name buckets as `{name}`. */
async function open(
  { page, server, signIn }: { page: Page; server: Server; signIn: () => Promise<void> },
  names: string[],
  query = "",
): Promise<Opened> {
  const { orgID, url } = await organizationWith(server);
  const buckets = new Map<string, string>();
  for (const name of names) buckets.set(name, (await server.operator.createBucket(orgID, name)).id);
  const asked = query.replace(/\{(.*?)\}/g, (_, name: string) => buckets.get(name) ?? name);
  await signIn();
  await page.goto(`${url}/generate/custom-api${asked}`);
  const tree = page.getByRole("dialog", { name: "Generate a Custom API Token" }).getByRole("group", { name: "Access permissions" });
  await expect(tree).toBeVisible();
  return { orgID, buckets, tree };
}

function box(tree: Locator, name: string): Locator {
  return tree.getByRole("checkbox", { name, exact: true });
}

/** The row with that box. */
function row(tree: Locator, name: string): Locator {
  return tree.getByRole("row").filter({ has: tree.page().getByRole("checkbox", { name, exact: true }) });
}

function part(tree: Locator, name: RegExp): Locator {
  return tree.getByRole("button", { name });
}

function filter(tree: Locator): Locator {
  return tree.getByRole("searchbox", { name: "Filter Access Permissions" });
}

async function expectAccess(tree: Locator, text: string): Promise<void> {
  await expect(tree.getByRole("status").filter({ hasText: "Access: " })).toHaveText(`Access: ${text}`);
}

/** Presses "Generate" and gives the permissions that were sent. */
async function generate(page: Page, api: PageApi): Promise<Permission[]> {
  const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/authorizations"));
  await page.getByRole("button", { name: "Generate", exact: true }).click();
  await sent;
  return (api.requests("POST", "/authorizations").at(-1)!.body as { permissions: Permission[] }).permissions;
}

test("each bucket can be ticked, the server's own come last, and what is ticked is told and sent", async ({ page, server, signIn, api }) => {
  const { orgID, buckets, tree } = await open({ page, server, signIn }, ["raw 10", "raw 9", "alerts"]);
  await expectAccess(tree, "nothing yet");
  await expect(part(tree, /^Buckets/)).toHaveAttribute("aria-expanded", "false");
  await part(tree, /^Buckets/).click();
  await expect(part(tree, /^Buckets/)).toHaveAttribute("aria-expanded", "true");
  const names = tree.getByRole("checkbox", { name: /^Read: (?!Each|All other)/ });
  await expect(names.first()).toHaveAccessibleName("Read: All buckets");
  const shown = await names.evaluateAll((boxes) => boxes.map((box) => box.getAttribute("aria-label")));
  expect(shown.map((name) => name?.replace("Read: ", ""))).toEqual(["All buckets", "alerts", "raw 9", "raw 10", "_monitoring", "_tasks"]);
  await box(tree, "Read: raw 9").check();
  await box(tree, "Read: raw 10").press("Space");
  await expect(box(tree, "Read: raw 10")).toBeFocused();
  await expect(box(tree, "Read: raw 10")).toBeChecked();
  await box(tree, "Write: raw 9").check();
  await expectAccess(tree, "read 2 buckets, write 1");
  const one = (action: "read" | "write", name: string) => ({ action, resource: { type: "buckets", id: buckets.get(name)!, orgID } });
  const sent = await generate(page, api);
  expect(sent).toHaveLength(3);
  expect(sent).toEqual(expect.arrayContaining([one("read", "raw 9"), one("write", "raw 9"), one("read", "raw 10")]));
});

test("all buckets, future ones too, are not the same as each bucket", async ({ page, server, signIn, api }) => {
  const { orgID, tree } = await open({ page, server, signIn }, ["a", "b"]);
  await part(tree, /^Buckets/).click();
  await expect(row(tree, "Read: All buckets")).toContainText("all, future ones too");
  const each = box(tree, "Read: Each bucket listed");
  await box(tree, "Read: a").check();
  await expect(each).toBeChecked({ indeterminate: true });
  await each.click();
  await expect(each).toBeChecked();
  await expect(box(tree, "Read: b")).toBeChecked();
  await expect(box(tree, "Read: All buckets")).not.toBeChecked();
  await expectAccess(tree, "read 4 buckets");

  await box(tree, "Read: b").uncheck();
  await box(tree, "Read: All buckets").check();
  await expect(box(tree, "Read: b")).toBeChecked();
  await expect(box(tree, "Read: b")).toBeDisabled();
  await expect(box(tree, "Write: b")).toBeEnabled();
  await expectAccess(tree, "read all buckets");
  // What was ticked one by one comes back.
  await box(tree, "Read: All buckets").uncheck();
  await expect(box(tree, "Read: a")).toBeChecked();
  await expect(box(tree, "Read: b")).not.toBeChecked();
  await box(tree, "Read: All buckets").check();
  expect(await generate(page, api)).toEqual([{ action: "read", resource: { type: "buckets", orgID } }]);
});

test("all other resources are set, never inverted, in the shape that the server asks for", async ({ page, server, signIn, api }) => {
  const { orgID, tree } = await open({ page, server, signIn }, []);
  const user = (await server.operator.users()).find(({ name }) => name === server.account.user)!;
  await part(tree, /^Other Resources/).click();
  await box(tree, "Read: All tasks").check();
  const all = box(tree, "Read: All other resources");
  await expect(all).toBeChecked({ indeterminate: true });
  await all.click();
  await expect(all).toBeChecked();
  await expect(box(tree, "Read: All tasks")).toBeChecked();
  await expect(box(tree, "Read: This organization")).toBeChecked();
  await expect(tree.getByRole("checkbox", { name: /instance/i })).toHaveCount(0);
  const sent = await generate(page, api);
  expect(sent).toHaveLength(20);
  expect(sent).toContainEqual({ action: "read", resource: { type: "orgs", id: orgID } });
  expect(sent).toContainEqual({ action: "read", resource: { type: "users", id: user.id } });
  expect(sent).toContainEqual({ action: "read", resource: { type: "tasks", orgID } });
});

test("types that this page does not know are offered as they are", async ({ page, server, signIn, api }) => {
  await api.alterReply<string[]>("GET", "/resources", (types) => [...types, "subscriptions"]);
  const { tree } = await open({ page, server, signIn }, []);
  await part(tree, /^Other Resources/).click();
  await box(tree, "Write: All subscriptions").check();
  await expectAccess(tree, "write all subscriptions");
});

test("the filter finds names, ids and types, says when there is nothing, and Escape clears it", async ({ page, server, signIn }) => {
  const { buckets, tree } = await open({ page, server, signIn }, ["metrics_raw", "metrics_5m", "alerts"]);
  await filter(tree).fill("METRICS");
  await expect(box(tree, "Read: metrics_raw")).toBeVisible();
  await expect(box(tree, "Read: alerts")).toHaveCount(0);
  await expect(tree).toContainText("No telegrafs match your search term");
  await expect(tree).toContainText("No Resources match your search term");
  // The box for each is about the rows shown.
  await box(tree, "Write: Each bucket listed").check();
  await expectAccess(tree, "write 2 buckets");
  await filter(tree).fill(buckets.get("alerts")!);
  await expect(box(tree, "Read: alerts")).toBeVisible();
  await filter(tree).fill("tasks");
  await expect(box(tree, "Read: All tasks")).toBeVisible();
  await expect(box(tree, "Read: _tasks")).toBeVisible();
  await filter(tree).fill("nothing like it");
  await expect(tree).toContainText("No buckets match your search term");
  await filter(tree).press("Escape");
  await expect(filter(tree)).toHaveValue("");
  await expect(tree).toBeVisible();
  await expectAccess(tree, "write 2 buckets");
});

test("Enter in the filter or in a box creates nothing", async ({ page, server, signIn, api }) => {
  const { tree } = await open({ page, server, signIn }, ["a"], "?read=buckets");
  await filter(tree).fill("a");
  await filter(tree).press("Enter");
  await box(tree, "Write: a").press("Enter");
  await box(tree, "Write: a").press("Space");
  await expect(box(tree, "Write: a")).toBeChecked();
  await expectAccess(tree, "read all buckets, write 1");
  expect(api.requests("POST", "/authorizations")).toEqual([]);
});

test("a preset for one bucket takes the only one, or asks which", async ({ page, server, signIn }) => {
  const { tree } = await open({ page, server, signIn }, ["alpha", "beta"]);
  const preset = tree.getByRole("button", { name: "Read one bucket" });
  await preset.click();
  await expect(filter(tree)).toBeFocused();
  await expect(filter(tree)).toHaveAccessibleDescription(/^Which bucket\?/);
  await expectAccess(tree, "nothing yet");
  await filter(tree).pressSequentially("bet");
  await expect(box(tree, "Read: alpha")).toHaveCount(0);
  await preset.click();
  await expect(box(tree, "Read: beta")).toBeChecked();
  await expectAccess(tree, "read 1 bucket");
  await tree.getByRole("button", { name: "Untick everything" }).click();
  await expectAccess(tree, "nothing yet");
});

test("the other presets tick what they say, and a token to manage tokens manages tokens", async ({ page, server, signIn, api }) => {
  const { orgID, tree } = await open({ page, server, signIn }, ["only one"]);
  await tree.getByRole("button", { name: "Write one bucket (Telegraf)" }).click();
  await expectAccess(tree, "write 1 bucket");
  await expect(box(tree, "Write: only one")).toBeChecked();
  await tree.getByRole("button", { name: "Read and write everything in buckets" }).click();
  await expectAccess(tree, "read and write all buckets");
  await tree.getByRole("button", { name: "Untick everything" }).click();
  await tree.getByRole("button", { name: "Manage tokens" }).click();
  await expectAccess(tree, "read and write all authorizations; read and write your own user");
  await expect(box(tree, "Write: Your own user")).toBeChecked();

  const permissions = await generate(page, api);
  const made = await server.operator.createAuthorization({ orgID, permissions });
  const manager = Client.withToken(server.url, made.token);
  const other = await manager.createAuthorization({ orgID, permissions: [{ action: "read", resource: { type: "authorizations", orgID } }] });
  await manager.updateAuthorization(other.id, { description: "renamed" });
  expect((await manager.authorizations()).map(({ description }) => description)).toContain("renamed");
  await manager.deleteAuthorization(other.id);
});

test("a permission to what is gone keeps a row, can be unticked, and is not taken for its namesake", async ({ page, server, signIn }) => {
  const { orgID, tree, buckets } = await open({ page, server, signIn }, ["twice"], "?read=buckets/{twice},tasks/00000000000000aa&write=buckets/{twice}");
  const old = buckets.get("twice")!;
  await expectAccess(tree, "read and write 1 bucket; read 1 task");
  await server.operator.deleteBucket(old);
  await server.operator.createBucket(orgID, "twice");
  await page.reload();
  await expectAccess(tree, "read and write 1 bucket; read 1 task");
  const gone = tree.getByRole("row").filter({ hasText: old });
  await expect(gone).toContainText("Resource deleted");
  await filter(tree).fill("twice");
  await expect(box(tree, "Read: twice")).not.toBeChecked();
  await filter(tree).press("Escape");
  await gone.getByRole("checkbox", { name: /^Read: Bucket/ }).uncheck();
  await gone.getByRole("checkbox", { name: /^Write: Bucket/ }).uncheck();
  await expectAccess(tree, "read 1 task");
  await gone.getByRole("checkbox", { name: /^Read: Bucket/ }).check();
  await expectAccess(tree, "read 1 bucket; read 1 task");
});

test("what the server refuses has its reason beside it until it is unticked", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(/status of 403/);
  const { orgID, buckets, tree } = await open({ page, server, signIn }, ["a", "b"], "?read=buckets/{a},buckets/{b}");
  await expectAccess(tree, "read 2 buckets");
  const name = `read:orgs/${orgID}/buckets/${buckets.get("b")}`;
  await api.failReply("POST", "/authorizations", 403, { code: "forbidden", message: `permission ${name} is not allowed: ${name} is unauthorized` });
  await page.getByRole("button", { name: "Generate", exact: true }).click();
  await expect(box(tree, "Read: b")).toHaveAccessibleDescription(new RegExp(`${name} is unauthorized`));
  await expect(box(tree, "Read: b")).toBeVisible();
  await expect(box(tree, "Read: a")).toHaveAccessibleDescription("");
  await expect(row(tree, "Read: b")).toContainText("is unauthorized");
  await box(tree, "Read: b").uncheck();
  await expect(row(tree, "Read: b")).not.toContainText("is unauthorized");
});

test("hundreds of buckets are there, a hundred at a time", async ({ page, server, signIn, api }) => {
  const many = Array.from({ length: 600 }, (_, at) => ({ id: (at + 1).toString(16).padStart(16, "0"), name: `bucket ${at}` }));
  for (let at = 0; at <= many.length; at += 100) {
    await api.replaceReply("GET", new RegExp(`/buckets\\?.*offset=${at}&?$`), JSON.stringify({ buckets: many.slice(at, at + 100) }));
  }
  const { tree } = await open({ page, server, signIn }, []);
  await part(tree, /^Buckets/).click();
  await expect(tree).toContainText("500 more: filter to find them");
  await expect(tree.getByRole("checkbox", { name: /^Read: bucket / })).toHaveCount(100);
  await filter(tree).fill("bucket 599");
  await box(tree, "Read: bucket 599").check();
  await filter(tree).fill("");
  await expectAccess(tree, "read 1 bucket");
  await box(tree, "Write: Each bucket listed").check();
  await expectAccess(tree, "read 1 bucket, write 600");
});

for (const width of [1280, 320]) {
  test(`the tree is accessible and fits in ${width} px, in both themes`, async ({ page, server, signIn }) => {
    test.slow();
    await page.setViewportSize({ width, height: 800 });
    const names = ["a", "a bucket with quite a long name, as people give them", "unbroken_".repeat(10)];
    const { tree } = await open({ page, server, signIn }, names, "?read=tasks/00000000000000aa,buckets/{a}");
    await part(tree, /^Buckets/).click();
    await box(tree, "Write: All buckets").check();
    await tree.getByRole("button", { name: "Read one bucket" }).click();
    await expect(filter(tree)).toHaveAccessibleDescription(/^Which bucket/);
    await bothThemes(page, () => axe(page));
    expect(await tree.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
}
