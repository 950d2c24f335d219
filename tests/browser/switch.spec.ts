// The switch of a row: on and off at once, and what becomes of it when the server is slow or says no.

import type { Locator, Page } from "@playwright/test";
import { openList, row } from "../support/list.ts";
import { expect, test } from "../support/test.ts";

const PATCH = /\/authorizations\/\w+$/;

function toggle(page: Page, description: string): Locator {
  return page.getByRole("switch", { name: `Active: ${description}`, exact: true });
}

function tag(page: Page, description: string): Locator {
  return row(page, description).getByText("Inactive", { exact: true });
}

test("the switch is named Active: <description>, on or off", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "on", { description: "off", status: "inactive" });
  await expect(toggle(page, "on")).toBeChecked();
  await expect(toggle(page, "off")).not.toBeChecked();
  await toggle(page, "on").click();
  await toggle(page, "off").click();
  await expect(toggle(page, "on"), "its name does not change with its state").not.toBeChecked();
  await expect(toggle(page, "off")).toBeChecked();
});

test("one click toggles, and sends only the status, once", async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "worker");
  api.forget();
  await toggle(page, "worker").click();
  await expect(toggle(page, "worker")).not.toBeChecked();
  await expect(page.getByRole("status").filter({ hasText: "API token was updated successfully" })).toBeVisible();
  expect(api.requests(undefined, "/authorizations").map(({ method, path, body }) => ({ method, path, body }))).toEqual([
    { method: "PATCH", path: `/api/v2/authorizations/${tokens[0]!.id}`, body: { status: "inactive" } },
  ]);
  expect((await server.operator.authorization(tokens[0]!.id)).status).toBe("inactive");
});

test("Space toggles, and the focus stays", async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "worker");
  await page.getByRole("link", { name: "worker", exact: true }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(toggle(page, "worker")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(toggle(page, "worker")).not.toBeChecked();
  await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).status).toBe("inactive");
  await expect(toggle(page, "worker")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(toggle(page, "worker")).toBeChecked();
  await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).status).toBe("active");
  expect(api.requests("PATCH").map(({ body }) => body)).toEqual([{ status: "inactive" }, { status: "active" }]);
});

test("an inactive token says so in words", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "on", { description: "off", status: "inactive" });
  await expect(tag(page, "off")).toBeVisible();
  await expect(tag(page, "on")).toBeHidden();
  await toggle(page, "on").click();
  await expect(tag(page, "on")).toBeVisible();
  await toggle(page, "off").click();
  await expect(tag(page, "off")).toBeHidden();
});

test("the change is on screen at once, while the reply is held back", async ({ page, server, signIn, api }) => {
  await openList({ page, server, signIn }, "worker");
  const held = await api.slowReply("PATCH", PATCH);
  await toggle(page, "worker").click();
  await expect(toggle(page, "worker")).not.toBeChecked();
  await expect(tag(page, "worker")).toBeVisible();
  await expect(page.getByText("0 active", { exact: true })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "updated" })).toHaveCount(0);
  held.release();
  await expect(page.getByRole("status").filter({ hasText: "API token was updated successfully" })).toBeVisible();
  await expect(toggle(page, "worker")).not.toBeChecked();
});

for (const [status, code] of [
  [500, "internal error"],
  [403, "forbidden"],
] as const) {
  test(`a refusal (${status}) rolls back with the server's reason`, async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(new RegExp(`status of ${status}`));
    const { tokens } = await openList({ page, server, signIn }, "worker");
    await api.failReply("PATCH", PATCH, status, { code, message: "not today" });
    await toggle(page, "worker").click();
    await expect(page.getByRole("alert")).toContainText('Failed to update API token: "worker"');
    await expect(page.getByRole("alert")).toContainText("not today");
    await expect(toggle(page, "worker")).toBeChecked();
    await expect(tag(page, "worker")).toBeHidden();
    expect((await server.operator.authorization(tokens[0]!.id)).status).toBe("active");
    await toggle(page, "worker").click();
    await expect(toggle(page, "worker")).not.toBeChecked();
    await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).status).toBe("inactive");
  });
}

