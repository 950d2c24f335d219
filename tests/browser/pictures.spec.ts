// The pictures of README.md and docs/using.md, each a state of the page that has to be reachable. They are attached to the report;
// `make pictures` puts them where the document finds them.

import type { Page } from "@playwright/test";
import { expect, test } from "../support/test.ts";

const WHERE = process.env["PICTURES"];

test.use({ serverOptions: { demo: 60 }, viewport: { width: 1180, height: 760 } });

async function take(page: Page, name: string): Promise<void> {
  const path = WHERE ? `${WHERE}/${name}.png` : test.info().outputPath(`${name}.png`);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  await test.info().attach(name, { path });
}

async function openDemo(page: Page, signIn: () => Promise<void>): Promise<void> {
  await signIn();
  await page.goto("");
  await expect(page.getByRole("row").first()).toBeVisible();
}

/** The summary of the first token of that kind. */
async function openGrafana(page: Page): Promise<void> {
  const search = page.getByRole("combobox", { name: "Filter Tokens" });
  await search.fill("grafana");
  await search.press("Enter");
  await page.getByRole("link", { name: /^grafana: / }).first().click();
}

test("the list, with a token being deleted", async ({ page, signIn }) => {
  await page.setViewportSize({ width: 1440, height: 760 });
  await openDemo(page, signIn);
  await page.getByRole("row").nth(4).hover();
  await page.getByRole("button", { name: /^Delete: / }).nth(4).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await take(page, "list");
});

test("finding", async ({ page, signIn }) => {
  await openDemo(page, signIn);
  const search = page.getByRole("combobox", { name: "Filter Tokens" });
  await search.pressSequentially("can:write status:");
  await expect(page.getByRole("listbox").getByRole("option").first()).toBeVisible();
  await take(page, "find");
});

test("generating a custom token", async ({ page, signIn }) => {
  await openDemo(page, signIn);
  await page.getByRole("button", { name: "Generate API Token" }).click();
  await page.getByRole("menuitem", { name: "Custom API Token" }).click();
  await page.getByRole("textbox", { name: "Description" }).fill("plant 3: collector");
  await page.getByRole("button", { name: /^Buckets/ }).click();
  const reads = page.getByRole("checkbox", { name: /^Read: (?!All|Each)/ });
  for (const at of [0, 1, 2]) await reads.nth(at).check();
  await page.getByRole("checkbox", { name: /^Write: (?!All|Each)/ }).first().check();
  await expect(page.getByText("read 3 buckets, write 1")).toBeVisible();
  await take(page, "generate");
});

test("the secret, and the next step of a rotation", async ({ page, signIn }) => {
  await openDemo(page, signIn);
  await openGrafana(page);
  await page.getByRole("button", { name: "Rotate" }).click();
  await page.getByRole("button", { name: "Create replacement" }).click();
  const revealed = page.getByRole("dialog", { name: "You've successfully created an API Token" });
  await expect(revealed.getByRole("textbox", { name: "API token" })).toHaveValue(/==$/);
  await expect(revealed.getByRole("status").getByText("API token was created successfully")).toBeHidden({ timeout: 10_000 });
  await take(page, "reveal");
  await page.keyboard.press("Control+c");
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Deactivate the old one" }).click();
  await expect(page.getByRole("button", { name: "Reactivate the old one" })).toBeVisible();
  await expect(page.getByText("API token was updated successfully")).toHaveCount(0, { timeout: 10_000 });
  await take(page, "replace");
});

test("changing many tokens", async ({ page, signIn }) => {
  await openDemo(page, signIn);
  await page.getByRole("combobox", { name: "Filter Tokens" }).fill("grafana status:active");
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await page.getByRole("group", { name: "Selected API tokens" }).getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await take(page, "bulk");
});

test("the same as a command", async ({ page, signIn }) => {
  await openDemo(page, signIn);
  await openGrafana(page);
  await page.getByRole("button", { name: /^Show as command/ }).first().click();
  await page.getByRole("region", { name: "The same as a command" }).scrollIntoViewIfNeeded();
  await take(page, "command");
});
