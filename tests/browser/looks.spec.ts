// Accessibility of every state in both themes, and the page in narrow windows and under fingers.

import type { Locator, Page } from "@playwright/test";
import { openList, organizationWith } from "../support/list.ts";
import type { PageApi } from "../support/page-api.ts";
import { type Server, axe, bothThemes, expect, test } from "../support/test.ts";

const LIST = /\/api\/v2\/authorizations\?/;
const NOBODY_YET = /Failed to load resource: .* 401 \(Unauthorized\)/;
const FAILED = /Failed to load resource/;

const link = (page: Page, description: string) => page.getByRole("link", { name: description, exact: true });
const summary = (page: Page) => page.getByRole("dialog", { name: "API Token Summary" });

const passes = (page: Page) => bothThemes(page, () => axe(page));

async function fillOnboarding(page: Page): Promise<void> {
  await page.getByLabel("Username").fill("admin");
  await page.getByLabel("Password", { exact: true }).fill("correct horse");
  await page.getByLabel("Confirm Password").fill("correct horse");
  await page.getByLabel("Initial Organization Name").fill("acme");
  await page.getByLabel("Initial Bucket Name").fill("metrics");
  await page.getByRole("button", { name: "Continue" }).click();
}

type At = { page: Page; server: Server; signIn: () => Promise<void>; api: PageApi };

async function failRename({ page, api }: At): Promise<void> {
  await api.failReply("PATCH", "", 500, { code: "internal error", message: "disk full" });
  await page.getByRole("button", { name: "Edit description: alpha" }).click();
  await page.getByRole("textbox", { name: "Description" }).fill("typed with care");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveAccessibleDescription(/disk full/);
}

