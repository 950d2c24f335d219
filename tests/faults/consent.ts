// What the person has asked for, and whether each change that a page asks the server for is that and no more.

import type { Page, Request } from "@playwright/test";
import type { Permission } from "../support/client.ts";
import type { Press } from "./eyes.ts";
import type { Truth } from "./truth.ts";

type Status = "active" | "inactive";
type New = { description: string; orgID: string; status: Status; permissions: Permission[] };

const NOTE = / ?\(replaces ([0-9a-f]{16})\)$/;

/** The token that one with this description is to replace. */
export const replaces = (description: string): string | undefined => NOTE.exec(description.trimEnd())?.[1];

/** The description without that note. */
export const withoutNote = (description: string): string => description.trimEnd().replace(NOTE, "");

const grants = (permissions: readonly Permission[]): string[] =>
  permissions.map(({ action, resource: { type, id = "", orgID = "" } }) => [action, type, id, orgID].join(" ")).sort();

export class Consent {
  /** What must not happen, as it happened. */
  private readonly complaints: string[] = [];
  private readonly truth: Truth;
  /** How often the making of a token was confirmed, and asked for by the page, by its description. */
  private readonly confirmed = new Map<string, number>();
  private readonly asked = new Map<string, number>();
  /** Descriptions of tokens that a page has asked for and not been answered about. */
  private readonly making = new Map<Page, Set<string>>();
  /** Changes that are meant: "id status" or "id gone". */
  private readonly meant = new Set<string>();
  /** Descriptions of tokens that may have other permissions than those they replace. */
  private readonly changed = new Set<string>();
  /** Descriptions of replacements that were asked for with other permissions. */
  private readonly differing = new Set<string>();
  /** How often Enter came to a form that the focus had returned to meanwhile. */
  strayed = 0;

  constructor(truth: Truth) {
    this.truth = truth;
  }

  /** The person has pressed Enter in a form that makes a token. */
  make({ dialog, description, strayed }: Press): void {
    this.confirmed.set(description, (this.confirmed.get(description) ?? 0) + 1);
    if (dialog === "Change permissions") this.changed.add(description);
    if (strayed) this.strayed += 1;
  }

  /** The person may have switched tokens, on or off as they were. */
  turn(ids: readonly string[], to: readonly Status[] = ["active", "inactive"]): void {
    for (const id of ids) for (const status of to) this.meant.add(`${id} ${status}`);
  }

  /** The person has been asked whether tokens are to be deleted. */
  delete(ids: readonly string[]): void {
    for (const id of ids) this.meant.add(`${id} gone`);
  }

  /** Nothing is under way: gives what must not have happened; what is asked for from now on has to be meant again. */
  settle(): string[] {
    this.meant.clear();
    // Only now: word of a press may come after word of the request that it made.
    for (const [description, times] of this.asked) this.judge(description, times);
    return this.complaints.splice(0);
  }

  /** How many requests to make a token the browser has sent again by itself: see the note on "twice" in faults.ts. */
  resent(): number {
    return [...this.asked].reduce((sum, [description, times]) => sum + this.truth.creations(description) - times, 0);
  }

  /** Looks at a request of a page. */
  watch(request: Request): void {
    const { pathname } = new URL(request.url());
    if (!pathname.includes("/api/v2/authorizations")) return;
    const id = pathname.slice(-16);
    switch (request.method()) {
      case "POST":
        return this.watchCreation(request);
      case "DELETE":
        return this.check(`${id} gone`, "was to be deleted");
      case "PATCH": {
        const { status } = request.postDataJSON() as { status?: Status };
        if (status) this.check(`${id} ${status}`, `was to become ${status}`);
      }
    }
  }

  private check(change: string, what: string): void {
    if (!this.meant.has(change)) this.complaints.push(`${change.slice(0, 16)} ${what}, which nobody had asked for`);
  }

  /** One press makes one request at most. A copy is made without a form, and never with such a note. */
  private judge(description: string, times: number): void {
    const allowed = this.confirmed.get(description);
    if (allowed !== undefined && times > allowed) this.complaints.push(`"${description}" was confirmed ${allowed} times and asked for ${times} times`);
    if (allowed === undefined && replaces(description)) this.complaints.push(`"${description}" was to be made, which nobody had asked for`);
    if (this.differing.has(description) && !this.changed.has(description)) this.complaints.push(`"${description}" was to get other permissions than the token it replaces`);
  }

  private watchCreation(request: Request): void {
    const { description, orgID, permissions } = request.postDataJSON() as New;
    this.asked.set(description, (this.asked.get(description) ?? 0) + 1);
    const page = request.frame().page();
    const making = this.making.get(page) ?? new Set();
    this.making.set(page, making);
    if (making.has(description)) this.complaints.push(`"${description}" was asked for twice at once`);
    making.add(description);
    void request.response().then(() => making.delete(description), () => making.delete(description));

    const elsewhere = permissions.filter(({ resource }) => resource.orgID !== undefined && resource.orgID !== orgID);
    if (elsewhere.length > 0) this.complaints.push(`"${description}" was to be of one organization and permitted in another`);
    const known = this.truth.token(replaces(description) ?? "");
    if (known && String(grants(known.permissions)) !== String(grants(permissions))) this.differing.add(description);
  }
}
