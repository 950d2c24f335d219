// Programs of the system that the tests start.

import { existsSync } from "node:fs";

/** The one that the environment variable names, or the first of these files that is there (scripts/set-up-browser.sh looks likewise). */
export function installed(what: string, variable: string, files: string[]): string {
  const found = [process.env[variable], ...files].find((path) => path && existsSync(path));
  if (!found) throw new Error(`There is no ${what}. Run make test, which installs it, or name one in ${variable}.`);
  return found;
}