/** How to get to each state of the list of "alpha", "beta" (inactive) and one without a description. */
const states: Record<string, (at: At) => Promise<void>> = {
  "the list with a row hovered": async ({ page }) => {
    await page.getByRole("row").first().hover();
    await expect(page.getByRole("button", { name: /^Delete: / }).first()).toBeVisible();
  },
  "a row with the focus": async ({ page }) => {
    await link(page, "alpha").focus();
    await page.keyboard.press("End");
  },
  "a tooltip": async ({ page }) => {
    await page.getByRole("row").first().getByText(/ago$/).hover();
    await expect(page.getByRole("tooltip")).toBeVisible();
  },
  "a row being renamed": async ({ page }) => {
    await page.getByRole("button", { name: "Edit description: alpha" }).click();
    await expect(page.getByRole("textbox", { name: "Description" })).toBeFocused();
  },
  "a rename that failed": failRename,
  "a rename that is being saved": async ({ page, api }) => {
    await api.slowReply("PATCH", "");
    await page.getByRole("button", { name: "Edit description: alpha" }).click();
    await page.keyboard.type("alpha the second");
    await page.keyboard.press("Enter");
    await expect(link(page, "alpha the second")).toBeVisible();
  },
  "a message of success": async ({ page }) => {
    await page.getByRole("switch", { name: "Active: alpha" }).click();
    await expect(page.getByRole("status").filter({ hasText: "API token was updated successfully" })).toBeVisible();
  },
  "a message of failure": async ({ page, api }) => {
    await api.failReply("PATCH", "", 500, { code: "internal error", message: "disk full" });
    await page.getByRole("switch", { name: "Active: alpha" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "disk full" })).toBeVisible();
  },
  "the question before deleting": async ({ page }) => {
    await page.getByRole("button", { name: "Delete: alpha" }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
  },
  "the summary, first command": async ({ page }) => {
    await link(page, "alpha").click();
    await summary(page).getByRole("button", { name: "Show as command" }).click();
    await page.getByRole("button", { name: "influx CLI" }).click();
  },
  "the summary, second command": async ({ page }) => {
    await link(page, "alpha").click();
    await summary(page).getByRole("button", { name: "Show as command" }).click();
    await page.getByRole("button", { name: "curl" }).click();
    await expect(summary(page)).toContainText("curl ");
  },
  "the summary with nothing found": async ({ page }) => {
    await link(page, "alpha").click();
    await page.getByRole("searchbox", { name: "Filter Access Permissions" }).fill("nothing like this");
    await expect(page.getByText("No Resources match your search term")).toBeVisible();
  },
  "a question over the summary": async ({ page }) => {
    await link(page, "alpha").click();
    await summary(page).getByRole("button", { name: "Delete: alpha" }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
  },
  "the menu of organizations": async ({ page }) => {
    await page.getByRole("button", { name: /Organization$/ }).click();
    await expect(page.getByRole("menu")).toBeVisible();
  },
  "the menu of orders": async ({ page }) => {
    await page.getByRole("button", { name: /^Sort by / }).click();
    await expect(page.getByRole("menu")).toBeVisible();
  },
  "a selection": async ({ page }) => {
    await page.getByRole("checkbox", { name: "Select: alpha" }).check();
    await expect(page.getByText("1 selected")).toBeVisible();
  },
  "no match": async ({ page }) => {
    await page.getByRole("combobox", { name: "Filter Tokens" }).fill("nothing like this");
    await expect(page.getByText("No API Tokens match your query")).toBeVisible();
  },
  "the question before logging out": async (at) => {
    await failRename(at);
    await at.page.getByRole("button", { name: "Log out" }).click();
    await expect(at.page.getByRole("alertdialog", { name: "Log out" })).toBeVisible();
  },
  "the question to sign in again": async ({ page, api }) => {
    await api.failReply("PATCH", "", 401, { code: "unauthorized", message: "unauthorized access" });
    await page.getByRole("switch", { name: "Active: alpha" }).click();
    await expect(page.getByRole("dialog", { name: "Sign in again" })).toBeVisible();
  },
};

test.describe("axe finds nothing", () => {
  test.beforeEach(({ allowConsole }) => allowConsole(FAILED));

  for (const [state, reach] of Object.entries(states)) {
    test(`in ${state}`, async ({ page, server, signIn, api }) => {
      await openList({ page, server, signIn }, "alpha", { description: "beta", status: "inactive" }, "");
      await reach({ page, server, signIn, api });
      await passes(page);
    });
  }

  test("in the question before deleting an operator token", async ({ page, server, signIn }) => {
    await signIn();
    const { id } = await server.organization("acme");
    await page.goto(`orgs/${id}/load-data/tokens`);
    await page.getByRole("button", { name: "Delete: admin's Token" }).click();
    await expect(page.getByRole("alertdialog").getByRole("textbox")).toBeVisible();
    await passes(page);
  });

  test("while the list loads", async ({ page, server, signIn, api }) => {
    const { url } = await organizationWith(server, "alpha");
    await signIn();
    await api.slowReply("GET", LIST);
    await page.goto(url);
    await expect(page.getByRole("progressbar")).toBeVisible();
    await passes(page);
  });

  test("in an empty list", async ({ page, server, signIn }) => {
    const { url } = await organizationWith(server);
    await signIn();
    await page.goto(url);
    await expect(page.getByText("Looks like there aren't any")).toBeVisible();
    await passes(page);
  });

  for (const [status, message] of [
    [500, "engine is closed"],
    [401, "read:orgs/0000000000000001/authorizations is unauthorized"],
  ] as const) {
    test(`in a list that failed with ${status}`, async ({ page, server, signIn, api }) => {
      const { url } = await organizationWith(server, "alpha");
      await signIn();
      await api.failReply("GET", LIST, status, { code: "any", message });
      await page.goto(url);
      await expect(page.getByText(message)).toBeVisible();
      await passes(page);
    });
  }

  test("in a list that leaves some out and holds a broken one", async ({ page, server, signIn, api }) => {
    const { url, orgID } = await organizationWith(server, "broken");
    const member = { user: `member of ${orgID}`, password: "correct horse" };
    const { id } = await server.operator.createUser(member.user, member.password);
    await server.operator.send("POST", `orgs/${orgID}/members`, { id, name: member.user });
    await api.replaceReply("GET", LIST, JSON.stringify({ authorizations: [{ id: orgID, permissions: 7 }] }));
    await signIn(member);
    await page.goto(url);
    await expect(page.getByText("Only the API tokens that you may read are listed.")).toBeVisible();
    await expect(page.getByText(/could not be read/)).toBeVisible();
    await passes(page);
  });

  test("in a summary of a token that is not there", async ({ page, server, signIn }) => {
    const { url } = await organizationWith(server, "alpha");
    await signIn();
    await page.goto(`${url}/0000000000000bad`);
    await expect(summary(page)).toContainText("does not exist");
    await passes(page);
  });

  test("on the 404 page", async ({ page, signIn }) => {
    await signIn();
    await page.goto("nowhere");
    await expect(page.getByRole("heading", { name: "404: Page Not Found" })).toBeVisible();
    await passes(page);
  });

  test("where the organization does not exist", async ({ page, signIn }) => {
    await signIn();
    await page.goto("orgs/0000000000000bad/load-data/tokens");
    await expect(page.getByText("This organization does not exist, or you may not see it.")).toBeVisible();
    await passes(page);
  });

  test("where there is no organization", async ({ page, server, signIn }) => {
    const nobody = { user: "nobody in particular", password: "correct horse" };
    await server.operator.createUser(nobody.user, nobody.password);
    await signIn(nobody);
    await page.goto("");
    await expect(page.getByRole("heading", { name: "No organization" })).toBeVisible();
    await passes(page);
  });

  test("where the server was not reached at the start", async ({ page, signIn, api }) => {
    await signIn();
    await api.dropRequest("GET", "/me", 3);
    await page.goto("");
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    await passes(page);
  });

  test("on the sign-in page, with password, with a token, and after a refusal", async ({ page, server }) => {
    await page.goto("signin");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await passes(page);
    await page.getByLabel("Username").fill(server.account.user);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign In", exact: true }).click();
    await expect(page.getByText("The username or the password is wrong.")).toBeVisible();
    await passes(page);
    await page.getByRole("button", { name: "Use an API token instead" }).click();
    await expect(page.getByLabel("API token")).toBeVisible();
    await passes(page);
  });
});

test.describe("axe finds nothing on a new server", () => {
  test.use({ serverOptions: { setUp: false } });

  test("in the form, with a fault, and in the reveal of the token", async ({ page, allowConsole }) => {
    allowConsole(NOBODY_YET);
    await page.goto("");
    await expect(page.getByRole("heading", { name: "Welcome to Latchkey" })).toBeVisible();
    await passes(page);
    await fillOnboarding(page);
    await expect(page.getByLabel("Operator API token")).toBeVisible();
    await passes(page);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByText("The token has not been copied")).toBeVisible();
    await passes(page);
  });
});

