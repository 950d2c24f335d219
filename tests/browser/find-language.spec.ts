// The language of the search box: what it finds, what it suggests, what it says about a malformed text, and its address.

import type { Page } from "@playwright/test";
import type { Authorization } from "../support/client.ts";
import { organizationWith } from "../support/list.ts";
import { type Server, axe, bothThemes, expect, test } from "../support/test.ts";

const LIST = /\/api\/v2\/authorizations\?/;

const search = (page: Page) => page.getByRole("combobox", { name: "Filter Tokens" });
const suggestions = (page: Page) => page.getByRole("listbox", { name: "Suggestions" });
const options = (page: Page) => suggestions(page).getByRole("option");
const descriptions = (page: Page) => page.getByRole("grid", { name: "API tokens" }).getByRole("link");
const said = (page: Page, text: string) => page.getByRole("status").getByText(text, { exact: true });
const searchTerm = (page: Page) => new URL(page.url()).searchParams.get("searchTerm");

const ALL = ["alpha", "beta", "gamma plant", "plant gamma"];
/** Days, in UTC, on both sides of a midnight and of a new year in Berlin, where the tests are. */
const CREATED: Record<string, string> = {
  alpha: "2024-12-31T22:59:59Z",
  beta: "2024-12-31T23:00:00Z",
  "gamma plant": "2025-06-30T21:59:59Z",
  "plant gamma": "2025-06-30T22:00:00Z",
};

let users = 0;

/**
 * Signs in and opens the list of a new organization:
 * alpha, which reads all buckets · beta, of mlee, inactive, which writes metrics_raw and reads "cold store" · gamma plant,
 * which reads metrics_raw and writes telegrafs · plant gamma, which writes a bucket that has been deleted.
 */
async function openPlant(page: Page, server: Server, signIn: () => Promise<void>, query = ""): Promise<string> {
  const { orgID, url } = await organizationWith(server);
  const { operator } = server;
  const { id: userID } = await operator.createUser(`mlee ${(users += 1)}`, "correct horse");
  const ids: Record<string, string> = {};
  for (const name of ["metrics_raw", "cold store", "gone"]) ids[name] = (await operator.createBucket(orgID, name)).id;
  const to = (action: "read" | "write", type: string, name?: string) => ({
    action,
    resource: { type, orgID, ...(name === undefined ? {} : { id: ids[name]! }) },
  });
  await operator.createAuthorization({ orgID, description: "alpha", permissions: [to("read", "buckets")] });
  await operator.createAuthorization({
    orgID,
    userID,
    description: "beta",
    status: "inactive",
    permissions: [to("write", "buckets", "metrics_raw"), to("read", "buckets", "cold store")],
  });
  await operator.createAuthorization({
    orgID,
    description: "gamma plant",
    permissions: [to("read", "buckets", "metrics_raw"), to("write", "telegrafs")],
  });
  await operator.createAuthorization({ orgID, description: "plant gamma", permissions: [to("write", "buckets", "gone")] });
  await operator.deleteBucket(ids["gone"]!);
  await signIn();
  await page.goto(url + query);
  return url;
}

const passes = (page: Page) => bothThemes(page, () => axe(page));

