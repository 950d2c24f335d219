// What the main thread of a page did, from Chromium's own trace.

import type { Browser, Page } from "../../tests/support/test.ts";

/** One turn of the main thread's loop. Times in ms on the trace's own clock. */
type Task = { start: number; end: number; /** Time of the processor, which other programs on the machine do not lengthen. */ cpu: number };

type Event = { name: string; cat: string; ph: string; pid: number; tid: number; ts: number; dur?: number; tdur?: number };

export class Trace {
  /** In the order of time. */
  readonly tasks: Task[];
  private readonly marks: Map<string, number[]>;

  private constructor(tasks: Task[], marks: Map<string, number[]>) {
    this.tasks = tasks;
    this.marks = marks;
  }

  /** Traces the page, which has to mark something with `performance.mark` meanwhile: that tells which process it is in. */
  static async of(browser: Browser, page: Page, work: () => Promise<void>): Promise<Trace> {
    await browser.startTracing(page, { categories: ["-*", "disabled-by-default-devtools.timeline", "blink.user_timing"] });
    let content: Buffer;
    try {
      await work();
    } finally {
      content = await browser.stopTracing();
    }
    const { traceEvents } = JSON.parse(content.toString()) as { traceEvents: Event[] };
    const own = traceEvents.filter(({ cat }) => cat.includes("blink.user_timing"));
    const known = own.findLast(({ ph }) => ph === "I" || ph === "R");
    if (!known) throw new Error("The page marked nothing while it was traced.");
    const onMain = ({ pid, tid }: Event) => pid === known.pid && tid === known.tid;
    const marks = new Map<string, number[]>();
    for (const { name, ts } of own.filter(onMain)) marks.set(name, [...(marks.get(name) ?? []), ts / 1000]);
    const tasks = traceEvents
      .filter((event) => event.name === "RunTask" && event.ph === "X" && onMain(event))
      .map(({ ts, dur = 0, tdur = dur }) => ({ start: ts / 1000, end: (ts + dur) / 1000, cpu: tdur / 1000 }))
      .sort((one, other) => one.start - other.start);
    return new Trace(tasks, marks);
  }

  /** When a mark was set, each time; in ms. */
  at(mark: string): number[] {
    return this.marks.get(mark) ?? [];
  }

  /** The main thread's work between two moments, in ms of the processor; tasks that are cut count as a whole. */
  work(from: number, to: number): number {
    return this.between(from, to).reduce((sum, { cpu }) => sum + cpu, 0);
  }

  /** The work from `NAME 0 from` to `NAME 0 shown`, and so on: what support/instrument.ts marks; in ms of the processor. */
  works(name: string, count: number): number[] {
    return Array.from({ length: count }, (_, at) => {
      const [from = Number.NaN] = this.at(`${name} ${at} from`);
      const [shown = Number.NaN] = this.at(`${name} ${at} shown`);
      return this.work(from, shown);
    });
  }

  /** The longest task between two moments, in ms of the processor. */
  longest(from: number, to: number): number {
    return Math.max(0, ...this.between(from, to).map(({ cpu }) => cpu));
  }

  private between(from: number, to: number): Task[] {
    return this.tasks.filter(({ start, end }) => end > from && start < to);
  }
}
