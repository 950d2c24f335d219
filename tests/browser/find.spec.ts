// Finding tokens: search, status filter, order, what the address holds of them, and the counts.

import type { Page } from "@playwright/test";
import type { Authorization } from "../support/client.ts";
import { type Wanted, openList, organizationWith } from "../support/list.ts";
import { expect, test } from "../support/test.ts";

const LIST = /\/api\/v2\/authorizations\?/;

const grid = (page: Page) => page.getByRole("grid", { name: "API tokens" });
const descriptions = (page: Page) => grid(page).getByRole("link");
const search = (page: Page) => page.getByRole("combobox", { name: "Filter Tokens" });
const sortButton = (page: Page) => page.getByRole("button", { name: /^Sort by / });

async function sortBy(page: Page, label: string): Promise<void> {
  await sortButton(page).click();
  await page.getByRole("menuitemradio", { name: label, exact: true }).click();
}

/** The parameters of the address, without those that other tests are about. */
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

test.describe("search", () => {
  const list: Wanted[] = [
    { description: "alpha", permissions: (orgID) => [{ action: "read", resource: { type: "buckets", orgID } }] },
    { description: "beta", permissions: (orgID) => [{ action: "write", resource: { type: "buckets", orgID } }] },
    {
      description: "gamma",
      status: "inactive",
      permissions: (orgID) => [
        { action: "read", resource: { type: "buckets", orgID } },
        { action: "write", resource: { type: "telegrafs", orgID } },
      ],
    },
  ];

  const found: [what: string, text: string, expected: string[]][] = [
    ["the description", "alph", ["alpha"]],
    ["the description in any case", "ALPHA", ["alpha"]],
    ["the owner", "admin", ["alpha", "beta", "gamma"]],
    ["the status word", "inactive", ["gamma"]],
    ["active, which is not inactive", "active", ["alpha", "beta"]],
    ["permission words, all in one permission", "write buckets", ["beta"]],
    ["a type of resource", "telegrafs", ["gamma"]],
    ["all words, wherever each is", "active admin read", ["alpha"]],
  ];
  for (const [what, text, expected] of found) {
    test(`finds ${what}: ${text}`, async ({ page, server, signIn }) => {
      await openList({ page, server, signIn }, ...list);
      await search(page).fill(text);
      await expect(descriptions(page)).toHaveText(expected);
    });
  }

  test("finds an id, whole or in part", async ({ page, server, signIn }) => {
    const { tokens } = await openList({ page, server, signIn }, ...list);
    const id = tokens[1]!.id;
    await search(page).fill(id);
    await expect(descriptions(page)).toHaveText(["beta"]);
    await search(page).fill(id.slice(4));
    await expect(descriptions(page)).toHaveText(["beta"]);
  });

  test("finds a bucket's name", async ({ page, server, signIn }) => {
    const { orgID, url } = await organizationWith(server, "other");
    const bucket = await server.operator.createBucket(orgID, "boiler-room");
    await server.operator.createAuthorization({
      orgID,
      description: "collector",
      permissions: [{ action: "write", resource: { type: "buckets", orgID, id: bucket.id } }],
    });
    await signIn();
    await page.goto(url);
    await expect(descriptions(page)).toHaveText(["collector", "other"]);
    await search(page).fill("boiler");
    await expect(descriptions(page)).toHaveText(["collector"]);
    await search(page).fill("write boiler-room");
    await expect(descriptions(page)).toHaveText(["collector"]);
    await search(page).fill("read boiler-room");
    await expect(descriptions(page)).toHaveCount(0);
  });

  test("finds another owner", async ({ page, server, signIn }) => {
    const { orgID, url } = await organizationWith(server, "mine");
    const { id: userID } = await server.operator.createUser("svc-plant", "correct horse");
    await server.operator.createAuthorization({ orgID, userID, description: "theirs", permissions: [{ action: "read", resource: { type: "buckets", orgID } }] });
    await signIn();
    await page.goto(url);
    await expect(descriptions(page)).toHaveText(["mine", "theirs"]);
    await search(page).fill("svc-plant");
    await expect(descriptions(page)).toHaveText(["theirs"]);
  });

  test("/ focuses the box, Escape clears it", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha", "beta");
    await expect(search(page)).toHaveAttribute("placeholder", "Filter Tokens...");
    await page.keyboard.press("/");
    await expect(search(page)).toBeFocused();
    await expect(search(page)).toHaveValue("");
    await page.keyboard.type("beta/2");
    await expect(search(page)).toHaveValue("beta/2");
    await page.keyboard.press("Escape");
    await expect(search(page)).toHaveValue("");
    await expect(descriptions(page)).toHaveText(["alpha", "beta"]);
    expect(query(page)).toEqual({});
  });

  test("/ typed into a description stays there", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha");
    await page.getByRole("button", { name: "Edit description: alpha" }).click();
    await page.keyboard.type("a/b");
    await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("a/b");
    await page.keyboard.press("Escape");
  });

  for (const text of ["a%41", "a%2525b", "50% + 50%", "a&b=c#d", "q=a%2525b?x", "a+b", "ß 密码 🔑", "  two  blanks "]) {
    test(`the text stays as typed, in the box, the address and after a reload: ${text}`, async ({ page, server, signIn }) => {
      await openList({ page, server, signIn }, text, "other");
      await search(page).pressSequentially(text);
      await expect(search(page)).toHaveValue(text);
      await expect.poll(() => query(page)).toEqual({ searchTerm: text });
      await page.reload();
      await expect(search(page)).toHaveValue(text);
      await expect(grid(page)).toHaveAttribute("aria-rowcount", "1");
      expect(query(page)).toEqual({ searchTerm: text });
    });
  }

  test("No API Tokens match your query, Clear filters", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha", "beta");
    await sortBy(page, "Description (Z → A)");
    await page.getByRole("button", { name: "Inactive", exact: true }).click();
    await search(page).fill("nothing like this");
    await expect(page.getByText("No API Tokens match your query")).toBeVisible();
    await expect(page.getByText("Looks like there aren't any")).toHaveCount(0);
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(descriptions(page)).toHaveText(["beta", "alpha"]);
    await expect(search(page)).toHaveValue("");
    await expect(page.getByText("No API Tokens match your query")).toHaveCount(0);
  });
});

