// Who is using the page: first run, signing in and out, and a session that ends in the middle.

import type { Page } from "@playwright/test";
import { Client } from "../support/client.ts";
import { findEverywhere, pasted } from "../support/secrets.ts";
import { type Server, expect, test } from "../support/test.ts";

/** Chromium itself logs each refused request; these are how the page finds out that nobody is signed in. */
const NOBODY_YET = /Failed to load resource: .* 401 \(Unauthorized\) \(\S*\/api\/v2\/(me|orgs\b\S*|authorizations\b\S*)\)/;
const WRONG_PASSWORD = /Failed to load resource: .* 401 \(Unauthorized\) \(\S*\/api\/v2\/signin\)/;
const SESSION_ENDED = /Failed to load resource: .* 401 \(Unauthorized\) \(\S*\/api\/v2\//;
const NO_CONNECTION = /Failed to load resource: net::ERR_CONNECTION_REFUSED/;
const SERVER_FAULT = /Failed to load resource: .* 500 \(Internal Server Error\)/;

const LIST = /\/api\/v2\/authorizations\?/;

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
const grid = (page: Page) => page.getByRole("grid", { name: "API tokens" });

async function fillOnboarding(page: Page, password = "correct horse", again = password): Promise<void> {
  await page.getByLabel("Username").fill("admin");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Confirm Password").fill(again);
  await page.getByLabel("Initial Organization Name").fill("acme");
  await page.getByLabel("Initial Bucket Name").fill("metrics");
  await page.getByRole("button", { name: "Continue" }).click();
}

async function fillSignIn(page: Page, user: string, password: string): Promise<void> {
  await page.getByLabel("Username").fill(user);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign In", exact: true }).click();
}

async function fillToken(page: Page, token: string): Promise<void> {
  await page.getByRole("button", { name: "Use an API token instead" }).click();
  await page.getByLabel("API token").fill(token);
  await page.getByRole("button", { name: "Sign In", exact: true }).click();
}

/** A token that may see the server's first organization and list its tokens, but not read any user. */
async function limitedToken(server: Server): Promise<string> {
  const { id: orgID } = await server.organization();
  const permissions = [
    { action: "read" as const, resource: { type: "orgs", id: orgID } },
    { action: "read" as const, resource: { type: "authorizations", orgID } },
  ];
  return (await server.operator.createAuthorization({ orgID, description: "limited", permissions })).token;
}

test.describe("on a new server", () => {
  test.use({ serverOptions: { setUp: false } });
  test.beforeEach(({ allowConsole }) => allowConsole(NOBODY_YET));

  test("every address leads to the set-up of the first user", async ({ page }) => {
    for (const path of ["", "signin", "orgs/0000000000000001/load-data/tokens"]) {
      await page.goto(path);
      await expect(heading(page, "Welcome to Latchkey")).toBeVisible();
      await expect(page).toHaveURL(/\/onboarding$/);
    }
  });

  test("passwords that differ or are too short are told before anything is sent", async ({ page, api }) => {
    await page.goto("onboarding");
    await fillOnboarding(page, "correct horse", "correct house");
    await expect(page.getByText("Passwords do not match")).toBeVisible();
    await fillOnboarding(page, "short");
    await expect(page.getByText("Password must be between 8 and 72 characters")).toBeVisible();
    expect(api.requests("POST")).toEqual([]);
  });

  test("the operator token is shown once, can be copied, and is gone afterwards", async ({ page, context, server }) => {
    await page.goto("");
    await fillOnboarding(page);
    const field = page.getByLabel("Operator API token");
    await expect(field).toHaveAttribute("readonly");
    const token = await field.inputValue();
    expect(token.length).toBeGreaterThan(40);
    const me = await Client.withToken(server.url, token).send<{ name: string }>("GET", "me");
    expect(me.name).toBe("admin");

    await page.getByRole("button", { name: "Copy to Clipboard" }).click();
    await expect(page.getByText("The token has been copied to the clipboard.")).toBeVisible();
    expect(await pasted(context)).toBe(token);
    expect(await findEverywhere(page, token)).toEqual(["fields", "the program's memory"]);

    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByRole("link", { name: "admin's Token", exact: true })).toBeVisible();
    expect(await findEverywhere(page, token)).toEqual([]);
    await page.goBack();
    await page.goForward();
    expect(await findEverywhere(page, token)).toEqual([]);
  });
});

