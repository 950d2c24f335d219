// Ends the output with what there is to know of each failure, since of a long output often only the end is kept, and with
// "N passed, N failed" alone on the last line, for whoever counts tests from the output.

import { readFileSync } from "node:fs";
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Of an attachment, at most so many lines. */
const LINES = 100;
/** What Playwright puts around the page as it was: what is told anyway, and advice. */
const AROUND_THE_PAGE = /^[\s\S]*?(?=# (?:Page snapshot|Error details))|# Test source[\s\S]*$/g;

export default class ClosingLine implements Reporter {
  private readonly outcomes = new Map<string, ReturnType<TestCase["outcome"]>>();
  private readonly failures: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    this.outcomes.set(test.id, test.outcome());
    if (test.outcome() === "unexpected") this.failures.push(failure(test, result));
  }

  onEnd(): void {
    const outcomes = [...this.outcomes.values()];
    const passed = outcomes.filter((outcome) => outcome === "expected").length;
    const failed = outcomes.filter((outcome) => outcome === "unexpected" || outcome === "flaky").length;
    console.log(`${this.failures.join("")}\n${passed} passed, ${failed} failed`);
  }

  printsToStdio(): boolean {
    return true;
  }
}

/** What failed, and what the page showed and had asked for. */
function failure(test: TestCase, result: TestResult): string {
  const where = `${test.location.file.replace(/.*\//, "")}:${test.location.line} › ${test.title}`;
  const errors = result.errors.map(({ message, location }) => `${message ?? ""}\n  at line ${location?.line ?? "?"}`);
  const told = result.attachments
    .filter(({ contentType }) => /^text\//.test(contentType))
    .map(({ name, body, path }) => `--- ${name}\n${lastLines(body?.toString() ?? (path === undefined ? "" : readFileSync(path, "utf8")))}`);
  return `\n===== ${where}\n${[...errors, ...told].join("\n")}\n`;
}

function lastLines(text: string): string {
  return text.replace(AROUND_THE_PAGE, "").trimEnd().split("\n").slice(-LINES).join("\n");
}
