// Two people at once, each in a window of their own; and two tabs of one browser, which tell each other.

import type { Browser, Page } from "@playwright/test";
import { Guard } from "../support/guard.ts";
import { openList, row } from "../support/list.ts";
import { axe, bothThemes, expect, type Server, test } from "../support/test.ts";

const LIST = "/authorizations?orgID=";
const link = (page: Page, description: string) => page.getByRole("link", { name: description, exact: true });
const toggle = (page: Page, description: string) => page.getByRole("switch", { name: `Active: ${description}`, exact: true });
const box = (page: Page) => page.getByRole("textbox", { name: "Description" });
const summary = (page: Page) => page.getByRole("dialog", { name: "API Token Summary" });
const updated = (page: Page) => page.getByRole("status").filter({ hasText: "API token was updated successfully" });

/** What the browser tells a page whose window comes to the front. */
const comeBack = (page: Page) => page.evaluate(() => window.dispatchEvent(new Event("focus")));

async function edit(page: Page, description: string) {
  await row(page, description).getByRole("button", { name: `Edit description: ${description}` }).click();
  await expect(box(page)).toBeFocused();
}

/** Another person's window: another browser profile, signed in for itself. */
const withOther = test.extend<{ other: Page }>({
  other: async ({ browser, server }, use) => {
    const context = await openProfile(browser, server);
    const guard = await Guard.watch(context, new URL(server.url).origin);
    await use(await context.newPage());
    expect(guard.complaints(), "what must never happen on the other page").toEqual([]);
    await context.close();
  },
});

async function openProfile(browser: Browser, server: Server) {
  const context = await browser.newContext({ baseURL: server.url });
  const { user, password } = server.account;
  const basic = Buffer.from(`${user}:${password}`).toString("base64");
  const reply = await context.request.post(`${server.url}api/v2/signin`, { headers: { Authorization: `Basic ${basic}` } });
  expect(reply.status()).toBe(204);
  return context;
}

