// Watches, inside the page, what a person's action leads to and when that is on screen.

import type { Page } from "../../tests/support/test.ts";

/** When an action is answered. */
export type Answer =
  /** When the rows and the line that counts them have not changed for a while: then since the last frame in which they did. */
  | { kind: "quiet" }
  /** When a row with that description is there. */
  | { kind: "row"; description: string }
  /** When the list has so many rows, in view or not. */
  | { kind: "count"; rows: number }
  /** When the switch of the token with that address is on, or off. */
  | { kind: "switch"; href: string; on: boolean };

/** What followed an action. The page also marks `NAME from` and `NAME shown`, for a trace. */
export type Answered = {
  /** From the event, by the time that the system gives it, to the end of the frame that shows the answer, in ms. */
  ms: number;
  /** Frames until then, that one included. */
  frames: number;
};

/** How a list went by. The page also marks the beginning of each `frame`. */
export type Scrolled = {
  frames: number;
  /** Between frames, in ms. */
  intervals: number[];
  /** Frames in which a part of the list in view, as high as a row, was without one. */
  blank: number;
};

declare global {
  interface Window {
    bench: {
      arm(name: string, event: string, answer: Answer): void;
      answered: Promise<Answered>;
      watchFrames(): void;
      framesWatched(): Scrolled;
    };
  }
}

/** Puts the instrument into every document that the page opens from now on. */
export async function instrument(page: Page): Promise<void> {
  await page.addInitScript(install);
}

/** What the next event of that type leads to, which `perform` causes. */
export async function answerTo(page: Page, name: string, event: string, answer: Answer, perform: () => Promise<unknown>): Promise<Answered> {
  await page.evaluate(({ name, event, answer }) => window.bench.arm(name, event, answer), { name, event, answer });
  await perform();
  return page.evaluate(() => window.bench.answered);
}

/** How the list goes by while it is scrolled. */
export async function whileScrolling(page: Page, scroll: () => Promise<unknown>): Promise<Scrolled> {
  await page.evaluate(() => window.bench.watchFrames());
  await scroll();
  return page.evaluate(() => window.bench.framesWatched());
}

function install(): void {
  const QUIET = 250;
  const grid = () => document.querySelector("[role=grid]");

  /** Calls at the beginning of each frame, and after its painting, until told to stop. */
  const eachFrame = (begin: (time: number) => void, painted?: () => void): (() => void) => {
    let on = true;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => on && painted?.();
    const next = (time: number) => {
      if (!on) return;
      begin(time);
      if (painted) port2.postMessage(null);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    return () => (on = false);
  };

  const isThere = (answer: Answer): boolean => {
    if (answer.kind === "quiet") return true;
    if (answer.kind === "switch") {
      const row = [...document.querySelectorAll("[role=grid] [role=row]")].find((row) => row.querySelector("a")?.href === answer.href);
      return row?.querySelector("[role=switch]")?.ariaChecked === `${answer.on}`;
    }
    if (answer.kind === "count") return Number(grid()?.ariaRowCount ?? grid()?.getAttribute("aria-rowcount")) === answer.rows;
    const links = [...document.querySelectorAll("[role=grid] [role=row] a")];
    return links.some(({ textContent }) => textContent.trim() === answer.description);
  };

  const arm = (name: string, type: string, answer: Answer): void => {
    let resolve = (_: Answered) => {};
    window.bench.answered = new Promise((settle) => (resolve = settle));
    const begin = (event: Event) => {
      performance.mark(`${name} from`, { startTime: event.timeStamp });
      let [frame, changed, drawnIn, shown, shownIn] = [0, true, 0, event.timeStamp, 0];
      const observer = new MutationObserver((records) => {
        const counted = ({ target, attributeName }: MutationRecord) => {
          // Where Tab leads is not seen.
          if (attributeName === "tabindex") return false;
          const element = target instanceof Element ? target : target.parentElement;
          return element?.closest("[role=grid], p[aria-live=polite]") || element?.querySelector("[role=grid]");
        };
        changed ||= records.some(counted);
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      const finish = () => {
        stop();
        observer.disconnect();
        performance.mark(`${name} shown`, { startTime: shown });
        resolve({ ms: shown - event.timeStamp, frames: shownIn });
      };
      const stop = eachFrame(
        () => {
          frame += 1;
          // What is there now is what this frame draws; what comes after it may come after the next one, too.
          if (changed && isThere(answer)) [changed, drawnIn] = [false, frame];
        },
        () => {
          const now = performance.now();
          if (drawnIn > shownIn) {
            [shown, shownIn] = [now, drawnIn];
            if (answer.kind !== "quiet") finish();
          } else if (answer.kind === "quiet" && now - shown > QUIET) finish();
        },
      );
    };
    addEventListener(type, begin, { capture: true, once: true });
  };

  /** Whether rows lie all over the part of the list that is in view, but for gaps narrower than half a row. */
  const isCovered = (): boolean => {
    const area = grid()?.getBoundingClientRect();
    if (!area) return false;
    const boxes = [...document.querySelectorAll("[role=grid] [role=row]")].map((row) => row.getBoundingClientRect());
    const gap = (boxes[0]?.height ?? 0) / 2;
    let reached = Math.max(0, area.top);
    const end = Math.min(innerHeight, area.bottom);
    for (const { top, bottom } of boxes.sort((one, other) => one.top - other.top)) {
      if (bottom <= reached) continue;
      if (top - reached > gap) break;
      reached = bottom;
    }
    return end - reached <= gap;
  };

  let stopWatching: (() => Scrolled) | undefined;
  window.bench = {
    arm,
    answered: new Promise(() => {}),
    watchFrames: () => {
      const times: number[] = [];
      let blank = 0;
      const stop = eachFrame(
        (time) => {
          times.push(time);
          performance.mark("frame");
          // What is here now is what this frame draws: after it, the page may have scrolled on already.
          blank += isCovered() ? 0 : 1;
        },
      );
      stopWatching = () => {
        stop();
        return { frames: times.length, intervals: times.slice(1).map((time, at) => time - (times[at] ?? time)), blank };
      };
    },
    framesWatched: () => stopWatching?.() ?? { frames: 0, intervals: [], blank: 0 },
  };
}
