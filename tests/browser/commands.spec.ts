// "Show as command": what an action does, as a command to paste into a shell.

import { execFileSync } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { openList, row } from "../support/list.ts";
import { axe, bothThemes, expect, type Server, test } from "../support/test.ts";

const HOSTILE = `it's "hostile" $(id) \`id\` %s !! \\ #`;

function summary(page: Page): Locator {
  return page.getByRole("dialog", { name: "API Token Summary" });
}

function question(page: Page): Locator {
  return page.getByRole("alertdialog", { name: "Delete API token" });
}

function commandIn(place: Locator): Locator {
  return place.getByRole("region", { name: "The same as a command" });
}

/** Opens the summary of a token and the commands in it. */
async function openCommands(page: Page, description: string): Promise<Locator> {
  await page.getByRole("link", { name: description, exact: true }).click();
  await summary(page).getByRole("button", { name: "Show as command", exact: true }).click();
  return commandIn(summary(page));
}

/** Runs a command as the operator; gives what it prints. */
function run(server: Server, command: string): string {
  const secret = server.operator.identity["Authorization"]?.replace("Token ", "");
  return execFileSync("sh", ["-c", command], {
    env: { PATH: process.env["PATH"], INFLUX_TOKEN: secret },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

/** The command of curl, alone or in a recipe. */
async function curl(commands: Locator): Promise<string> {
  await commands.getByRole("button", { name: "curl", exact: true }).click();
  return commands.getByText(/^curl /m).innerText();
}

test("the button shows and hides the commands of a token, and says which", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "worker");
  await page.getByRole("link", { name: "worker", exact: true }).click();
  const show = summary(page).getByRole("button", { name: "Show as command", exact: true });
  await expect(show).toHaveAttribute("aria-expanded", "false");
  await expect(commandIn(summary(page))).toBeHidden();
  await show.press("Enter");
  await expect(show).toHaveAttribute("aria-expanded", "true");
  await expect(show).toBeFocused();
  await expect(commandIn(summary(page))).toBeVisible();
  await show.press("Enter");
  await expect(commandIn(summary(page))).toBeHidden();
});

test("renaming is a command of curl only, and the summary says so", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "worker");
  const commands = await openCommands(page, "worker");
  const rename = commands.getByRole("group", { name: "Action" }).getByRole("button", { name: "Rename", exact: true });
  await rename.click();
  await expect(rename).toHaveAttribute("aria-pressed", "true");
  await expect(commands.getByText("The influx CLI has no command that changes a description.")).toBeVisible();
  await expect(commands.getByText(/^curl /)).toBeVisible();
  await commands.getByRole("button", { name: "influx CLI", exact: true }).click();
  await expect(commands.getByText("The influx CLI has no command that changes a description.")).toBeVisible();
  await expect(commands.getByText(/^curl /)).toBeHidden();
  await expect(commands.getByRole("button", { name: "Copy command", exact: true })).toBeHidden();

  await commands.getByRole("button", { name: "curl", exact: true }).click();
  await summary(page).getByRole("textbox", { name: "Description", exact: true }).fill(HOSTILE);
  await expect(commands.getByText(/^curl /), "as it is being typed").toContainText("hostile");
  run(server, await commands.getByText(/^curl /).innerText());
  expect((await server.operator.authorization(tokens[0]!.id)).description).toBe(HOSTILE);
});

test("the commands for a status say where the influx CLI takes the server from", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "worker");
  const commands = await openCommands(page, "worker");
  const note = commands.getByText(/take the server and the API token from the active configuration only/);
  await expect(note).toBeVisible();
  await commands.getByRole("button", { name: "curl", exact: true }).click();
  await expect(note).toBeHidden();
  await expect(commands.getByText(/the variable INFLUX_TOKEN holds the API token/)).toBeVisible();
});

test("the command shown can be copied", async ({ page, server, signIn, context }) => {
  await context.grantPermissions(["clipboard-write"]);
  await openList({ page, server, signIn }, "worker");
  const commands = await openCommands(page, "worker");
  const text = await commands.getByText(/^influx auth inactive/).innerText();
  await commands.getByRole("button", { name: "Copy command", exact: true }).click();
  await expect(summary(page).getByRole("status").getByText("Copied to the clipboard", { exact: true })).toBeVisible();
  await expect(commands.getByRole("button", { name: "Copy command", exact: true })).toBeFocused();
  const filter = summary(page).getByRole("searchbox", { name: "Filter Access Permissions" });
  await filter.press("ControlOrMeta+v");
  await expect(filter).toHaveValue(text);
});

