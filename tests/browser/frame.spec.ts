// What surrounds the list: organizations, theme, title, server health, addresses, Back and Forward.

import type { Page } from "@playwright/test";
import { openList, organizationWith } from "../support/list.ts";
import { type Server, expect, test } from "../support/test.ts";

const NOBODY_YET = /Failed to load resource: .* 401 \(Unauthorized\)/;

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
const link = (page: Page, description: string) => page.getByRole("link", { name: description, exact: true });
const summary = (page: Page) => page.getByRole("dialog", { name: "API Token Summary" });
const navigation = (page: Page) => page.getByRole("navigation", { name: "Main" });

/** Two organizations with a token each, the first of them on the page. */
async function openTwo({ page, server, signIn }: { page: Page; server: Server; signIn: () => Promise<void> }) {
  const [first, second] = [await organizationWith(server, "in the first"), await organizationWith(server, "in the second")];
  const names = new Map((await server.operator.organizations()).map(({ id, name }) => [id, name]));
  await signIn();
  await page.goto(first.url);
  await expect(link(page, "in the first")).toBeVisible();
  const choose = async (orgID: string) => {
    await page.getByRole("button", { name: /Organization$/ }).click();
    await page.getByRole("menuitemradio", { name: names.get(orgID)!, exact: true }).click();
  };
  return { first, second, names, choose };
}

test.describe("organizations", () => {
  test("the switcher lists all, not only the first 20, by name", async ({ page, server, signIn }) => {
    for (let at = 0; at < 25; at += 1) await server.operator.createOrganization(`plant ${String(at).padStart(2, "0")}`);
    const names = (await server.operator.organizations()).map(({ name }) => name).sort();
    expect(names.length).toBeGreaterThan(25);
    await signIn();
    await page.goto("");
    await page.getByRole("button", { name: /^acme Organization$/ }).click();
    await expect(page.getByRole("menuitemradio")).toHaveText(names);
    await expect(page.getByRole("menuitemradio", { checked: true })).toHaveCount(1);
    await page.keyboard.press("End");
    await expect(page.getByRole("menuitemradio").last()).toBeFocused();
    await expect(page.getByRole("menuitemradio").last()).toBeInViewport();
  });

  test("lists more than one page of the API's reply", async ({ page, server, signIn }) => {
    await signIn();
    const asked: string[] = [];
    await page.route(/\/api\/v2\/orgs\?/, async (route) => {
      const offset = Number(new URL(route.request().url()).searchParams.get("offset") ?? 0);
      const limit = Number(new URL(route.request().url()).searchParams.get("limit") ?? 20);
      asked.push(String(offset));
      const orgs = Array.from({ length: 130 }, (_, at) => ({ id: (at + 1).toString(16).padStart(16, "0"), name: `org ${String(at).padStart(3, "0")}` }));
      await route.fulfill({ json: { orgs: orgs.slice(offset, offset + limit) } });
    });
    const { id } = await server.organization();
    await page.goto(`orgs/${id}/load-data/tokens`);
    await page.getByRole("button", { name: /Organization$/ }).click();
    await expect(page.getByRole("menuitemradio")).toHaveCount(130);
    expect(asked).toEqual([...new Set(asked)]);
  });

  test("switching keeps the page", async ({ page, server, signIn }) => {
    const { second, choose, names } = await openTwo({ page, server, signIn });
    await choose(second.orgID);
    await expect(link(page, "in the second")).toBeVisible();
    await expect(link(page, "in the first")).toHaveCount(0);
    await expect(page).toHaveURL(second.url);
    await expect(page.getByRole("button", { name: /Organization$/ })).toContainText(names.get(second.orgID)!);
  });

  test("/ leads to the one shown last", async ({ page, server, signIn }) => {
    const { second, choose } = await openTwo({ page, server, signIn });
    await choose(second.orgID);
    await expect(link(page, "in the second")).toBeVisible();
    await page.goto("");
    await expect(page).toHaveURL(second.url);
    await expect(link(page, "in the second")).toBeVisible();
  });

  test("one that is not there is told, with a way on", async ({ page, signIn }) => {
    await signIn();
    await page.goto("orgs/0000000000000bad/load-data/tokens");
    await expect(page.getByText("This organization does not exist, or you may not see it.")).toBeVisible();
    await page.getByRole("link", { name: "Go to your organizations" }).click();
    await expect(page.getByRole("grid", { name: "API tokens" })).toBeAttached();
    await expect(page).toHaveURL(/\/orgs\/(?!0000000000000bad)[0-9a-f]{16}\/load-data\/tokens$/);
  });
});

