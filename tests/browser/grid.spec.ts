// The list as a grid: few rows in the document, one Tab stop, everything by keyboard, and a focus that is never lost.

import type { Locator, Page } from "@playwright/test";
import { openList, organizationWith } from "../support/list.ts";
import { type Server, expect, test } from "../support/test.ts";

/** No more rows than a window of 800 px shows, with some to spare. */
const MOST_ROWS = 40;

const grid = (page: Page) => page.getByRole("grid", { name: "API tokens" });
const link = (page: Page, description: string) => grid(page).getByRole("link", { name: description, exact: true });

/** The place of the row that has the focus, from 1; NaN if none has. */
const focusedRow = (page: Page) => page.evaluate(() => Number(document.activeElement?.closest("[role=row]")?.ariaRowIndex ?? Number.NaN));

/** What has the focus, by its accessible name. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);

/** Opens the list of the demo's large organization; gives how many tokens it has. */
async function openDemo(page: Page, server: Server, signIn: () => Promise<void>): Promise<number> {
  const orgs = await server.operator.organizations();
  const counts = await Promise.all(orgs.map(async ({ id }) => (await server.operator.authorizations(`?orgID=${id}`)).length));
  const most = Math.max(...counts);
  await signIn();
  await page.goto(`orgs/${orgs[counts.indexOf(most)]!.id}/load-data/tokens`);
  await expect(page.getByText(`${most} tokens`, { exact: true })).toBeVisible();
  return most;
}

/** Opens a list of that many tokens, "token 1" to "token N", with the focus on the first one's description. */
async function openAndEnter(at: { page: Page; server: Server; signIn: () => Promise<void> }, count: number) {
  const own = await organizationWith(at.server, ...Array.from({ length: count }, (_, index) => `token ${index + 1}`));
  await at.signIn();
  await at.page.goto(own.url);
  await link(at.page, "token 1").focus();
  return own;
}

/** The tab is in the background for a while, then somebody comes back. */
async function comeBack(page: Page): Promise<void> {
  const hide = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      Object.defineProperty(document, "visibilityState", { value: hidden ? "hidden" : "visible", configurable: true });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }, hidden);
  await hide(true);
  await page.clock.fastForward("00:03");
  await hide(false);
}

for (const demo of [200, 3000]) {
  test.describe(`${demo} tokens`, () => {
    test.use({ serverOptions: { demo } });

    test("are all counted, but only those in view are in the document", async ({ page, server, signIn }) => {
      const count = await openDemo(page, server, signIn);
      await expect(grid(page)).toHaveAttribute("aria-rowcount", String(count));
      const rows = grid(page).getByRole("row");
      await expect(rows.first()).toHaveAttribute("aria-rowindex", "1");
      // Those in view, and some beyond.
      await expect(rows.nth(5)).toBeInViewport();
      await expect(rows.last()).not.toBeInViewport();
      expect(await rows.count()).toBeLessThan(MOST_ROWS);
      const indexes = await rows.evaluateAll((rows) => rows.map((row) => Number(row.ariaRowIndex)));
      expect(indexes).toEqual(indexes.map((_, at) => at + 1));
    });

    test("can be scrolled to the end, with rows all the way", async ({ page, server, signIn }) => {
      const count = await openDemo(page, server, signIn);
      for (const part of [0.25, 0.5, 0.75, 1]) {
        await page.evaluate((part) => scrollTo(0, part * document.documentElement.scrollHeight), part);
        // Something of the list is where a person looks.
        const seen = () => page.evaluate(() => document.elementsFromPoint(innerWidth / 2, innerHeight / 2).some((element) => element.role === "row"));
        await expect.poll(seen, `at ${part}`).toBe(true);
        expect(await grid(page).getByRole("row").count()).toBeLessThan(MOST_ROWS);
      }
      await expect(grid(page).getByRole("row").last()).toHaveAttribute("aria-rowindex", String(count));
      await expect(grid(page).getByRole("row").last()).toBeInViewport();
    });

    test("can be walked through by keyboard", async ({ page, server, signIn }) => {
      const count = await openDemo(page, server, signIn);
      await grid(page).getByRole("row").first().getByRole("link").focus();
      await page.keyboard.press("Control+End");
      await expect.poll(() => focusedRow(page)).toBe(count);
      await expect(grid(page).getByRole("row").last()).toBeInViewport();
      await page.keyboard.press("Control+Home");
      await expect.poll(() => focusedRow(page)).toBe(1);
      for (let at = 2; at <= 30; at += 1) {
        await page.keyboard.press("ArrowDown");
        await expect.poll(() => focusedRow(page)).toBe(at);
      }
      expect(await grid(page).getByRole("row").count()).toBeLessThan(MOST_ROWS);
    });
  });
}

