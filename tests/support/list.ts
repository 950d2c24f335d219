// The list of an organization that belongs to one test, and how a person finds a token in it.

import type { Locator, Page } from "@playwright/test";
import type { Authorization, Permission } from "./client.ts";
import type { Server } from "./server.ts";
import { expect } from "./test.ts";

/** A token to be there before the page is opened; a string is the description of an active one. */
export type Wanted = string | { description: string; status?: "active" | "inactive"; permissions?: (orgID: string) => Permission[] };

/** What a test gets for its own. */
export type Own = { orgID: string; tokens: Authorization[]; /** The list's address. */ url: string };

let organizations = 0;

/** A new organization with these tokens, all of the operator. */
export async function organizationWith(server: Server, ...wanted: Wanted[]): Promise<Own> {
  const { id: orgID } = await server.operator.createOrganization(`org ${(organizations += 1)} of ${process.pid}`);
  const tokens: Authorization[] = [];
  for (const token of wanted) {
    const { permissions, ...rest } = typeof token === "string" ? { description: token } : token;
    tokens.push(
      await server.operator.createAuthorization({
        ...rest,
        orgID,
        permissions: permissions?.(orgID) ?? [{ action: "read", resource: { type: "buckets", orgID } }],
      }),
    );
  }
  return { orgID, tokens, url: `${server.url}orgs/${orgID}/load-data/tokens` };
}

/** Signs in and opens the list of a new organization with these tokens. */
export async function openList(
  { page, server, signIn }: { page: Page; server: Server; signIn: () => Promise<void> },
  ...wanted: Wanted[]
): Promise<Own> {
  const own = await organizationWith(server, ...wanted);
  await signIn();
  await page.goto(own.url);
  const grid = page.getByRole("grid", { name: "API tokens" });
  await expect(grid).toHaveAttribute("aria-rowcount", String(wanted.length));
  if (wanted.length > 0) await expect(grid.getByRole("row").first()).toBeVisible();
  return own;
}

/** The row of the token with that description, in whatever state. */
export function row(page: Page, description: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("switch", { name: `Active: ${description}`, exact: true }) });
}