test("the document's title names the page and the organization", async ({ page, server, signIn }) => {
  const { first, second, choose, names } = await openTwo({ page, server, signIn });
  await expect(page).toHaveTitle(`API Tokens | Load Data | ${names.get(first.orgID)} | Latchkey`);
  await choose(second.orgID);
  await expect(page).toHaveTitle(`API Tokens | Load Data | ${names.get(second.orgID)} | Latchkey`);
});

test("the rail shows the group Load Data, API Tokens with the count, and who is signed in", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha", "beta");
  await expect(navigation(page).getByText("Load Data")).toBeVisible();
  await expect(navigation(page).getByRole("link", { name: /^API Tokens/ })).toHaveText(/API Tokens\s*2/);
  await expect(page.getByRole("banner").getByText(server.account.user, { exact: true })).toBeVisible();
  await expect(page.getByRole("banner").getByRole("button", { name: "Log out" })).toBeVisible();
});

test("Skip to content is the first stop and leads past the rail", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const skip = page.getByRole("button", { name: "Skip to content" });
  await skip.focus();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("combobox", { name: "Filter Tokens" })).toBeFocused();
});

test("under 900 px the rail becomes a top bar", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  const beside = async () => {
    const [rail, main] = [await page.getByRole("banner").boundingBox(), await page.getByRole("main").boundingBox()];
    return (main?.x ?? 0) >= (rail?.x ?? 0) + (rail?.width ?? 0);
  };
  await page.setViewportSize({ width: 900, height: 800 });
  expect(await beside()).toBe(true);
  await page.setViewportSize({ width: 899, height: 800 });
  expect(await beside()).toBe(false);
  await expect(navigation(page).getByRole("link", { name: /^API Tokens/ })).toBeVisible();
});

test.describe("theme", () => {
  const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  test("System follows the system, Dark and Light do not", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha");
    const choice = page.getByRole("combobox", { name: "Theme" });
    await page.emulateMedia({ colorScheme: "light" });
    const light = await background(page);
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await background(page);
    expect(light).not.toBe(dark);
    await choice.selectOption("Light");
    expect(await background(page)).toBe(light);
    await page.emulateMedia({ colorScheme: "light" });
    await choice.selectOption("Dark");
    expect(await background(page)).toBe(dark);
    await choice.selectOption("System");
    expect(await background(page)).toBe(light);
  });

  test("the choice outlives a reload and is there before anything is painted", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha");
    const dark = await background(page);
    await page.getByRole("combobox", { name: "Theme" }).selectOption("Light");
    const light = await background(page);
    expect(light).not.toBe(dark);
    await page.reload();
    await expect(page.getByRole("combobox", { name: "Theme" })).toHaveValue("light");
    expect(await background(page)).toBe(light);
    await page.route(/\.wasm$/, () => {}); // never arrives
    await page.reload({ waitUntil: "domcontentloaded" });
    expect(await background(page)).toBe(light);
  });

  test("storage that is blocked or holds nonsense does no harm", async ({ page, server, signIn }) => {
    await page.addInitScript(() => {
      localStorage.setItem("latchkey.theme", "<b>plaid</b>");
      localStorage.setItem("latchkey.organization", "../../evil");
    });
    await openList({ page, server, signIn }, "alpha");
    await expect(page.getByRole("combobox", { name: "Theme" })).toHaveValue("");
    await page.goto("");
    await expect(page.getByRole("grid", { name: "API tokens" })).toBeAttached();
  });
});

