// The checks of a campaign tried: each test plants one lie and expects to be told of it. Nothing else fails here.

import { type Page, expect, test } from "@playwright/test";
import type { Authorization } from "../support/client.ts";
import { Asked, ORDERS } from "./asked.ts";
import { type Desk, atDesk } from "./desk.ts";
import { rest } from "./rest.ts";
import type { Kept } from "./truth.ts";

/** What a lie would be waited for in vain, in ms. */
const PATIENCE = 1_500;

type Lie = { title: string; plant: (desk: Desk, page: Page) => Promise<unknown>; told: RegExp };

/** Sends a request as the page might, nobody having asked for it. */
const send = (page: Page, method: string, path: string, body?: unknown) =>
  page.evaluate(async ([method, path, body]) => void (await fetch(`/api/v2/authorizations${path}`, { method, body })), [method, path, body === undefined ? null : JSON.stringify(body)] as const);
const first = async ({ observer, orgs }: Desk): Promise<Authorization> => (await observer.authorizations(`?orgID=${orgs[0]}`)).at(-1)!;
const like = ({ orgID, permissions }: Authorization, description: string) => ({ orgID, permissions, description, status: "active" });

/** Changes the lists that the page gets. */
async function alter({ context }: Desk, page: Page, change: (tokens: Authorization[]) => Authorization[]): Promise<void> {
  await context.route(/\/api\/v2\/authorizations\?/, async (route) => {
    const response = await route.fetch();
    const { authorizations } = (await response.json()) as { authorizations: Authorization[] };
    await route.fulfill({ response, json: { links: {}, authorizations: change(authorizations) } });
  });
  await page.reload();
}

const LIES: Lie[] = [
  { title: "a row that the server does not hold", plant: (desk, page) => alter(desk, page, (all) => [...all, { ...all.at(-1)!, id: "00000000000000aa" }]), told: /does not show what the server holds[^]*page: +00000000000000aa/ },
  { title: "a row that is missing", plant: (desk, page) => alter(desk, page, (all) => all.slice(1)), told: /does not show what the server holds[^]*server: / },
  { title: "another description", plant: (desk, page) => alter(desk, page, (all) => all.map((one) => ({ ...one, description: `${one.description}!` }))), told: /does not show what the server holds[^]*page: .*!/ },
  { title: "another status", plant: (desk, page) => alter(desk, page, (all) => all.map((one) => ({ ...one, status: "inactive" }))), told: /does not show what the server holds[^]*page: .* inactive/ },
  {
    title: "another order",
    plant: async (desk, page) => {
      await page.goto(`${page.url()}?sortKey=createdAt`);
      await alter(desk, page, (all) => all.map((one, at) => ({ ...one, createdAt: `20${40 - at}-01-01T00:00:00Z` })));
    },
    told: /in the order "Date Created \(Oldest\)"/,
  },
  { title: "another search in the box than in the address", plant: (_, page) => page.getByRole("combobox", { name: "Filter Tokens" }).evaluate((box) => void Object.defineProperty(box, "value", { get: () => "x", set: () => {} })), told: /the search box holds "x"/ },
  { title: "an acknowledged change undone", plant: async (desk) => desk.observer.updateAuthorization((await first(desk)).id, { status: "inactive" }), told: /was acknowledged as active/ },
  { title: "a token gone that nobody deleted", plant: async (desk) => desk.observer.deleteAuthorization((await first(desk)).id), told: /is gone from the server/ },
  {
    title: "a token made twice of one confirmation",
    plant: async (desk, page) => {
      const new_ = like(await first(desk), "made 1");
      desk.person.consent.make({ dialog: "Generate All Access API Token", description: "made 1", strayed: false });
      for (let time = 0; time < 2; time += 1) await send(page, "POST", "", new_);
    },
    told: /"made 1" was confirmed 1 times and asked for 2 times/,
  },
  {
    title: "a token asked for twice at once",
    plant: async (desk, page) => {
      const new_ = like(await first(desk), "made 1");
      await Promise.all([send(page, "POST", "", new_), send(page, "POST", "", new_)]);
    },
    told: /"made 1" was asked for twice at once/,
  },
  { title: "a token switched off unasked", plant: async (desk, page) => send(page, "PATCH", `/${(await first(desk)).id}`, { status: "inactive" }), told: /was to become inactive, which nobody had asked for/ },
  { title: "a token deleted unasked", plant: async (desk, page) => send(page, "DELETE", `/${(await first(desk)).id}`), told: /was to be deleted, which nobody had asked for/ },
  {
    title: "a replacement that nobody asked for",
    plant: async (desk, page) => {
      const old = await first(desk);
      await send(page, "POST", "", like(old, `rotated 1 (replaces ${old.id})`));
    },
    told: /was to be made, which nobody had asked for/,
  },
  {
    title: "a replacement that may do something else",
    plant: async (desk, page) => {
      const old = await first(desk);
      desk.person.consent.make({ dialog: "Rotate API token", description: `rotated 1 (replaces ${old.id})`, strayed: false });
      const permissions = [{ action: "write" as const, resource: { type: "tasks", orgID: old.orgID } }];
      await send(page, "POST", "", like({ ...old, permissions }, `rotated 1 (replaces ${old.id})`));
    },
    told: /was to get other permissions than the token it replaces/,
  },
  {
    title: "a token for two organizations",
    plant: async (desk, page) => send(page, "POST", "", like({ ...(await first(desk)), orgID: desk.orgs[1]! }, "made 1")),
    told: /of one organization and permitted in another/,
  },
  {
    title: "a dialog that stays",
    plant: (_, page) =>
      page.evaluate(() => {
        const dialog = document.createElement("dialog");
        dialog.setAttribute("aria-label", "Stuck");
        dialog.addEventListener("close", () => dialog.showModal());
        document.body.append(dialog);
        dialog.showModal();
      }),
    told: /did not settle; the dialog "Stuck" stays/,
  },
  { title: "a list that stays busy", plant: (_, page) => page.getByRole("grid").evaluate((grid) => grid.setAttribute("aria-busy", "true")), told: /did not settle; busy/ },
  {
    title: "a typed description thrown away",
    plant: async ({ person }, page) => {
      await page.getByRole("button", { name: /^Edit description: / }).first().click();
      await page.keyboard.press("Control+a");
      await page.keyboard.type("renamed 1");
      person.texts.typed("renamed 1", "", 1, "");
      await page.keyboard.press("Escape");
    },
    told: /a text is nowhere: "renamed 1"/,
  },
  {
    title: "a success that the server did not confirm",
    plant: (_, page) => page.getByRole("status").first().evaluate((status) => status.append(Object.assign(document.createElement("p"), { textContent: "API token was updated successfully" }))),
    told: /1 successes of PATCH were told, but 0 confirmed/,
  },
];