test("the question before deleting shows the command, which deletes", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, HOSTILE, "stays");
  await row(page, HOSTILE).hover();
  await page.getByRole("button", { name: `Delete: ${HOSTILE}`, exact: true }).click();
  await question(page).getByRole("button", { name: "Show as command", exact: true }).click();
  const commands = commandIn(question(page));
  await expect(commands.getByText(`influx auth delete --host '${server.url.replace(/\/$/, "")}' --token "$INFLUX_TOKEN" --id ${tokens[0]!.id}`)).toBeVisible();
  const box = (await question(page).boundingBox())!;
  const { width, height } = page.viewportSize()!;
  expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, "all of it is in the window").toBe(true);
  expect(run(server, await curl(commands))).toBe("");
  const left = await server.operator.authorizations(`?orgID=${tokens[0]!.orgID}`);
  expect(left.map(({ description }) => description)).toEqual(["stays"]);
});

test("the list as a command tells why the influx CLI cannot, and lists the organization's tokens", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "a", "b");
  const menu = page.getByRole("button", { name: "Export", exact: true });
  await menu.click();
  await page.getByRole("menuitem", { name: "Show as command", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "List API tokens with a command" });
  await expect(dialog.getByText(/"influx auth list" cannot: it ignores --org/)).toBeVisible();
  const reply = JSON.parse(run(server, await curl(commandIn(dialog)))) as { authorizations: { description: string }[] };
  expect(reply.authorizations.map(({ description }) => description)).toEqual(["a", "b"]);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(menu).toBeFocused();
});

test("rotating as a command keeps the new secret in a file, and switches the old token off", async ({ page, server, signIn }, testInfo) => {
  const { tokens } = await openList({ page, server, signIn }, HOSTILE);
  const [old] = tokens;
  const commands = await openCommands(page, HOSTILE);
  await commands.getByRole("group", { name: "Action" }).getByRole("button", { name: "Rotate", exact: true }).click();
  const recipe = await curl(commands);
  await mkdir(testInfo.outputDir, { recursive: true });
  const said = execFileSync("sh", ["-c", recipe], {
    cwd: testInfo.outputDir,
    env: { PATH: process.env["PATH"], INFLUX_TOKEN: server.operator.identity["Authorization"]?.replace("Token ", "") },
    encoding: "utf8",
    input: "\n",
    stdio: ["pipe", "pipe", "ignore"],
  });
  const made = JSON.parse(await readFile(testInfo.outputPath(`rotated-${old!.id}.json`), "utf8")) as { id: string; token: string };
  expect(said).not.toContain(made.token);
  expect(await server.operator.authorization(made.id)).toMatchObject({ description: `${HOSTILE} (replaces ${old!.id})`, status: "active" });
  expect((await server.operator.authorization(old!.id)).status).toBe("inactive");
});

test("the dialog that rotates shows the command with the description typed", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "worker");
  await page.getByRole("link", { name: "worker", exact: true }).click();
  await summary(page).getByRole("button", { name: "Rotate", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Rotate API token" });
  await dialog.getByRole("textbox", { name: "Description", exact: true }).fill("worker two");
  await dialog.getByRole("button", { name: "Show as command", exact: true }).click();
  await expect(commandIn(dialog).getByText(/influx auth create/)).toContainText("worker two (replaces");
  expect(await curl(commandIn(dialog))).toContain("worker two (replaces");
});

test("a custom token as a command is the token that the dialog would make", async ({ page, server, signIn }) => {
  const { orgID, url } = await openList({ page, server, signIn }, "a");
  await page.goto(`${url}/generate/custom-api?description=${encodeURIComponent(HOSTILE)}`);
  const dialog = page.getByRole("dialog", { name: "Generate a Custom API Token" });
  await dialog.getByRole("button", { name: "Read and write everything in buckets", exact: true }).click();
  await dialog.getByRole("button", { name: "Show as command", exact: true }).click();
  const commands = commandIn(dialog);
  await expect(commands.getByText(/influx auth create/)).toContainText("--user 'admin'");
  await expect(commands.getByText(/influx auth create/)).toContainText("--read-buckets");
  const { id } = JSON.parse(run(server, await curl(commands))) as { id: string };
  const made = await server.operator.authorization(id);
  expect(made.description).toBe(HOSTILE);
  expect(made.permissions.map(({ action, resource }) => `${action} ${resource.type} ${resource.orgID} ${resource.id}`).sort()).toEqual([
    `read buckets ${orgID} undefined`,
    `write buckets ${orgID} undefined`,
  ]);
});

