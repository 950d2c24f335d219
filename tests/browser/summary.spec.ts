// "API Token Summary": everything about one token, over the list.

import { execFileSync } from "node:child_process";
import type { Locator, Page } from "@playwright/test";
import type { Authorization } from "../support/client.ts";
import { openList, organizationWith, row } from "../support/list.ts";
import { axe, bothThemes, expect, test } from "../support/test.ts";

const PATCH = /\/authorizations\/\w+$/;
const LIST = /\/authorizations\?/;

function summary(page: Page): Locator {
  return page.getByRole("dialog", { name: "API Token Summary" });
}

function link(page: Page, description: string): Locator {
  return page.getByRole("link", { name: description, exact: true });
}

async function open(page: Page, description: string): Promise<Locator> {
  await link(page, description).click();
  await expect(summary(page)).toBeVisible();
  return summary(page);
}

/** Opens "Show as command". */
async function commandsIn(dialog: Locator): Promise<Locator> {
  await dialog.getByRole("button", { name: "Show as command", exact: true }).click();
  return dialog.getByRole("region", { name: "The same as a command" });
}

function descriptionIn(dialog: Locator): Locator {
  return dialog.getByRole("textbox", { name: "Description", exact: true });
}

function permissions(dialog: Locator): Locator {
  return dialog.getByRole("table").getByRole("row");
}

/** The date as `Created at` shows it: local, where the tests are. */
function local(time: string): string {
  return new Date(time).toLocaleString("sv-SE", { timeZone: "Europe/Berlin" });
}

test("a click on the description opens it under an address of its own", async ({ page, server, signIn }) => {
  const { tokens, url } = await openList({ page, server, signIn }, "a", "b");
  const dialog = await open(page, "b");
  await expect(dialog.getByRole("heading", { name: "API Token Summary" })).toBeVisible();
  await expect(descriptionIn(dialog)).toHaveValue("b");
  await expect(page).toHaveURL(`${url}/${tokens[1]!.id}`);
});

test("Enter on the description opens it too", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "a");
  await link(page, "a").focus();
  await page.keyboard.press("Enter");
  await expect(summary(page)).toBeVisible();
});

test("its address can be opened cold, reloaded, and left", async ({ page, server, signIn }) => {
  const { tokens, url } = await organizationWith(server, "a", "b");
  await signIn();
  await page.goto(`${url}/${tokens[1]!.id}`);
  await expect(descriptionIn(summary(page))).toHaveValue("b");
  await page.reload();
  await expect(descriptionIn(summary(page))).toHaveValue("b");
  await summary(page).getByRole("button", { name: "Close", exact: true }).click();
  await expect(summary(page)).toBeHidden();
  await expect(page).toHaveURL(url);
  await expect(row(page, "a")).toBeVisible();
});

test("Back closes it, Forward opens it again, and the list's query stays", async ({ page, server, signIn }) => {
  const { tokens, url } = await openList({ page, server, signIn }, "alpha", "beta");
  await page.goto(`${url}?searchTerm=alp`);
  await expect(row(page, "beta")).toBeHidden();
  await open(page, "alpha");
  await expect(page).toHaveURL(new RegExp(`/${tokens[0]!.id}\\?searchTerm=alp$`));
  await page.goBack();
  await expect(summary(page)).toBeHidden();
  await expect(page).toHaveURL(`${url}?searchTerm=alp`);
  await expect(row(page, "alpha")).toBeVisible();
  await page.goForward();
  await expect(summary(page)).toBeVisible();
});

const WAYS_OUT: [string, (page: Page) => Promise<void>][] = [
  ["Escape", (page) => page.keyboard.press("Escape")],
  ["Close", (page) => summary(page).getByRole("button", { name: "Close", exact: true }).click()],
  ["a click outside", (page) => page.mouse.click(300, 700)],
];
for (const [way, out] of WAYS_OUT) {
  test(`${way} closes it, and the focus returns to the row`, async ({ page, server, signIn }) => {
    const { url } = await openList({ page, server, signIn }, "a", "b");
    await open(page, "b");
    await out(page);
    await expect(summary(page)).toBeHidden();
    await expect(page).toHaveURL(url);
    await expect(link(page, "b")).toBeFocused();
  });
}

