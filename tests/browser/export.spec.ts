// Exporting what is shown as CSV and JSON.

import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { openList, organizationWith, row, type Wanted } from "../support/list.ts";
import { axe, bothThemes, expect, test } from "../support/test.ts";

const TOKENS: Wanted[] = [
  "beta, \"quoted\"",
  { description: "=HYPERLINK(\"http://evil\")", status: "inactive" },
  "alpha\nsecond line",
];

function exportMenu(page: Page) {
  return page.getByRole("button", { name: "Export", exact: true });
}

/** Chooses from the menu; gives the file that the browser is offered. */
async function download(page: Page, choice: "CSV" | "JSON"): Promise<Download> {
  await exportMenu(page).click();
  const offered = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: choice, exact: true }).click();
  return offered;
}

async function content(file: Download): Promise<string> {
  return readFile(await file.path(), "utf8");
}

/** The cells of a table in which every cell is in quotes. */
function rows(csv: string): string[][] {
  expect(csv.endsWith("\r\n")).toBe(true);
  return csv
    .slice(1, -3)
    .split('"\r\n"')
    .map((line) => line.split('","').map((cell) => cell.replaceAll('""', '"')));
}

/** Today, where the page is. */
function today(page: Page): Promise<string> {
  return page.evaluate(() => new Date().toLocaleDateString("sv-SE"));
}

test("CSV has every token shown, in the order shown, under the organization's name and the date", async ({ page, server, signIn }) => {
  const { orgID, tokens } = await openList({ page, server, signIn }, ...TOKENS);
  const before = await today(page);
  const file = await download(page, "CSV");
  const org = (await server.operator.organizations()).find(({ id }) => id === orgID)!.name.replaceAll(" ", "-");
  const names = [before, await today(page)].map((day) => `latchkey-${org}-api-tokens-${day}.csv`);
  expect(names).toContain(file.suggestedFilename());
  await expect(page.getByRole("status").getByText("3 API tokens exported", { exact: true })).toBeVisible();
  await expect(exportMenu(page)).toBeFocused();

  const table = rows(await content(file));
  expect(table[0]).toEqual(["id", "description", "status", "access", "orgID", "owner", "userID", "createdAt", "updatedAt", "permissions"]);
  const [beta, evil, alpha] = tokens;
  const cells = (token: typeof beta, description: string) => [
    token!.id,
    description,
    token!.status,
    "custom",
    orgID,
    token!.user,
    token!.userID,
    token!.createdAt,
    token!.updatedAt,
    `read:orgs/${orgID}/buckets`,
  ];
  expect(table.slice(1)).toEqual([
    cells(evil, `'=HYPERLINK("http://evil")`),
    cells(alpha, "alpha\nsecond line"),
    cells(beta, 'beta, "quoted"'),
  ]);
});

test("JSON has the same, as the API tells it, and no secret", async ({ page, server, signIn }) => {
  const { orgID, tokens } = await openList({ page, server, signIn }, ...TOKENS);
  const file = await download(page, "JSON");
  expect(file.suggestedFilename()).toMatch(/^latchkey-.*-api-tokens-\d{4}-\d\d-\d\d\.json$/);
  const text = await content(file);
  const exported = JSON.parse(text) as Record<string, unknown>[];
  expect(exported).toHaveLength(3);
  expect(exported[2]).toEqual({
    id: tokens[0]!.id,
    description: 'beta, "quoted"',
    status: "active",
    access: "custom",
    orgID,
    owner: tokens[0]!.user,
    userID: tokens[0]!.userID,
    createdAt: tokens[0]!.createdAt,
    updatedAt: tokens[0]!.updatedAt,
    permissions: [{ action: "read", resource: { type: "buckets", orgID, org: expect.any(String) } }],
  });
  for (const { token } of tokens) expect(text).not.toContain(token.slice(0, 12));
});