test.describe("keyboard", () => {
  test("the grid is one Tab stop", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha", "beta", "gamma");
    await page.getByRole("checkbox", { name: "Select all 3 that match" }).focus();
    await page.keyboard.press("Tab");
    await expect(link(page, "alpha")).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(link(page, "beta")).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await expect(page.getByRole("checkbox", { name: "Select all 3 that match" })).toBeFocused();
    await page.keyboard.press("Tab");
    await expect(link(page, "beta")).toBeFocused();
    await page.keyboard.press("Tab");
    expect(await focusedRow(page)).toBeNaN();
    const stops = await grid(page).evaluate((grid) => [...grid.querySelectorAll<HTMLElement>("*")].filter((element) => element.tabIndex >= 0).length);
    expect(stops).toBe(1);
  });

  test("the Tab stop is where the focus is, at once", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha", "beta");
    await expect(link(page, "alpha")).toHaveAttribute("tabindex", "0");
    const stops = await link(page, "beta").evaluate((beta) => {
      beta.focus();
      return [...document.querySelectorAll('[role=grid] [tabindex="0"]')].map((stop) => stop.textContent);
    });
    expect(stops).toEqual(["beta"]);
  });

  test("every control of a row is reached with the arrows, Home and End", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha");
    await page.getByRole("checkbox", { name: "Select: alpha" }).focus();
    const row = grid(page).getByRole("row");
    const controls: Locator[] = [
      row.getByRole("checkbox", { name: "Select: alpha" }),
      row.getByRole("switch", { name: "Active: alpha" }),
      link(page, "alpha"),
      row.getByRole("button", { name: "Edit description: alpha" }),
      row.getByRole("gridcell").filter({ hasText: "buckets" }),
      row.getByRole("button", { name: "Copy ID", exact: true }),
      row.getByRole("button", { name: "Clone: alpha" }),
      row.getByRole("button", { name: "Delete: alpha" }),
    ];
    for (const [at, control] of controls.entries()) {
      if (at > 0) await page.keyboard.press("ArrowRight");
      await expect(control).toBeFocused();
      // What has the focus can be seen (the icons show on hover otherwise).
      await expect.poll(() => control.evaluate((element) => element.checkVisibility({ opacityProperty: true }))).toBe(true);
    }
    for (const control of controls.toReversed().slice(1)) {
      await page.keyboard.press("ArrowLeft");
      await expect(control).toBeFocused();
    }
    await page.keyboard.press("End");
    await expect(controls.at(-1)!).toBeFocused();
    await page.keyboard.press("Home");
    await expect(controls[0]!).toBeFocused();
  });

  test("Up and Down stay in their column and stop at the ends", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha", "beta", "gamma");
    await page.getByRole("switch", { name: "Active: alpha" }).focus();
    for (const [key, name] of [
      ["ArrowUp", "alpha"],
      ["ArrowDown", "beta"],
      ["ArrowDown", "gamma"],
      ["ArrowDown", "gamma"],
      ["ArrowUp", "beta"],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.getByRole("switch", { name: `Active: ${name}` })).toBeFocused();
    }
  });

  test("Page Down and Page Up move by what is in view", async ({ page, server, signIn }) => {
    await openAndEnter({ page, server, signIn }, 60);
    await page.keyboard.press("PageDown");
    await expect.poll(() => focusedRow(page)).toBeGreaterThan(5);
    const there = await focusedRow(page);
    expect(there).toBeLessThan(15);
    await expect(grid(page).getByRole("row", { name: `token ${there}` }).first()).toBeInViewport();
    await page.keyboard.press("PageDown");
    await expect.poll(() => focusedRow(page)).toBe(2 * there - 1);
    await page.keyboard.press("PageUp");
    await expect.poll(() => focusedRow(page)).toBe(there);
    await page.keyboard.press("Control+End");
    await page.keyboard.press("PageDown");
    await expect.poll(() => focusedRow(page)).toBe(60);
  });

  test("Space turns the switch, Enter opens the summary, F2 edits, Enter on the trash asks", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha");
    const toggle = page.getByRole("switch", { name: "Active: alpha" });
    await toggle.focus();
    await page.keyboard.press("Space");
    await expect(toggle).not.toBeChecked();
    await expect(toggle).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "API Token Summary" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(link(page, "alpha")).toBeFocused();
    await page.keyboard.press("F2");
    await expect(page.getByRole("textbox", { name: "Description" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Edit description: alpha" })).toBeFocused();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await expect(page.getByRole("button", { name: "Cancel" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Delete: alpha" })).toBeFocused();
  });

  test("a key that comes as soon as the text box has closed is not undone", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha");
    await link(page, "alpha").focus();
    await page.keyboard.press("F2");
    await expect(page.getByRole("textbox", { name: "Description" })).toBeFocused();
    await page.evaluate(() => {
      const end = new KeyboardEvent("keydown", { key: "End", bubbles: true, cancelable: true });
      document.addEventListener("focusin", ({ target }) => target?.dispatchEvent(end), { once: true });
    });
    await page.keyboard.press("Escape");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    await expect(page.getByRole("button", { name: "Delete: alpha" })).toBeFocused();
  });

  test("arrow keys and Home in the text box stay there", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha", "beta");
    await link(page, "alpha").focus();
    await page.keyboard.press("F2");
    const box = page.getByRole("textbox", { name: "Description" });
    await expect(box).toBeFocused();
    await page.keyboard.press("Home");
    await page.keyboard.type("x");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Control+a");
    await expect(box).toBeFocused();
    await expect(box).toHaveValue("xalpha");
    await expect(page.getByText(/ selected$/)).toHaveCount(0);
    await page.keyboard.press("Escape");
  });
});

