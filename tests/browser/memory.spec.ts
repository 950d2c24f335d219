// A secret is out of the page's memory when it is closed, and when the person has logged out.

import { openList } from "../support/list.ts";
import { leftInMemory } from "../support/heap.ts";
import { expect, test } from "../support/test.ts";

test("the search finds what is there, in base64, too", async ({ page, signIn }) => {
  await signIn();
  await page.goto("");
  await expect(page.getByRole("grid", { name: "API tokens" })).toBeVisible();
  const secret = "once upon a time there was nothing to be found at all, and so on";
  // In parts, so that only the page puts them together.
  const hold = (code: boolean) =>
    page.evaluate(({ parts, code }) => void Object.assign(window, { held: code ? btoa(`x${parts.join(" ")}`) : parts.join(" ").slice(20) }), { parts: secret.split(" "), code });
  expect(await leftInMemory(page, secret)).toEqual([]);
  await hold(false);
  expect(await leftInMemory(page, secret)).toEqual(["the heap"]);
  await hold(true);
  expect(await leftInMemory(page, secret)).toEqual(["the heap"]);
});

test("of a new token that was shown and closed nothing is left", async ({ page, context, server, signIn }) => {
  await context.grantPermissions(["clipboard-write"]);
  await openList({ page, server, signIn }, "alpha");
  await page.getByRole("button", { name: "Generate API Token" }).click();
  await page.getByRole("menuitem", { name: "All Access API Token" }).click();
  await page.getByRole("textbox", { name: "Description" }).fill("new one");
  const reply = page.waitForResponse((response) => response.request().method() === "POST" && response.url().includes("/authorizations"));
  await page.getByRole("button", { name: "Save" }).click();
  const { token } = (await (await reply).json()) as { token: string };
  await expect(page.getByRole("textbox", { name: "API token" })).toHaveValue(/^[\w-]{86}==$/);
  expect(await leftInMemory(page, token)).toContain("the program's memory");
  await page.getByRole("button", { name: "Copy to Clipboard" }).click();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("link", { name: "new one", exact: true })).toBeFocused();
  expect(await leftInMemory(page, token)).toEqual([]);
});

test("of an API token that was signed in with nothing is left after logging out", async ({ page, server, allowConsole }) => {
  allowConsole(/401/);
  const { id: orgID } = await server.organization();
  const permissions = (["authorizations", "users", "orgs", "buckets"] as const).map((type) => ({ action: "read" as const, resource: { type } }));
  const { token } = await server.operator.createAuthorization({ orgID, description: "for reading", permissions });
  await page.goto(`orgs/${orgID}/load-data/tokens`);
  await page.getByRole("button", { name: "Use an API token instead" }).click();
  const field = page.getByRole("textbox", { name: "API token" });
  await field.focus();
  // As a paste: filling it would leave it with the test's own scripts in the page.
  await page.keyboard.insertText(token);
  await expect(field).toHaveValue(token);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "for reading", exact: true })).toBeVisible();
  expect(await leftInMemory(page, token)).toContain("the program's memory");
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(await leftInMemory(page, token)).toEqual([]);
});

test("of a password nothing is left after logging out", async ({ page, server, allowConsole }) => {
  allowConsole(/401/);
  const password = "a password that is nowhere else, 0123456789";
  const { id } = (await server.operator.users())[0] ?? { id: "" };
  await server.operator.send("POST", `users/${id}/password`, { password });
  await page.goto("");
  await page.getByLabel("Username").fill(server.account.user);
  const field = page.getByRole("textbox", { name: "Password" });
  await field.focus();
  await expect(field).toBeFocused();
  await page.keyboard.insertText(password);
  await expect(field).toHaveValue(password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid", { name: "API tokens" })).toBeVisible();
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(await leftInMemory(page, password)).toEqual([]);
});
