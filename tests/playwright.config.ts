import { defineConfig } from "@playwright/test";
import { chromiumArguments, chromiumPath } from "./support/chromium.ts";
import type { ServerFixtures } from "./support/test.ts";

export default defineConfig<ServerFixtures>({
  testDir: "browser",
  outputDir: "test-results",
  workers: 2,
  // A file has one server, and its tests run in order.
  fullyParallel: false,
  retries: 0,
  forbidOnly: !!process.env["CI"],
  timeout: 30_000,
  expect: { timeout: 5_000 },
  reporter: [["list"], ["./support/closing-line.ts"]],
  use: {
    launchOptions: { executablePath: chromiumPath(), args: chromiumArguments() },
    locale: "en-US",
    timezoneId: "Europe/Berlin",
    colorScheme: "dark",
    contextOptions: { reducedMotion: "reduce" },
    viewport: { width: 1280, height: 800 },
    trace: "off",
    screenshot: "only-on-failure",
  },
});
