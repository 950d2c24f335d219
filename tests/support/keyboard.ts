// A person who has a keyboard only: goes to controls with Tab, and looks where the focus is at every step.

import type { Locator, Page } from "@playwright/test";
import { expect } from "./test.ts";

/** More Tab stops than any state of the page has. */
const MOST = 60;

/** What has the focus, and whether a person can see that. */
type Stop = { name: string; nothing: boolean; marked: boolean; inView: boolean; covered: boolean };

export class Keyboard {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Presses Tab, or Shift+Tab, until this control has the focus. */
  async to(control: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    await expect(control).toBeVisible();
    for (let step = 0; step < MOST; step += 1) {
      if (await control.evaluate((element) => document.hasFocus() && element === document.activeElement)) return this.look();
      await this.page.keyboard.press(key);
      await this.look();
    }
    throw new Error(`${control} was not reached by ${MOST} times ${key}`);
  }

  /** Goes to this control and presses a key on it. */
  async press(control: Locator, key: string): Promise<void> {
    await this.to(control);
    await this.page.keyboard.press(key);
  }

  /** The focus is seen (WCAG 2.4.7), in view and under nothing (2.4.11). */
  async look(): Promise<void> {
    await expect(async () => {
      const { name, nothing, marked, inView, covered } = await this.page.evaluate(stop);
      // After the last control come the browser's own.
      if (nothing) return;
      expect({ marked, inView, covered }, name).toEqual({ marked: true, inView: true, covered: false });
    }).toPass({ timeout: 5_000 });
  }

  /** Something has the focus (WCAG 2.4.3): nobody has to begin at the top again. */
  async expectNotLost(): Promise<void> {
    await expect.poll(async () => (await this.page.evaluate(stop)).nothing, "the focus is lost").toBe(false);
    await this.look();
  }
}

/** In the page: looks at what has the focus. */
function stop(): Stop {
  const element = document.activeElement;
  if (!element || element === document.body || !document.hasFocus()) return { name: "nothing", nothing: true, marked: false, inView: false, covered: false };
  const box = element.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const own = (other: Element | null) =>
    other !== null && (element.contains(other) || other.contains(element) || (other instanceof HTMLLabelElement && other.control === element));
  const outlined = (one: Element | null): boolean => {
    if (!one) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  return {
    name: `${element.tagName.toLowerCase()} ${element.getAttribute("aria-label") ?? element.textContent?.slice(0, 60) ?? ""}`,
    nothing: false,
    marked: outlined(element),
    inView: right - left >= 1 && bottom - top >= 1,
    covered: !own(hit),
  };
}