test("an all-access token as a command is one flag of the influx CLI", async ({ page, server, signIn }) => {
  const { orgID, url } = await openList({ page, server, signIn }, "a");
  await page.goto(`${url}/generate/all-access`);
  const dialog = page.getByRole("dialog", { name: "Generate All Access API Token" });
  await dialog.getByRole("button", { name: "Show as command", exact: true }).click();
  await expect(commandIn(dialog).getByText(/influx auth create/)).toContainText(`--org-id ${orgID} --user 'admin' \\ --all-access`);
});

test("a new token comes with ways to use it, none of which holds its secret", async ({ page, server, signIn, context }) => {
  await context.grantPermissions(["clipboard-write"]);
  const { orgID, url } = await openList({ page, server, signIn }, "a");
  const org = (await server.operator.organizations()).find(({ id }) => id === orgID)!.name;
  const bucket = await server.operator.createBucket(orgID, `b$ucket "x"`);
  await page.goto(`${url}/generate/custom-api?read=buckets/${bucket.id}`);
  await page.getByRole("dialog", { name: "Generate a Custom API Token" }).getByRole("button", { name: "Generate", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "You've successfully created an API Token" });
  const secret = await dialog.getByRole("textbox", { name: "API token", exact: true }).inputValue();
  await dialog.getByRole("button", { name: "Show how to use it", exact: true }).click();
  const uses = dialog.getByRole("region", { name: "How to use it" });
  const chosen = async (label: string) => {
    await uses.getByRole("button", { name: label, exact: true }).click();
    await expect(uses.getByRole("button", { name: label, exact: true })).toHaveAttribute("aria-pressed", "true");
    const text = await uses.getByText(/INFLUX_TOKEN/).first().innerText();
    expect(text).not.toContain(secret.slice(0, 8));
    return text;
  };
  expect(await chosen("Environment")).toContain(`export INFLUX_ORG='${org}'`);
  expect(await chosen("influx CLI")).toContain("influx config create");
  expect(await chosen("Telegraf")).toContain('token = "${INFLUX_TOKEN}"');
  const reply = execFileSync("sh", ["-c", await chosen("curl")], {
    env: { PATH: process.env["PATH"], INFLUX_TOKEN: secret },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  expect((JSON.parse(reply) as { buckets: { name: string }[] }).buckets.map(({ name }) => name)).toEqual([`b$ucket "x"`]);
  await bothThemes(page, () => axe(page));
});

test("no command holds a secret", async ({ page, server, signIn }) => {
  const { tokens } = await openList({ page, server, signIn }, "worker");
  const commands = await openCommands(page, "worker");
  for (const action of ["Deactivate", "Rename", "Rotate", "Delete"]) {
    await commands.getByRole("group", { name: "Action" }).getByRole("button", { name: action, exact: true }).click();
    const text = await curl(commands);
    expect(text).toContain('--header "Authorization: Token $INFLUX_TOKEN"');
    expect(text).not.toContain(tokens[0]!.token.slice(0, 12));
  }
});

test("axe finds nothing in the commands, in both themes", async ({ page, server, signIn }) => {
  await openList({ page, server, signIn }, "worker");
  await openCommands(page, "worker");
  await bothThemes(page, () => axe(page));
  await summary(page).getByRole("button", { name: "Delete: worker", exact: true }).click();
  await question(page).getByRole("button", { name: "Show as command", exact: true }).click();
  await expect(commandIn(question(page))).toBeVisible();
  await bothThemes(page, () => axe(page));
  await page.keyboard.press("Escape");
  await expect(question(page)).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(summary(page)).toBeHidden();
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await page.getByRole("menuitem", { name: "Show as command", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "List API tokens with a command" })).toBeVisible();
  await bothThemes(page, () => axe(page));
});

test.describe("in a narrow window", () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test("nothing needs scrolling sideways", async ({ page, server, signIn }) => {
    await openList({ page, server, signIn }, "worker");
    const commands = await openCommands(page, "worker");
    await commands.getByRole("button", { name: "curl", exact: true }).click();
    await expect(commands.getByText(/^curl /)).toBeVisible();
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll("*")].filter((element) => {
        const { overflowX } = getComputedStyle(element);
        return element.scrollWidth > element.clientWidth && (overflowX === "auto" || overflowX === "scroll");
      }).length,
    );
    expect(wide, "elements to be scrolled sideways").toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});
