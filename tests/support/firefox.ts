// The system's Firefox: which program.

import { installed } from "./program.ts";

/** `$FIREFOX`, or the first found where distributions put it. */
export function firefoxPath(): string {
  return installed("Firefox", "FIREFOX", ["/usr/bin/firefox-esr", "/usr/bin/firefox"]);
}
