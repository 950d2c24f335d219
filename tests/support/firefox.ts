// The system's Firefox: which program.

import { existsSync } from "node:fs";

/** `$FIREFOX`, or the first found where distributions put it (scripts/set-up-browser.sh looks in the same places). */
export function firefoxPath(): string {
  const candidates = [process.env["FIREFOX"], "/usr/bin/firefox-esr", "/usr/bin/firefox"];
  const found = candidates.find((path) => path && existsSync(path));
  if (!found) throw new Error("There is no Firefox. Run make test, which installs it, or name one in FIREFOX.");
  return found;
}