/** Nothing needs scrolling in two directions: the page is as wide as the window, and so are its dialogs inside. */
async function fits(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const boxes = [document.scrollingElement ?? document.documentElement, ...document.querySelectorAll("dialog[open], dialog[open] > *, dialog[open] > * > *")];
    const inside = boxes.filter((box) => box.scrollWidth > Math.ceil(box.clientWidth) && box.clientWidth > 0 && getComputedStyle(box).display !== "inline");
    return { window: innerWidth, page: document.scrollingElement?.scrollWidth, inside: inside.map((box) => `${box.tagName}.${box.className}: ${box.scrollWidth} in ${box.clientWidth}`) };
  });
  expect(wide.page).toBeLessThanOrEqual(wide.window);
  expect(wide.inside).toEqual([]);
}

/** Everything that can be pressed lies within the window. */
async function withinWindow(page: Page, controls: Locator): Promise<void> {
  const width = page.viewportSize()!.width;
  for (const control of await controls.all()) {
    const box = await control.boundingBox();
    if (!box) continue;
    expect(box.x, await control.textContent() ?? "").toBeGreaterThanOrEqual(0);
    expect(box.x + box.width, await control.getAttribute("aria-label") ?? "").toBeLessThanOrEqual(width);
  }
}

const wordy = "a description without end that goes on and on, with_one_very_long_word_".padEnd(200, "x");