test("opened cold, closing it puts the focus on the token's row", async ({ page, server, signIn }) => {
  const { tokens, url } = await organizationWith(server, "a", "b");
  await signIn();
  await page.goto(`${url}/${tokens[1]!.id}`);
  await expect(descriptionIn(summary(page))).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(summary(page)).toBeHidden();
  await expect(link(page, "b")).toBeFocused();
});

test("an id that no token has is told in words", async ({ page, server, signIn }) => {
  const { url } = await organizationWith(server, "a");
  await signIn();
  await page.goto(`${url}/0123456789abcdef`);
  await expect(summary(page).getByText("This API token does not exist, or you may not see it.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(row(page, "a")).toBeVisible();
});

test("the switch Active takes effect at once, here and in the row", async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "worker");
  const dialog = await open(page, "worker");
  const active = dialog.getByRole("switch", { name: "Active", exact: true });
  await expect(active).toBeChecked();
  const held = await api.slowReply("PATCH", PATCH);
  await active.click();
  await expect(active).not.toBeChecked();
  await held.answered;
  expect((await server.operator.authorization(tokens[0]!.id)).status).toBe("inactive");
  held.release();
  await expect(dialog.getByRole("status").getByText("API token was updated successfully")).toBeVisible();
  expect(api.requests("PATCH").map(({ body }) => body)).toEqual([{ status: "inactive" }]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("switch", { name: "Active: worker", exact: true })).not.toBeChecked();
  await expect(page.getByRole("status").getByText("API token was updated successfully")).toBeVisible();
});

test("a switch that is refused goes back, with the reason, and the summary stays open", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(/status of 403/);
  await openList({ page, server, signIn }, "worker");
  const dialog = await open(page, "worker");
  await api.failReply("PATCH", PATCH, 403, { code: "forbidden", message: "User is inactive" });
  await dialog.getByRole("switch", { name: "Active", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText('Failed to update API token: "worker"');
  await expect(dialog.getByRole("alert")).toContainText("User is inactive");
  await expect(dialog.getByRole("switch", { name: "Active", exact: true })).toBeChecked();
});

for (const [way, finish] of [
  ["Enter", (page: Page) => page.keyboard.press("Enter")],
  ["Tab", (page: Page) => page.keyboard.press("Tab")],
  ["a click anywhere else", (page: Page) => page.getByRole("heading", { name: "API Token Summary" }).click()],
] as const) {
  test(`its description is saved by ${way}`, async ({ page, server, signIn, api }) => {
    const { tokens } = await openList({ page, server, signIn }, "before");
    const dialog = await open(page, "before");
    await descriptionIn(dialog).fill("after");
    await finish(page);
    await expect(dialog.getByRole("status").getByText("API token was updated successfully")).toBeVisible();
    await expect(descriptionIn(dialog)).toHaveValue("after");
    expect(api.requests("PATCH").map(({ path, body }) => ({ path, body }))).toEqual([
      { path: `/api/v2/authorizations/${tokens[0]!.id}`, body: { description: "after" } },
    ]);
    expect(api.requests("GET", LIST), "the list is not read again").toHaveLength(1);
    await page.keyboard.press("Escape");
    await expect(summary(page)).toBeHidden();
    await expect(link(page, "after")).toBeVisible();
  });
}

test("Escape first takes back what was typed, then closes the summary", async ({ page, server, signIn, api }) => {
  await openList({ page, server, signIn }, "before");
  const dialog = await open(page, "before");
  await descriptionIn(dialog).fill("not this");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  await expect(descriptionIn(dialog)).toHaveValue("before");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  expect(api.requests("PATCH")).toEqual([]);
});

test("an unchanged description sends nothing", async ({ page, server, signIn, api }) => {
  await openList({ page, server, signIn }, "same");
  const dialog = await open(page, "same");
  await descriptionIn(dialog).click();
  await descriptionIn(dialog).press("Enter");
  await descriptionIn(dialog).fill("other");
  await descriptionIn(dialog).fill("same");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  expect(api.requests("PATCH")).toEqual([]);
});

test("a description that is refused keeps what was typed, with the reason beside it", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(/status of 500/);
  const { tokens } = await openList({ page, server, signIn }, "as it was");
  const dialog = await open(page, "as it was");
  await api.failReply("PATCH", PATCH, 500, { code: "internal error", message: "disk is on fire" });
  await descriptionIn(dialog).fill("typed with care");
  await descriptionIn(dialog).press("Enter");
  await expect(dialog.getByRole("alert")).toContainText("disk is on fire");
  await expect(descriptionIn(dialog)).toHaveValue("typed with care");
  await expect(descriptionIn(dialog)).toHaveAccessibleDescription(/disk is on fire/);
  await descriptionIn(dialog).press("Enter");
  await expect(dialog.getByRole("status").getByText("API token was updated successfully")).toBeVisible();
  expect((await server.operator.authorization(tokens[0]!.id)).description).toBe("typed with care");
});

