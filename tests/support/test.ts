// `test` for browser tests: a real server per file, a page that is watched, and hands on the traffic between them.
//
//     import { expect, test } from "../support/test.ts";
//     test.use({ serverOptions: { demo: 20 } });   // optional
//     test("…", async ({ page, server, signIn, api }) => { … });

import { test as base, expect } from "@playwright/test";
import { axe, bothThemes } from "./axe.ts";
import { Guard } from "./guard.ts";
import { PageApi } from "./page-api.ts";
import { type Account, Server, type ServerOptions } from "./server.ts";

export type { Browser, Locator, Page, Route } from "@playwright/test";
export { axe, bothThemes, expect };
export type { Server };

export type ServerFixtures = {
  /** How this file's server is started; another value in the same file means another server. */
  serverOptions: ServerOptions;
};

type Fixtures = ServerFixtures & {
  /** Watches all pages of the test; there is rarely a need to name it. */
  guard: Guard;
  /** The server of this file. It is shared by the file's tests, which run in order, and is new after a failure. */
  server: Server;
  /** What the page sends to the API and gets from it. */
  api: PageApi;
  /** Expects console messages or uncaught errors that match; any other makes the test fail. */
  allowConsole: (pattern: RegExp) => void;
  /** Signs the page's browser in without the form: as the first user, or the demo's, unless told otherwise. */
  signIn: (account?: Account) => Promise<void>;
};

/** The server that this worker has running, and what it was started for. */
type Running = { key: string; server: Server };

export const test = base.extend<Fixtures, { running: { current?: Running } }>({
  serverOptions: [{}, { option: true }],

  running: [
    async ({}, use) => {
      const running: { current?: Running } = {};
      await use(running);
      await running.current?.server.dispose();
    },
    { scope: "worker" },
  ],

  server: async ({ running, serverOptions }, use, testInfo) => {
    const key = `${testInfo.file} ${JSON.stringify(serverOptions)}`;
    if (running.current?.key !== key) {
      await running.current?.server.dispose();
      delete running.current;
      running.current = { key, server: await Server.start(serverOptions) };
    }
    const { server } = running.current;
    await use(server);
    if (testInfo.status !== testInfo.expectedStatus) await testInfo.attach("server.log", { body: server.log, contentType: "text/plain" });
  },

  baseURL: async ({ server }, use) => use(server.url),

  guard: [
    async ({ context, server }, use, testInfo) => {
      const guard = await Guard.watch(context, new URL(server.url).origin);
      await use(guard);
      if (testInfo.status !== testInfo.expectedStatus || guard.complaints().length > 0) {
        await testInfo.attach("requests", { body: guard.requests(), contentType: "text/plain" });
      }
      expect(guard.complaints(), "what must never happen on a page").toEqual([]);
    },
    { auto: true },
  ],

  api: async ({ context, server }, use) => use(new PageApi(context, server.url)),

  allowConsole: async ({ guard }, use) => use((pattern) => guard.allow(pattern)),

  signIn: async ({ context, server }, use) =>
    use(async ({ user, password } = server.account) => {
      const basic = Buffer.from(`${user}:${password}`).toString("base64");
      const response = await context.request.post(`${server.url}api/v2/signin`, { headers: { Authorization: `Basic ${basic}` } });
      expect(response.status(), "signing in").toBe(204);
    }),
});
