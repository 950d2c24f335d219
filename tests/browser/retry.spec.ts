// What fails in passing: reading is tried again by itself, twice at most, and says so; then it is the person who tries again. What
// changes something is never sent twice.

import type { Page } from "@playwright/test";
import { openList, organizationWith, row } from "../support/list.ts";
import { expect, test } from "../support/test.ts";

const LIST = "/authorizations?orgID=";
const STARTING = { code: "unavailable", message: "the server is starting" };
const retrying = (page: Page) => page.getByRole("status").filter({ hasText: "Retrying…" });
const link = (page: Page, description: string) => page.getByRole("link", { name: description, exact: true });
const failed = (page: Page) => page.getByRole("alert").filter({ hasText: "Failed to get API tokens" });

test.beforeEach(({ allowConsole }) => allowConsole(/Failed to load resource/));

test("a list that fails in passing is tried again, and the page says so meanwhile", async ({ page, server, signIn, api }) => {
  const { url } = await organizationWith(server, "alpha");
  await signIn();
  const held = await api.slowReply("GET", LIST);
  await api.failReply("GET", LIST, 503, STARTING);
  await page.goto(url);
  await expect(retrying(page)).toBeVisible();
  await held.answered;
  held.release();
  await expect(link(page, "alpha")).toBeVisible();
  await expect(retrying(page)).toHaveCount(0);
  await expect(failed(page)).toHaveCount(0);
  expect(api.requests("GET", LIST)).toHaveLength(2);
});

test("after the third failure it is the person who tries again", async ({ page, server, signIn, api }) => {
  const { url } = await organizationWith(server, "alpha");
  await signIn();
  await api.failReply("GET", LIST, 503, STARTING, 3);
  await page.goto(url);
  await expect(failed(page)).toContainText("the server is starting");
  await expect(retrying(page)).toHaveCount(0);
  expect(api.requests("GET", LIST)).toHaveLength(3);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(link(page, "alpha")).toBeVisible();
});

test("no connection is tried again, too, and in a dialog the page says so there", async ({ page, server, signIn, api }) => {
  await openList({ page, server, signIn }, "alpha");
  const held = await api.slowReply("GET", "/resources");
  await api.dropRequest("GET", "/resources");
  await page.getByRole("button", { name: "Generate API Token" }).click();
  await page.getByRole("menuitem", { name: "All Access API Token" }).click();
  const dialog = page.getByRole("dialog", { name: "Generate All Access API Token" });
  await expect(dialog.getByRole("status").filter({ hasText: "Retrying…" })).toBeVisible();
  await held.answered;
  held.release();
  await expect(dialog.getByRole("button", { name: "Save" })).toBeEnabled();
});

test("Retry-After is waited for, unless it is long", async ({ page, server, signIn, context }) => {
  const { url } = await organizationWith(server, "alpha");
  await signIn();
  await page.clock.install();
  const asked: string[] = [];
  const answers = ["7", "3600"];
  await context.route(/\/api\/v2\/authorizations\?/, (route) => {
    asked.push(route.request().url());
    const after = answers[asked.length - 1];
    if (after === undefined) return route.continue();
    return route.fulfill({ status: 429, headers: { "Retry-After": after }, json: { code: "too many requests", message: "slow down" } });
  });
  await page.goto(url);
  await expect(retrying(page)).toBeVisible();
  expect(asked).toHaveLength(1);
  await page.clock.fastForward(6_000);
  await expect(retrying(page)).toBeVisible();
  expect(asked).toHaveLength(1);
  await page.clock.fastForward(3_000);
  await expect(failed(page)).toContainText("slow down");
  expect(asked).toHaveLength(2);
});

for (const status of [429, 502, 503]) {
  test(`a change is not sent again by itself: ${status}`, async ({ page, server, signIn, api }) => {
    await openList({ page, server, signIn }, "alpha");
    await api.failReply("PATCH", "", status, { code: "any", message: "not now" });
    await row(page, "alpha").getByRole("switch").click();
    await expect(page.getByRole("alert").filter({ hasText: "not now" })).toBeVisible();
    await expect(row(page, "alpha").getByRole("switch")).toBeChecked();
    expect(api.requests("PATCH")).toHaveLength(1);
  });
}

test("an answer that will not change is not asked for again", async ({ page, server, signIn, api }) => {
  const { url } = await organizationWith(server, "alpha");
  await signIn();
  await api.failReply("GET", LIST, 500, { code: "internal error", message: "engine is closed" });
  await page.goto(url);
  await expect(failed(page)).toContainText("engine is closed");
  expect(api.requests("GET", LIST)).toHaveLength(1);
});
