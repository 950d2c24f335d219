// Rename: the pencil, the text box "Description", and everything that may be typed into it.

import type { Locator, Page } from "@playwright/test";
import { openList, organizationWith, row } from "../support/list.ts";
import type { PageApi } from "../support/page-api.ts";
import { expect, test } from "../support/test.ts";
import { lateTimers } from "../support/timers.ts";

const PATCH = /\/authorizations\/\w+$/;

async function edit(page: Page, description: string): Promise<Locator> {
  await row(page, description).hover();
  await page.getByRole("button", { name: `Edit description: ${description}`, exact: true }).click();
  const box = page.getByRole("textbox", { name: "Description", exact: true });
  await expect(box).toBeFocused();
  return box;
}

function link(page: Page, description: string): Locator {
  return page.getByRole("link", { name: description, exact: true });
}

function selection(box: Locator): Promise<string> {
  return box.evaluate((input: HTMLInputElement) => input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0));
}

/** Exactly one request went out, a PATCH of this token with this body. */
function expectOnlyPatch(api: PageApi, id: string, body: unknown): void {
  expect(api.requests(undefined, "/authorizations").map(({ method, path, body }) => ({ method, path, body }))).toEqual([
    { method: "PATCH", path: `/api/v2/authorizations/${id}`, body },
  ]);
}

test("the pencil opens a text box Description with the current text, all of it selected", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "nightly backup");
  const box = await edit(page, "nightly backup");
  await expect(box).toHaveValue("nightly backup");
  expect(await selection(box)).toBe("nightly backup");
});

test("the text box shows what another client has made of the description", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "first");
  const closed = await edit(page, "first");
  await closed.press("Escape");
  await server.operator.updateAuthorization(tokens[0]!.id, { description: "changed elsewhere" });
  await becomeVisibleAfterAMinute(page);
  await expect(link(page, "changed elsewhere")).toBeVisible();
  const box = await edit(page, "changed elsewhere");
  await expect(box).toHaveValue("changed elsewhere");
  expect(await selection(box)).toBe("changed elsewhere");
});

const WAYS: [string, (page: Page) => Promise<void>][] = [
  ["Enter", (page) => page.keyboard.press("Enter")],
  ["Tab", (page) => page.keyboard.press("Tab")],
  ["a click anywhere else", (page) => page.getByRole("heading", { name: "Load Data" }).click()],
];
for (const [way, finish] of WAYS) {
  test(`${way} saves, with one request that holds only the description`, async ({ page, server, signIn, api }) => {
    const { tokens } = await openList({ page, server, signIn }, "before");
    const box = await edit(page, "before");
    api.forget();
    await box.fill("after");
    await finish(page);
    await expect(box).toBeHidden();
    await expect(link(page, "after")).toBeVisible();
    await expect(page.getByRole("status").getByText("API token was updated successfully")).toBeVisible();
    expectOnlyPatch(api, tokens[0]!.id, { description: "after" });
    expect((await server.operator.authorization(tokens[0]!.id)).description).toBe("after");
  });

  test(`${way} sends nothing when the text is unchanged`, async ({ page, server, signIn, api }) => {
    await openList({ page, server, signIn }, "same");
    const box = await edit(page, "same");
    api.forget();
    await box.fill("other");
    await box.fill("same");
    await finish(page);
    await expect(box).toBeHidden();
    await expect(link(page, "same")).toBeVisible();
    expect(api.requests(undefined, "/authorizations")).toEqual([]);
  });
}

test("a click on another control saves and does what the control does", async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "one", "two");
  const box = await edit(page, "one");
  await box.fill("one more");
  await page.getByRole("switch", { name: "Active: two", exact: true }).click();
  await expect(link(page, "one more")).toBeVisible();
  await expect(page.getByRole("switch", { name: "Active: two", exact: true })).not.toBeChecked();
  await expect.poll(() => api.requests("PATCH").map(({ path, body }) => [path.split("/").pop(), body])).toEqual([
    [tokens[0]!.id, { description: "one more" }],
    [tokens[1]!.id, { status: "inactive" }],
  ]);
});

test("Escape cancels", async ({ page, server, signIn, api }) => {
  await openList({ page, server, signIn }, "keep this");
  const box = await edit(page, "keep this");
  api.forget();
  await box.fill("not this");
  await box.press("Escape");
  await expect(box).toBeHidden();
  await expect(link(page, "keep this")).toBeVisible();
  expect(api.requests(undefined, "/authorizations")).toEqual([]);
});

test("F2 does the same as the pencil, and Enter gives the focus back to the row", async ({ page, server, signIn, api }) => {
  await openList({ page, server, signIn }, "by keyboard");
  await link(page, "by keyboard").focus();
  await page.keyboard.press("F2");
  const box = page.getByRole("textbox", { name: "Description", exact: true });
  await expect(box).toBeFocused();
  expect(await selection(box)).toBe("by keyboard");
  await page.keyboard.type("typed at once");
  await page.keyboard.press("Enter");
  await expect(link(page, "typed at once")).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit description: typed at once", exact: true })).toBeFocused();
  expect(api.requests("PATCH").map(({ body }) => body)).toEqual([{ description: "typed at once" }]);
});

