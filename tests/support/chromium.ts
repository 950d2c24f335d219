// The system's Chromium: which program, and how to start it so that it does nothing but the tests.

import { existsSync } from "node:fs";

/** `$CHROMIUM`, or the first found where distributions put it (scripts/set-up-browser.sh looks in the same places). */
export function chromiumPath(): string {
  const candidates = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = candidates.find((path) => path && existsSync(path));
  if (!found) throw new Error("There is no Chromium. Run make test, which installs it, or name one in CHROMIUM.");
  return found;
}

export function chromiumArguments(): string[] {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  // Chromium's sandbox refuses to start as root, which is what containers run as.
  return process.getuid?.() === 0 ? [...quiet, "--no-sandbox"] : quiet;
}