test.describe("status filter", () => {
  test("All, Active and Inactive", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "on", { description: "off", status: "inactive" });
    const filter = page.getByRole("group", { name: "Status" });
    const choose = (name: string) => filter.getByRole("button", { name, exact: true });
    await expect(choose("All")).toHaveAttribute("aria-pressed", "true");
    await choose("Active").click();
    await expect(descriptions(page)).toHaveText(["on"]);
    expect(query(page)).toEqual({ status: "active" });
    await choose("Inactive").click();
    await expect(descriptions(page)).toHaveText(["off"]);
    await expect(choose("Inactive")).toHaveAttribute("aria-pressed", "true");
    expect(query(page)).toEqual({ status: "inactive" });
    await choose("All").click();
    await expect(descriptions(page)).toHaveText(["off", "on"]);
    expect(query(page)).toEqual({});
  });
});

test.describe("order", () => {
  const LABELS = [
    "Description (A → Z)",
    "Description (Z → A)",
    "Status (Active)",
    "Status (Inactive)",
    "Date Created (Oldest)",
    "Date Created (Newest)",
  ];
  // In order of creation; sorting is numeric-aware and does not mind case.
  const list: Wanted[] = ["token 10", { description: "Token 9", status: "inactive" }, "alpha", { description: "BETA", status: "inactive" }];
  const orders: [label: string, expected: string[], address: Record<string, string>][] = [
    ["Description (Z → A)", ["token 10", "Token 9", "BETA", "alpha"], { sortKey: "description", sortDirection: "desc" }],
    ["Status (Active)", ["token 10", "alpha", "Token 9", "BETA"], { sortKey: "status", sortDirection: "asc" }],
    ["Status (Inactive)", ["Token 9", "BETA", "token 10", "alpha"], { sortKey: "status", sortDirection: "desc" }],
    ["Date Created (Oldest)", ["token 10", "Token 9", "alpha", "BETA"], { sortKey: "createdAt", sortDirection: "asc" }],
    ["Date Created (Newest)", ["BETA", "alpha", "Token 9", "token 10"], { sortKey: "createdAt", sortDirection: "desc" }],
    ["Description (A → Z)", ["alpha", "BETA", "Token 9", "token 10"], {}],
  ];

  test("the menu has InfluxDB's six, by their labels", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha");
    await expect(sortButton(page)).toHaveText("Sort by Description (A → Z)");
    await sortButton(page).click();
    await expect(page.getByRole("menuitemradio")).toHaveText(LABELS);
    await expect(page.getByRole("menuitemradio", { name: "Description (A → Z)" })).toBeChecked();
  });

  test("the menu works by keyboard alone", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, ...list);
    await sortButton(page).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("menuitemradio", { name: "Description (A → Z)" })).toBeFocused();
    await page.keyboard.press("End");
    await expect(page.getByRole("menuitemradio", { name: "Date Created (Newest)" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toHaveCount(0);
    await expect(sortButton(page)).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("menuitemradio", { name: "Description (A → Z)" })).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(sortButton(page)).toHaveText("Sort by Description (Z → A)");
    await expect(sortButton(page)).toBeFocused();
    await expect(descriptions(page)).toHaveText(["token 10", "Token 9", "BETA", "alpha"]);
  });

  for (const [label, expected, address] of orders) {
    test(`Sort by ${label}`, async ({ page, server, signIn }) => {
      await openList({ page, server, signIn }, ...list);
      if (label === "Description (A → Z)") await sortBy(page, "Status (Active)");
      await sortBy(page, label);
      await expect(sortButton(page)).toHaveText(`Sort by ${label}`);
      await expect(descriptions(page)).toHaveText(expected);
      const places = await grid(page).getByRole("row").evaluateAll((rows) => rows.map((row) => Number(row.ariaRowIndex)));
      expect(places, "what is read out is what is seen").toEqual(places.toSorted((a, b) => a - b));
      await expect.poll(() => query(page)).toEqual(address);
    });
  }

  test("equal ones keep their order, whichever way the others go", async ({ page, server, signIn }) => {
    const { tokens } = await openList({ page, server, signIn }, "same", "same", "same", "zeta", "alpha");
    const ids = tokens.slice(0, 3).map(({ id }) => id);
    const shown = () => page.getByRole("link", { name: "same", exact: true }).evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).pathname.split("/").at(-1)));
    for (const label of LABELS.slice(1, 4)) {
      await sortBy(page, label);
      await expect(sortButton(page)).toHaveText(`Sort by ${label}`);
      expect(await shown(), label).toEqual(ids);
    }
  });

  test("dates are compared by instant, not by text", async ({ page, server, signIn, api }) => {
    const { url } = await organizationWith(server, "second", "third", "first", "undated");
    const dates: Record<string, string> = {
      first: "2024-05-01T23:30:00+02:00",
      second: "2024-05-01T22:00:00Z",
      third: "2024-05-01T22:00:00.000000001Z",
      undated: "0001-01-01T00:00:00Z",
    };
    await api.alterReply<{ authorizations: Authorization[] }>("GET", LIST, (body) => ({
      authorizations: body.authorizations.map((token) => ({ ...token, createdAt: dates[token.description] })),
    }));
    await signIn();
    await page.goto(`${url}?sortKey=createdAt&sortDirection=asc`);
    await expect(descriptions(page)).toHaveText(["first", "second", "third", "undated"]);
    await sortBy(page, "Date Created (Newest)");
    await expect(descriptions(page)).toHaveText(["third", "second", "first", "undated"]);
  });

  test("a token renamed out of its place moves to the new one", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha", "beta", "gamma");
    await page.getByRole("button", { name: "Edit description: alpha" }).click();
    await page.getByRole("textbox", { name: "Description" }).fill("omega");
    await page.keyboard.press("Enter");
    await expect(descriptions(page)).toHaveText(["beta", "gamma", "omega"]);
  });
});