withOther.describe("two windows", () => {
  withOther("each shows what the other has changed when it comes to the front", async ({ page, other, server, signIn }) => {
    const { url } = await openList({ page, server, signIn }, "to rename", "to switch", "to delete", "untouched");
    await other.goto(url);
    await edit(other, "to rename");
    await box(other).fill("renamed");
    await box(other).press("Enter");
    await expect(updated(other)).toBeVisible();
    await toggle(other, "to switch").click();
    await expect(toggle(other, "to switch")).not.toBeChecked();
    await other.getByRole("button", { name: "Delete: to delete" }).click();
    await other.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(other.getByRole("status").filter({ hasText: "API token was deleted successfully" })).toBeVisible();

    await expect(link(page, "to rename")).toBeVisible();
    await comeBack(page);
    await expect(link(page, "renamed")).toBeVisible();
    await expect(toggle(page, "to switch")).not.toBeChecked();
    await expect(row(page, "to delete")).toHaveCount(0);
    await expect(page.getByText("3 tokens", { exact: true })).toBeVisible();

    await toggle(page, "untouched").click();
    await expect(updated(page)).toBeVisible();
    await expect(toggle(other, "untouched")).toBeChecked();
    await comeBack(other);
    await expect(toggle(other, "untouched")).not.toBeChecked();
  });

  withOther("a change to a token brings along what the other has changed of it", async ({ page, other, server, signIn }) => {
    const { url } = await openList({ page, server, signIn }, "before");
    await other.goto(url);
    await edit(other, "before");
    await box(other).fill("named by the other");
    await box(other).press("Enter");
    await expect(updated(other)).toBeVisible();
    await toggle(page, "before").click();
    await expect(toggle(page, "named by the other")).not.toBeChecked();
    await edit(other, "named by the other");
    await box(other).fill("named again");
    await box(other).press("Enter");
    await expect(link(other, "named again")).toBeVisible();
    await expect(toggle(other, "named again")).not.toBeChecked();
  });

  withOther("a change to a token that the other has deleted takes it away and says so", async ({ page, other, server, signIn, allowConsole }) => {
    allowConsole(/status of 404/);
    const { url } = await openList({ page, server, signIn }, "doomed", "doomed too", "stays");
    await other.goto(url);
    for (const name of ["doomed", "doomed too"]) {
      await other.getByRole("button", { name: `Delete: ${name}`, exact: true }).click();
      await other.getByRole("button", { name: "Delete", exact: true }).click();
      await expect(row(other, name)).toHaveCount(0);
    }
    await expect(other.getByRole("status").filter({ hasText: "API token was deleted successfully" })).toBeVisible();
    const alert = page.getByRole("alert");
    await toggle(page, "doomed").click();
    await expect(alert).toContainText('Failed to update API token: "doomed"It has been deleted meanwhile');
    await expect(row(page, "doomed")).toHaveCount(0);
    await edit(page, "doomed too");
    await box(page).fill("a long text");
    await box(page).press("Enter");
    await expect(alert).toContainText("It has been deleted meanwhile: authorization not found. You had typed: a long text");
    await expect(row(page, "doomed too")).toHaveCount(0);
    await expect(link(page, "stays")).toBeVisible();
  });

  for (const place of ["row", "summary"] as const) {
    withOther.describe(`a description edited by both, in the ${place}`, () => {
      /** The page with "mine" typed, and the other's "theirs" saved and known here. */
      async function bothEdit(page: Page, other: Page, url: string) {
        await other.goto(url);
        if (place === "row") await edit(page, "before");
        else {
          await link(page, "before").click();
          await expect(summary(page)).toBeVisible();
          await box(page).focus();
        }
        await box(page).fill("mine");
        await edit(other, "before");
        await box(other).fill("theirs");
        await box(other).press("Enter");
        await expect(updated(other)).toBeVisible();
        await comeBack(page);
        await expect(page.getByText("Changed meanwhile to: theirs")).toBeVisible();
        await expect(box(page)).toHaveValue("mine");
        await expect(box(page)).toBeFocused();
        await expect(box(page)).toHaveAccessibleDescription("Changed meanwhile to: theirs");
      }

      withOther("keeps what is typed here, and saving replaces the other's, knowingly", async ({ page, other, server, signIn, api }) => {
        const { url, tokens } = await openList({ page, server, signIn }, "before");
        await bothEdit(page, other, url);
        expect(api.requests("PATCH").map(({ body }) => body)).toEqual([]);
        await box(page).press("Enter");
        await expect(updated(page)).toBeVisible();
        expect((await server.operator.authorization(tokens[0]!.id)).description).toBe("mine");
        await expect(page.getByText(/Changed meanwhile/)).toHaveCount(0);
      });

      withOther('"Use this" takes the other\'s, which can then be edited', async ({ page, other, server, signIn, api }) => {
        const { url, tokens } = await openList({ page, server, signIn }, "before");
        await bothEdit(page, other, url);
        await page.getByRole("button", { name: "Use this" }).click();
        await expect(box(page)).toHaveValue("theirs");
        await expect(box(page)).toBeFocused();
        await expect(page.getByText(/Changed meanwhile/)).toHaveCount(0);
        expect(api.requests("PATCH")).toEqual([]);
        await page.keyboard.press("End");
        await page.keyboard.type(" and mine");
        await page.keyboard.press("Enter");
        await expect.poll(async () => (await server.operator.authorization(tokens[0]!.id)).description).toBe("theirs and mine");
        expect(api.requests("PATCH").map(({ body }) => body)).toEqual([{ description: "theirs and mine" }]);
      });

      withOther("can be settled by keyboard alone", async ({ page, other, server, signIn, api }) => {
        const { url } = await openList({ page, server, signIn }, "before");
        await bothEdit(page, other, url);
        await page.keyboard.press("Tab");
        await expect(page.getByRole("button", { name: "Use this" })).toBeFocused();
        await page.keyboard.press("Enter");
        await expect(box(page)).toBeFocused();
        await expect(box(page)).toHaveValue("theirs");
        await page.keyboard.press("Escape");
        expect(api.requests("PATCH")).toEqual([]);
        if (place === "row") await expect(link(page, "theirs")).toBeVisible();
      });

      withOther("axe finds nothing, wide or narrow, in both themes", async ({ page, other, server, signIn }) => {
        const { url } = await openList({ page, server, signIn }, "before");
        await bothEdit(page, other, url);
        await bothThemes(page, () => axe(page));
        await page.setViewportSize({ width: 390, height: 800 });
        await bothThemes(page, () => axe(page));
        await expect(page.getByText("Changed meanwhile to: theirs")).toBeInViewport();
        await expect(page.getByRole("button", { name: "Use this" })).toBeInViewport();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      });
    });
  }

  withOther("a box that nobody has typed in shows the newer text", async ({ page, other, server, signIn, api }) => {
    const { url } = await openList({ page, server, signIn }, "before");
    await other.goto(url);
    await edit(page, "before");
    await edit(other, "before");
    await box(other).fill("theirs");
    await box(other).press("Enter");
    await expect(updated(other)).toBeVisible();
    await comeBack(page);
    await expect(box(page)).toHaveValue("theirs");
    await expect(page.getByText(/Changed meanwhile/)).toHaveCount(0);
    await box(page).press("Enter");
    await expect(link(page, "theirs")).toBeVisible();
    expect(api.requests("PATCH")).toEqual([]);
  });
});

