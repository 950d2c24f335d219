// Everything that a campaign needs: a server with two organizations, a proxy before it, and a person who is signed in.

import type { Browser, BrowserContext } from "@playwright/test";
import { Client } from "../support/client.ts";
import { Guard } from "../support/guard.ts";
import { Server } from "../support/server.ts";
import type { Fault, Purpose } from "./faults.ts";
import { Person } from "./person.ts";
import { FaultProxy } from "./proxy.ts";
import { Random } from "./random.ts";

/** What the browser says by itself of requests that fail. */
const NETWORK = /Failed to load resource|net::ERR_/;

export type Desk = {
  context: BrowserContext;
  /** Asks the server itself. */
  observer: Client;
  orgs: readonly string[];
  proxy: FaultProxy;
  person: Person;
  guard: Guard;
};

/** Does something at a desk with this seed, and clears it away. `faults` is what a seed of faults, or the test, says. */
export async function atDesk(browser: Browser, seed: string, faults: string | ((method: string, purpose: Purpose, nth: number) => Fault), work: (desk: Desk) => Promise<void>): Promise<void> {
  const server = await Server.start();
  try {
    const { user, password } = server.account;
    // The first user's own token may be switched off on the way.
    const observer = await Client.signedIn(server.url, user, password);
    const orgs = [(await server.organization()).id, (await server.operator.createOrganization("other")).id];
    for (const orgID of orgs) await fill(observer, orgID);
    const tokens = (await Promise.all(orgs.map((org) => observer.authorizations(`?orgID=${org}`)))).flat();
    const proxy = await FaultProxy.start(server, faults, tokens);
    try {
      const context = await browser.newContext({ viewport: { width: 1280, height: 1600 }, locale: "en-US", reducedMotion: "reduce" });
      const guard = await Guard.watch(context, new URL(proxy.url).origin);
      guard.allow(NETWORK);
      const basic = Buffer.from(`${user}:${password}`).toString("base64");
      await context.request.post(`${server.url}api/v2/signin`, { headers: { Authorization: `Basic ${basic}` } });
      const person = await Person.sitDown(context, proxy, server, orgs, new Random(`person ${seed}`));
      await work({ context, observer, orgs, proxy, person, guard });
      // A reply that is being altered has nobody to go to any more.
      await context.unrouteAll({ behavior: "ignoreErrors" });
      await context.close();
    } finally {
      await proxy.stop();
    }
  } finally {
    await server.dispose();
  }
}

async function fill(observer: Client, orgID: string): Promise<void> {
  for (let at = 1; at <= 5; at++) {
    await observer.createAuthorization({ orgID, description: `to begin with ${at}`, permissions: [{ action: "read", resource: { type: "buckets", orgID } }] });
  }
}
