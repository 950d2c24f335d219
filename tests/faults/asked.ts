// What a list is asked to show, as its address tells: search, status and order told once more, simply, from what the page promises of them.

import type { Kept } from "./truth.ts";

/** Searches that a person may type: words of descriptions and of nothing else, and filters that are easily told. */
export const SEARCHES = ["renamed", "made", "cloned", "begin", "REPLACES", "-renamed", "-made", "status:inactive", "status:active -made", '"to begin"', "nothing like it"];

export const ORDERS = ["Description (A → Z)", "Description (Z → A)", "Status (Active)", "Status (Inactive)", "Date Created (Oldest)", "Date Created (Newest)"] as const;
const KEYS = ["description asc", "description desc", "status asc", "status desc", "createdAt asc", "createdAt desc"];

const { compare } = new Intl.Collator("en", { numeric: true });
const order = (one: string, other: string) => (one < other ? -1 : Number(one > other));

export class Asked {
  readonly search: string;
  /** As the button of the order says it. */
  readonly order: (typeof ORDERS)[number];
  private readonly status: string;

  constructor(address: string) {
    const { searchParams } = new URL(address);
    const get = (name: string, otherwise = "") => searchParams.get(name) ?? otherwise;
    this.search = get("searchTerm");
    this.status = get("status");
    this.order = ORDERS[KEYS.indexOf(`${get("sortKey", "description")} ${get("sortDirection", "asc")}`)] ?? ORDERS[0];
  }

  /** Those of the tokens that are asked for, in their order. */
  of(tokens: readonly Kept[]): Kept[] {
    return tokens.filter((token) => this.finds(token)).sort((one, other) => this.compare(one, other) || order(one.id, other.id));
  }

  private finds({ status, description }: Kept): boolean {
    if (this.status !== "" && this.status !== status) return false;
    const terms = this.search.match(/-?"[^"]*"|\S+/g) ?? [];
    return terms.every((term) => {
      const negated = term.startsWith("-");
      const text = (negated ? term.slice(1) : term).replaceAll('"', "").toLowerCase();
      const fits = text.startsWith("status:") ? text.slice(7) === status : description.toLowerCase().includes(text);
      return fits !== negated;
    });
  }

  private compare(one: Kept, other: Kept): number {
    switch (this.order) {
      case "Description (A → Z)":
        return compare(one.description, other.description);
      case "Description (Z → A)":
        return compare(other.description, one.description);
      case "Status (Active)":
        return order(one.status, other.status);
      case "Status (Inactive)":
        return order(other.status, one.status);
      case "Date Created (Oldest)":
        return Date.parse(one.createdAt) - Date.parse(other.createdAt);
      case "Date Created (Newest)":
        return Date.parse(other.createdAt) - Date.parse(one.createdAt);
    }
  }
}
