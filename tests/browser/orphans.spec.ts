// Permissions that outlive what they were for: a bucket, an organization or a user that is deleted.

import type { Page } from "@playwright/test";
import type { Permission } from "../support/client.ts";
import { organizationWith, row } from "../support/list.ts";
import { axe, bothThemes, expect, type Server, test } from "../support/test.ts";

const summary = (page: Page) => page.getByRole("dialog", { name: "API Token Summary" });
const cells = (page: Page, text: string) => summary(page).getByRole("row").filter({ hasText: text }).getByRole("cell");
const search = (page: Page) => page.getByRole("combobox", { name: "Filter Tokens" });
const read = (type: string, id: string, orgID?: string): Permission => ({ action: "read", resource: { type, id, ...(orgID ? { orgID } : {}) } });

async function openSummary(page: Page, description: string) {
  await page.getByRole("link", { name: description, exact: true }).click();
  await expect(summary(page)).toBeVisible();
}

/** An organization with a bucket deleted and made again under the same name, and a token for each of the two. */
async function recreated(server: Server) {
  const { orgID, url } = await organizationWith(server);
  const create = (description: string, ...buckets: string[]) =>
    server.operator.createAuthorization({ orgID, description, permissions: buckets.map((id) => read("buckets", id, orgID)) });
  const first = await server.operator.createBucket(orgID, "metrics raw");
  const kept = await server.operator.createBucket(orgID, "kept");
  await create("made for the first", first.id, kept.id);
  await server.operator.deleteBucket(first.id);
  const second = await server.operator.createBucket(orgID, "metrics raw");
  expect(second.id).not.toBe(first.id);
  await create("made for the second", second.id, kept.id);
  return { orgID, url, first, second };
}

test("a bucket made again under the same name is not the one that a token was made for", async ({ page, server, signIn }) => {
  const { url, first, second } = await recreated(server);
  await signIn();
  await page.goto(url);
  await expect(row(page, "made for the first").getByText("read 2 buckets (1 deleted)", { exact: true })).toBeVisible();
  await expect(row(page, "made for the second").getByText("read 2 buckets", { exact: true })).toBeVisible();

  await openSummary(page, "made for the first");
  await expect(cells(page, "Resource deleted")).toHaveText([new RegExp(`^Bucket ${first.id} *Resource deleted`), "Yes", "No"]);
  await expect(summary(page).getByText("metrics raw")).toHaveCount(0);
  await expect(cells(page, "kept")).toHaveText([/^Bucket kept$/, "Yes", "No"]);
  await page.keyboard.press("Escape");
  await expect(summary(page)).toHaveCount(0);

  await openSummary(page, "made for the second");
  await expect(cells(page, "metrics raw")).toHaveText([/^Bucket metrics raw$/, "Yes", "No"]);
  await expect(summary(page).getByText("Resource deleted")).toHaveCount(0);
  await expect(summary(page).getByText(second.id)).toHaveCount(0);
});

test("searching for the bucket's name finds the token of the one that exists", async ({ page, server, signIn }) => {
  const { url, first } = await recreated(server);
  await signIn();
  await page.goto(url);
  for (const query of ["metrics", "bucket:metrics"]) {
    await search(page).fill(query);
    await expect(row(page, "made for the second")).toBeVisible();
    await expect(row(page, "made for the first")).toHaveCount(0);
  }
  // The one that is gone is still found by its id.
  await search(page).fill(first.id);
  await expect(row(page, "made for the first")).toBeVisible();
  await expect(row(page, "made for the second")).toHaveCount(0);
});

test("a bucket that is deleted while the list is open is told on coming back", async ({ page, server, signIn }) => {
  const { orgID, url } = await organizationWith(server);
  const bucket = await server.operator.createBucket(orgID, "doomed");
  await server.operator.createAuthorization({ orgID, description: "alpha", permissions: [read("buckets", bucket.id, orgID)] });
  await signIn();
  await page.goto(url);
  await expect(row(page, "alpha").getByText("read 1 bucket", { exact: true })).toBeVisible();
  await server.operator.deleteBucket(bucket.id);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(row(page, "alpha").getByText("read 1 bucket (1 deleted)", { exact: true })).toBeVisible();
});

test("a deleted organization and a deleted user are told, too", async ({ page, server, signIn }) => {
  const { orgID, url } = await organizationWith(server);
  const org = await server.operator.createOrganization("soon closed");
  const user = await server.operator.createUser("soon gone", "a long password");
  await server.operator.createAuthorization({ orgID, description: "orphans", permissions: [read("orgs", org.id), read("users", user.id)] });
  await signIn();
  await page.goto(url);
  await expect(row(page, "orphans").getByText("read 1 organization", { exact: true })).toBeVisible();
  await server.operator.send("DELETE", `orgs/${org.id}`);
  await server.operator.deleteUser(user.id);
  await page.reload();
  for (const text of ["read 1 organization (1 deleted)", "read 1 user (1 deleted)"]) {
    await expect(row(page, "orphans").getByText(text, { exact: true })).toBeVisible();
  }
  await openSummary(page, "orphans");
  await expect(cells(page, org.id)).toHaveText([new RegExp(`^Organization ${org.id} *Resource deleted`), "Yes", "No"]);
  await expect(cells(page, user.id)).toHaveText([new RegExp(`^User ${user.id} *Resource deleted`), "Yes", "No"]);
  await bothThemes(page, () => axe(page));
});
