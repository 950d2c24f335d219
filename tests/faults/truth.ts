// What reached the server, what it answered, and what of that reached the page.

import type { Authorization } from "../support/client.ts";
import { withoutNote } from "./consent.ts";

/** One request as the proxy saw it. */
export type Exchange = {
  method: string;
  /** After the base path: "/api/v2/authorizations/0a…". */
  path: string;
  /** The body as sent. */
  body: string;
  /** What the server answered, as often as it was asked. */
  answers: { status: number; body: string }[];
  /** Whether the page has got the server's own answer, whole. */
  delivered: boolean;
  fault: string;
};

/** What matters of a token. */
export type Kept = Pick<Authorization, "id" | "orgID" | "status" | "description" | "permissions" | "createdAt" | "updatedAt">;

const parsed = (text: string): Partial<Kept> => {
  try {
    return JSON.parse(text) as Partial<Kept>;
  } catch {
    return {};
  }
};
const good = ({ status }: { status: number }) => status < 300;

export class Truth {
  readonly exchanges: Exchange[] = [];
  /** The descriptions that the server has accepted, by creation or change. */
  private readonly held = new Set<string>();
  private readonly acknowledged = { PATCH: 0, POST: 0, DELETE: 0 };
  /** Tokens as the server's newest word about each has them. */
  private readonly tokens: Map<string, Kept>;
  /** Every token that there has been. */
  private readonly made: Set<string>;

  /** @param tokens what there is to begin with */
  constructor(tokens: readonly Kept[] = []) {
    this.tokens = new Map(tokens.map((token) => [token.id, token]));
    this.made = new Set(this.tokens.keys());
  }

  /** The server has answered. */
  answered(exchange: Exchange, answer: { status: number; body: string }): void {
    exchange.answers.push(answer);
    if (!good(answer)) return;
    const { method, path } = exchange;
    if (method === "DELETE") this.tokens.delete(path.slice(-16));
    if (!path.startsWith("/api/v2/authorizations") || (method !== "PATCH" && method !== "POST")) return;
    const token = parsed(answer.body) as Kept;
    this.made.add(token.id);
    this.held.add(token.description).add(withoutNote(token.description));
    // Two windows may change a token at once, and replies overtake each other.
    const known = this.tokens.get(token.id);
    if (method === "POST" || (known && known.updatedAt <= token.updatedAt)) this.tokens.set(token.id, token);
  }

  /** The page has got the server's last answer, whole. */
  delivered(exchange: Exchange): void {
    exchange.delivered = true;
    const answer = exchange.answers.at(-1);
    // That a token is gone already is a word of the server's as well.
    const said = answer && (good(answer) || (exchange.method === "DELETE" && answer.status === 404));
    if (said && exchange.path.includes("/authorizations") && exchange.method in this.acknowledged) {
      this.acknowledged[exchange.method as "PATCH" | "POST" | "DELETE"] += 1;
    }
  }

  /** How many changes of a kind the page has been told are done. */
  count(method: "PATCH" | "POST" | "DELETE"): number {
    return this.acknowledged[method];
  }

  /** Whether the server has held a description at some time, with a note that it replaces another or without. */
  has(description: string): boolean {
    return this.held.has(description);
  }

  /** How many requests to make a token have come with a description. */
  creations(description: string): number {
    return this.exchanges.filter(({ method, body }) => method === "POST" && parsed(body).description === description).length;
  }

  /** A token as the server's newest word has it. */
  token(id: string): Kept | undefined {
    return this.tokens.get(id);
  }

  /** Whether the server has ever confirmed a token. */
  wasMade(id: string): boolean {
    return this.made.has(id);
  }

  /** The ids of an organization's tokens. */
  ids(orgID: string): string[] {
    return [...this.tokens.values()].filter((token) => token.orgID === orgID).map(({ id }) => id);
  }

  /** Whether the server says that a token is not, or no longer, there. */
  isGone(id: string): boolean {
    return !this.tokens.has(id);
  }

  /** What the server has lost of what it had acknowledged. */
  lost(held: ReadonlyMap<string, Kept>): string[] {
    return [...this.tokens.values()].flatMap(({ id, status, description }) => {
      const now = held.get(id);
      if (!now) return [`${id} "${description}" is gone from the server`];
      const same = now.status === status && now.description === description;
      return same ? [] : [`${id} was acknowledged as ${status} "${description}", and the server holds ${now.status} "${now.description}"`];
    });
  }
}
