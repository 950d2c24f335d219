// What the list says when it is loading, empty, filtered away, failed, not permitted or partly broken.

import type { Page } from "@playwright/test";
import type { Authorization } from "../support/client.ts";
import { openList, organizationWith } from "../support/list.ts";
import { expect, test } from "../support/test.ts";

const LIST = /\/api\/v2\/authorizations\?/;
const FAILED = /Failed to load resource/;

type List = { links?: unknown; authorizations: Authorization[] };

const grid = (page: Page) => page.getByRole("grid", { name: "API tokens" });
const link = (page: Page, description: string) => page.getByRole("link", { name: description, exact: true });

const states = {
  loading: (page: Page) => page.getByRole("progressbar", { name: "Loading API tokens" }),
  none: (page: Page) => page.getByText("Looks like there aren't any API Tokens, why not generate one?"),
  "no match": (page: Page) => page.getByText("No API Tokens match your query"),
  failed: (page: Page) => page.getByRole("alert").filter({ hasText: "Failed to get API tokens" }),
  "not permitted": (page: Page) => page.getByRole("alert").filter({ hasText: "You may not see the API tokens of this organization" }),
};

/** The page shows this state (none: rows only) and none of the others. */
async function expectState(page: Page, wanted?: keyof typeof states): Promise<void> {
  if (wanted) await expect(states[wanted](page)).toBeVisible();
  for (const [name, locator] of Object.entries(states)) {
    if (name !== wanted) await expect(locator(page), name).toHaveCount(0);
  }
}

type Stopped = Window & { goOn?: (how: string) => void };

/**
 * From now on the list's reply stops after half its bytes, until `window.goOn(how)` lets it "end" as the server meant, break
 * off with an "error" of the network, or "close" as if that had been all.
 */
async function stopListMidway(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const real = window.fetch;
    window.fetch = async (input, init) => {
      const reply = await real(input, init);
      if (!/\/api\/v2\/authorizations\?/.test(reply.url)) return reply;
      const bytes = new Uint8Array(await reply.arrayBuffer());
      const half = Math.floor(bytes.length / 2);
      const body = new ReadableStream<Uint8Array>({
        start(stream) {
          stream.enqueue(bytes.subarray(0, half));
          (window as Stopped).goOn = (how) => {
            delete (window as Stopped).goOn;
            if (how === "error") return stream.error(new TypeError("network error"));
            if (how === "end") stream.enqueue(bytes.subarray(half));
            stream.close();
          };
        },
      });
      return new Response(body, { status: reply.status, headers: reply.headers });
    };
  });
}

/** Waits until the list has stopped midway, then lets it go on. */
async function goOn(page: Page, how: "end" | "error" | "close"): Promise<void> {
  await page.waitForFunction(() => "goOn" in window);
  await page.evaluate((how) => (window as Stopped).goOn?.(how), how);
}

/** What happens when somebody comes back to the tab. */
const comeBack = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));

test.describe("loading", () => {
  test("shows a progress bar, not that there are no tokens", async ({ page, server, signIn, api }) => {
    const { url } = await organizationWith(server, "alpha");
    await signIn();
    const list = await api.slowReply("GET", LIST);
    await page.goto(url);
    await list.answered;
    await expectState(page, "loading");
    list.release();
    await expect(link(page, "alpha")).toBeVisible();
    await expectState(page);
  });

  test("shows rows and Loaded N tokens… while more arrive", async ({ page, server, signIn }) => {
    const { url } = await organizationWith(server, ...Array.from({ length: 20 }, (_, at) => `token ${at}`));
    await signIn();
    await stopListMidway(page);
    await page.goto(url);
    await expect(page.getByText(/^Loaded (9|10) tokens…$/)).toBeVisible();
    await expect(link(page, "token 0")).toBeVisible();
    await expectState(page);
    await goOn(page, "end");
    await expect(page.getByText("20 tokens", { exact: true })).toBeVisible();
    await expect(page.getByText(/^Loaded /)).toHaveCount(0);
    await expect(grid(page)).toHaveAttribute("aria-rowcount", "20");
  });
});

