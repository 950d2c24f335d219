// What was typed into descriptions, each text once, and what may become of it: it is in a box, or the server has it, or a message
// tells it, or the person took it back, wrote over it or deleted its token. Nothing else.

import type { Truth } from "./truth.ts";

type Text = { text: string; token: string; window: number; order: number };

const named = ({ text, token, window }: Text): string => `"${text}" for ${token} in window ${window}`;

export class Texts {
  private open: Text[] = [];
  private readonly told = new Set<string>();
  /** When a deletion was last confirmed in each window. */
  private readonly deletions = new Map<number, number>();
  private count = 0;

  /** A text that nobody has typed before. */
  fresh(what: string): string {
    this.count += 1;
    return `${what} ${this.count}`;
  }

  /** The person has typed it for a token; it takes the place of what was in the box. */
  typed(text: string, token: string, window: number, before: string): void {
    this.dropped(before);
    this.open.push({ text, token, window, order: this.count });
  }

  /** The person has taken it back. */
  dropped(text: string): void {
    this.open = this.open.filter((other) => other.text !== text);
  }

  /** The person has left the window, though asked whether to lose what is not saved. */
  left(window: number): void {
    this.open = this.open.filter((text) => text.window !== window);
  }

  /** The person has confirmed a deletion in a window: what was typed for those tokens goes with them. */
  deleting(window: number): void {
    this.deletions.set(window, this.count);
  }

  /** A message in a window. */
  heard(message: string): void {
    for (const { text } of this.open) if (message.includes(`You had typed: ${text}`)) this.told.add(text);
  }

  /** What was typed in a window that is neither saved nor known to be lost. */
  unsaved(window: number, truth: Truth): string[] {
    return this.open.filter((text) => text.window === window && !this.settled(text, truth)).map(named);
  }

  /** Those that are nowhere, `boxes` being what is in the text boxes of each window. */
  missing(truth: Truth, boxes: readonly string[]): string[] {
    this.open = this.open.filter((text) => !this.settled(text, truth));
    return this.open.filter(({ text }) => !boxes.includes(text)).map(named);
  }

  private settled({ text, token, window, order }: Text, truth: Truth): boolean {
    const newer = (other: Text) => other.token === token && other.window === window && other.order > order;
    const deleted = truth.isGone(token) && (this.deletions.get(window) ?? -1) >= order;
    return truth.has(text) || this.told.has(text) || deleted || this.open.some(newer);
  }
}