test("the pencil is there on keyboard focus", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "by keyboard");
  await link(page, "by keyboard").focus();
  await page.keyboard.press("ArrowRight");
  const pencil = page.getByRole("button", { name: "Edit description: by keyboard", exact: true });
  await expect(pencil).toBeFocused();
  expect(await pencil.evaluate((button) => button.checkVisibility({ opacityProperty: true }))).toBe(true);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Description", exact: true })).toBeFocused();
});

test("the new text is on screen while the reply is still out", async ({ page, server, signIn, api }) => {
  await openList({ page, server, signIn }, "before");
  const held = await api.slowReply("PATCH", PATCH);
  const box = await edit(page, "before");
  await box.fill("after");
  await box.press("Enter");
  await expect(link(page, "after")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "updated" })).toHaveCount(0);
  held.release();
  await expect(page.getByRole("status").filter({ hasText: "API token was updated successfully" })).toBeVisible();
  await expect(link(page, "after")).toBeVisible();
});

test("a slow reply never overwrites a newer text", async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "before");
  const held = await api.slowReply("PATCH", PATCH);
  let box = await edit(page, "before");
  await box.fill("second");
  await box.press("Enter");
  await held.answered;
  box = await edit(page, "second");
  await box.fill("third");
  await box.press("Enter");
  await expect(link(page, "third")).toBeVisible();
  expect(api.requests("PATCH"), "one at a time").toHaveLength(1);
  held.release();
  await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).description).toBe("third");
  await expect(link(page, "third")).toBeVisible();
});

const REFUSALS: [number, { code: string; message: string }][] = [
  [500, { code: "internal error", message: "disk is on fire" }],
  [403, { code: "forbidden", message: "User is inactive" }],
];
for (const [status, error] of REFUSALS) {
  test(`a refusal (${status}) opens the box again with what was typed and the reason beside it`, async ({
    page,
    server,
    signIn,
    api,
    allowConsole,
  }) => {
    allowConsole(new RegExp(`status of ${status}`));
    const { tokens } = await openList({ page, server, signIn }, "as it was");
    await api.failReply("PATCH", PATCH, status, error);
    let box = await edit(page, "as it was");
    await box.fill("typed with care");
    await box.press("Enter");
    await expect(page.getByRole("alert")).toContainText('Failed to update API token: "as it was"');
    await expect(page.getByRole("alert")).toContainText(error.message);
    box = page.getByRole("textbox", { name: "Description", exact: true });
    await expect(box).toHaveValue("typed with care");
    await expect(box).toHaveAccessibleDescription(new RegExp(error.message));
    await expect(row(page, "as it was").getByText(error.message)).toBeVisible();
    // The row is what the server has: its switch bears the old name, and Escape shows the old text.
    await box.press("Escape");
    await expect(link(page, "as it was")).toBeVisible();
    expect((await server.operator.authorization(tokens[0]!.id)).description).toBe("as it was");
  });
}

test("after a refusal Enter tries again with the same text", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(/status of 500/);
  const { tokens } = await openList({ page, server, signIn }, "as it was");
  await api.failReply("PATCH", PATCH, 500, { code: "internal error", message: "disk is on fire" });
  const box = await edit(page, "as it was");
  await box.fill("second try");
  await box.press("Enter");
  await expect(page.getByRole("alert")).toContainText("disk is on fire");
  await box.press("Enter");
  await expect(link(page, "second try")).toBeVisible();
  await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).description).toBe("second try");
});

const TEXTS: [string, string][] = [
  ["emoji", "👩‍👩‍👧‍👦 family 🇩🇪 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿"],
  ["right-to-left text", "مفتاح القراءة لفريق العمليات"],
  ["combining marks", "n̈ạ̈ïv̈ë"],
  ["markup", `<script>alert(1)</script> & "quotes" 'too'`],
];
for (const [kind, text] of TEXTS) {
  test(`${kind} is kept and shown as it was typed`, async ({ page, server, signIn }) => {
    const { tokens } = await openList({ page, server, signIn }, "plain");
    const box = await edit(page, "plain");
    await box.fill(text);
    await box.press("Enter");
    await expect(link(page, text)).toHaveText(text);
    await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).description).toBe(text);
    await page.reload();
    await expect(link(page, text)).toHaveText(text);
  });
}

test("any length is accepted and shown on one line, the full text in the summary", async ({ page, server, signIn }) => {
  const long = "long description ".repeat(236).slice(0, 3999) + "!";
  const { tokens } = await openList({ page, server, signIn }, "short", "x");
  const height = (await row(page, "short").boundingBox())?.height;
  const box = await edit(page, "x");
  await box.fill(long);
  await box.press("Enter");
  await expect(link(page, long)).toBeVisible();
  expect((await row(page, long).boundingBox())?.height).toBe(height);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), "no sideways scrolling").toBeLessThanOrEqual(0);
  await expect.poll(async () => (await server.operator.authorization(tokens[1]!.id)).description).toBe(long);
  await link(page, long).click();
  await expect(page.getByRole("dialog", { name: "API Token Summary" }).getByText(long)).toBeVisible();
});