for (const { title, plant, told } of LIES) {
  test(`told of: ${title}`, async ({ browser }) => {
    await atDesk(browser, title, () => ({ kind: "none" }), async (desk) => {
      const { person, proxy, observer, orgs } = desk;
      const page = person.windows[0]!.page;
      await page.goto(`${proxy.url}orgs/${orgs[0]}/load-data/tokens`);
      await expect(page.getByRole("grid").getByRole("row")).not.toHaveCount(0);
      await plant(desk, page);
      expect((await rest(person, proxy, observer, orgs, { lookedAgain: 0, ms: 0 }, PATIENCE)).join("\n")).toMatch(told);
    });
  });
}

test("nothing is told where there is no lie", async ({ browser }) => {
  await atDesk(browser, "honest", () => ({ kind: "none" }), async ({ person, proxy, observer, orgs, guard }) => {
    for (let step = 0; step < 20; step += 1) await person.step();
    expect([...(await rest(person, proxy, observer, orgs, { lookedAgain: 0, ms: 0 })), ...guard.complaints()]).toEqual([]);
  });
});

test("told of: what was typed for a new token and is not there any more", async ({ browser }) => {
  await atDesk(browser, "form", () => ({ kind: "none" }), async ({ person }) => {
    person.forms.typed(1, "made 1");
    person.forms.isShown(1, "");
    expect(person.complaints.join()).toMatch(/"made 1" was typed for a new token, and the form holds ""/);
  });
});

test("every order is an order of its own", () => {
  const token = (id: string, description: string, status: string, createdAt: string) => ({ id, description, status, createdAt }) as Kept;
  const all = [token("1", "b 10", "active", "2026-01-02"), token("2", "B 9", "inactive", "2026-01-03"), token("3", "a", "active", "2026-01-01")];
  const keys = ["description", "status", "createdAt"].flatMap((key) => ["asc", "desc"].map((direction) => new Asked(`http://page/?sortKey=${key}&sortDirection=${direction}`)));
  expect(keys.map(({ order }) => order)).toEqual([...ORDERS]);
  expect(keys.map((asked) => asked.of(all).map(({ id }) => id).join(""))).toEqual(["321", "123", "132", "213", "312", "213"]);
});
