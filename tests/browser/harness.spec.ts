// The watch that is kept over every other test really fails them: each of these must fail.

import { test } from "../support/test.ts";

// Signed in, so that the page has nothing to complain about by itself.
test.beforeEach(({ signIn }) => signIn());

test.fail("a console error", async ({ page }) => {
  await page.goto("");
  await page.evaluate(() => console.error("provoked"));
});

test.fail("a console warning", async ({ page }) => {
  await page.goto("");
  await page.evaluate(() => console.warn("provoked"));
});

test.fail("an uncaught error", async ({ page }) => {
  await page.goto("");
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error("provoked");
    });
    return new Promise((done) => setTimeout(done));
  });
});

test.fail("an inline style", async ({ page }) => {
  await page.goto("");
  await page.evaluate(() => document.body.setAttribute("style", "color: red"));
});

test.fail("a request to another origin", async ({ page, allowConsole }) => {
  allowConsole(/Content-Security-Policy|Content Security Policy|Failed to load resource/);
  await page.goto("about:blank");
  await page.evaluate(() => fetch("http://127.0.0.1:9/", { mode: "no-cors" }).catch(() => undefined));
});

test("an expected message does no harm", async ({ page, allowConsole }) => {
  allowConsole(/provoked/);
  await page.goto("");
  await page.evaluate(() => console.error("provoked"));
});
