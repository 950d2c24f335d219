// A person at random, with everything around the page failing at random: `SEED=7` runs one seed, `SEEDS=1..200` many, `STEPS` sets
// how much is done in each.

import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { atDesk } from "./desk.ts";
import { type Rests, rest } from "./rest.ts";

const STEPS = Number(process.env["STEPS"] ?? 2_000);
const BETWEEN_RESTS = 500;

/** Seeds that have found something early, and what. Chance decides much of when a reply comes, so each, as what was found later, is also a
 * test of its own elsewhere. */
const FOUND: readonly (readonly [seed: number, steps: number, what: string])[] = [
  [1, 250, "closing the dialog of a replacement under way ended the page with the new secret unseen"],
  [2, 500, "a description typed while a replacement was being made went with its dialog"],
  [3, 500, "dialogs went with the page when, after signing in again, it could not be read who that was"],
  [9, 250, "after a deletion the focus went back from where somebody had moved it, and Enter asked to delete another token"],
  [10, 250, "a description that was refused in its row did not show in the summary, and what was typed there replaced it"],
  [27, 250, "a session that ended while a list with a search was shown stopped the page"],
];

function seeds(): number[] {
  const [from = 1, to = from] = (process.env["SEED"] ?? process.env["SEEDS"] ?? "1..10").split("..").map(Number);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

for (const seed of seeds()) campaign(`seed ${seed}: the page shows what the server holds, and nothing is lost`, seed, STEPS);

test.describe("found before", () => {
  if (process.env["SEED"] ?? process.env["SEEDS"]) return;
  for (const [seed, steps, what] of FOUND) if (!(seeds().includes(seed) && steps <= STEPS)) campaign(`seed ${seed}: ${what}`, seed, steps);
});

function campaign(title: string, seed: number, steps: number): void {
  test(title, async ({ browser }) => {
    test.setTimeout(120_000 + steps * 400);
    await atDesk(browser, String(seed), String(seed), async ({ observer, orgs, proxy, person, guard }) => {
      const rests: Rests = { lookedAgain: 0, ms: 0 };
      const start = Date.now();
      proxy.stir();
      for (let next = BETWEEN_RESTS; ; next += BETWEEN_RESTS) {
        while (person.steps < Math.min(next, steps)) await person.step();
        const wrong = [...(await rest(person, proxy, observer, orgs, rests)), ...guard.complaints()];
        if (wrong.length > 0) keep(`seed-${seed}.diary.txt`, [...person.diary, ...wrong].join("\n"));
        expect(wrong, `seed ${seed}, step ${person.steps} (again: SEED=${seed}); what was done before:\n${person.diary.slice(-80).join("\n")}\n`).toEqual([]);
        if (person.steps >= steps) break;
      }
      const figures = {
        seed,
        steps: person.steps,
        took: Date.now() - start,
        resent: person.consent.resent(),
        strayed: person.consent.strayed,
        requests: proxy.truth.exchanges.length,
        faults: Object.fromEntries([...proxy.done].sort()),
        deeds: Object.fromEntries([...person.done].sort()),
        rests,
      };
      keep(`seed-${seed}.json`, JSON.stringify(figures, null, 2));
    });
  });
}

/** Puts a file where `FIGURES` says, if it does. */
function keep(name: string, content: string): void {
  const folder = process.env["FIGURES"];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${name}`, content);
}