test.describe("selection", () => {
  test("Shift+Space selects, Ctrl+A selects all, Clear selection none", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha", "beta", "gamma");
    const selected = grid(page).getByRole("row", { selected: true });
    await link(page, "beta").focus();
    await page.keyboard.press("Shift+Space");
    await expect(selected).toHaveCount(1);
    await expect(page.getByRole("checkbox", { name: "Select: beta" })).toBeChecked();
    await expect(page.getByText("1 selected", { exact: true })).toBeVisible();
    await expect(link(page, "beta")).toBeFocused();
    await page.keyboard.press("Control+a");
    await expect(selected).toHaveCount(3);
    await expect(page.getByText("3 selected", { exact: true })).toBeVisible();
    await page.keyboard.press("Shift+Space");
    await expect(page.getByText("2 selected", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Clear selection" }).click();
    await expect(selected).toHaveCount(0);
    await expect(page.getByText(/ selected$/)).toHaveCount(0);
  });

  test("Ctrl+A selects what the filter shows, rows out of view included", async ({ page, server, signIn }) => {
    const { url } = await organizationWith(server, ...Array.from({ length: 60 }, (_, at) => (at < 20 ? `office ${at}` : `plant ${at}`)));
    await signIn();
    await page.goto(`${url}?searchTerm=plant`);
    await link(page, "plant 20").focus();
    await page.keyboard.press("Control+a");
    await expect(page.getByText("40 selected", { exact: true })).toBeVisible();
    await page.getByRole("combobox", { name: "Filter Tokens" }).fill("");
    await expect(page.getByText("40 selected", { exact: true })).toBeVisible();
    await expect(page.getByRole("checkbox", { name: "Select: office 0", exact: true })).not.toBeChecked();
  });

  test("the box of a row selects it", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha", "beta");
    await page.getByRole("checkbox", { name: "Select: alpha" }).check();
    await expect(grid(page).getByRole("row", { selected: true })).toHaveCount(1);
    await page.getByRole("checkbox", { name: "Select: alpha" }).uncheck();
    await expect(grid(page).getByRole("row", { selected: true })).toHaveCount(0);
  });

  test("a deleted token is no longer selected", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha", "beta");
    await page.getByRole("checkbox", { name: "Select: alpha" }).check();
    await page.getByRole("checkbox", { name: "Select: beta" }).check();
    await page.getByRole("button", { name: "Delete: alpha" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete", exact: true }).click();
    await expect(page.getByText("1 selected", { exact: true })).toBeVisible();
  });

  test("Copy IDs copies one a line", async ({ page, server, signIn }) => {
    const { tokens } = await openList({ page, server, signIn }, "alpha", "beta");
    await link(page, "alpha").focus();
    await page.keyboard.press("Control+a");
    await page.getByRole("button", { name: "Copy IDs" }).click();
    await expect(page.getByRole("status").filter({ hasText: "2 IDs copied to the clipboard" })).toBeVisible();
    const search = page.getByRole("combobox", { name: "Filter Tokens" });
    await search.press("Control+V");
    const pasted = await search.inputValue();
    for (const { id } of tokens) expect(pasted).toContain(id);
  });
});

test.describe("the focus survives", () => {
  test("re-sorting, when a change moves its row", async ({ page, server, signIn }) => {
    const { url } = await openList({ page, server, signIn }, "alpha", "beta", "gamma");
    await page.goto(`${url}?sortKey=status&sortDirection=asc`);
    const toggle = page.getByRole("switch", { name: "Active: alpha" });
    await toggle.focus();
    expect(await focusedRow(page)).toBe(1);
    await page.keyboard.press("Space");
    await expect.poll(() => focusedRow(page)).toBe(3);
    await expect(toggle).toBeFocused();
    await page.keyboard.press("ArrowUp");
    await expect(page.getByRole("switch", { name: "Active: gamma" })).toBeFocused();
  });

  test("re-sorting far out of view, and back", async ({ page, server, signIn }) => {
    const { url } = await openAndEnter({ page, server, signIn }, 60);
    await page.goto(`${url}?sortKey=status&sortDirection=asc`);
    const toggle = page.getByRole("switch", { name: "Active: token 1", exact: true });
    await toggle.focus();
    const first = await focusedRow(page);
    await page.keyboard.press("Space");
    await expect.poll(() => focusedRow(page)).toBe(60);
    await expect(toggle).toBeFocused();
    await page.keyboard.press("Space");
    await expect.poll(() => focusedRow(page)).toBe(first);
    await expect(toggle).toBeFocused();
  });

  test("an update of its row", async ({ page, server, signIn, api }) => {
    await openList({ page, server, signIn }, "alpha", "beta");
    const toggle = page.getByRole("switch", { name: "Active: alpha" });
    await toggle.focus();
    const reply = await api.slowReply("PATCH", "");
    await page.keyboard.press("Space");
    await expect(toggle).not.toBeChecked();
    await reply.answered;
    reply.release();
    await expect(page.getByRole("status").filter({ hasText: "API token was updated successfully" })).toBeVisible();
    await expect(toggle).toBeFocused();
  });

  test("a refused update of its row", async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(/Failed to load resource: .* 500/);
    const { url } = await openList({ page, server, signIn }, "alpha", "beta");
    await page.goto(`${url}?sortKey=status&sortDirection=asc`);
    const toggle = page.getByRole("switch", { name: "Active: alpha" });
    await toggle.focus();
    await api.failReply("PATCH", "", 500, { code: "internal error", message: "disk full" });
    await page.keyboard.press("Space");
    await expect(page.getByRole("alert").filter({ hasText: "disk full" })).toBeVisible();
    await expect(toggle).toBeChecked();
    await expect.poll(() => focusedRow(page)).toBe(1);
    await expect(toggle).toBeFocused();
  });

  test("scrolling its row out of view and back", async ({ page, server, signIn }) => {
    await openAndEnter({ page, server, signIn }, 200);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await expect(grid(page).getByRole("row").last()).toHaveAttribute("aria-rowindex", "200");
    await expect(link(page, "token 1")).toBeFocused();
    await expect(link(page, "token 1")).not.toBeInViewport();
    await page.evaluate(() => scrollTo(0, 0));
    await expect(link(page, "token 1")).toBeInViewport();
    await expect(link(page, "token 1")).toBeFocused();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.keyboard.press("ArrowDown");
    await expect(link(page, "token 2")).toBeFocused();
    await expect(link(page, "token 2")).toBeInViewport();
  });

  test("its row going: the next one has it", async ({ page, server, signIn }) => {
    await page.clock.install();
    const { tokens } = await openList({ page, server, signIn }, "alpha", "beta", "gamma");
    await link(page, "beta").focus();
    await server.operator.deleteAuthorization(tokens[1]!.id);
    await comeBack(page);
    await expect(link(page, "beta")).toHaveCount(0);
    await expect(link(page, "gamma")).toBeFocused();
  });

  for (const control of ["switch", "button"] as const) {
    test(`its row going from under a ${control}: the next key does to no other token what was meant for this one`, async ({ page, server, signIn, api }) => {
      const { url } = await openList({ page, server, signIn }, "alpha", "beta", "gamma");
      await page.goto(`${url}?searchTerm=status:active`);
      await page.getByRole(control, { name: control === "switch" ? "Active: beta" : "Delete: beta" }).focus();
      // It is switched off, and the filter takes it away.
      await page.getByRole("switch", { name: "Active: beta" }).evaluate((toggle: HTMLElement) => toggle.click());
      await expect(link(page, "beta")).toHaveCount(0);
      await expect(link(page, "gamma")).toBeFocused();
      await page.keyboard.press("Space");
      await expect(page.getByRole("alertdialog")).toHaveCount(0);
      await expect(page.getByRole("switch", { name: "Active: gamma" })).toBeChecked();
      expect(api.requests("PATCH")).toHaveLength(1);
    });
  }
});

