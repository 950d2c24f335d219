// The traffic between the page and the API: what was sent, and replies that are late, refused or nonsense.

import type { BrowserContext, Request, Route } from "@playwright/test";

/** One request of the page to the API. */
export type Sent = {
  method: string;
  /** After the base path, with the query: "/api/v2/authorizations?orgID=…". */
  path: string;
  headers: Record<string, string>;
  /** The decoded JSON body, or the text if it is not JSON; undefined if there is none. */
  body: unknown;
};

/** An error as the API tells it (contract §5.4). */
type ApiError = { code: string; message: string };

/** A reply that is held back. */
export type Held = {
  /** Settles when the server has answered the request, which the page does not know yet. */
  answered: Promise<void>;
  /** Lets the reply through to the page. */
  release: () => void;
};

/** Which requests an intervention is for; a string is found anywhere in the path. */
type Path = string | RegExp;

export class PageApi {
  private readonly context: BrowserContext;
  private readonly base: string;
  private readonly sent: Sent[] = [];

  /** @param base the server's address, with its base path and a closing slash */
  constructor(context: BrowserContext, base: string) {
    this.context = context;
    this.base = base;
    context.on("request", (request) => {
      const path = this.pathOf(request);
      if (path !== undefined) this.sent.push({ method: request.method(), path, headers: request.headers(), body: bodyOf(request) });
    });
  }

  /** The requests so far, oldest first. */
  requests(method?: string, path: Path = ""): Sent[] {
    return this.sent.filter((sent) => (method === undefined || sent.method === method) && found(sent.path, path));
  }

  /** Forgets the requests so far. */
  forget(): void {
    this.sent.length = 0;
  }

  /** The server handles the next such request at once, but the page gets the reply only when it is released. */
  async slowReply(method: string, path: Path): Promise<Held> {
    const answer = deferred();
    const gate = deferred();
    await this.next(method, path, 1, async (route) => {
      const response = await route.fetch();
      answer.resolve();
      await gate.promise;
      await route.fulfill({ response });
    });
    return { answered: answer.promise, release: gate.resolve };
  }

  /** The next such requests are answered with an error of the API (contract §5.4) and do not reach the server. */
  async failReply(method: string, path: Path, status: number, error: ApiError, times = 1): Promise<void> {
    await this.next(method, path, times, (route) => fail(route, status, error));
  }

  /** The next such request is answered with an error, once told to, and does not reach the server. */
  async slowFailure(method: string, path: Path, status: number, error: ApiError): Promise<Held> {
    const asked = deferred();
    const gate = deferred();
    await this.next(method, path, 1, async (route) => {
      asked.resolve();
      await gate.promise;
      await fail(route, status, error);
    });
    return { answered: asked.promise, release: gate.resolve };
  }

  /** The next such requests are answered with this text and do not reach the server. */
  async replaceReply(method: string, path: Path, body: string, contentType = "application/json; charset=utf-8", times = 1): Promise<void> {
    await this.next(method, path, times, (route) => route.fulfill({ status: 200, contentType, body }));
  }

  /** The next such replies come from the server, with their JSON changed on the way. */
  async alterReply<T>(method: string, path: Path, change: (body: T) => unknown, times = 1): Promise<void> {
    await this.next(method, path, times, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: change((await response.json()) as T) });
    });
  }

  /** The next such requests find no connection. */
  async dropRequest(method: string, path: Path, times = 1): Promise<void> {
    await this.next(method, path, times, (route) => route.abort("connectionrefused"));
  }

  /** Hands the next `times` matching requests to `handle`, then gets out of the way. */
  private async next(method: string, path: Path, times: number, handle: (route: Route) => Promise<void>): Promise<void> {
    let left = times;
    await this.context.route(
      (url) => url.href.startsWith(`${this.base}api/`),
      async (route) => {
        const request = route.request();
        if (left === 0 || request.method() !== method || !found(this.pathOf(request) ?? "", path)) return route.fallback();
        left -= 1;
        await handle(route);
      },
    );
  }

  private pathOf(request: Request): string | undefined {
    const url = request.url();
    // Some requests end their query with a parameter that is empty.
    return url.startsWith(`${this.base}api/`) ? url.slice(this.base.length - 1).replace(/&$/, "") : undefined;
  }
}

function fail(route: Route, status: number, error: ApiError): Promise<void> {
  return route.fulfill({
    status,
    contentType: "application/json; charset=utf-8",
    headers: { "X-Platform-Error-Code": error.code },
    body: JSON.stringify(error),
  });
}

function found(path: string, wanted: Path): boolean {
  return typeof wanted === "string" ? path.includes(wanted) : wanted.test(path);
}

function bodyOf(request: Request): unknown {
  const text = request.postData();
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