test("a description that could not be saved in its row comes along into the summary, and back", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(/status of 500/);
  await openList({ page, server, signIn }, "collector", "other");
  const dialog = await open(page, "collector");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await api.failReply("PATCH", PATCH, 500, { code: "internal error", message: "disk full" });
  await page.keyboard.press("F2");
  await page.keyboard.insertText("typed with care");
  await page.keyboard.press("Enter");
  const inRow = page.getByRole("grid").getByRole("textbox", { name: "Description" });
  await expect(inRow).toHaveAccessibleDescription(/disk full/);

  await page.goForward();
  await expect(descriptionIn(dialog)).toHaveValue("typed with care");
  await expect(descriptionIn(dialog)).toHaveAccessibleDescription(/disk full/);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toBeHidden();
  await expect(inRow).toHaveValue("typed with care");
  await expect(inRow).toHaveAccessibleDescription(/disk full/);
});

test("Back with an unsaved description loses nothing typed: it is saved, as by a click elsewhere", async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "before");
  const dialog = await open(page, "before");
  await descriptionIn(dialog).fill("typed, then Back");
  await page.goBack();
  await expect(dialog).toBeHidden();
  await expect(link(page, "typed, then Back")).toBeVisible();
  await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).description).toBe("typed, then Back");
  expect(api.requests("PATCH").map(({ body }) => body)).toEqual([{ description: "typed, then Back" }]);
});

test("what another client changes shows in the open summary after the list is read again", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "before");
  const dialog = await open(page, "before");
  await server.operator.updateAuthorization(tokens[0]!.id, { description: "changed elsewhere", status: "inactive" });
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 61_000;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    Date.now = now;
  });
  await expect(descriptionIn(dialog)).toHaveValue("changed elsewhere");
  await expect(dialog.getByRole("switch", { name: "Active", exact: true })).not.toBeChecked();
});

test("the ID is shown and can be copied", async ({ page, server, signIn, context }) => {
  await context.grantPermissions(["clipboard-write"]);
  const { tokens } = await openList({ page, server, signIn }, "a");
  const dialog = await open(page, "a");
  await expect(dialog.getByRole("definition").getByText(tokens[0]!.id, { exact: true })).toBeVisible();
  await dialog.getByRole("button", { name: "Copy ID", exact: true }).click();
  await expect(dialog.getByRole("status").getByText("ID copied to the clipboard")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Copy ID", exact: true })).toBeFocused();
  // The page may not read the clipboard, but a person may paste.
  const filter = dialog.getByRole("searchbox", { name: "Filter Access Permissions" });
  await filter.press("ControlOrMeta+v");
  await expect(filter).toHaveValue(tokens[0]!.id);
});

test("the token itself is not there, and the summary says why", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "a");
  const dialog = await open(page, "a");
  await expect(dialog.getByRole("definition").getByText(/^stored as a hash; shown once, at creation$/i)).toBeVisible();
  expect(await page.content()).not.toContain(tokens[0]!.token.slice(0, 12));
});

test("owner and dates are shown, the dates in local time", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "a");
  const token = tokens[0]!;
  const dialog = await open(page, "a");
  await expect(dialog.getByRole("definition").getByText(token.user, { exact: true })).toBeVisible();
  const texts = await dialog.getByRole("definition").allInnerTexts();
  expect(texts.filter((text) => text.includes(local(token.createdAt))).length, texts.join("|")).toBeGreaterThanOrEqual(1);
  expect(texts.some((text) => text.includes(local(token.updatedAt)))).toBe(true);
  for (const term of ["Owner", "Created at", "Last Modified"]) {
    await expect(dialog.getByRole("term").getByText(term, { exact: true })).toBeVisible();
  }
});