test.describe("the server", () => {
  test("its version and health are shown", async ({ page, server, signIn }) => {
    const health = (await (await fetch(`${server.url}health`)).json()) as { version: string };
    await openList({ page, server, signIn }, "alpha");
    await expect(page.getByText(`InfluxDB ${health.version.replace(/^v/, "")}, healthy`, { exact: true })).toBeVisible();
  });

  test("that does not answer is told, and so is that it does again", async ({ page, server, signIn, allowConsole }) => {
    allowConsole(/Failed to load resource: net::ERR_CONNECTION_REFUSED/);
    await page.clock.install();
    await page.route(/\/health$/, (route) => route.abort("connectionrefused"), { times: 1 });
    await openList({ page, server, signIn }, "alpha");
    await expect(page.getByText("Server not reachable", { exact: true })).toBeVisible();
    await page.clock.fastForward("01:01");
    await expect(page.getByText(/^InfluxDB .*, healthy$/)).toBeVisible();
    await expect(page.getByText("Server not reachable")).toHaveCount(0);
  });

  test("that is not well is told", async ({ page, server, signIn, allowConsole }) => {
    allowConsole(/Failed to load resource: .* 503/);
    await page.route(/\/health$/, (route) => route.fulfill({ status: 503, json: { name: "influxdb", status: "fail", version: "v2.9.1", message: "boltdb" } }));
    await openList({ page, server, signIn }, "alpha");
    await expect(page.getByText("InfluxDB 2.9.1, not healthy", { exact: true })).toBeVisible();
  });
});

test.describe("addresses", () => {
  for (const path of ["nowhere", "orgs", "orgs/xyz/load-data/tokens", "orgs/0000000000000001/load-data/tokens/xyz", "orgs/0000000000000001/load-data", "%3Cscript%3E"]) {
    test(`anything else is a 404, with a link home: ${path}`, async ({ page, signIn }) => {
      await signIn();
      await page.goto(path);
      await expect(heading(page, "404: Page Not Found")).toBeVisible();
      await expect(page).toHaveTitle("404: Page Not Found | Latchkey");
      await page.getByRole("link", { name: "Go to API Tokens" }).click();
      await expect(page.getByRole("grid", { name: "API tokens" })).toBeAttached();
    });
  }

  test("Back from the link of the 404 page returns to it", async ({ page, signIn, server }) => {
    await signIn();
    const { id } = await server.organization("acme");
    await page.goto(`orgs/${id}/load-data/tokens`);
    await page.goto("nowhere");
    await page.getByRole("link", { name: "Go to API Tokens" }).click();
    await expect(link(page, "admin's Token")).toBeVisible();
    await page.goBack();
    await expect(heading(page, "404: Page Not Found")).toBeVisible();
  });

  test("a summary opens cold, survives a reload, and closes to the list", async ({ page, server, signIn }) => {
    const { url, tokens } = await organizationWith(server, "alpha", "beta");
    await signIn();
    await page.goto(`${url}/${tokens[1]!.id}`);
    await expect(summary(page).getByRole("textbox", { name: "Description" })).toHaveValue("beta");
    await page.reload();
    await expect(summary(page).getByRole("textbox", { name: "Description" })).toHaveValue("beta");
    await page.keyboard.press("Escape");
    await expect(summary(page)).toBeHidden();
    await expect(page).toHaveURL(url);
    await expect(link(page, "beta")).toBeFocused();
  });

  test("a summary of a token that is not there says so", async ({ page, server, signIn }) => {
    const { url } = await organizationWith(server, "alpha");
    await signIn();
    await page.goto(`${url}/0000000000000bad`);
    await expect(summary(page)).toContainText("This API token does not exist, or you may not see it.");
  });

  test("a link of the list opens in another tab as well", async ({ page, server, signIn, context }) => {
    const { url, tokens } = await openList({ page, server, signIn }, "alpha");
    const opened = context.waitForEvent("page");
    await link(page, "alpha").click({ modifiers: ["ControlOrMeta"] });
    const other = await opened;
    await expect(other).toHaveURL(`${url}/${tokens[0]!.id}`);
    await expect(summary(other)).toBeVisible();
    await expect(summary(page)).toHaveCount(0);
  });
});