test.describe("finds", () => {
  const found: [text: string, expected: string[]][] = [
    ["status:inactive", ["beta"]],
    ["STATUS:Active", ["alpha", "gamma plant", "plant gamma"]],
    ["owner:mlee", ["beta"]],
    ["access:operator", []],
    ["access:all", []],
    ["access:custom", ALL],
    ["type:telegrafs", ["gamma plant"]],
    ["bucket:metrics_raw", ["beta", "gamma plant"]],
    ['bucket:"cold store"', ["beta"]],
    ["bucket:gone", []],
    ["bucket:all", ["alpha"]],
    ["can:write", ["beta", "gamma plant", "plant gamma"]],
    ["can:write bucket:metrics_raw", ["beta"]],
    ["can:write type:telegrafs status:active", ["gamma plant"]],
    ["-plant", ["alpha", "beta"]],
    ["-status:inactive plant", ["gamma plant", "plant gamma"]],
    ["-bucket:metrics_raw -can:write", ["alpha"]],
    ['"gamma plant"', ["gamma plant"]],
    ['plant -"gamma plant"', ["plant gamma"]],
    ["gamma plant", ["gamma plant", "plant gamma"]],
    ["owner:mlee,admin -bucket:metrics_raw,all", ["plant gamma"]],
  ];
  test("by words, filters, quotes and their opposites", async ({ page, server, signIn }) => {
    await openPlant(page, server, signIn);
    await expect(descriptions(page)).toHaveText(ALL);
    for (const [text, expected] of found) {
      await test.step(text, async () => {
        await search(page).fill(text);
        await expect(descriptions(page)).toHaveText(expected);
        await expect(search(page)).toHaveAttribute("aria-invalid", "false");
        await expect(search(page)).toHaveAccessibleDescription("");
        await search(page).fill("");
        await expect(descriptions(page)).toHaveText(ALL);
      });
    }
  });

  test("what was created before, in or after days, months and years as they are here", async ({ page, server, signIn, api }) => {
    await api.alterReply<{ authorizations: Authorization[] }>("GET", LIST, (body) => ({
      authorizations: body.authorizations.map((token) => ({ ...token, createdAt: CREATED[token.description]! })),
    }));
    await openPlant(page, server, signIn);
    for (const [text, expected] of [
      ["created:<2025-01-01", ["alpha"]],
      ["created:2025", ["beta", "gamma plant", "plant gamma"]],
      ["created:2025-01-01", ["beta"]],
      ["created:<=2025-06", ["alpha", "beta", "gamma plant"]],
      ["created:>2025-06-30", ["plant gamma"]],
      ["created:>=2025-01-01 created:<2025-07-01", ["beta", "gamma plant"]],
      ["-created:>=2025", ["alpha"]],
    ] as [string, string[]][]) {
      await test.step(text, async () => {
        await search(page).fill(text);
        await expect(descriptions(page)).toHaveText(expected);
      });
    }
  });

  test("the operator's and all-access tokens", async ({ page, server, signIn }) => {
    await signIn();
    const { id } = await server.organization("acme");
    await page.goto(`orgs/${id}/load-data/tokens?searchTerm=${encodeURIComponent("access:operator")}`);
    await expect(descriptions(page)).toHaveText(["admin's Token"]);
    await search(page).fill("-access:operator");
    await expect(page.getByText("No API Tokens match your query")).toBeVisible();
  });
});

