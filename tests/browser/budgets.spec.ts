// What the page may cost, as far as it can be counted: elements in the document, and requests for each thing a person does.
// The numbers are in benches/budgets.toml.

import type { Page } from "@playwright/test";
import { budget } from "../../benches/budgets.mjs";
import { openList, organizationWith, row } from "../support/list.ts";
import type { PageApi } from "../support/page-api.ts";
import { expect, test } from "../support/test.ts";

const grid = (page: Page) => page.getByRole("grid", { name: "API tokens" });

/** The API's requests since it was last asked to forget them, as "METHOD path". */
const sent = (api: PageApi) => api.requests().map(({ method, path }) => `${method} ${path}`);

async function expectWithinBudget(api: PageApi, action: string): Promise<void> {
  expect(sent(api).length, `requests to ${action}: ${sent(api).join(", ")}`).toBeLessThanOrEqual(budget("requests", action));
}

test("the document has as many elements for 300 tokens as for 100, and no more than the budget", async ({ page, server, signIn }) => {
  await signIn();
  const counts: number[] = [];
  for (const tokens of [100, 300]) {
    const { url } = await organizationWith(server, ...Array.from({ length: tokens }, (_, at) => `token ${String(at).padStart(3, "0")}`));
    await page.goto(url);
    await expect(grid(page)).toHaveAttribute("aria-rowcount", String(tokens));
    await expect(page.getByText(`${tokens} tokens`, { exact: true })).toBeVisible();
    // Those beyond the rows in view are there, too.
    await expect(grid(page).getByRole("row").last()).not.toBeInViewport();
    counts.push(await page.locator("*").count());
  }
  const [few, many] = counts;
  expect(many).toBe(few);
  expect(many).toBeLessThanOrEqual(budget("document", "elements"));
});

test("no action sends more requests than its budget", async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "alpha", "beta", "gamma");
  await expect(page.getByText("3 tokens", { exact: true })).toBeVisible();
  await page.waitForLoadState("networkidle");
  await expectWithinBudget(api, "load");
  expect(sent(api), "nothing is asked twice").toEqual([...new Set(sent(api))]);

  api.forget();
  await page.getByRole("combobox", { name: "Filter Tokens" }).fill("beta");
  await expect(grid(page).getByRole("row")).toHaveCount(1);
  await page.getByRole("combobox", { name: "Filter Tokens" }).fill("");
  await expect(grid(page).getByRole("row")).toHaveCount(3);
  await page.keyboard.press("Escape");
  await expectWithinBudget(api, "filter");

  api.forget();
  await page.getByRole("button", { name: /^Sort by/ }).click();
  await page.getByRole("menuitemradio", { name: "Description (Z → A)" }).click();
  await expect(grid(page).getByRole("link").first()).toHaveText("gamma");
  await expectWithinBudget(api, "sort");

  api.forget();
  await page.getByRole("switch", { name: "Active: beta", exact: true }).click();
  await expect(page.getByRole("status").getByText("API token was updated successfully")).toBeVisible();
  await expectWithinBudget(api, "toggle");

  api.forget();
  await row(page, "alpha").getByRole("link").focus();
  await page.keyboard.press("F2");
  await expect(page.getByRole("textbox", { name: "Description", exact: true })).toBeFocused();
  await page.keyboard.insertText("omega");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "omega", exact: true })).toBeVisible();
  await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).description).toBe("omega");
  await expectWithinBudget(api, "rename");

  api.forget();
  await page.getByRole("link", { name: "omega", exact: true }).click();
  const summary = page.getByRole("dialog", { name: "API Token Summary" });
  await expect(summary.getByRole("button", { name: "Close", exact: true })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(summary).toBeHidden();
  await expectWithinBudget(api, "summary");

  api.forget();
  await row(page, "gamma").hover();
  await page.getByRole("button", { name: "Delete: gamma", exact: true }).click();
  const confirm = page.getByRole("alertdialog").getByRole("button", { name: "Delete", exact: true });
  await expect(confirm).toBeEnabled();
  await confirm.click();
  await expect(page.getByRole("status").getByText("API token was deleted successfully")).toBeVisible();
  await expectWithinBudget(api, "delete");
});
