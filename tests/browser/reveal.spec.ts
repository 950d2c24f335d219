// The secret of a new token is shown once, copied truthfully, and then it is nowhere.

import type { Page } from "@playwright/test";
import { openList } from "../support/list.ts";
import { findEverywhere, pasted } from "../support/secrets.ts";
import { axe, bothThemes, expect, test } from "../support/test.ts";

const created = (page: Page) => page.getByRole("dialog", { name: "You've successfully created an API Token" });
const field = (page: Page) => created(page).getByRole("textbox", { name: "API token" });

/** What of the field is selected. */
const selected = (page: Page) =>
  field(page).evaluate((input) => (input as HTMLInputElement).value.slice((input as HTMLInputElement).selectionStart ?? 0, (input as HTMLInputElement).selectionEnd ?? 0));

async function generate(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Generate API Token" }).click();
  await page.getByRole("menuitem", { name: "All Access API Token" }).click();
  await page.getByRole("textbox", { name: "Description" }).fill("new one");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(field(page)).toHaveValue(/^[\w-]{86}==$/);
  return field(page).inputValue();
}

test("the secret works, can be selected, and is InfluxDB's", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  const secret = await generate(page);
  await expect(created(page)).toContainText("Make sure to copy your new custom API token now. You won't be able to see it again!");
  await expect(field(page)).toBeFocused();
  expect(await selected(page)).toBe(secret);
  await expect(field(page)).toHaveAttribute("readonly");
  const reply = await fetch(`${server.url}api/v2/me`, { headers: { Authorization: `Token ${secret}` } });
  expect(reply.status).toBe(200);
  await bothThemes(page, () => axe(page));
});

test("after closing it is nowhere", async ({ page, context, server, signIn }) => {
  await context.grantPermissions(["clipboard-write"]);
  const written: string[] = [];
  page.on("console", (message) => written.push(message.text()));
  await openList({ page, server, signIn }, "alpha");
  const secret = await generate(page);
  expect(await findEverywhere(page, secret)).toEqual(["fields", "the program's memory"]);
  await page.getByRole("button", { name: "Copy to Clipboard" }).click();
  await expect(page.getByText("The token has been copied to the clipboard.")).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("link", { name: "new one", exact: true })).toBeFocused();
  // Not a part of it, either.
  for (const text of [secret, secret.slice(20, 44)]) {
    expect(await findEverywhere(page, text)).toEqual([]);
    expect(written.filter((line) => line.includes(text))).toEqual([]);
  }
  await page.reload();
  await expect(page.getByRole("link", { name: "new one", exact: true })).toBeVisible();
  expect(await findEverywhere(page, secret)).toEqual([]);
});

test("what is copied is the secret", async ({ page, context, server, signIn }) => {
  await context.grantPermissions(["clipboard-write"]);
  await openList({ page, server, signIn }, "alpha");
  const secret = await generate(page);
  await page.getByRole("button", { name: "Copy to Clipboard" }).click();
  await expect(page.getByText("The token has been copied to the clipboard.")).toBeVisible();
  expect(await pasted(context)).toBe(secret);
});

test("a browser that denies copying is not said to have copied", async ({ page, server, signIn }) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("denied", "NotAllowedError"));
    document.execCommand = () => false;
  });
  await openList({ page, server, signIn }, "alpha");
  const secret = await generate(page);
  await page.getByRole("button", { name: "Copy to Clipboard" }).click();
  await expect(created(page).getByRole("status").filter({ hasText: "press Ctrl+C" })).toBeVisible();
  await expect(page.getByText("has been copied")).toHaveCount(0);
  await expect(field(page)).toBeFocused();
  expect(await selected(page)).toBe(secret);
  await page.keyboard.press("Escape");
  await expect(created(page).getByRole("alert").filter({ hasText: "has not been copied" })).toBeVisible();
});

test("closing before copying asks once, however it is closed", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  for (const close of [
    () => page.keyboard.press("Escape"),
    () => page.getByRole("button", { name: "Close", exact: true }).click(),
    () => page.getByRole("button", { name: "Done" }).click(),
    () => page.mouse.click(5, 5),
  ]) {
    await generate(page);
    await close();
    await expect(created(page).getByRole("alert").filter({ hasText: "has not been copied" })).toBeVisible();
    await expect(field(page)).toHaveValue(/==$/);
    await bothThemes(page, () => axe(page));
    await page.getByRole("button", { name: "Close without copying" }).click();
    await expect(created(page)).toBeHidden();
  }
});

test("copying by hand counts, too", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  await generate(page);
  await page.keyboard.press("Control+c");
  await page.keyboard.press("Escape");
  await expect(created(page)).toBeHidden();
});

test("leaving the page before copying asks", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  await generate(page);
  let asked = false;
  page.once("dialog", async (question) => {
    asked = question.type() === "beforeunload";
    await question.dismiss();
  });
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toBe(true);
  await expect(field(page)).toHaveValue(/==$/);
});

test.describe("in a narrow window", () => {
  test.use({ viewport: { width: 320, height: 700 } });

  test("everything fits", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha");
    await generate(page);
    const { scrollWidth, clientWidth } = await created(page).evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
    await expect(page.getByRole("button", { name: "Copy to Clipboard" })).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole("button", { name: "Done" })).toBeInViewport({ ratio: 1 });
  });
});