test.describe("coming back", () => {
  test("again and again reads one at a time, and once more after the last", async ({ page, server, signIn, api }) => {
    const { tokens } = await openList({ page, server, signIn }, "before");
    const held = await api.slowReply("GET", LIST);
    api.forget();
    await comeBack(page);
    await held.answered;
    await server.operator.updateAuthorization(tokens[0]!.id, { description: "after" });
    for (let time = 0; time < 5; time += 1) await comeBack(page);
    expect(api.requests("GET", LIST)).toHaveLength(1);
    held.release();
    await expect(link(page, "after")).toBeVisible();
    expect(api.requests("GET", LIST)).toHaveLength(2);
  });

  test("to a list without tokens shows nothing but what is new", async ({ page, server, signIn, api }) => {
    const { orgID } = await openList({ page, server, signIn });
    await page.getByRole("button", { name: "Refresh" }).focus();
    const held = await api.slowReply("GET", LIST);
    await comeBack(page);
    await held.answered;
    await expect(page.getByRole("progressbar")).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Refresh" })).toBeFocused();
    held.release();
    await server.operator.createAuthorization({ orgID, description: "first", permissions: [{ action: "read", resource: { type: "buckets", orgID } }] });
    await comeBack(page);
    await expect(link(page, "first")).toBeVisible();
  });
});

