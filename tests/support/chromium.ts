// The system's Chromium: which program, and how to start it so that it does nothing but the tests.

import { installed } from "./program.ts";

/** `$CHROMIUM`, or the first found where distributions put it. */
export function chromiumPath(): string {
  return installed("Chromium", "CHROMIUM", ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]);
}

export function chromiumArguments(): string[] {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  // Chromium's sandbox refuses to start as root, which is what containers run as.
  return process.getuid?.() === 0 ? [...quiet, "--no-sandbox"] : quiet;
}