test.describe("no tokens", () => {
  test("is said as such", async ({ page, server, signIn }) => {
    const { url } = await organizationWith(server);
    await signIn();
    await page.goto(url);
    await expectState(page, "none");
    await expect(page.getByText("0 tokens", { exact: true })).toBeVisible();
  });

  test("is said with a filter in the address too, since clearing it would not help", async ({ page, server, signIn }) => {
    const { url } = await organizationWith(server);
    await signIn();
    await page.goto(`${url}?searchTerm=alpha`);
    await expectState(page, "none");
  });

  test("is what is left when the last one is deleted", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha");
    await page.getByRole("button", { name: "Delete: alpha" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await expectState(page, "none");
  });
});

test("no match is neither an empty list nor a failure", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  await page.getByRole("combobox", { name: "Filter Tokens" }).fill("omega");
  await expectState(page, "no match");
});

test.describe("failed", () => {
  test.beforeEach(({ allowConsole }) => allowConsole(FAILED));

  const html = "<!doctype html><title>Bad gateway</title><h1>nginx says no</h1>";
  const failures: [what: string, reason: RegExp, fail: (page: Page) => Promise<unknown>][] = [
    [
      "the server's own message",
      /engine is closed/,
      (page) => page.route(LIST, (route) => route.fulfill({ status: 500, json: { code: "internal error", message: "engine is closed" } }), { times: 1 }),
    ],
    ["a page of HTML with status 200", /not what the InfluxDB API answers/, (page) => page.route(LIST, (route) => route.fulfill({ status: 200, contentType: "text/html", body: html }), { times: 1 })],
    ["a page of HTML from a gateway", /The server failed \(502\)/, (page) => page.route(LIST, (route) => route.fulfill({ status: 502, contentType: "text/html", body: html }), { times: 3 })],
    ["no connection", /The server cannot be reached/, (page) => page.route(LIST, (route) => route.abort("connectionrefused"), { times: 3 })],
    ["JSON that is not a list", /not what the InfluxDB API answers/, (page) => page.route(LIST, (route) => route.fulfill({ json: { authorizations: null } }), { times: 1 })],
    ["an empty reply", /not what the InfluxDB API answers/, (page) => page.route(LIST, (route) => route.fulfill({ status: 200, body: "" }), { times: 1 })],
  ];
  for (const [what, reason, fail] of failures) {
    test(`says what failed, and Try again gets the list: ${what}`, async ({ page, server, signIn }) => {
      const { url } = await organizationWith(server, "alpha");
      await signIn();
      await fail(page);
      await page.goto(url);
      await expectState(page, "failed");
      await expect(states.failed(page)).toContainText(reason);
      await expect(page.getByText("nginx says no")).toHaveCount(0);
      await page.getByRole("button", { name: "Try again" }).click();
      await expect(link(page, "alpha")).toBeVisible();
      await expectState(page);
    });
  }

  for (const how of ["error", "close"] as const) {
    test(`a list that is cut off (${how}) keeps the rows that arrived, and says that it is not whole`, async ({ page, server, signIn }) => {
      const { url } = await organizationWith(server, ...Array.from({ length: 20 }, (_, at) => `token ${at}`));
      await signIn();
      await stopListMidway(page);
      await page.goto(url);
      await expect(page.getByText(/^Loaded \d+ tokens…$/)).toBeVisible();
      await goOn(page, how);
      await expectState(page, "failed");
      await expect(link(page, "token 0")).toBeVisible();
      await expect(grid(page)).toHaveAttribute("aria-rowcount", /^(9|10)$/);
      await page.getByRole("button", { name: "Try again" }).click();
      await goOn(page, "end");
      await expect(grid(page)).toHaveAttribute("aria-rowcount", "20");
      await expectState(page);
    });
  }

  test("to read the list again keeps the rows shown", async ({ page, server, signIn, api }) => {
    await page.clock.install();
    await openList({ page, server, signIn }, "alpha", "beta");
    await api.failReply("GET", LIST, 500, { code: "internal error", message: "engine is closed" });
    await page.clock.fastForward("01:01");
    await comeBack(page);
    await expectState(page, "failed");
    await expect(states.failed(page)).toContainText("engine is closed");
    await expect(link(page, "alpha")).toBeVisible();
    await expect(link(page, "beta")).toBeVisible();
    await page.getByRole("button", { name: "Try again" }).click();
    await expectState(page);
    await expect(link(page, "beta")).toBeVisible();
  });

  test("offline is told, and the list is there again when the network is", async ({ page, server, signIn, context }) => {
    await page.clock.install();
    await openList({ page, server, signIn }, "alpha");
    await context.setOffline(true);
    await page.clock.fastForward("01:01");
    await comeBack(page);
    await expectState(page, "failed");
    await expect(link(page, "alpha")).toBeVisible();
    await context.setOffline(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await expectState(page);
  });
});

test.describe("not permitted", () => {
  test("says which permission is missing, and does not ask to sign in", async ({ page, server, signIn, api, allowConsole }) => {
    allowConsole(FAILED);
    const { url, orgID } = await organizationWith(server, "alpha");
    const message = `read:orgs/${orgID}/authorizations is unauthorized`;
    await api.failReply("GET", LIST, 401, { code: "unauthorized", message });
    await signIn();
    await page.goto(url);
    await expectState(page, "not permitted");
    await expect(states["not permitted"](page)).toContainText(message);
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  test("who is not an operator reads that only some tokens are listed", async ({ page, server, signIn }) => {
    const { url, orgID } = await organizationWith(server, "of the operator");
    const member = { user: `member of ${orgID}`, password: "correct horse" };
    const { id } = await server.operator.createUser(member.user, member.password);
    await server.operator.send("POST", `orgs/${orgID}/members`, { id, name: member.user });
    await signIn(member);
    await page.goto(url);
    await expect(page.getByText("Only the API tokens that you may read are listed.")).toBeVisible();
    await expect(link(page, "of the operator")).toHaveCount(0);
  });

  test("an operator does not", async ({ page, server, signIn, api }) => {
    await openList({ page, server, signIn }, "alpha");
    // The page has asked what this person may see, so the note would be there by now.
    await expect.poll(() => api.requests("GET", "/permissions")).toHaveLength(1);
    await page.getByRole("link", { name: "alpha", exact: true }).click();
    await expect(page.getByRole("dialog", { name: "API Token Summary" })).toBeVisible();
    await expect(page.getByText("Only the API tokens that you may read are listed.")).toHaveCount(0);
  });
});

test.describe("broken and hostile entries", () => {
  test("one broken token among good ones is reported and blanks nothing", async ({ page, server, signIn, api }) => {
    const { url, tokens } = await organizationWith(server, "good one", "broken", "good two");
    await api.alterReply<List>("GET", LIST, (body) => ({
      ...body,
      authorizations: body.authorizations.map((token) =>
        token.description === "broken" ? { ...token, permissions: [{ action: "read", resource: { type: "buckets", id: 42 } }] } : token,
      ),
    }));
    await signIn();
    await page.goto(url);
    await expect(link(page, "good one")).toBeVisible();
    await expect(link(page, "good two")).toBeVisible();
    await expect(page.getByText(new RegExp(`1 token could not be read.*${tokens[1]!.id}`))).toBeVisible();
  });

  const oddities: [what: string, change: Record<string, unknown>, name: string][] = [
    ["a description that is null", { description: null }, "Describe this API Token"],
    ["no description at all", { description: undefined }, "Describe this API Token"],
    ["an unknown status", { status: "suspended" }, "odd"],
    ["an unknown type of resource", { permissions: [{ action: "read", resource: { type: "spaceships", orgID: "0000000000000001" } }] }, "odd"],
    ["an unknown action", { permissions: [{ action: "launch", resource: { type: "buckets", orgID: "0000000000000001" } }] }, "odd"],
    ["fields that nobody knows", { flavour: "salty", nested: { deep: [1, null, { x: "y" }] } }, "odd"],
    ["no permissions", { permissions: [] }, "odd"],
  ];
  for (const [what, change, name] of oddities) {
    test(`${what}: the token is shown like any other`, async ({ page, server, signIn, api }) => {
      const { url } = await organizationWith(server, "good", "odd");
      await api.alterReply<List>("GET", LIST, (body) => ({
        ...body,
        authorizations: body.authorizations.map((token) => (token.description === "odd" ? { ...token, ...change } : token)),
      }));
      await signIn();
      await page.goto(url);
      await expect(link(page, "good")).toBeVisible();
      await expect(link(page, name)).toBeVisible();
      await expect(grid(page)).toHaveAttribute("aria-rowcount", "2");
      await link(page, name).click();
      await expect(page.getByRole("dialog", { name: "API Token Summary" })).toBeVisible();
      await expect(page.getByText(/could not be read/)).toHaveCount(0);
    });
  }

  test("an unknown status is shown in its own word", async ({ page, server, signIn, api }) => {
    const { url } = await organizationWith(server, "odd");
    await api.alterReply<List>("GET", LIST, (body) => ({ authorizations: body.authorizations.map((token) => ({ ...token, status: "suspended" })) }));
    await signIn();
    await page.goto(url);
    await expect(page.getByRole("row").getByText("suspended", { exact: true })).toBeVisible();
  });

  for (const text of [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '"><svg onload=alert(1)>',
    "{{constructor.constructor('alert(1)')()}}",
    "javascript:alert(1)",
    "%00 &lt;b&gt; &#x41;",
    "a".repeat(4000),
  ]) {
    test(`a hostile text is only text: ${text.slice(0, 40)}`, async ({ page, server, signIn }) => {
      page.on("dialog", () => {
        throw new Error("The text was run.");
      });
      await openList({ page, server, signIn }, text);
      await expect(link(page, text)).toBeVisible();
      await link(page, text).click();
      const summary = page.getByRole("dialog", { name: "API Token Summary" });
      await expect(summary.getByRole("textbox", { name: "Description" })).toHaveValue(text);
      await page.keyboard.press("Escape");
      await expect(summary).toBeHidden();
      await page.getByRole("button", { name: `Delete: ${text}`, exact: true }).click();
      await expect(page.getByRole("alertdialog")).toContainText(text);
    });
  }

  test("control and bidirectional characters are visible marks", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "invoice\u202Efdp.exe", "bell\u0007\u200bend");
    await expect(link(page, "invoice⟨U+202E⟩fdp.exe")).toBeVisible();
    await expect(link(page, "bell␇⟨U+200B⟩end")).toBeVisible();
    await expect(grid(page)).not.toContainText("\u202E");
  });

  test("unset dates show unknown", async ({ page, server, signIn, api }) => {
    const { url } = await organizationWith(server, "alpha");
    const never = "0001-01-01T00:00:00Z";
    await api.alterReply<List>("GET", LIST, (body) => ({
      authorizations: body.authorizations.map((token) => ({ ...token, createdAt: never, updatedAt: never })),
    }));
    await signIn();
    await page.goto(url);
    const row = page.getByRole("row");
    await expect(row).toContainText("Created at: unknown");
    await expect(row).toContainText("Last Modified: unknown");
    await expect(row).not.toContainText("0001");
  });

  test("no token string of a list is anywhere in the page", async ({ page, server, signIn, api }) => {
    const { url, orgID } = await organizationWith(server, "alpha", "beta");
    const secret = "c2VjcmV0LW9mLXRoZS1saXN0";
    await api.alterReply<List>("GET", LIST, (body) => ({
      authorizations: body.authorizations.map((token, at) => ({ ...token, token: `${secret}${at}==`, hashedToken: `${secret}${at}` })),
    }));
    await signIn();
    await page.goto(url);
    for (const name of ["alpha", "beta"]) {
      await link(page, name).click();
      await expect(page.getByRole("dialog", { name: "API Token Summary" })).toContainText("Stored as a hash; shown once, at creation");
      const places = await page.evaluate(() => ({
        document: document.documentElement.innerHTML,
        fields: [...document.querySelectorAll("input, textarea")].map((field) => (field as HTMLInputElement).value).join("\n"),
        address: location.href,
        storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]),
      }));
      expect(places.document).toContain("API Token Summary");
      expect(places.storage).toContain(orgID);
      for (const [place, text] of Object.entries(places)) expect(text.includes(secret), place).toBe(false);
      await page.keyboard.press("Escape");
    }
    // Not among what can be found either.
    await page.getByRole("combobox", { name: "Filter Tokens" }).fill(secret);
    await expectState(page, "no match");
  });
});
