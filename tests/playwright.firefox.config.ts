// The main journeys in a second engine: the system's Firefox, over WebDriver BiDi.

import { defineConfig } from "@playwright/test";
import { firefoxPath } from "./support/firefox.ts";
import shared from "./playwright.config.ts";

const REDUCED = 1;
/** What a mouse can do: point exactly, and hover. */
const MOUSE = 6;

export default defineConfig({
  ...shared,
  testMatch: ["walk-throughs.spec.ts", "keyboard-alone.spec.ts"],
  use: {
    ...shared.use,
    browserName: "firefox",
    channel: "moz-firefox",
    colorScheme: null,
    contextOptions: { reducedMotion: null, forcedColors: null, contrast: null },
    launchOptions: {
      executablePath: firefoxPath(),
      firefoxUserPrefs: { "ui.prefersReducedMotion": REDUCED, "ui.primaryPointerCapabilities": MOUSE, "ui.allPointerCapabilities": MOUSE },
    },
  },
});
