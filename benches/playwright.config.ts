// The measurements that need a server or a browser: they share both with the browser tests.

import tests from "../tests/playwright.config.ts";

const launchOptions = { ...tests.use?.launchOptions, ignoreDefaultArgs: ["--hide-scrollbars"] };

export default {
  ...tests,
  use: { ...tests.use, launchOptions, screenshot: "off", trace: "off" },
  testDir: ".",
  testMatch: "*.bench.ts",
  workers: 1,
  // A machine that is busy makes it slow, not wrong.
  timeout: 600_000,
  expect: { timeout: 30_000 },
  reporter: "line",
  outputDir: "../tests/test-results",
};