test.describe("on a new server under a sub-path", () => {
  test.use({ serverOptions: { setUp: false, basePath: "/tokens/" } });

  test("leaving before copying asks once", async ({ page, allowConsole }) => {
    allowConsole(NOBODY_YET);
    await page.goto("");
    await fillOnboarding(page);
    const next = page.getByRole("button", { name: "Continue" });
    await expect(page.getByLabel("Operator API token")).toBeVisible();
    await next.click();
    await expect(page.getByRole("alert").filter({ hasText: "The token has not been copied" })).toBeVisible();
    await expect(page.getByLabel("Operator API token")).not.toHaveValue("");
    await next.click();
    await expect(page.getByRole("link", { name: "admin's Token", exact: true })).toBeVisible();
    await expect(page).toHaveURL(/\/tokens\/orgs\/[0-9a-f]{16}\/load-data\/tokens$/);
  });
});

test.describe("signing in", () => {
  test.beforeEach(({ allowConsole }) => allowConsole(NOBODY_YET));

  test("with user name and password shows the tokens", async ({ page, server }) => {
    await page.goto("");
    await expect(heading(page, "Sign in")).toBeVisible();
    await fillSignIn(page, server.account.user, server.account.password);
    await expect(page.getByRole("link", { name: "admin's Token", exact: true })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("link", { name: "admin's Token", exact: true })).toBeVisible();
  });

  test("with a wrong password says so", async ({ page, server, allowConsole }) => {
    allowConsole(WRONG_PASSWORD);
    await page.goto("signin");
    await fillSignIn(page, server.account.user, "not the password");
    await expect(page.getByRole("alert").filter({ hasText: "The username or the password is wrong." })).toBeVisible();
    await expect(page.getByLabel("Username")).toHaveValue(server.account.user);
  });

  test("takes any Unicode in name and password", async ({ page, server }) => {
    const [user, password] = ["Jürgen Ω مرحبا 🔑", "pä:sswörd 密码 🔐 ñ"];
    await server.operator.createUser(user, password);
    await page.goto("signin");
    await fillSignIn(page, user, password);
    await expect(page.getByText("You do not belong to an organization.")).toBeVisible();
    await expect(page.getByText(user, { exact: true })).toBeVisible();
  });

  test("is what a server that is set up asks for in place of onboarding, and leads home", async ({ page, server }) => {
    await page.goto("onboarding");
    await expect(heading(page, "Sign in")).toBeVisible();
    await fillSignIn(page, server.account.user, server.account.password);
    await expect(page.getByRole("link", { name: "admin's Token", exact: true })).toBeVisible();
  });

  test("returns to the address that was asked for, with its query", async ({ page, server }) => {
    const { id } = await server.organization();
    const wanted = `orgs/${id}/load-data/tokens?searchTerm=admin%27s&status=active&sortKey=createdAt&sortDirection=desc`;
    await page.goto(wanted);
    await expect(page).toHaveURL(/\/signin\?returnTo=/);
    await fillSignIn(page, server.account.user, server.account.password);
    await expect(page.getByRole("combobox", { name: "Filter Tokens" })).toHaveValue("admin's");
    await expect(page.getByRole("link", { name: "admin's Token", exact: true })).toBeVisible();
    await expect(page).toHaveURL(server.url + wanted);
  });

  for (const evil of [
    "https://evil.example/",
    "https:evil.example",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "javascript:document.title='evil'",
    "java\nscript:document.title='evil'",
    "data:text/html,evil",
    "/./../..//evil.example",
    "/%2e%2e//evil.example",
    "/%2f/evil.example",
    "/%09/evil.example",
  ]) {
    test(`returnTo never leaves the origin: ${JSON.stringify(evil)}`, async ({ page, server, signIn }) => {
      await signIn();
      await page.goto(`signin?returnTo=${encodeURIComponent(evil)}`);
      await expect(grid(page)).toBeVisible();
      await expect(page).toHaveURL(new RegExp(`^${server.url}orgs/[0-9a-f]{16}/load-data/tokens$`));
    });
  }
});

