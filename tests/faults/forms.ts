// What was typed for new tokens. A window has one form, which outlives its dialog: only making the token, cancelling and leaving the
// page empty it.

import type { Truth } from "./truth.ts";

export class Forms {
  private readonly texts = new Map<number, string>();
  private readonly truth: Truth;
  private readonly complain: (what: string) => void;

  constructor(truth: Truth, complain: (what: string) => void) {
    this.truth = truth;
    this.complain = complain;
  }

  typed(window: number, text: string): void {
    this.texts.set(window, text);
  }

  /** The person has cancelled, or left the page. */
  emptied(window: number): void {
    this.texts.delete(window);
  }

  /** What the form shows when it is seen. */
  isShown(window: number, text: string): void {
    const typed = this.texts.get(window);
    if (typed !== undefined && typed !== text && !this.truth.has(typed)) this.complain(`"${typed}" was typed for a new token, and the form holds "${text}"`);
    if (typed !== text) this.texts.delete(window);
  }
}