test.describe("two tabs of one browser", () => {
  test("show at once what the other has changed, asking for only that", async ({ page, context, server, signIn, api }) => {
    const { url, tokens } = await openList({ page, server, signIn }, "to rename", "to switch", "to delete");
    const other = await context.newPage();
    await other.goto(url);
    await expect(link(other, "to rename")).toBeVisible();
    api.forget();
    await edit(page, "to rename");
    await box(page).fill("renamed");
    await box(page).press("Enter");
    await expect(link(other, "renamed")).toBeVisible();
    await toggle(page, "to switch").click();
    await expect(toggle(other, "to switch")).not.toBeChecked();
    await page.getByRole("button", { name: "Delete: to delete" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(row(other, "to delete")).toHaveCount(0);
    await expect(other.getByText("2 tokens", { exact: true })).toBeVisible();
    expect(api.requests("GET", "/authorizations").map(({ path }) => path)).toEqual(tokens.slice(0, 2).map(({ id }) => `/api/v2/authorizations/${id}`));
    // And the other way round.
    await toggle(other, "renamed").click();
    await expect(toggle(page, "renamed")).not.toBeChecked();
  });

  test("say what happened to what is typed in the other", async ({ page, context, server, signIn }) => {
    const { url } = await openList({ page, server, signIn }, "edited", "deleted");
    const other = await context.newPage();
    await other.goto(url);
    await edit(other, "edited");
    await box(other).fill("mine");
    await edit(page, "edited");
    await box(page).fill("theirs");
    await box(page).press("Enter");
    await expect(other.getByText("Changed meanwhile to: theirs")).toBeVisible();
    await expect(box(other)).toHaveValue("mine");
    await box(other).press("Escape");
    await edit(other, "deleted");
    await box(other).fill("too late");
    await page.getByRole("button", { name: "Delete: deleted" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(other.getByRole("alert")).toContainText("You had typed: too late");
    await expect(row(other, "deleted")).toHaveCount(0);
  });

  test("read the list once when much has changed", async ({ page, context, server, signIn, api }) => {
    const names = Array.from({ length: 8 }, (_, at) => `token ${at}`);
    const { url } = await openList({ page, server, signIn }, ...names);
    const other = await context.newPage();
    await other.goto(url);
    await expect(link(other, "token 0")).toBeVisible();
    api.forget();
    // All replies at once, so that the news come at once.
    await page.evaluate(() => {
      for (const toggle of document.querySelectorAll<HTMLElement>("[role=row] [role=switch]")) toggle.click();
    });
    for (const name of names) await expect(toggle(other, name)).not.toBeChecked();
    expect(api.requests("GET", LIST).length).toBeGreaterThanOrEqual(1);
    expect(api.requests("GET", "/authorizations").length).toBeLessThan(names.length);
  });

  test("of different organizations leave each other alone", async ({ page, context, server, signIn, api }) => {
    const other = await context.newPage();
    await openList({ page: other, server, signIn }, "there");
    const { url, tokens } = await openList({ page, server, signIn }, "here");
    // A third tab, which hears it too, tells when the other has.
    const third = await context.newPage();
    await third.goto(url);
    await expect(link(third, "here")).toBeVisible();
    api.forget();
    await toggle(page, "here").click();
    await expect(toggle(third, "here")).not.toBeChecked();
    expect(api.requests("GET", "/authorizations").map(({ path }) => path)).toEqual([`/api/v2/authorizations/${tokens[0]!.id}`]);
    await expect(link(other, "there")).toBeVisible();
  });

  test("never tell what a token says", async ({ page, context, server, signIn }) => {
    const { url, orgID, tokens } = await openList({ page, server, signIn }, "confidential");
    const other = await context.newPage();
    await other.goto(url);
    await expect(link(other, "confidential")).toBeVisible();
    await other.evaluate(() => {
      const heard: unknown[] = [];
      const channel = new BroadcastChannel("latchkey /");
      channel.onmessage = ({ data }) => heard.push(data);
      Object.assign(window, { heard });
    });
    await toggle(page, "confidential").click();
    await expect(toggle(other, "confidential")).not.toBeChecked();
    expect(await other.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([`updated ${orgID} ${tokens[0]!.id}`]);
  });

  test("messages that another version sends are passed over", async ({ page, server, signIn, context }) => {
    const { url } = await openList({ page, server, signIn }, "alpha");
    const other = await context.newPage();
    await other.goto(url);
    await other.evaluate(() => {
      const channel = new BroadcastChannel("latchkey /");
      for (const message of [null, 1, {}, "", "updated", "updated x y", "renamed 0000000000000001 0000000000000001"]) channel.postMessage(message);
    });
    await toggle(other, "alpha").click();
    await expect(toggle(page, "alpha")).not.toBeChecked();
  });

  test("log out together", async ({ page, context, server, signIn }) => {
    const { url } = await openList({ page, server, signIn }, "alpha");
    const other = await context.newPage();
    await other.goto(url);
    await expect(link(other, "alpha")).toBeVisible();
    await page.getByRole("button", { name: "Log out" }).click();
    await expect(other).toHaveURL(/\/signin\?returnTo=/);
    await expect(other.getByText("alpha")).toHaveCount(0);
    await other.getByLabel("Username").fill(server.account.user);
    await other.getByLabel("Password").fill(server.account.password);
    await other.getByRole("button", { name: "Sign In" }).click();
    await expect(link(other, "alpha")).toBeVisible();
  });

  test("do not lose what is typed when the other logs out", async ({ page, context, server, signIn, allowConsole }) => {
    allowConsole(/status of 401/);
    const { url } = await openList({ page, server, signIn }, "alpha");
    const other = await context.newPage();
    await other.goto(url);
    await edit(other, "alpha");
    await box(other).fill("half a thought");
    await page.getByRole("button", { name: "Log out" }).click();
    const again = other.getByRole("dialog", { name: "Sign in again" });
    await expect(again).toBeVisible();
    await again.getByLabel("Password").fill(server.account.password);
    await again.getByRole("button", { name: "Sign In" }).click();
    await expect(again).toHaveCount(0);
    await expect(box(other)).toHaveValue("half a thought");
  });

  test("work alone in a browser without BroadcastChannel", async ({ page, server, signIn }) => {
    await page.addInitScript(() => Reflect.deleteProperty(window, "BroadcastChannel"));
    await openList({ page, server, signIn }, "alpha");
    await toggle(page, "alpha").click();
    await expect(updated(page)).toBeVisible();
    await page.getByRole("button", { name: "Log out" }).click();
    await expect(page).toHaveURL(/\/signin/);
  });
});