test("a filter and an order apply", async ({ page, server, signIn }) => {
  const { url } = await organizationWith(server, "one here", "two here", "not this");
  await signIn();
  await page.goto(`${url}?searchTerm=here&sortKey=description&sortDirection=desc`);
  await expect(row(page, "one here")).toBeVisible();
  const table = rows(await content(await download(page, "CSV")));
  expect(table.slice(1).map((cells) => cells[1])).toEqual(["two here", "one here"]);
  await expect(page.getByRole("status").getByText("2 API tokens exported", { exact: true })).toBeVisible();
});

test("of selected tokens, those are exported: in the order shown, then those that are not", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "one", "two", "twelve", "three");
  for (const name of ["one", "two", "twelve"]) await page.getByRole("checkbox", { name: `Select: ${name}`, exact: true }).check();
  await page.getByLabel("Filter Tokens").fill("tw");
  await expect(row(page, "one")).toBeHidden();
  const bar = page.getByRole("group", { name: "Selected API tokens" });
  await bar.getByRole("button", { name: "Export", exact: true }).click();
  const offered = page.waitForEvent("download");
  await bar.getByRole("menuitem", { name: "CSV", exact: true }).click();
  const table = rows(await content(await offered));
  expect(table.slice(1).map((cells) => cells[1])).toEqual(["twelve", "two", "one"]);
  await expect(page.getByText("3 API tokens exported", { exact: true })).toBeVisible();
});

test("nothing shown is a file with column names only", async ({ page, server, signIn }) => {
  const { url } = await organizationWith(server, "a");
  await signIn();
  await page.goto(`${url}?searchTerm=nothing-like-that`);
  await expect(page.getByText("No API Tokens match your query")).toBeVisible();
  expect(rows(await content(await download(page, "CSV")))).toHaveLength(1);
});

test("the file is given up again once the browser has it", async ({ page, server, signIn }) => {
  await page.clock.install();
  await page.addInitScript(() => {
    const kept = new Set<string>();
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      const url = createObjectURL.call(URL, blob);
      kept.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      revokeObjectURL.call(URL, url);
      kept.delete(url);
    };
    Object.assign(window, { kept: () => kept.size });
  });
  const kept = () => page.evaluate(() => (window as unknown as { kept: () => number }).kept());
  await openList({ page, server, signIn }, "a");
  await content(await download(page, "JSON"));
  expect(await kept()).toBe(1);
  await page.clock.fastForward(10_000);
  await expect.poll(kept).toBe(0);
});

test("the menu works by keyboard", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "a");
  await exportMenu(page).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "CSV", exact: true })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "JSON", exact: true })).toBeFocused();
  const offered = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  expect((await offered).suggestedFilename()).toContain(".json");
});

test("axe finds nothing in the open menu, in both themes", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "a");
  await exportMenu(page).click();
  await expect(page.getByRole("menu", { name: "Export" })).toBeVisible();
  await bothThemes(page, () => axe(page));
});

test.describe("with many tokens", () => {
  test.use({ serverOptions: { demo: 3000 } });

  test("all of them are exported, not only the rows in view", async ({ page, server, signIn }) => {
    const { id: orgID } = await server.organization();
    const expected = (await server.operator.authorizations(`?orgID=${orgID}`)).map(({ id }) => id);
    await signIn();
    await page.goto(`orgs/${orgID}/load-data/tokens`);
    await expect(page.getByRole("grid", { name: "API tokens" })).toHaveAttribute("aria-rowcount", String(expected.length));
    const exported = JSON.parse(await content(await download(page, "JSON"))) as { id: string }[];
    expect(exported.map(({ id }) => id).sort()).toEqual(expected.sort());
  });
});

test.describe("in a narrow window", () => {
  for (const width of [320, 390]) {
    test(`the open menu is in view at ${width} px`, async ({ page, server, signIn }) => {
      await page.setViewportSize({ width, height: 640 });
      await openList({ page, server, signIn }, "a");
      await exportMenu(page).click();
      const box = (await page.getByRole("menu", { name: "Export" }).boundingBox())!;
      expect(box.x >= 0 && box.x + box.width <= width, JSON.stringify(box)).toBe(true);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    });
  }
});
