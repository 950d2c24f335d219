// A browser too busy to run timers on time: input comes first there, as it does in Chromium.

import type { Page } from "@playwright/test";

type Timers = { hold: () => void; run: (count: number) => Promise<void>; release: () => Promise<void> };

/** Call before the page is opened. What is due at once waits while timers are held, and then runs in its order. */
export async function lateTimers(page: Page): Promise<{ hold: () => Promise<void>; run: (count: number) => Promise<void>; release: () => Promise<void> }> {
  await page.addInitScript(() => {
    const soon = window.setTimeout.bind(window) as (run: () => void, wait?: number) => number;
    const waiting: (() => void)[] = [];
    let held = false;
    // Each in a task of its own, with all its promises settled before the next.
    const next = () => new Promise<void>((done) => soon(() => (waiting.shift()?.(), done())));
    const timers: Timers = {
      hold: () => void (held = true),
      run: async (count) => {
        for (let at = 0; at < count; at += 1) await next();
      },
      release: async () => {
        while (waiting.length > 0) await next();
        held = false;
      },
    };
    const late = (run: () => void, wait = 0) => (held && wait === 0 ? (waiting.push(run), 0) : soon(run, wait));
    Object.assign(window, { setTimeout: late, timers });
  });
  const timers = () => (window as unknown as { timers: Timers }).timers;
  const handle = () => page.evaluateHandle(timers);
  return {
    hold: async () => (await handle()).evaluate((timers) => timers.hold()),
    run: async (count) => (await handle()).evaluate((timers, count) => timers.run(count), count),
    release: async () => (await handle()).evaluate((timers) => timers.release()),
  };
}