test('dates of the year 1 show "unknown"', async ({ page, server, signIn, api }) => {
  const { url, tokens } = await organizationWith(server, "ancient");
  await signIn();
  await api.alterReply<{ authorizations: Authorization[] }>("GET", LIST, ({ authorizations, ...rest }) => ({
    ...rest,
    authorizations: authorizations.map((token) => ({ ...token, createdAt: "0001-01-01T00:00:00Z", updatedAt: "0001-01-01T00:00:00Z" })),
  }));
  await page.goto(`${url}/${tokens[0]!.id}`);
  await expect(summary(page).getByRole("definition").getByText(/unknown/)).toHaveCount(2);
  await expect(summary(page).getByText("0001")).toBeHidden();
});

test("the table has Resources, Read and Write, with names resolved", async ({ page, server, signIn }) => {
  const { orgID, url } = await organizationWith(server);
  const bucket = await server.operator.createBucket(orgID, "sensor data");
  const gone = await server.operator.createBucket(orgID, "soon gone");
  const token = await server.operator.createAuthorization({
    orgID,
    description: "mixed",
    permissions: [
      { action: "read", resource: { type: "buckets", id: bucket.id, orgID } },
      { action: "write", resource: { type: "buckets", id: bucket.id, orgID } },
      { action: "write", resource: { type: "buckets", id: gone.id, orgID } },
      { action: "read", resource: { type: "tasks", orgID } },
      { action: "read", resource: { type: "notificationRules", orgID } },
      { action: "write", resource: { type: "notificationRules", orgID } },
    ],
  });
  await server.operator.deleteBucket(gone.id);
  await signIn();
  await page.goto(`${url}/${token.id}`);
  const dialog = summary(page);
  for (const column of ["Resources", "Read", "Write"]) {
    await expect(dialog.getByRole("columnheader", { name: column, exact: true })).toBeVisible();
  }
  const cells = (text: RegExp) => permissions(dialog).filter({ hasText: text }).getByRole("cell");
  await expect(cells(/sensor data/)).toHaveText([/^Bucket sensor data/, "Yes", "Yes"]);
  await expect(cells(new RegExp(gone.id))).toHaveText([new RegExp(`^Bucket ${gone.id} *Resource deleted`), "No", "Yes"]);
  await expect(cells(/tasks/)).toHaveText([/^All tasks/, "Yes", "No"]);
  await expect(cells(/notification rules/)).toHaveText([/^All notification rules/, "Yes", "Yes"]);
  await expect(permissions(dialog)).toHaveCount(5);
});

test("the table can be filtered", async ({ page, server, signIn }) => {
  const { orgID, url } = await organizationWith(server);
  const names = ["alpha", "beta", "gamma"];
  const buckets = await Promise.all(names.map((name) => server.operator.createBucket(orgID, name)));
  const token = await server.operator.createAuthorization({
    orgID,
    permissions: buckets.map(({ id }) => ({ action: "read", resource: { type: "buckets", id, orgID } })),
  });
  await signIn();
  await page.goto(`${url}/${token.id}`);
  const dialog = summary(page);
  const filter = dialog.getByPlaceholder("Filter Access Permissions...", { exact: true });
  await expect(permissions(dialog)).toHaveCount(4);
  await filter.fill("BET");
  await expect(permissions(dialog)).toHaveText([/Resources/, /Bucket beta/]);
  await filter.fill("nothing like that");
  await expect(dialog.getByText("No Resources match your search term")).toBeVisible();
  await filter.fill("");
  await expect(permissions(dialog)).toHaveCount(4);
});

test("the long description is there in full", async ({ page, server, signIn }) => {
  const long = "every word of it ".repeat(235).trim();
  await openList({ page, server, signIn }, long);
  const dialog = await open(page, long);
  await expect(dialog.getByRole("definition").getByText(long, { exact: true })).toBeVisible();
});

