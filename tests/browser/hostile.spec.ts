// Whatever a server, or somebody in between, puts into a reply: it is shown as text or named as wrong, nothing of it runs, and the page
// goes on being of use.

import type { Page } from "@playwright/test";
import { openList, organizationWith, row } from "../support/list.ts";
import type { PageApi } from "../support/page-api.ts";
import { expect, test } from "../support/test.ts";

const LIST = /\/api\/v2\/authorizations\?/;
const FAILED = /Failed to load resource/;
const RUN = "window.__ran = true";

const grid = (page: Page) => page.getByRole("grid", { name: "API tokens" });
const link = (page: Page, description: string) => page.getByRole("link", { name: description, exact: true });
const summary = (page: Page) => page.getByRole("dialog", { name: "API Token Summary" });

test.afterEach(async ({ page }) => {
  expect(await page.evaluate(() => "__ran" in window), "whether anything ran").toBe(false);
});

/** Texts that would run where they were taken for more than text. */
const MARKUP = [
  `<script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `"><svg onload=${RUN}>`,
  `' onmouseover='${RUN}' x='`,
  `javascript:${RUN}`,
  `{{constructor.constructor("${RUN}")()}}`,
  `\${${RUN}}`,
  `</title><script>${RUN}</script>`,
  `<!--<script>${RUN}</script>-->`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<a href="javascript:${RUN}">x</a>`,
];

/** The id of the n-th made-up token. */
const id = (n: number) => n.toString(16).padStart(16, "0");

/** An element of the list as the server would write it, but for what is changed. */
const element = (orgID: string, n: number, change: object = {}) => ({
  id: id(n),
  token: "",
  status: "active",
  description: `token ${n}`,
  orgID,
  org: "acme",
  userID: id(1),
  user: "mlee",
  permissions: [{ action: "read", resource: { type: "buckets", orgID } }],
  links: { self: `/api/v2/authorizations/${id(n)}`, user: `/api/v2/users/${id(1)}` },
  createdAt: "2026-11-22T04:49:09Z",
  updatedAt: "2026-11-22T04:49:09Z",
  ...change,
});

type Fixtures = { page: Page; server: Parameters<typeof openList>[0]["server"]; signIn: () => Promise<void>; api: PageApi };

/** Opens a list of which the elements, or the text, are these. */
async function openReply({ page, server, signIn, api }: Fixtures, reply: string | ((orgID: string) => object[])): Promise<void> {
  const { orgID, url } = await organizationWith(server, "of the server");
  await signIn();
  await api.replaceReply("GET", LIST, typeof reply === "string" ? reply : JSON.stringify({ links: {}, authorizations: reply(orgID) }), undefined, 99);
  await page.goto(url);
}

/** The token of that description can still be looked for, opened and left. */
async function isOfUse(page: Page, description: string): Promise<void> {
  await page.getByRole("combobox", { name: "Filter Tokens" }).fill(description);
  await link(page, description).click();
  await expect(summary(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(summary(page)).toBeHidden();
  await page.getByRole("combobox", { name: "Filter Tokens" }).fill("");
}

test("markup in descriptions, names of users and of buckets is text, on the real server", async ({ page, server, signIn }) => {
  const bucket = MARKUP[0] ?? "";
  const { orgID, url } = await organizationWith(server, "plain", ...MARKUP);
  const { id: bucketID } = await server.operator.createBucket(orgID, bucket);
  await server.operator.createAuthorization({ orgID, description: "of the bucket", permissions: [{ action: "read", resource: { type: "buckets", id: bucketID, orgID } }] });
  await signIn();
  await page.setViewportSize({ width: 1280, height: 1600 });
  await page.goto(url);
  for (const text of MARKUP) {
    await expect(link(page, text)).toBeVisible();
    await expect(row(page, text)).toHaveCount(1);
  }
  await link(page, MARKUP[1] ?? "").click();
  await expect(summary(page).getByRole("textbox", { name: "Description" })).toHaveValue(MARKUP[1] ?? "");
  await page.keyboard.press("Escape");
  await link(page, "of the bucket").click();
  await expect(summary(page).getByRole("cell").filter({ hasText: bucket })).toBeVisible();
  await page.keyboard.press("Escape");
  // Taken into other sentences: the question before deleting, the message after.
  await row(page, MARKUP[2] ?? "").getByRole("button", { name: /^Delete/ }).click();
  await expect(page.getByRole("alertdialog")).toContainText(MARKUP[2] ?? "");
  await page.keyboard.press("Escape");
  await isOfUse(page, "plain");
});

test("markup in the names of organizations is text, in the switcher, the heading and the window's title", async ({ page, server, signIn }) => {
  const name = MARKUP[7] ?? "";
  const { id: orgID } = await server.operator.createOrganization(name);
  await signIn();
  await page.goto(`orgs/${orgID}/load-data/tokens`);
  await page.getByRole("button", { name: `${name} Organization` }).click();
  await expect(page.getByText(name, { exact: true }).last()).toBeVisible();
  await expect(page).toHaveTitle(/Latchkey$/);
});

// A 502 is tried again twice before it is told.
for (const [status, contentType, times] of [[500, "application/json", 1], [403, "application/json", 1], [404, "application/json", 1], [502, "text/html", 3]] as const) {
  test(`markup in an error of status ${status} is text: ${contentType}`, async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(FAILED);
    const { url } = await organizationWith(server, "alpha");
    await signIn();
    const message = MARKUP.join(" ");
    const body = contentType === "text/html" ? `<html><body>${message}</body></html>` : JSON.stringify({ code: message, message });
    await page.route(LIST, (route) => route.fulfill({ status, contentType, body }), { times });
    await page.goto(url);
    const alert = page.getByRole("alert").filter({ has: page.getByRole("button", { name: "Try again" }) });
    await expect(alert).toContainText(contentType === "text/html" ? "The server failed (502)." : MARKUP[0] ?? "");
    await alert.getByRole("button", { name: "Try again" }).click();
    await isOfUse(page, "alpha");
    expect(api.requests("GET", LIST).length).toBeGreaterThan(1);
  });
}

for (const [name, body] of [
  ["the login page of a proxy", `<!doctype html><title>Sign in</title><script>${RUN}</script><form action="https://proxy.example/"><input name=password></form>`],
  ["nothing", ""],
  ["another shape", `{"authorizations":{"0":{"id":"0000000000000002"}}}`],
  ["no object", `[[[[]]]]`],
  ["a number", "7"],
  ["deep nesting", "[".repeat(200_000)],
  ["deep nesting in a member", `{"links":${"[".repeat(200_000)}${"]".repeat(200_000)},"authorizations":null}`],
  ["bytes", "\u0000\uffff\u0001\u202e"],
] as const) {
  test(`a list that is ${name} is named as no answer of the API, and may be asked for again`, async ({ page, server, signIn, api }) => {
    const { url } = await organizationWith(server, "alpha");
    await signIn();
    await api.replaceReply("GET", LIST, body, "text/html; charset=utf-8");
    await page.goto(url);
    const alert = page.getByRole("alert").filter({ hasText: "Failed to get API tokens" });
    await expect(alert).toContainText("The reply is not what the InfluxDB API answers. A proxy may stand in between.");
    await alert.getByRole("button", { name: "Try again" }).click();
    await isOfUse(page, "alpha");
  });

  test(`${name} in place of who is signed in, and of the organizations, is told, and may be asked for again`, async ({ page, server, signIn, api }) => {
    const { url } = await organizationWith(server, "alpha");
    await signIn();
    await api.replaceReply("GET", /\/api\/v2\/(me|orgs)/, body, "text/html; charset=utf-8", 2);
    await page.goto(url);
    await expect(page.getByText("The reply is not what the InfluxDB API answers. A proxy may stand in between.").first()).toBeVisible();
    await page.getByRole("button", { name: "Try again" }).first().click();
    await isOfUse(page, "alpha");
  });
}

test("the login page of a proxy after a change is no success, and the change is taken back", async ({ page, server, signIn, api }) => {
  await openList({ page, server, signIn }, "alpha");
  await api.replaceReply("PATCH", "/authorizations/", `<script>${RUN}</script>`, "text/html");
  const active = page.getByRole("switch", { name: "Active: alpha" });
  await active.click();
  await expect(page.getByRole("alert").filter({ hasText: "A proxy may stand in between." }).first()).toBeVisible();
  await isOfUse(page, "alpha");
});

test("a description of 1 MB neither stops the page nor widens it", async ({ page, server, signIn, api }) => {
  test.slow();
  const long = `long ${"wide ".repeat(100_000)}${"x".repeat(500_000)}`;
  await openReply({ page, server, signIn, api }, (orgID) => [element(orgID, 2, { description: long }), element(orgID, 3)]);
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "2");
  await isOfUse(page, "token 3");
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.goto(page.url().replace(/tokens.*/, `tokens/${id(2)}`));
  await expect(summary(page)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.keyboard.press("Escape");
  await expect(summary(page)).toBeHidden();
  await isOfUse(page, "token 3");
});

test("100,000 permissions of one token can be looked through", async ({ page, server, signIn, api }) => {
  test.slow();
  await openReply({ page, server, signIn, api }, (orgID) => [
    element(orgID, 2, {
      description: "many",
      permissions: Array.from({ length: 100_000 }, (_, n) => ({ action: n % 2 ? "read" : "write", resource: { type: "buckets", id: id(n + 1), orgID, name: `bucket ${n}` } })),
    }),
    element(orgID, 3),
  ]);
  await isOfUse(page, "token 3");
  await page.goto(page.url().replace(/tokens.*/, `tokens/${id(2)}`));
  const filter = summary(page).getByRole("searchbox", { name: "Filter Access Permissions" });
  await filter.fill("bucket 77777");
  await expect(summary(page).getByRole("cell", { name: "bucket 77777" })).toBeVisible();
  await filter.fill("");
  await expect(summary(page).getByRole("cell", { name: "99000 more: filter them to see others" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(summary(page)).toBeHidden();
  await isOfUse(page, "token 3");
});

test("thousands of permissions for configurations that nobody knows are not asked for one by one without end", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(FAILED);
  await openReply({ page, server, signIn, api }, (orgID) => [
    element(orgID, 2, { description: "many", permissions: Array.from({ length: 3_000 }, (_, n) => ({ action: "read", resource: { type: "telegrafs", id: id(n + 1), orgID } })) }),
  ]);
  await link(page, "many").click();
  await expect(summary(page).getByRole("cell", { name: id(9) })).toBeVisible();
  const asked = () => api.requests("GET", /\/telegrafs\/[0-9a-f]/).length;
  await expect.poll(asked, { timeout: 15_000 }).toBe(50);
  await page.keyboard.press("Escape");
  await isOfUse(page, "many");
  expect(asked()).toBeLessThanOrEqual(100);
});

/** Characters that turn, hide or end other text. */
const UNSEEN = {
  "an override of direction": "safe\u202etxt.exe",
  isolates: "a\u2066b\u2067c",
  "NUL": "a\u0000b",
  "half a character": "a\ud83db",
  "the other half": "a\ude00b",
  "zero width": "ad\u200bm\u200ci\u200dn\ufeff",
  "line and paragraph": "a\u2028b\u2029c",
  "controls": "a\u0007\u001b[31mb\u007f\u0085",
  "tags": "a\u{e0041}\u{e0042}b",
  "many marks": `a${"\u0301".repeat(2_000)}b`,
};

for (const [name, description] of Object.entries(UNSEEN)) {
  test(`${name} in a description neither hides nor turns anything else`, async ({ page, server, signIn, api }) => {
    await openReply({ page, server, signIn, api }, (orgID) => [element(orgID, 2, { description }), element(orgID, 3)]);
    await expect(link(page, "token 3")).toBeVisible();
    if (description.includes("\ud83db") || description.includes("a\ude00")) {
      // No text at all: the reader says which token it could not read.
      await expect(page.getByText(`1 token could not be read (${id(2)})`)).toBeVisible();
    } else {
      await expect(grid(page)).toHaveAttribute("aria-rowcount", "2");
      // What turns stays within its own element.
      const box = await link(page, "token 3").boundingBox();
      expect(box?.x).toBeGreaterThan(0);
    }
    await isOfUse(page, "token 3");
  });
}

test("ids that are twice there, or none, and numbers for strings take no other token along", async ({ page, server, signIn, api }) => {
  await openReply({ page, server, signIn, api }, (orgID) => [
    element(orgID, 2, { description: "first" }),
    element(orgID, 2, { description: "again" }),
    element(orgID, 4, { id: "not an id" }),
    element(orgID, 5, { id: 5 }),
    element(orgID, 6, { id: "0000000000000000" }),
    element(orgID, 7, { id: `../../../${id(7)}` }),
    element(orgID, 8, { description: 8 }),
    element(orgID, 9, { status: ["active"] }),
    element(orgID, 10, { permissions: "everything" }),
    element(orgID, 11, { permissions: [{ action: "read", resource: "buckets" }] }),
    element(orgID, 12, { orgID: { $ne: 1 } }),
    element(orgID, 3),
  ]);
  await expect(page.getByText(/^9 tokens could not be read; the first: /)).toBeVisible();
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "2");
  await isOfUse(page, "token 3");
});

test("years 1 and 9999, and times that are none, are shown or left out", async ({ page, server, signIn, api }) => {
  await openReply({ page, server, signIn, api }, (orgID) => [
    element(orgID, 2, { description: "year 1", createdAt: "0001-01-01T00:00:00Z", updatedAt: "0001-12-31T23:59:59+23:59" }),
    element(orgID, 3, { description: "year 9999", createdAt: "9999-12-31T23:59:59.999999999-23:59", updatedAt: "9999-12-31T23:59:60Z" }),
    element(orgID, 4, { description: "no day", createdAt: "2026-02-30T00:00:00Z", updatedAt: `<script>${RUN}</script>` }),
    element(orgID, 5, { description: "a number", createdAt: 1e300, updatedAt: null }),
  ]);
  await expect(link(page, "year 1")).toBeVisible();
  for (const description of ["year 1", "year 9999"]) {
    await isOfUse(page, description);
    await page.getByRole("combobox", { name: "Filter Tokens" }).fill("");
  }
  await expect(grid(page)).not.toContainText(/NaN|Invalid|undefined/);
});