test("control and bidirectional-override characters are shown as visible marks", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "safe\u202Egpj.exe\u0007\u200Bend");
  await expect(link(page, "safe⟨U+202E⟩gpj.exe␇⟨U+200B⟩end")).toBeVisible();
  const box = await edit(page, "safe⟨U+202E⟩gpj.exe␇⟨U+200B⟩end");
  await expect(box).toHaveValue("safe\u202Egpj.exe\u0007\u200Bend");
  await box.fill("also\u2066here\u2069");
  await box.press("Enter");
  await expect(link(page, "also⟨U+2066⟩here⟨U+2069⟩")).toBeVisible();
  await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).description).toBe("also\u2066here\u2069");
});

test('an emptied description is shown as "Describe this API Token"', async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "soon gone");
  const box = await edit(page, "soon gone");
  await box.fill("");
  await box.press("Enter");
  await expect(link(page, "Describe this API Token")).toBeVisible();
  await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).description).toBe("");
  expect(api.requests("PATCH").map(({ body }) => body)).toEqual([{ description: "" }]);
});

test("an empty description can be given a text", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "");
  const box = await edit(page, tokens[0]!.id);
  await expect(box).toHaveValue("");
  await box.fill("named now");
  await box.press("Enter");
  await expect(link(page, "named now")).toBeVisible();
  await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).description).toBe("named now");
});

test("a description with line breaks is not changed by looking at it", async ({ page, server, signIn, api }) => {
  await openList({ page, server, signIn }, "two\nlines");
  const box = await edit(page, "two␊lines");
  api.forget();
  await box.press("Enter");
  await expect(link(page, "two␊lines")).toBeVisible();
  expect(api.requests(undefined, "/authorizations")).toEqual([]);
});

test("leaving the page with an unsaved text asks first", async ({ page, server, signIn }) => {
  const { url } = await openList({ page, server, signIn }, "unsaved");
  const box = await edit(page, "unsaved");
  await box.pressSequentially("something typed");
  const asked: string[] = [];
  page.once("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  // A dismissed question leaves the page where it is.
  await page.goto("about:blank").catch(() => undefined);
  expect(asked).toEqual(["beforeunload"]);
  expect(page.url()).toBe(url);
  await expect(box).toHaveValue("something typed");
});

test("leaving the page with an unchanged text asks nothing", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "unchanged");
  const box = await edit(page, "unchanged");
  await box.pressSequentially("unchanged");
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.goto("about:blank");
  expect(asked).toEqual([]);
});

test("an open edit survives a re-read of the list, with its text and its focus", async ({ page, server, signIn, api }) => {
  const { tokens } = await openList({ page, server, signIn }, "being edited", "other");
  const box = await edit(page, "being edited");
  await box.fill("half a tho");
  await server.operator.updateAuthorization(tokens[1]!.id, { description: "a new one" });
  api.forget();
  await becomeVisibleAfterAMinute(page);
  await expect(link(page, "a new one")).toBeVisible();
  await expect(box).toBeFocused();
  await page.keyboard.type("ught");
  await expect(box).toHaveValue("half a thought");
  expect(api.requests("PATCH")).toEqual([]);
});

test("the focus that somebody has moved right after Enter stays where it is, on a busy machine too", async ({ page, server, signIn }) => {
  const timers = await lateTimers(page);
  await openList({ page, server, signIn }, "collector", "other");
  const box = await edit(page, "collector");
  await box.fill("collector 2");
  await timers.hold();
  await box.press("Enter");
  const search = page.getByRole("combobox", { name: "Filter Tokens" });
  await search.focus();
  await timers.release();
  await expect(search).toBeFocused();
  await expect(link(page, "collector 2")).toBeVisible();
});

test("a text that was refused is told when its token has gone while another organization was shown", async ({ page, server, signIn, api, allowConsole }) => {
  allowConsole(/status of 409/);
  const away = await organizationWith(server, "elsewhere");
  const { tokens } = await openList({ page, server, signIn }, "collector", "other");
  await api.failReply("PATCH", PATCH, 409, { code: "conflict", message: "being changed" });
  const box = await edit(page, "collector");
  await box.fill("typed with care");
  await box.press("Enter");
  await expect(box).toHaveAccessibleDescription(/being changed/);
  await page.getByRole("button", { name: /Organization$/ }).click();
  const name = (await server.operator.organizations()).find(({ id }) => id === away.orgID)!.name;
  await page.getByRole("menuitemradio", { name, exact: true }).click();
  await expect(link(page, "elsewhere")).toBeVisible();
  await server.operator.deleteAuthorization(tokens[0]!.id);
  await page.goBack();
  await expect(link(page, "other")).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("You had typed: typed with care");
});

/** What a person does who has been in another tab for a minute. */
async function becomeVisibleAfterAMinute(page: Page): Promise<void> {
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 61_000;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    Date.now = now;
  });
}
