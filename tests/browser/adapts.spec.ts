// The page as people set it up for themselves: enlarged, with more space in texts, in forced colours, without motion.

import type { Page } from "@playwright/test";
import { Keyboard } from "../support/keyboard.ts";
import { openList } from "../support/list.ts";
import { type Server, expect, test } from "../support/test.ts";

type At = { page: Page; server: Server; signIn: () => Promise<void> };

const link = (page: Page, name: string) => page.getByRole("link", { name, exact: true });

/** The states of the page that hold most. */
const states: Record<string, (at: At) => Promise<void>> = {
  "the list": async () => {},
  "the summary": async ({ page }) => {
    await link(page, "alpha").click();
    await expect(page.getByRole("dialog", { name: "API Token Summary" })).toContainText("All buckets");
  },
  "the question before deleting": async ({ page }) => {
    await page.getByRole("row").first().hover();
    await page.getByRole("button", { name: "Delete: alpha", exact: true }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
  },
  "generating a custom token": async ({ page }) => {
    await page.getByRole("button", { name: "Generate API Token" }).click();
    await page.getByRole("menuitem", { name: "Custom API Token", exact: true }).click();
    await expect(page.getByRole("group", { name: "Access permissions" })).toBeVisible();
  },
};

/** Texts of which a part is cut off or lies under another control, by what they say. */
function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const top = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
    for (const element of top.querySelectorAll("button, label, h1, h2, p, dt, dd, th, td, legend")) {
      const { overflowX, textOverflow, display } = getComputedStyle(element);
      const hidden = overflowX === "hidden" || overflowX === "clip";
      // An ellipsis is a cut that is told; the whole is in a tooltip or the summary.
      if (!element.checkVisibility() || display === "inline" || textOverflow === "ellipsis" || element.clientHeight < 4) continue;
      if (hidden && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) found.push(element.textContent ?? "");
    }
    return found;
  });
}

async function noSidewaysScrolling(page: Page): Promise<void> {
  const { page: wide, window } = await page.evaluate(() => ({ page: document.documentElement.scrollWidth, window: innerWidth }));
  expect(wide).toBeLessThanOrEqual(window);
}

for (const [state, open] of Object.entries(states)) {
  test.describe(state, () => {
    test("at 200 % (WCAG 1.4.4) and 400 % (1.4.10) has everything, and no sideways scrolling", async ({ page, server, signIn }) => {
      await openList({ page, server, signIn }, "alpha", { description: "beta", status: "inactive" });
      await open({ page, server, signIn });
      // Zooming in makes a window of 1280 px as narrow as these, in CSS px.
      for (const width of [640, 320]) {
        await page.setViewportSize({ width, height: 512 });
        await noSidewaysScrolling(page);
        expect(await cut(page), `at ${width} px`).toEqual([]);
      }
    });

    test("with more space in texts (WCAG 1.4.12) loses none", async ({ page, server, signIn }) => {
      await openList({ page, server, signIn }, "alpha", { description: "beta", status: "inactive" });
      await open({ page, server, signIn });
      await page.evaluate(() => {
        const space = new CSSStyleSheet();
        space.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, space];
      });
      await noSidewaysScrolling(page);
      expect(await cut(page)).toEqual([]);
    });

    test("in forced colours has a mark on the focus, and every control an edge", async ({ page, server, signIn }) => {
      await page.emulateMedia({ forcedColors: "active" });
      await openList({ page, server, signIn }, "alpha", { description: "beta", status: "inactive" });
      await open({ page, server, signIn });
      const keys = new Keyboard(page);
      for (let step = 0; step < 12; step += 1) {
        await page.keyboard.press("Tab");
        await keys.look();
      }
      const bare = await page.getByRole("switch").or(page.getByRole("textbox")).or(page.getByRole("combobox")).evaluateAll((controls) =>
        controls
          .filter((control) => control.checkVisibility())
          .filter((control) => {
            const { borderStyle, borderWidth, outlineStyle } = getComputedStyle(control);
            return (borderStyle === "none" || borderWidth === "0px") && outlineStyle === "none";
          })
          .map((control) => control.outerHTML.slice(0, 120)),
      );
      expect(bare).toEqual([]);
    });
  });
}

test("in forced colours a switch that is on differs from one that is off", async ({ page, server, signIn }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await openList({ page, server, signIn }, "alpha", { description: "beta", status: "inactive" });
  const looks = (name: string) => page.getByRole("switch", { name: `Active: ${name}` }).screenshot();
  expect((await looks("alpha")).equals(await looks("beta"))).toBe(false);
});

test("without motion nothing moves by itself", async ({ page, server, signIn }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openList({ page, server, signIn }, "alpha");
  await link(page, "alpha").click();
  await expect(page.getByRole("dialog", { name: "API Token Summary" })).toBeVisible();
  await page.getByRole("switch", { name: "Active", exact: true }).click();
  const moving = await page.evaluate(() => document.getAnimations().filter(({ playState, effect }) => playState === "running" && Number(effect?.getComputedTiming().activeDuration) > 10).length);
  expect(moving).toBe(0);
});