test("the same action is shown as a command of the influx CLI and of curl", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "worker");
  const { id } = tokens[0]!;
  const dialog = await open(page, "worker");
  const commands = await commandsIn(dialog);
  await commands.getByRole("button", { name: "influx CLI", exact: true }).click();
  await expect(commands.getByText(`influx auth inactive --id ${id}`, { exact: true })).toBeVisible();
  await commands.getByRole("button", { name: "curl", exact: true }).click();
  await expect(commands.getByText(/^curl .*\$INFLUX_TOKEN/s)).toContainText(`${server.url}api/v2/authorizations/${id}`);
  await expect(commands.getByRole("button", { name: "curl", exact: true })).toHaveAttribute("aria-pressed", "true");
});

test("the curl command shown does what it says, off and on again", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "it's a \"worker\" $HOME `id`");
  const { id } = tokens[0]!;
  await open(page, "it's a \"worker\" $HOME `id`");
  const commands = await commandsIn(summary(page));
  await commands.getByRole("button", { name: "curl", exact: true }).click();
  for (const wanted of ["inactive", "active"] as const) {
    const command = await commands.getByText(/^curl /).innerText();
    const secret = server.operator.identity["Authorization"]?.replace("Token ", "");
    const reply = execFileSync("sh", ["-c", command], {
      env: { PATH: process.env["PATH"], INFLUX_TOKEN: secret },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    expect(JSON.parse(reply)).toMatchObject({ id, status: wanted });
    expect((await server.operator.authorization(id)).status).toBe(wanted);
    await page.reload();
    await commandsIn(summary(page));
    await commands.getByRole("button", { name: "curl", exact: true }).click();
  }
});

test("the command changes with the switch", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "worker");
  const dialog = await open(page, "worker");
  await commandsIn(dialog);
  await expect(dialog.getByText(`influx auth inactive --id ${tokens[0]!.id}`)).toBeVisible();
  await dialog.getByRole("switch", { name: "Active", exact: true }).click();
  await expect(dialog.getByText(`influx auth active --id ${tokens[0]!.id}`)).toBeVisible();
});

test("the focus stays in the summary, and the page behind cannot be reached", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "a");
  const dialog = await open(page, "a");
  await expect(dialog.getByRole("button", { name: "Close", exact: true })).toBeFocused();
  for (let press = 0; press < 14; press += 1) {
    await page.keyboard.press("Tab");
    expect(await dialog.evaluate((element) => element.contains(document.activeElement) || document.activeElement === document.body)).toBe(true);
  }
});

test("axe finds nothing in the summary, its question and the text box of a row, in both themes", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "a", { description: "off", status: "inactive" });
  await link(page, "a").focus();
  await page.keyboard.press("F2");
  await expect(page.getByRole("textbox", { name: "Description", exact: true })).toBeFocused();
  await bothThemes(page, () => axe(page));
  await page.keyboard.press("Escape");
  const dialog = await open(page, "off");
  await bothThemes(page, () => axe(page));
  await dialog.getByRole("button", { name: "Delete: off", exact: true }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await bothThemes(page, () => axe(page));
});

test.describe("with telegraf configurations", () => {
  test.use({ serverOptions: { demo: 20 } });

  test("they are named, and one that is gone is told", async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(/status of 404 .*\/telegrafs\/0fedcba987654321/);
    const { id: orgID } = await server.organization();
    const { configurations } = await server.operator.send<{ configurations: { id: string; name: string }[] }>("GET", `telegrafs?orgID=${orgID}`);
    const [first] = configurations;
    const gone = "0fedcba987654321";
    const token = await server.operator.createAuthorization({
      orgID,
      description: "of telegraf",
      permissions: [
        { action: "read", resource: { type: "telegrafs", id: first!.id, orgID } },
        { action: "write", resource: { type: "telegrafs", id: gone, orgID } },
      ],
    });
    await signIn();
    await page.goto(`orgs/${orgID}/load-data/tokens/${token.id}`);
    const cells = (text: string) => permissions(summary(page)).filter({ hasText: text }).getByRole("cell");
    await expect(cells(first!.name)).toHaveText([/^Telegraf/, "Yes", "No"]);
    await expect(cells(gone)).toHaveText([/Resource deleted/, "No", "Yes"]);
    expect(api.requests("GET", `/telegrafs/${gone}`), "asked for once").toHaveLength(1);
  });
});
