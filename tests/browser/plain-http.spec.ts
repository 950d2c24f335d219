// A console on plain http at another host: the browser gives such a page no `navigator.clipboard`.

import { chromiumArguments, chromiumPath } from "../support/chromium.ts";
import { organizationWith } from "../support/list.ts";
import { expect, test } from "../support/test.ts";

test.use({
  launchOptions: { executablePath: chromiumPath(), args: [...chromiumArguments(), "--host-resolver-rules=MAP console.test 127.0.0.1"] },
});

test("copying works there all the same, and says so only when it has", async ({ browser, server }) => {
  const own = await organizationWith(server, "alpha");
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(own.url.replace("127.0.0.1", "console.test"));
  await page.getByLabel("Username").fill(server.account.user);
  await page.getByLabel("Password").fill(server.account.password);
  await page.getByRole("button", { name: "Sign In" }).click();
  await expect(page.getByRole("link", { name: "alpha", exact: true })).toBeVisible();
  expect(await page.evaluate(() => [isSecureContext, "clipboard" in navigator])).toEqual([false, false]);

  await page.getByRole("button", { name: "Generate API Token" }).click();
  await page.getByRole("menuitem", { name: "All Access API Token" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  const field = page.getByRole("textbox", { name: "API token" });
  await expect(field).toHaveValue(/==$/);
  const secret = await field.inputValue();
  await page.getByRole("button", { name: "Copy to Clipboard" }).click();
  await expect(page.getByText("The token has been copied to the clipboard.")).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  const search = page.getByRole("combobox", { name: "Filter Tokens" }).or(page.getByRole("searchbox", { name: "Filter Tokens" }));
  await search.focus();
  await page.keyboard.press("Control+v");
  await expect(search).toHaveValue(secret);

  await search.fill("");
  await page.evaluate(() => (document.execCommand = () => false));
  await page.getByRole("button", { name: "Clone: alpha" }).click();
  await expect(field).toHaveValue(/==$/);
  await page.getByRole("button", { name: "Copy to Clipboard" }).click();
  await expect(page.getByRole("status").filter({ hasText: "press Ctrl+C" })).toBeVisible();
  await context.close();
});