test.describe("signing in with an API token", () => {
  test.beforeEach(({ allowConsole }) => allowConsole(NOBODY_YET));

  test("keeps it in memory only: a reload signs out", async ({ page, server, context }) => {
    const { id: orgID } = await server.organization();
    const permissions = (["authorizations", "users", "orgs", "buckets"] as const).map((type) => ({ action: "read" as const, resource: { type } }));
    const { token } = await server.operator.createAuthorization({ orgID, description: "for reading", permissions });
    await page.goto("");
    await fillToken(page, token);
    await expect(page.getByRole("link", { name: "for reading", exact: true })).toBeVisible();
    expect((await findEverywhere(page, token)).filter((place) => place !== "the program's memory")).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    await page.reload();
    await expect(heading(page, "Sign in")).toBeVisible();
  });

  for (const odd of ["“quoted”", "two words", "zero\u200bwidth", "токен"]) {
    test(`odd characters are refused with a sentence: ${odd}`, async ({ page, api }) => {
      await page.goto("signin");
      await expect(heading(page, "Sign in")).toBeVisible();
      await fillToken(page, odd);
      await expect(page.getByText("An API token has only letters, digits and signs, and no spaces inside.")).toBeVisible();
      expect(api.requests().filter(({ headers }) => "authorization" in headers)).toEqual([]);
    });
  }

  test("an unknown token says so", async ({ page }) => {
    await page.goto("signin");
    await fillToken(page, "bm90IGEgdG9rZW4gb2YgdGhpcyBzZXJ2ZXI==");
    await expect(page.getByText("The server does not know this API token.")).toBeVisible();
    await expect(heading(page, "Sign in")).toBeVisible();
  });

  test("a valid token that may not read its own user is still signed in", async ({ page, server }) => {
    const token = await limitedToken(server);
    const { id } = await server.organization();
    await page.goto(`orgs/${id}/load-data/tokens`);
    await fillToken(page, token);
    await expect(page).toHaveURL(`${server.url}orgs/${id}/load-data/tokens`);
    await expect(page.getByRole("button", { name: "Log out" })).toBeVisible();
    await expect(page.getByText("Only the API tokens that you may read are listed.")).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });
});