for (const width of [320, 390]) {
  test.describe(`at ${width} px nothing needs two-way scrolling`, () => {
    test.use({ viewport: { width, height: 700 } });

    test("on the list", async ({ page, server, signIn }) => {
      await openList(
        { page, server, signIn },
        wordy,
        { description: "beta", status: "inactive", permissions: (orgID) => ["buckets", "tasks", "telegrafs", "dashboards", "checks"].flatMap((type) => (["read", "write"] as const).map((action) => ({ action, resource: { type, orgID } }))) },
        "",
      );
      await fits(page);
      await withinWindow(page, page.getByRole("button"));
      await withinWindow(page, page.getByRole("switch"));
      const cut = await page.getByRole("row").evaluateAll((rows) => rows.filter((row) => row.scrollHeight > row.clientHeight + 1).map((row) => row.textContent));
      expect(cut, "rows that are too low for what they hold").toEqual([]);
    });

    test("while a row is renamed", async ({ page, server, signIn }) => {
      await openList({ page, server, signIn }, wordy);
      await page.getByRole("button", { name: `Edit description: ${wordy}` }).click();
      await expect(page.getByRole("textbox", { name: "Description" })).toBeVisible();
      await fits(page);
    });

    test("with menus open, and a selection", async ({ page, server, signIn }) => {
      await openList({ page, server, signIn }, "alpha");
      await page.getByRole("checkbox", { name: "Select: alpha" }).check();
      await fits(page);
      for (const name of [/^Sort by /, /Organization$/]) {
        await page.getByRole("button", { name }).click();
        await expect(page.getByRole("menu")).toBeVisible();
        await fits(page);
        await withinWindow(page, page.getByRole("menuitemradio"));
        await page.keyboard.press("Escape");
      }
    });

    test("in the summary", async ({ page, server, signIn }) => {
      await openList({ page, server, signIn }, wordy);
      await link(page, wordy).click();
      await expect(summary(page)).toBeVisible();
      await fits(page);
      await page.getByRole("button", { name: "Show as command" }).click();
      await page.getByRole("button", { name: "curl" }).click();
      await fits(page);
      await withinWindow(page, summary(page).getByRole("button"));
    });

    test("in the question before deleting", async ({ page, server, signIn }) => {
      await openList({ page, server, signIn }, wordy);
      await page.getByRole("button", { name: `Delete: ${wordy}` }).click();
      await expect(page.getByRole("alertdialog")).toBeInViewport({ ratio: 1 });
      await fits(page);
    });

    test("in the sign-in page", async ({ page, allowConsole }) => {
      allowConsole(NOBODY_YET);
      await page.goto("signin");
      await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
      await fits(page);
    });

    test("in the states of the list", async ({ page, server, signIn, api, allowConsole }) => {
      allowConsole(FAILED);
      const { url } = await organizationWith(server);
      await signIn();
      await page.goto(url);
      await expect(page.getByText("Looks like there aren't any")).toBeVisible();
      await fits(page);
      await api.failReply("GET", LIST, 500, { code: "internal error", message: wordy });
      await page.reload();
      await expect(page.getByText(wordy)).toBeVisible();
      await fits(page);
    });

    test("in a message of failure", async ({ page, server, signIn, api, allowConsole }) => {
      allowConsole(FAILED);
      await openList({ page, server, signIn }, wordy);
      await api.failReply("PATCH", "", 500, { code: "internal error", message: "x".repeat(300) });
      await page.getByRole("switch").click();
      await expect(page.getByRole("alert").filter({ hasText: "xxx" })).toBeVisible();
      await fits(page);
      await page.getByRole("button", { name: "Dismiss" }).click();
      await expect(page.getByRole("button", { name: "Dismiss" })).toHaveCount(0);
    });
  });
}

test("a tooltip stays while it is pointed at, and goes with Escape (WCAG 1.4.13)", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "alpha");
  const tooltip = page.getByRole("tooltip");
  await page.getByRole("row").first().getByText(/ago$/).hover();
  await expect(tooltip).toBeVisible();
  await tooltip.hover();
  await expect(tooltip).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(tooltip).toBeHidden();
});

test.describe("under fingers", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });

  test("on touch screens pencil, trash and Copy ID are always visible", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "alpha");
    for (const name of ["Edit description: alpha", "Copy ID", "Delete: alpha"]) {
      const visible = await page.getByRole("button", { name, exact: true }).evaluate((button) => button.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
      expect(visible, name).toBe(true);
    }
  });
});

for (const width of [320, 1280]) {
  test(`at ${width} px every button is at least 24 px in both directions`, async ({ page, server, signIn }) => {
    await page.setViewportSize({ width, height: 800 });
    await openList({ page, server, signIn }, "alpha", { description: "beta", status: "inactive" });
    await page.getByRole("checkbox", { name: "Select: alpha" }).check();
    const small: string[] = [];
    for (const button of await page.getByRole("button").all()) {
      const box = await button.boundingBox();
      if (!box || box.width < 24 || box.height < 24) small.push(`${await button.getAttribute("aria-label") ?? await button.textContent()}: ${box?.width} × ${box?.height}`);
    }
    expect(small.filter((text) => !text.startsWith("Skip to content"))).toEqual([]);
  });

  test(`at ${width} px switches and boxes are hit 12 px from their centre`, async ({ page, server, signIn }) => {
    await page.setViewportSize({ width, height: 800 });
    await openList({ page, server, signIn }, "alpha", "beta");
    for (const control of [page.getByRole("switch", { name: "Active: alpha" }), page.getByRole("checkbox", { name: "Select: alpha" })]) {
      await control.scrollIntoViewIfNeeded();
      const missed = await control.evaluate((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const around: [number, number][] = [[-11.5, 0], [11.5, 0], [0, -11.5], [0, 11.5], [0, 0]];
        return around.filter(([right, down]) => {
          const hit = document.elementFromPoint(x + width / 2 + right, y + height / 2 + down);
          return !(hit && (hit === element || element.contains(hit) || (hit instanceof HTMLLabelElement && hit.control === element)));
        });
      });
      expect(missed).toEqual([]);
    }
  });
}