test.describe("coming back to the tab", () => {
  test("reads the list again", async ({ page, server, signIn, api }) => {
    await page.clock.install();
    const { orgID } = await openList({ page, server, signIn }, "alpha");
    await server.operator.createAuthorization({ orgID, description: "made elsewhere", permissions: [{ action: "read", resource: { type: "buckets", orgID } }] });
    api.forget();
    await comeBack(page);
    await expect(link(page, "made elsewhere")).toBeVisible();
    expect(api.requests("GET", "/authorizations")).toHaveLength(1);
  });

  test("right after a reading waits for two seconds, then reads once", async ({ page, server, signIn, api }) => {
    await page.clock.install({ time: "2026-11-22T10:00:00" });
    const { tokens } = await openList({ page, server, signIn }, "alpha");
    const describe = (description: string) => server.operator.updateAuthorization(tokens[0]!.id, { description });
    const comeBackTwice = () =>
      page.evaluate(() => {
        for (let time = 0; time < 2; time += 1) {
          document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
          window.dispatchEvent(new Event("focus"));
        }
      });
    await page.clock.pauseAt("2026-11-22T11:00:00");
    api.forget();
    await describe("beta");
    await comeBackTwice();
    await page.clock.runFor(200);
    await expect(link(page, "beta")).toBeVisible();
    await describe("gamma");
    await comeBackTwice();
    await page.clock.runFor(1800);
    expect(api.requests("GET", "/authorizations")).toHaveLength(1);
    await page.clock.runFor(300);
    await expect(link(page, "gamma")).toBeVisible();
    await page.clock.runFor(10_000);
    expect(api.requests("GET", "/authorizations")).toHaveLength(2);
  });

  test("keeps focus, scroll and selection", async ({ page, server, signIn }) => {
    await page.clock.install();
    const { orgID, tokens } = await openAndEnter({ page, server, signIn }, 100);
    await page.keyboard.press("Shift+Space");
    await page.keyboard.press("Control+End");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => focused(page)).toBe("Active: token 99");
    const scrolled = await page.evaluate(() => scrollY);
    expect(scrolled).toBeGreaterThan(1000);
    // One goes that is neither selected nor focused, and one comes, so that the rows in view keep their places; and another
    // comes at the very end, so that the count tells when the list has been read.
    await server.operator.deleteAuthorization(tokens[49]!.id);
    for (const description of ["a newcomer", "zz newcomer"]) {
      await server.operator.createAuthorization({ orgID, description, permissions: [{ action: "read", resource: { type: "buckets", orgID } }] });
    }
    await comeBack(page);
    await expect(page.getByText("101 tokens", { exact: true })).toBeVisible();
    await expect.poll(() => focusedRow(page)).toBe(99);
    expect(await focused(page)).toBe("Active: token 99");
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
    await expect(page.getByText("1 selected", { exact: true })).toBeVisible();
    await page.keyboard.press("Control+Home");
    await expect.poll(() => focusedRow(page)).toBe(1);
    await expect(page.getByRole("checkbox", { name: "Select: token 1", exact: true })).toBeChecked();
    await expect(link(page, "a newcomer")).toBeVisible();
  });

  test("keeps an open edit, its text, its selection and its focus", async ({ page, server, signIn, api }) => {
    await page.clock.install();
    const { orgID } = await openList({ page, server, signIn }, "alpha", "beta");
    await page.getByRole("button", { name: "Edit description: beta" }).click();
    const box = page.getByRole("textbox", { name: "Description" });
    await box.fill("beta, half typ");
    await page.keyboard.press("ArrowLeft");
    await server.operator.createAuthorization({ orgID, description: "aaa", permissions: [{ action: "read", resource: { type: "buckets", orgID } }] });
    api.forget();
    await comeBack(page);
    await expect(link(page, "aaa")).toBeVisible();
    await expect(box).toBeFocused();
    await expect(box).toHaveValue("beta, half typ");
    await page.keyboard.type("X");
    await expect(box).toHaveValue("beta, half tyXp");
    expect(api.requests("PATCH")).toEqual([]);
  });

  test("keeps an open summary", async ({ page, server, signIn }) => {
    await page.clock.install();
    const { tokens } = await openList({ page, server, signIn }, "alpha", "beta");
    await link(page, "alpha").click();
    const summary = page.getByRole("dialog", { name: "API Token Summary" });
    await summary.getByRole("searchbox", { name: "Filter Access Permissions" }).fill("buck");
    await server.operator.updateAuthorization(tokens[0]!.id, { status: "inactive" });
    await comeBack(page);
    await expect(summary.getByRole("switch", { name: "Active" })).not.toBeChecked();
    await expect(summary.getByRole("searchbox", { name: "Filter Access Permissions" })).toHaveValue("buck");
    await expect(summary.getByRole("searchbox", { name: "Filter Access Permissions" })).toBeFocused();
  });
});
