// What the person has asked for, and whether each change that a page asks the server for is that and no more.

import type { Page, Request } from "@playwright/test";
import type { Permission } from "../support/client.ts";
import type { Truth } from "./truth.ts";

type Status = "active" | "inactive";
type New = { description: string; orgID: string; status: Status; permissions: Permission[] };

const NOTE = / ?\(replaces ([0-9a-f]{16})\)$/;

/** The token that one with this description is to replace. */
export const replaces = (description: string): string | undefined => NOTE.exec(description.trimEnd())?.[1];

/** The description without that note. */
export const withoutNote = (description: string): string => description.trimEnd().replace(NOTE, "");

/** The description that the replacement of a token gets. */
export const replacing = (description: string, id: string): string => [withoutNote(description).trim(), `(replaces ${id})`].join(" ").trimStart();

const grants = (permissions: readonly Permission[]): string[] =>
  permissions.map(({ action, resource: { type, id = "", orgID = "" } }) => [action, type, id, orgID].join(" ")).sort();

export class Consent {
  /** What must not happen, as it happened. */
  readonly complaints: string[] = [];
  private readonly truth: Truth;
  /** How often the making of a token was confirmed, and asked for by the page, by its description. */
  private readonly confirmed = new Map<string, number>();
  private readonly asked = new Map<string, number>();
  /** Descriptions of tokens that a page has asked for and not been answered about. */
  private readonly making = new Map<Page, Set<string>>();
  /** Changes that are meant: "id status" or "id gone". */
  private readonly meant = new Set<string>();
  /** Descriptions of tokens that are to have the permissions of those they replace. */
  private readonly rotated = new Set<string>();

  constructor(truth: Truth) {
    this.truth = truth;
  }

  /** The person has confirmed the making of a token, so many times. */
  make(description: string, times: number): void {
    this.confirmed.set(description, (this.confirmed.get(description) ?? 0) + times);
  }

  /** The person has confirmed that a token gets a new secret. */
  rotate(id: string, description: string, times: number): void {
    this.rotated.add(replacing(description, id));
    this.make(replacing(description, id), times);
  }

  /** The person has confirmed that a token is replaced by one with other permissions. */
  change(id: string, description: string, times: number): void {
    this.rotated.delete(replacing(description, id));
    this.make(replacing(description, id), times);
  }

  /** The person may have switched tokens, on or off as they were. */
  turn(ids: readonly string[], to: readonly Status[] = ["active", "inactive"]): void {
    for (const id of ids) for (const status of to) this.meant.add(`${id} ${status}`);
  }

  /** The person has been asked whether tokens are to be deleted. */
  delete(ids: readonly string[]): void {
    for (const id of ids) this.meant.add(`${id} gone`);
  }

  /** Nothing is under way: what is asked for from now on has to be meant again. */
  settled(): void {
    this.meant.clear();
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

  /** One confirmation makes one request, however often it is given at once. */
  private watchCreation(request: Request): void {
    const { description, orgID, permissions } = request.postDataJSON() as New;
    const times = (this.asked.get(description) ?? 0) + 1;
    this.asked.set(description, times);
    const allowed = this.confirmed.get(description);
    const page = request.frame().page();
    const making = this.making.get(page) ?? new Set();
    this.making.set(page, making);
    if (making.has(description)) this.complaints.push(`"${description}" was asked for twice at once`);
    if (allowed !== undefined && times > allowed) this.complaints.push(`"${description}" was confirmed ${allowed} times and asked for ${times} times`);
    making.add(description);
    void request.response().then(() => making.delete(description), () => making.delete(description));

    const elsewhere = permissions.filter(({ resource }) => resource.orgID !== undefined && resource.orgID !== orgID);
    if (elsewhere.length > 0) this.complaints.push(`"${description}" was to be of one organization and permitted in another`);
    const old = replaces(description);
    if (old === undefined) return;
    if (allowed === undefined) this.complaints.push(`"${description}" was to be made, which nobody had asked for`);
    const known = this.truth.token(old);
    if (known && this.rotated.has(description) && String(grants(known.permissions)) !== String(grants(permissions))) {
      this.complaints.push(`"${description}" was to get other permissions than the token it replaces`);
    }
  }
}
