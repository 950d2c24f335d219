// Watches every page of a test: what must never happen on any of them makes the test fail.

import type { BrowserContext, ConsoleMessage, Request } from "@playwright/test";

/** Collects console errors and warnings, uncaught errors, policy violations and requests to other origins. */
export class Guard {
  private readonly findings: string[] = [];
  private readonly allowed: RegExp[] = [];
  private readonly traffic: string[] = [];
  private readonly origin: string;

  private constructor(origin: string) {
    this.origin = origin;
  }

  static async watch(context: BrowserContext, origin: string): Promise<Guard> {
    const guard = new Guard(origin);
    context.on("console", (message) => guard.onConsole(message));
    // A trap of the program has the same message wherever it is; only the stack tells them apart.
    context.on("weberror", (error) => guard.findings.push(`uncaught: ${error.error().message}\n${error.error().stack ?? ""}`));
    context.on("request", (request) => guard.onRequest(request));
    context.on("response", (response) => guard.note(response.request(), String(response.status())));
    context.on("requestfailed", (request) => guard.note(request, request.failure()?.errorText ?? "failed"));
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`Content-Security-Policy: ${event.violatedDirective} blocked ${event.blockedURI || "inline code"}`),
      );
    });
    return guard;
  }

  /** For tests that provoke one: console messages and uncaught errors that match are expected. */
  allow(pattern: RegExp): void {
    this.allowed.push(pattern);
  }

  /** What should not have happened. */
  complaints(): string[] {
    return this.findings.filter((finding) => !this.allowed.some((pattern) => pattern.test(finding)));
  }

  /** What was asked for and what came of it, oldest first, a line each. */
  requests(): string {
    return this.traffic.join("\n");
  }

  private note(request: Request, outcome: string): void {
    this.traffic.push(`${request.method()} ${request.url().slice(this.origin.length)} ${outcome}`);
  }

  private onConsole(message: ConsoleMessage): void {
    const type = message.type();
    if (type === "error" || type === "warning" || type === "assert") {
      this.findings.push(`console ${type}: ${message.text()} (${message.location().url})`);
    }
  }

  private onRequest(request: Request): void {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== this.origin) {
      this.findings.push(`request off-origin: ${request.method()} ${url.href}`);
    }
  }
}