test.describe("suggests", () => {
  test("filters, then their values, by keyboard", async ({ page, server, signIn }) => {
    await openPlant(page, server, signIn);
    await expect(search(page)).toHaveAttribute("aria-expanded", "false");
    await search(page).focus();
    await expect(suggestions(page)).toHaveCount(0);
    await page.keyboard.type("-sta");
    await expect(options(page)).toHaveText(["status: active or inactive"]);
    await expect(search(page)).toHaveAttribute("aria-expanded", "true");
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("option", { name: "status: active or inactive", selected: true })).toBeVisible();
    const active = await search(page).getAttribute("aria-activedescendant");
    await expect(options(page).first()).toHaveId(active!);
    await page.keyboard.press("Enter");
    await expect(search(page)).toHaveValue("-status:");
    await expect(options(page)).toHaveText(["status:active", "status:inactive"]);
    await page.keyboard.press("ArrowUp");
    await expect(page.getByRole("option", { name: "status:inactive", selected: true })).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("option", { name: "status:active", selected: true })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(search(page)).toHaveValue("-status:active ");
    await expect(search(page)).toBeFocused();
    await expect(suggestions(page)).toHaveCount(0);
    await expect(descriptions(page)).toHaveText(["beta"]);
    await page.keyboard.type("owner:m");
    await expect(options(page)).toHaveText([/^owner:"mlee \d+"$/, "owner:admin"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(search(page)).toHaveValue(/^-status:active owner:"mlee \d+" $/);
    await expect(descriptions(page)).toHaveText(["beta"]);
  });

  test("filters, then their values, to the mouse", async ({ page, server, signIn }) => {
    await openPlant(page, server, signIn);
    await search(page).click();
    await expect(options(page)).toHaveText([/^status:/, /^owner:/, /^access:/, /^type:/, /^bucket:/, /^can:/, /^created: before or after a day, in your time zone$/]);
    await page.getByRole("option", { name: "bucket: " }).click();
    await expect(search(page)).toBeFocused();
    await expect(options(page)).toHaveText(['bucket:"cold store"', "bucket:metrics_raw"]);
    await page.getByRole("option", { name: "cold store" }).click();
    await expect(search(page)).toBeFocused();
    await expect(search(page)).toHaveValue('bucket:"cold store" ');
    await expect(descriptions(page)).toHaveText(["beta"]);
  });

  test("values of a list that is still on its way, as soon as it is there", async ({ page, server, signIn, api }) => {
    const list = await api.slowReply("GET", LIST);
    await openPlant(page, server, signIn);
    await list.answered;
    await search(page).click();
    await page.getByRole("option", { name: "bucket: " }).click();
    await expect(search(page)).toHaveValue("bucket:");
    await expect(suggestions(page)).toHaveCount(0);
    list.release();
    await expect(options(page)).toHaveText(['bucket:"cold store"', "bucket:metrics_raw"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(descriptions(page)).toHaveText(["beta"]);
  });

  const values: [text: string, expected: (string | RegExp)[]][] = [
    ["access:", ["access:operator", "access:all", "access:custom"]],
    ["type:", ["type:buckets", "type:telegrafs"]],
    ["can:", ["can:read", "can:write"]],
    ["bucket:raw", ["bucket:metrics_raw"]],
    ["created:>=", [/^created:>=\d{4}-\d\d-\d\d since today$/, /^created:>=\d{4}-\d\d since this month$/, /^created:>=\d{4} since this year$/]],
    ["inact", ["status:inactive"]],
    ["wri", ["can:write"]],
  ];
  test("values for what has been typed", async ({ page, server, signIn }) => {
    await openPlant(page, server, signIn);
    await expect(descriptions(page)).toHaveText(ALL);
    for (const [text, expected] of values) {
      await test.step(text, async () => {
        await search(page).fill(text);
        await expect(options(page)).toHaveText(expected);
      });
    }
    await search(page).fill("gamma");
    await expect(suggestions(page)).toHaveCount(0);
  });

  test("in the middle of a text", async ({ page, server, signIn }) => {
    await openPlant(page, server, signIn);
    await search(page).fill("can: plant");
    await page.keyboard.press("Home");
    for (let step = 0; step < 4; step += 1) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("option", { name: "can:read", selected: true })).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(search(page)).toHaveValue("can:write plant");
    await page.keyboard.type("gamma ");
    await expect(search(page)).toHaveValue("can:write gamma plant");
  });

  test("until Escape, which then clears the box; or until the box is left", async ({ page, server, signIn }) => {
    await openPlant(page, server, signIn);
    await expect(descriptions(page)).toHaveText(ALL);
    await page.keyboard.press("/");
    await expect(search(page)).toBeFocused();
    await expect(options(page)).toHaveCount(7);
    await page.keyboard.type("status:in");
    await expect(options(page)).toHaveText(["status:inactive"]);
    await page.keyboard.press("Escape");
    await expect(suggestions(page)).toHaveCount(0);
    await expect(search(page)).toHaveValue("status:in");
    await page.keyboard.press("Escape");
    await expect(search(page)).toHaveValue("");
    await expect(descriptions(page)).toHaveText(ALL);
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("option", { name: "status: ", selected: true })).toBeVisible();
    await page.keyboard.press("Tab");
    await expect(suggestions(page)).toHaveCount(0);
    await expect(search(page)).toHaveValue("");
    await expect(page.getByRole("button", { name: "All", exact: true })).toBeFocused();
  });

  test("and Enter without a choice only closes the list", async ({ page, server, signIn }) => {
    await openPlant(page, server, signIn);
    await search(page).fill("status:in");
    await expect(options(page)).toHaveText(["status:inactive"]);
    await page.keyboard.press("Enter");
    await expect(suggestions(page)).toHaveCount(0);
    await expect(search(page)).toHaveValue("status:in");
    await expect(descriptions(page)).toHaveText(["beta"]);
  });
});

test.describe("explains", () => {
  const malformed: [text: string, sentence: string, invalid: boolean, expected: string[]][] = [
    ["alpha status:off", "At character 7: “off” is no status; use active or inactive. “status:off” is left out.", true, ["alpha"]],
    ["access:root", "At character 1: “root” is no kind of access; use operator, all or custom. “access:root” is left out.", true, ALL],
    ["beta can:delete", "At character 6: “delete” is nothing that a token can do; use read or write. “can:delete” is left out.", true, ["beta"]],
    [
      "created:2025-13-01",
      "At character 1: “2025-13-01” is no date; use a year, a month or a day, such as 2025, 2025-01 or 2025-01-31, behind <, <=, > or >= if you like. “created:2025-13-01” is left out.",
      true,
      ALL,
    ],
    ["owner: beta", "At character 1: owner: needs a value, such as owner:mlee; as text it is written \"owner:\". “owner:” is left out.", true, ["beta"]],
    ['beta ""', "At character 6: there is nothing between the quotes. “\"\"” is left out.", true, ["beta"]],
    [
      "colour:red",
      "At character 1: “colour:” is no filter and is searched as text. Filters are status: owner: access: type: bucket: can: created:",
      false,
      [],
    ],
    ["type:spaceships", "At character 1: no type of resource known here begins with “spaceships”; it is looked for all the same.", false, []],
    ['beta "gamma pl', "At character 6: a quote is opened and not closed; all that follows belongs to it.", false, []],
  ];
  test("what is malformed, where, and what becomes of it", async ({ page, server, signIn }) => {
    await openPlant(page, server, signIn);
    await expect(descriptions(page)).toHaveText(ALL);
    for (const [text, sentence, invalid, expected] of malformed) {
      await test.step(text, async () => {
        await search(page).fill(text);
        await expect(said(page, sentence)).toBeVisible();
        await expect(search(page)).toHaveAccessibleDescription(sentence);
        await expect(search(page)).toHaveAttribute("aria-invalid", String(invalid));
        await expect(descriptions(page)).toHaveText(expected);
        await search(page).fill("");
        await expect(search(page)).toHaveAccessibleDescription("");
        await expect(search(page)).toHaveAttribute("aria-invalid", "false");
      });
    }
  });

  test("what is only unfinished when there is nothing more to choose", async ({ page, server, signIn }) => {
    await openPlant(page, server, signIn);
    await search(page).fill("status:");
    await expect(options(page)).toHaveCount(2);
    await expect(search(page)).toHaveAccessibleDescription("");
    await page.keyboard.press("Escape");
    await expect(search(page)).toHaveAccessibleDescription(/^At character 1: status: needs a value/);
    await expect(search(page)).toHaveAttribute("aria-invalid", "true");
    await page.keyboard.type("inactive");
    await expect(search(page)).toHaveAccessibleDescription("");
    await expect(descriptions(page)).toHaveText(["beta"]);
  });

  test("every problem of a text that is opened cold", async ({ page, server, signIn }) => {
    await openPlant(page, server, signIn, `?searchTerm=${encodeURIComponent("beta status:off can:")}`);
    await expect(said(page, "At character 6: “off” is no status; use active or inactive. “status:off” is left out.")).toBeVisible();
    await expect(page.getByRole("status").getByText(/^At character 17: can: needs a value/)).toBeVisible();
    await expect(descriptions(page)).toHaveText(["beta"]);
  });
});

test.describe("the address", () => {
  const TEXT = 'status:inactive,active bucket:"cold store" -created:<2020 -"no such"';

  test("holds the whole search: reload, another window, Back", async ({ page, server, signIn }) => {
    const url = await openPlant(page, server, signIn);
    await search(page).fill(TEXT);
    await expect(descriptions(page)).toHaveText(["beta"]);
    await expect.poll(() => searchTerm(page)).toBe(TEXT);
    await page.reload();
    await expect(search(page)).toHaveValue(TEXT);
    await expect(descriptions(page)).toHaveText(["beta"]);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await expect(search(other)).toHaveValue(TEXT);
    await expect(descriptions(other)).toHaveText(["beta"]);
    await page.goto(`${url}?searchTerm=can%3Awrite+-plant`);
    await expect(descriptions(page)).toHaveText(["beta"]);
    await page.goBack();
    await expect(search(page)).toHaveValue(TEXT);
    await page.goForward();
    await expect(search(page)).toHaveValue("can:write -plant");
    await expect(suggestions(page)).toHaveCount(0);
  });

  test("takes a suggestion at once", async ({ page, server, signIn }) => {
    await openPlant(page, server, signIn);
    await search(page).fill("status:in");
    await page.getByRole("option", { name: "status:inactive" }).click();
    await expect.poll(() => searchTerm(page)).toBe("status:inactive ");
    await page.getByRole("link", { name: "beta", exact: true }).click();
    await expect(page.getByRole("dialog", { name: "API Token Summary" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(search(page)).toHaveValue("status:inactive ");
    await expect(descriptions(page)).toHaveText(["beta"]);
  });

  test("is what a saved view is: Copy link to this view", async ({ page, context, server, signIn }) => {
    await context.grantPermissions(["clipboard-write"]);
    await openPlant(page, server, signIn, `?searchTerm=${encodeURIComponent(TEXT)}&sortKey=createdAt&sortDirection=desc`);
    await expect(descriptions(page)).toHaveText(["beta"]);
    const shown = page.url();
    await page.getByRole("button", { name: "Copy link to this view" }).click();
    await expect(page.getByRole("status").getByText("Link copied to the clipboard")).toBeVisible();
    // The page may not read the clipboard, but a person may paste.
    await search(page).fill("");
    await page.keyboard.press("ControlOrMeta+v");
    await expect(search(page)).toHaveValue(shown);
  });
});

test.describe("is for everyone", () => {
  test("with suggestions, and with an explanation", async ({ page, server, signIn }) => {
    await openPlant(page, server, signIn);
    await search(page).click();
    await page.keyboard.press("ArrowDown");
    await expect(suggestions(page).getByRole("option", { selected: true })).toBeVisible();
    await passes(page);
    await search(page).fill("owner:x status:off colour:red");
    await expect(search(page)).toHaveAccessibleDescription(/“off” is no status.*“colour:” is no filter/);
    await passes(page);
  });

  for (const width of [390, 320]) {
    test(`in a window ${width} px wide`, async ({ page, server, signIn }) => {
      await page.setViewportSize({ width, height: 800 });
      await openPlant(page, server, signIn);
      await search(page).click();
      await expect(options(page)).toHaveCount(7);
      const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      expect(await fits()).toBe(true);
      const last = await options(page).last().boundingBox();
      expect(last!.x).toBeGreaterThanOrEqual(0);
      expect(last!.x + last!.width).toBeLessThanOrEqual(width);
      await passes(page);
      await search(page).fill(`status:${"x".repeat(60)} colour:red`);
      await expect(search(page)).toHaveAccessibleDescription(/is no status.*is no filter/);
      expect(await fits()).toBe(true);
      const box = (await search(page).boundingBox())!;
      const line = (await page.getByRole("status").getByText(/is no status/).boundingBox())!;
      expect(line.y, "right below the box").toBeLessThan(box.y + box.height + 20);
      await passes(page);
    });
  }
});
