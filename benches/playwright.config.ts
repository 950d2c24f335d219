// The measurements that need a server or a browser: they share both with the browser tests.

import tests from "../tests/playwright.config.ts";

const quiet = { ...tests.use, screenshot: "off" };

export default {
  ...tests,
  use: quiet,
  testDir: ".",
  testMatch: "*.bench.ts",
  workers: 1,
  timeout: 180_000,
  reporter: "list",
  outputDir: "../tests/test-results",
};
