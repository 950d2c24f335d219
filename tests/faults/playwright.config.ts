import { defineConfig } from "@playwright/test";
import { chromiumArguments, chromiumPath } from "../support/chromium.ts";

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results/faults",
  workers: 2,
  // Each seed has a server and a browser window of its own.
  fullyParallel: true,
  retries: 0,
  forbidOnly: !!process.env["CI"],
  timeout: 30_000,
  expect: { timeout: 5_000 },
  reporter: [["list"], ["../support/closing-line.ts"]],
  use: {
    launchOptions: { executablePath: chromiumPath(), args: chromiumArguments() },
    locale: "en-US",
    timezoneId: "Europe/Berlin",
    trace: "off",
  },
});