test.describe("logging out", () => {
  test.beforeEach(({ allowConsole }) => allowConsole(NOBODY_YET));

  test("ends the session on the server, and Back does not bring the tokens back", async ({ page, signIn, context, server }) => {
    await signIn();
    const [cookie] = await context.cookies();
    await page.goto("");
    await expect(page.getByRole("link", { name: "admin's Token", exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Log out" }).click();
    await expect(heading(page, "Sign in")).toBeVisible();
    const reply = await fetch(`${server.url}api/v2/authorizations`, { headers: { Cookie: `${cookie?.name}=${cookie?.value}` } });
    expect(reply.status).toBe(401);
    await page.goBack();
    await expect(grid(page)).toHaveCount(0);
    await page.goto("");
    await expect(heading(page, "Sign in")).toBeVisible();
  });

  test("that fails is told, and nobody is signed out", async ({ page, signIn, api, allowConsole }) => {
    allowConsole(NO_CONNECTION);
    await signIn();
    await page.goto("");
    await expect(page.getByRole("link", { name: "admin's Token", exact: true })).toBeVisible();
    await api.dropRequest("POST", "/signout");
    await page.getByRole("button", { name: "Log out" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "Could not log out" })).toBeVisible();
    await expect(page.getByRole("link", { name: "admin's Token", exact: true })).toBeVisible();
  });

  test("asks first when a text is not saved", async ({ page, signIn, server, api, allowConsole }) => {
    allowConsole(SERVER_FAULT);
    await limitedToken(server);
    await signIn();
    await page.goto("");
    await api.failReply("PATCH", "", 500, { code: "internal error", message: "disk full" });
    await page.getByRole("button", { name: "Edit description: limited" }).first().click();
    await page.getByRole("textbox", { name: "Description" }).fill("typed with care");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("typed with care");
    await expect(page.getByRole("textbox", { name: "Description" })).toHaveAccessibleDescription(/disk full/);

    await page.getByRole("button", { name: "Log out" }).click();
    const question = page.getByRole("alertdialog", { name: "Log out" });
    await expect(question).toHaveAccessibleDescription(/not been saved/);
    await question.getByRole("button", { name: "Stay" }).click();
    await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("typed with care");

    await page.getByRole("button", { name: "Log out" }).click();
    await question.getByRole("button", { name: "Log out" }).click();
    await expect(heading(page, "Sign in")).toBeVisible();
  });

  test("asks first when a token is being made up, and leaves nothing of it to whoever signs in next", async ({ page, signIn, server }) => {
    await signIn();
    await page.goto("");
    const open = async () => {
      await page.getByRole("button", { name: "Generate API Token" }).click();
      await page.getByRole("menuitem", { name: "Custom API Token", exact: true }).click();
      await expect(page.getByRole("group", { name: "Access permissions" })).toBeVisible();
    };
    const description = page.getByRole("dialog").getByRole("textbox", { name: "Description" });
    const ticked = page.getByRole("dialog").getByRole("checkbox", { checked: true });
    await open();
    await description.fill("for the new site");
    await page.getByRole("checkbox", { name: "Read: All other resources", exact: true }).check();
    await description.press("Escape");
    await expect(description).toBeHidden();

    await page.getByRole("button", { name: "Log out" }).click();
    const question = page.getByRole("alertdialog", { name: "Log out" });
    await expect(question).toHaveAccessibleDescription(/not been saved/);
    await question.getByRole("button", { name: "Log out" }).click();
    await expect(heading(page, "Sign in")).toBeVisible();
    await fillSignIn(page, server.account.user, server.account.password);
    await expect(grid(page)).toBeVisible();
    await open();
    await expect(description).toHaveValue("");
    await expect(ticked).toHaveCount(0);
  });
});

test.describe("in the middle", () => {
  test.beforeEach(async ({ server, signIn, page }) => {
    const { id: orgID } = await server.organization();
    for (const { id, description } of await server.operator.authorizations()) {
      if (description !== "admin's Token") await server.operator.deleteAuthorization(id);
    }
    await server.operator.createAuthorization({ orgID, description: "collector", permissions: [{ action: "read", resource: { type: "buckets", orgID } }] });
    await signIn();
    await started(page, [/\/orgs\?/, /\/permissions$/], () => page.goto(`orgs/${orgID}/load-data/tokens?searchTerm=collector`));
  });

  /** Goes to the list, until nothing is on its way any more that a server which stops would leave without a reply. */
  const started = async (page: Page, asked: RegExp[], go: () => Promise<unknown>) => {
    const replies = asked.map((path) => page.waitForEvent("requestfinished", (request) => path.test(request.url())));
    await go();
    await Promise.all(replies);
    await expect(page.getByRole("link", { name: "collector", exact: true })).toBeVisible();
    await expect(page.getByText(/^InfluxDB .*, healthy$/)).toBeVisible();
  };

  const signInAgain = async (page: Page, server: Server) => {
    const dialog = page.getByRole("dialog", { name: "Sign in again" });
    await expect(dialog.getByLabel("Username")).toHaveValue(server.account.user);
    await dialog.getByLabel("Password").fill(server.account.password);
    await dialog.getByRole("button", { name: "Sign In", exact: true }).click();
    await expect(dialog).toBeHidden();
  };
  const collector = async (server: Server) =>
    (await server.operator.authorizations()).find(({ description }) => description !== "admin's Token");

  test("a session that ends keeps the page and asks to sign in again over it; the failed action can be repeated", async ({ page, server, allowConsole }) => {
    allowConsole(SESSION_ENDED);
    const address = page.url();
    await server.restart();
    const toggle = page.getByRole("switch", { name: "Active: collector" });
    await toggle.click();
    await expect(page.getByRole("dialog", { name: "Sign in again" })).toBeVisible();
    expect(page.url()).toBe(address);
    await signInAgain(page, server);
    await expect(toggle).toBeChecked();
    await expect(page.getByRole("combobox", { name: "Filter Tokens" })).toHaveValue("collector");
    await toggle.click();
    await expect(page.getByRole("status").filter({ hasText: "API token was updated successfully" })).toBeVisible();
    await expect(toggle).not.toBeChecked();
    expect((await collector(server))?.status).toBe("inactive");
  });

  test("a description typed when the session ended is still there after signing in again", async ({ page, server, allowConsole }) => {
    allowConsole(SESSION_ENDED);
    await server.restart();
    await page.getByRole("button", { name: "Edit description: collector" }).click();
    await page.getByRole("textbox", { name: "Description" }).fill("collector, plant 2");
    await page.keyboard.press("Enter");
    await signInAgain(page, server);
    const box = page.getByRole("textbox", { name: "Description" });
    await expect(box).toHaveValue("collector, plant 2");
    await box.press("Enter");
    await expect(page.getByRole("link", { name: "collector, plant 2", exact: true })).toBeVisible();
    await expect.poll(async () => (await collector(server))?.description).toBe("collector, plant 2");
  });

  test("a wrong password in the dialog says so and keeps asking", async ({ page, server, allowConsole }) => {
    allowConsole(SESSION_ENDED);
    await server.restart();
    await page.getByRole("switch", { name: "Active: collector" }).click();
    const dialog = page.getByRole("dialog", { name: "Sign in again" });
    await dialog.getByLabel("Password").fill("not the password");
    await dialog.getByRole("button", { name: "Sign In", exact: true }).click();
    await expect(dialog.getByText("The username or the password is wrong.")).toBeVisible();
    await signInAgain(page, server);
  });

  for (const named of [true, false]) {
    const whom = named ? "a known user" : "somebody who may not read their own user";
    test(`signing in again keeps the page of ${whom} although the server then fails to say who that is`, async ({ page, server, api, allowConsole }) => {
      allowConsole(SESSION_ENDED);
      allowConsole(/Failed to load resource: .* (403|500) /);
      if (!named) {
        await api.failReply("GET", "/api/v2/me", 403, { code: "forbidden", message: "insufficient permissions" });
        await started(page, [/\/orgs\?/], () => page.reload());
      }
      await page.getByRole("link", { name: "collector", exact: true }).click();
      await page.getByRole("button", { name: "Rotate" }).click();
      const rotation = page.getByRole("dialog", { name: "Rotate API token" });
      await rotation.getByRole("textbox", { name: "Description" }).fill("collector of 2027");
      await server.restart();
      await rotation.getByRole("button", { name: "Create replacement" }).click();
      await api.failReply("GET", "/api/v2/me", 500, { code: "internal error", message: "disk full" });
      if (!named) {
        const user = page.getByRole("dialog", { name: "Sign in again" }).getByLabel("Username");
        await expect(user).toHaveValue("");
        await user.fill(server.account.user);
      }
      await signInAgain(page, server);
      await expect(page.getByRole("alert").filter({ hasText: "Failed to read who is signed in" })).toContainText("disk full");
      await expect(rotation.getByRole("textbox", { name: "Description" })).toHaveValue("collector of 2027");
    });
  }

  test("a session that ends while the page starts leads to the sign-in page, from a list that is searched already, and back", async ({ page, server, api, allowConsole }) => {
    allowConsole(SESSION_ENDED);
    const address = page.url();
    const me = await api.slowFailure("GET", "/me", 401, { code: "unauthorized", message: "unauthorized access" });
    await page.reload();
    await expect(page.getByRole("link", { name: "collector", exact: true })).toBeVisible();
    me.release();
    await expect(heading(page, "Sign in")).toBeVisible();
    await fillSignIn(page, server.account.user, server.account.password);
    await expect(page.getByRole("link", { name: "collector", exact: true })).toBeVisible();
    expect(page.url()).toBe(address);
  });

  test("a 401 that only names a missing permission signs nobody out", async ({ page, api, allowConsole }) => {
    allowConsole(SESSION_ENDED);
    const message = "write:authorizations/0000000000000001 is unauthorized";
    await api.failReply("PATCH", "", 401, { code: "unauthorized", message });
    const toggle = page.getByRole("switch", { name: "Active: collector" });
    await toggle.click();
    await expect(page.getByRole("alert").filter({ hasText: message })).toBeVisible();
    await expect(toggle).toBeChecked();
    await expect(page.getByRole("dialog", { name: "Sign in again" })).toHaveCount(0);
  });

  test("a network blip never signs anyone out", async ({ page, api, server, allowConsole }) => {
    allowConsole(NO_CONNECTION);
    await api.dropRequest("PATCH", "");
    const toggle = page.getByRole("switch", { name: "Active: collector" });
    await toggle.click();
    await expect(page.getByRole("alert").filter({ hasText: 'Failed to update API token: "collector"' })).toBeVisible();
    await expect(toggle).toBeChecked();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await toggle.click();
    await expect.poll(async () => (await collector(server))?.status).toBe("inactive");
  });

  test("a network blip while the page starts is told, and Try again goes on where it was", async ({ page, api, allowConsole }) => {
    allowConsole(NO_CONNECTION);
    const address = page.url();
    await api.dropRequest("GET", "/me", 3);
    await api.dropRequest("GET", LIST, 3);
    await page.reload();
    await expect(page.getByRole("alert").filter({ hasText: "The server cannot be reached." })).toBeVisible();
    await page.getByRole("button", { name: "Try again" }).click();
    // The list was not reached either.
    await expect(grid(page)).toBeAttached();
    const again = page.getByRole("button", { name: "Try again" });
    const row = page.getByRole("link", { name: "collector", exact: true });
    await expect(again.or(row).first()).toBeVisible();
    if (await again.isVisible()) await again.click();
    await expect(row).toBeVisible();
    expect(page.url()).toBe(address);
  });
});
