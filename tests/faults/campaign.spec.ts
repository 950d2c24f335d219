// A person at random, with everything around the page failing at random: `SEED=7` runs one seed, `SEEDS=1..200` many, `STEPS` sets
// how much is done in each.

import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { Client } from "../support/client.ts";
import { Guard } from "../support/guard.ts";
import { Server } from "../support/server.ts";
import { Person } from "./person.ts";
import { FaultProxy } from "./proxy.ts";
import { Random } from "./random.ts";
import { type Rests, rest } from "./rest.ts";

const STEPS = Number(process.env["STEPS"] ?? 2_000);
const BETWEEN_RESTS = 250;
/** What the browser says by itself of requests that fail. */
const NETWORK = /Failed to load resource|net::ERR_/;

function seeds(): number[] {
  const [from = 1, to = from] = (process.env["SEED"] ?? process.env["SEEDS"] ?? "1..10").split("..").map(Number);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

for (const seed of seeds()) {
  test(`seed ${seed}: the page shows what the server holds, and nothing is lost`, async ({ browser }) => {
    test.setTimeout(60_000 + STEPS * 200);
    const server = await Server.start();
    // The first user's own token may be switched off on the way.
    const observer = await Client.signedIn(server.url, server.account.user, server.account.password);
    const orgs = [(await server.organization()).id, (await server.operator.createOrganization("other")).id];
    for (const orgID of orgs) await fill(observer, orgID);
    const tokens = (await Promise.all(orgs.map((org) => observer.authorizations(`?orgID=${org}`)))).flat();
    const proxy = await FaultProxy.start(server, String(seed), tokens);
    try {
      const context = await browser.newContext({ viewport: { width: 1280, height: 1600 }, locale: "en-US", reducedMotion: "reduce" });
      const guard = await Guard.watch(context, new URL(proxy.url).origin);
      guard.allow(NETWORK);
      const { user, password } = server.account;
      const basic = Buffer.from(`${user}:${password}`).toString("base64");
      await context.request.post(`${server.url}api/v2/signin`, { headers: { Authorization: `Basic ${basic}` } });
      const person = await Person.sitDown(context, proxy, server, orgs, new Random(`person ${seed}`));
      const rests: Rests = { lookedAgain: 0, ms: 0 };
      const start = Date.now();
      proxy.stir();
      for (let next = BETWEEN_RESTS; ; next += BETWEEN_RESTS) {
        while (person.steps < Math.min(next, STEPS)) await person.step();
        const wrong = [...(await rest(person, proxy, observer, orgs, rests)), ...guard.complaints()];
        if (wrong.length > 0) keep(`seed-${seed}.diary.txt`, [...person.diary, ...wrong].join("\n"));
        expect(wrong, `seed ${seed}, step ${person.steps} (again: SEED=${seed}); what was done before:\n${person.diary.slice(-80).join("\n")}\n`).toEqual([]);
        if (person.steps >= STEPS) break;
      }
      const figures = {
        seed,
        steps: person.steps,
        took: Date.now() - start,
        resent: person.resent(),
        requests: proxy.truth.exchanges.length,
        faults: Object.fromEntries([...proxy.done].sort()),
        deeds: Object.fromEntries([...person.done].sort()),
        rests,
      };
      keep(`seed-${seed}.json`, JSON.stringify(figures, null, 2));
      await context.close();
    } finally {
      await proxy.stop();
      await server.dispose();
    }
  });
}

/** Puts a file where `FIGURES` says, if it does. */
function keep(name: string, content: string): void {
  const folder = process.env["FIGURES"];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${name}`, content);
}

async function fill(observer: Client, orgID: string): Promise<void> {
  for (let at = 1; at <= 5; at++) {
    await observer.createAuthorization({ orgID, description: `to begin with ${at}`, permissions: [{ action: "read", resource: { type: "buckets", orgID } }] });
  }
}