test.describe("the address", () => {
  const list: Wanted[] = ["plant 1", "plant 2", { description: "plant 3", status: "inactive" }, "office"];
  const FILTERED = "?searchTerm=plant&status=active&sortKey=createdAt&sortDirection=desc";

  async function isFiltered(page: Page): Promise<void> {
    await expect(descriptions(page)).toHaveText(["plant 2", "plant 1"]);
    await expect(search(page)).toHaveValue("plant");
    await expect(page.getByRole("button", { name: "Active", exact: true })).toHaveAttribute("aria-pressed", "true");
    await expect(sortButton(page)).toHaveText("Sort by Date Created (Newest)");
  }

  test("holds search, status and order, and is enough to open them cold", async ({ page, server, signIn }) => {
    const { url } = await openList({ page, server, signIn }, ...list);
    await search(page).fill("plant");
    await page.getByRole("button", { name: "Active", exact: true }).click();
    await sortBy(page, "Date Created (Newest)");
    await isFiltered(page);
    await expect(page).toHaveURL(url + FILTERED);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await isFiltered(other);
  });

  test("survives a reload", async ({ page, server, signIn }) => {
    const { url } = await openList({ page, server, signIn }, ...list);
    await page.goto(url + FILTERED);
    await isFiltered(page);
    await page.reload();
    await isFiltered(page);
    await expect(page).toHaveURL(url + FILTERED);
  });

  test("keeps the filter through an open summary, Back and Forward", async ({ page, server, signIn }) => {
    const { url, tokens } = await openList({ page, server, signIn }, ...list);
    await page.goto(url + FILTERED);
    await page.getByRole("link", { name: "plant 1", exact: true }).click();
    const summary = page.getByRole("dialog", { name: "API Token Summary" });
    await expect(summary).toBeVisible();
    await expect(page).toHaveURL(`${url}/${tokens[0]!.id}${FILTERED}`);
    await page.goBack();
    await expect(summary).toBeHidden();
    await expect(page).toHaveURL(url + FILTERED);
    await isFiltered(page);
    await page.goForward();
    await expect(summary).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(summary).toBeHidden();
    await isFiltered(page);
    await expect(page).toHaveURL(url + FILTERED);
  });

  test("typing does not fill the history: Back leaves the list", async ({ page, server, signIn }) => {
    await signIn();
    await page.goto("signin?returnTo=nowhere");
    const { url } = await organizationWith(server, ...list);
    await expect(grid(page)).toBeVisible();
    const before = page.url();
    await page.goto(url);
    await search(page).pressSequentially("plant");
    await expect.poll(() => query(page)).toEqual({ searchTerm: "plant" });
    await page.goBack();
    await expect(page).toHaveURL(before);
  });

  test("follows once for many keys, since browsers limit how often it may change", async ({ page, server, signIn }) => {
    const { url } = await openList({ page, server, signIn }, ...list);
    await page.evaluate(() => {
      const replace = history.replaceState.bind(history);
      const written: unknown[] = [];
      Object.assign(window, { written });
      history.replaceState = (...[state, unused, to]) => {
        written.push(to);
        replace(state, unused, to);
      };
    });
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    await search(page).pressSequentially("office");
    await expect(descriptions(page)).toHaveText(["office"]);
    const written = () => page.evaluate(() => (window as unknown as { written: string[] }).written);
    expect(await written()).toEqual([]);
    await page.clock.runFor(1_000);
    expect(await written()).toEqual([`${new URL(url, server.url).pathname}?searchTerm=office`]);
    await expect(search(page)).toHaveValue("office");
  });

  test("has what was typed last when the page is left", async ({ page, server, signIn }) => {
    const { url } = await openList({ page, server, signIn }, ...list);
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    await search(page).pressSequentially("office");
    await page.goto("about:blank");
    await page.goBack();
    await expect(page).toHaveURL(`${url}?searchTerm=office`);
    await expect(descriptions(page)).toHaveText(["office"]);
  });

  test("takes a filter and a click on a link in the same frame", async ({ page, server, signIn }) => {
    const { url, tokens } = await openList({ page, server, signIn }, ...list);
    const link = await page.getByRole("link", { name: "plant 1", exact: true }).elementHandle();
    await search(page).evaluate((field, link) => {
      (field as HTMLInputElement).value = "plant";
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      (link as HTMLAnchorElement).click();
    }, link);
    await expect(page.getByRole("dialog", { name: "API Token Summary" })).toBeVisible();
    await expect(page).toHaveURL(`${url}/${tokens[0]!.id}?searchTerm=plant`);
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(`${url}?searchTerm=plant`);
    await expect(search(page)).toHaveValue("plant");
    await expect(descriptions(page)).toHaveText(["plant 1", "plant 2", "plant 3"]);
  });

  test("with unknown values shows the plain list", async ({ page, server, signIn }) => {
    const { url } = await organizationWith(server, ...list);
    await signIn();
    await page.goto(`${url}?status=maybe&sortKey=colour&sortDirection=up&access=some&extra=1`);
    await expect(descriptions(page)).toHaveText(["office", "plant 1", "plant 2", "plant 3"]);
  });

  test("access shows only one kind of token", async ({ page, server, signIn }) => {
    await signIn();
    const { id } = await server.organization("acme");
    await page.goto(`orgs/${id}/load-data/tokens?access=operator`);
    await expect(descriptions(page)).toHaveText(["admin's Token"]);
    await page.goto(`orgs/${id}/load-data/tokens?access=custom`);
    await expect(page.getByText("No API Tokens match your query")).toBeVisible();
  });
});

test.describe("the counts", () => {
  const counts = async (page: Page, ...expected: string[]) => {
    for (const text of expected) await expect(page.getByText(text, { exact: true })).toBeVisible();
  };

  test("say how many tokens there are, are active, and have all access", async ({ page, server, signIn }) => {
    await signIn();
    const { id } = await server.organization("acme");
    await page.goto(`orgs/${id}/load-data/tokens`);
    await counts(page, "1 token", "1 active", "1 with all access");
  });

  test("follow every change and the filter", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha", "beta", { description: "gamma", status: "inactive" });
    await counts(page, "3 tokens", "2 active", "0 with all access");
    await page.getByRole("switch", { name: "Active: beta" }).click();
    await counts(page, "3 tokens", "1 active");
    await search(page).fill("alpha");
    await counts(page, "1 of 3 tokens", "1 active");
    await search(page).fill("");
    await page.getByRole("button", { name: "Delete: gamma" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await counts(page, "2 tokens", "1 active");
  });
});