test.describe("Back and Forward", () => {
  test("the address is right after list, summary, Back, Forward, close and another summary", async ({ page, server, signIn }) => {
    const { url, tokens } = await openList({ page, server, signIn }, "alpha", "beta");
    const [alpha, beta] = tokens.map(({ id }) => `${url}/${id}`);
    await link(page, "alpha").click();
    await expect(page).toHaveURL(alpha!);
    await page.goBack();
    await expect(page).toHaveURL(url);
    await expect(summary(page)).toBeHidden();
    await page.goForward();
    await expect(page).toHaveURL(alpha!);
    await expect(summary(page)).toBeVisible();
    await page.goBack();
    await expect(summary(page)).toBeHidden();
    // The same address that was on top of the history when Back was pressed.
    await link(page, "alpha").click();
    await expect(summary(page)).toBeVisible();
    await expect(page).toHaveURL(alpha!);
    await page.getByRole("button", { name: "Close" }).click();
    await expect(summary(page)).toBeHidden();
    await expect(page).toHaveURL(url);
    await link(page, "beta").click();
    await expect(page).toHaveURL(beta!);
    await expect(summary(page).getByRole("textbox", { name: "Description" })).toHaveValue("beta");
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(url);
  });

  test("the address is right after list, summary, Back, Forward and the link to the list", async ({ page, server, signIn }) => {
    const { url, tokens } = await openList({ page, server, signIn }, "alpha");
    await link(page, "alpha").click();
    await page.goBack();
    await page.goForward();
    await expect(summary(page)).toBeVisible();
    // Under the open summary only a program can press it.
    await page.evaluate(() => [...document.querySelectorAll("a")].find((link) => link.textContent?.startsWith("API Tokens"))?.click());
    await expect(summary(page)).toBeHidden();
    await expect(page).toHaveURL(url);
    await page.goBack();
    await expect(page).toHaveURL(`${url}/${tokens[0]!.id}`);
    await expect(summary(page)).toBeVisible();
  });

  test("the address is right when organizations are switched, gone back and forward, and switched again", async ({ page, server, signIn }) => {
    const { first, second, choose } = await openTwo({ page, server, signIn });
    await choose(second.orgID);
    await expect(link(page, "in the second")).toBeVisible();
    await page.goBack();
    await expect(link(page, "in the first")).toBeVisible();
    await expect(page).toHaveURL(first.url);
    await choose(second.orgID);
    await expect(link(page, "in the second")).toBeVisible();
    await expect(page).toHaveURL(second.url);
    await page.goBack();
    await expect(link(page, "in the first")).toBeVisible();
    await page.goForward();
    await expect(link(page, "in the second")).toBeVisible();
    await choose(first.orgID);
    await expect(link(page, "in the first")).toBeVisible();
    await expect(page).toHaveURL(first.url);
    await page.reload();
    await expect(link(page, "in the first")).toBeVisible();
  });

  test("closing the summary does not make the history longer", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha");
    const before = await page.evaluate(() => history.length);
    for (let turn = 0; turn < 3; turn += 1) {
      await link(page, "alpha").click();
      await expect(summary(page)).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(summary(page)).toBeHidden();
    }
    expect(await page.evaluate(() => history.length)).toBe(before + 1);
  });
});

test.describe("under a sub-path", () => {
  test.use({ serverOptions: { basePath: "/tokens/" } });
  test.beforeEach(({ allowConsole }) => allowConsole(NOBODY_YET));

  async function fillSignIn(page: Page, server: Server): Promise<void> {
    await page.getByLabel("Username").fill(server.account.user);
    await page.getByLabel("Password").fill(server.account.password);
    await page.getByRole("button", { name: "Sign In", exact: true }).click();
  }

  test("signing in leads to the deep link that was asked for", async ({ page, server }) => {
    const { url, tokens } = await organizationWith(server, "alpha");
    const wanted = `${url}/${tokens[0]!.id}?status=active`;
    await page.goto(wanted);
    await fillSignIn(page, server);
    await expect(summary(page)).toBeVisible();
    await expect(page).toHaveURL(wanted);
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(`${url}?status=active`);
    await page.reload();
    await expect(link(page, "alpha")).toBeVisible();
  });

  test("every link and request stays there", async ({ page, server, signIn }) => {
    const outside: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(server.url)) outside.push(request.url());
    });
    const { url } = await openList({ page, server, signIn }, "alpha");
    expect(url).toContain("/tokens/orgs/");
    await expect(link(page, "alpha")).toHaveAttribute("href", /^\/tokens\/orgs\//);
    await page.getByRole("switch", { name: "Active: alpha" }).click();
    await expect(page.getByRole("status").filter({ hasText: "API token was updated successfully" })).toBeVisible();
    await expect(page.getByText(/^InfluxDB .*, healthy$/)).toBeVisible();
    await page.goto("nowhere");
    await page.getByRole("link", { name: "Go to API Tokens" }).click();
    await expect(page.getByRole("grid", { name: "API tokens" })).toBeAttached();
    await page.getByRole("button", { name: "Log out" }).click();
    await expect(page).toHaveURL(`${server.url}signin`);
    expect(outside).toEqual([]);
  });
});
