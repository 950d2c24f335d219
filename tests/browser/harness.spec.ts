// The watch that is kept over every other test notices what it must, and fails the test for it.

import type { Page } from "@playwright/test";
import { expect, test } from "../support/test.ts";

// Signed in, so that the page has nothing to complain about by itself.
test.beforeEach(({ signIn }) => signIn());

const provocations: [string, RegExp, (page: Page) => Promise<unknown>][] = [
  ["a console error", /console error: provoked/, (page) => page.evaluate(() => console.error("provoked"))],
  ["a console warning", /console warning: provoked/, (page) => page.evaluate(() => console.warn("provoked"))],
  [
    "an uncaught error",
    /uncaught: provoked/,
    (page) =>
      page.evaluate(() => {
        setTimeout(() => {
          throw new Error("provoked");
        });
      }),
  ],
  ["an inline style", /Content-Security-Policy: style-src/, (page) => page.evaluate(() => document.body.setAttribute("style", "color: red"))],
  [
    "a request to another origin",
    /request off-origin: GET http:\/\/127\.0\.0\.1:9\//,
    async (page) => {
      await page.goto("about:blank"); // where no policy stops it
      await page.evaluate(() => fetch("http://127.0.0.1:9/", { mode: "no-cors" }).catch(() => undefined));
    },
  ],
];

for (const [name, complaint, provoke] of provocations) {
  test(`${name} is noticed`, async ({ page, guard }) => {
    await page.goto("");
    await provoke(page);
    await expect.poll(() => guard.complaints().some((found) => complaint.test(found))).toBe(true);
    guard.allow(/./);
  });
}

test.fail("what is noticed fails the test (so this one is meant to)", async ({ page }) => {
  await page.goto("");
  await page.evaluate(() => console.error("provoked"));
});

test("what is expected does not", async ({ page, allowConsole }) => {
  allowConsole(/provoked/);
  await page.goto("");
  await page.evaluate(() => console.error("provoked"));
});