test("a switch without a connection rolls back and says so", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(/ERR_CONNECTION_REFUSED/);
  await openList({ page, server, signIn }, "worker");
  await api.dropRequest("PATCH", PATCH);
  await toggle(page, "worker").click();
  await expect(page.getByRole("alert")).toContainText('Failed to update API token: "worker"');
  await expect(page.getByRole("alert")).toContainText("The server cannot be reached");
  await expect(toggle(page, "worker")).toBeChecked();
});

test("two quick toggles settle on the last and go out in order, one at a time", async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "worker");
  const first = await api.slowReply("PATCH", PATCH);
  await toggle(page, "worker").click();
  await first.answered;
  await toggle(page, "worker").click();
  await expect(toggle(page, "worker")).toBeChecked();
  expect(api.requests("PATCH")).toHaveLength(1);
  const second = await api.slowReply("PATCH", PATCH);
  first.release();
  await second.answered;
  expect(api.requests("PATCH").map(({ body }) => body)).toEqual([{ status: "inactive" }, { status: "active" }]);
  // The first reply said "inactive"; it must not undo the newer change.
  await expect(toggle(page, "worker")).toBeChecked();
  second.release();
  await expect(page.getByRole("status").filter({ hasText: "API token was updated successfully" })).toBeVisible();
  await expect(toggle(page, "worker")).toBeChecked();
  expect((await server.operator.authorization(tokens[0]!.id)).status).toBe("active");
});

test("many quick toggles settle on the last", async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "worker");
  const first = await api.slowReply("PATCH", PATCH);
  for (let click = 0; click < 7; click += 1) await toggle(page, "worker").click();
  await expect(toggle(page, "worker")).not.toBeChecked();
  await first.answered;
  first.release();
  await expect(page.getByRole("status").filter({ hasText: "API token was updated successfully" })).toBeVisible();
  await expect(toggle(page, "worker")).not.toBeChecked();
  expect((await server.operator.authorization(tokens[0]!.id)).status).toBe("inactive");
  const last = api.requests("PATCH").at(-1);
  expect(last?.body).toEqual({ status: "inactive" });
});

test("tokens do not wait for each other", async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "fast", "slow");
  const held = await api.slowReply("PATCH", tokens[1]!.id);
  await toggle(page, "slow").click();
  await held.answered;
  await toggle(page, "fast").click();
  await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).status).toBe("inactive");
  held.release();
  await expect(toggle(page, "slow")).not.toBeChecked();
});

test("a rename that follows a switch at once does not undo it", async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "worker");
  const held = await api.slowReply("PATCH", PATCH);
  await toggle(page, "worker").click();
  await row(page, "worker").hover();
  await page.getByRole("button", { name: "Edit description: worker", exact: true }).click();
  await page.getByRole("textbox", { name: "Description", exact: true }).fill("renamed");
  await page.keyboard.press("Enter");
  await held.answered;
  held.release();
  await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).description).toBe("renamed");
  expect((await server.operator.authorization(tokens[0]!.id)).status).toBe("inactive");
  await expect(toggle(page, "renamed")).not.toBeChecked();
  expect(api.requests("PATCH").map(({ body }) => body)).toEqual([{ status: "inactive" }, { description: "renamed" }]);
});

test("switching a token that is gone takes its row away and says why", async ({ page, server, signIn, allowConsole }) => {
  allowConsole(/status of 404/);
  const { tokens } = await openList({ page, server, signIn }, "deleted elsewhere", "still here");
  await server.operator.deleteAuthorization(tokens[0]!.id);
  await toggle(page, "deleted elsewhere").click();
  await expect(page.getByRole("alert")).toContainText('Failed to update API token: "deleted elsewhere"');
  await expect(page.getByRole("alert")).toContainText("authorization not found");
  await expect(row(page, "deleted elsewhere")).toBeHidden();
  await expect(row(page, "still here")).toBeVisible();
});
