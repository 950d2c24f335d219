// What the main thread of a page did, from Chromium's own trace.

import type { Browser, Page } from "../../tests/support/test.ts";

/** One turn of the main thread's loop. Times in ms on the trace's own clock. */
type Task = { start: number; end: number; /** Time of the processor, which other programs on the machine do not lengthen. */ cpu: number };

/** What the names of a trace's events stand for; what is not named here counts for what it happens in. */
const KINDS: [string, RegExp][] = [
  ["compiling", /^(v8\.compile|v8\.wasm|wasm\.|V8\.Compile|v8\.produce)/],
  ["garbage collection", /^(MinorGC|MajorGC|V8\.GC)/],
  ["scripts and WebAssembly", /^(FunctionCall|EvaluateScript|RunMicrotasks|v8\.(callFunction|run|evaluateModule))$/],
  ["style", /^(UpdateLayoutTree|ParseAuthorStyleSheet)$/],
  ["layout", /^Layout$/],
  ["painting", /^(PrePaint|Paint|Layerize|UpdateLayer|Commit)$/],
  ["HTML", /^ParseHTML$/],
];
const REST = "all else: loading, the browser's own tasks";
const kindOf = (name: string): string | undefined => KINDS.find(([, names]) => names.test(name))?.[0];

type Event = { name: string; cat: string; ph: string; pid: number; tid: number; ts: number; dur?: number; tdur?: number };

export class Trace {
  /** In the order of time. */
  readonly tasks: Task[];
  private readonly marks: Map<string, number[]>;
  /** Of the main thread. */
  private readonly events: Event[];

  private constructor(tasks: Task[], marks: Map<string, number[]>, events: Event[]) {
    this.tasks = tasks;
    this.marks = marks;
    this.events = events;
  }

  /**
   * Traces the page, which has to mark something with `performance.mark` meanwhile: that tells which process it is in. To tell
   * kinds of work apart takes more events, which take time themselves.
   */
  static async of(browser: Browser, page: Page, work: () => Promise<void>, { byKind = false } = {}): Promise<Trace> {
    const more = byKind ? ["devtools.timeline", "v8"] : [];
    await browser.startTracing(page, { categories: ["-*", "disabled-by-default-devtools.timeline", "blink.user_timing", ...more] });
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
    return new Trace(tasks, marks, traceEvents.filter((event) => event.ph === "X" && onMain(event)));
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

  /** The main thread's work until a moment, in ms of the processor, by what it was: each event's own time, without that of events in it; for a trace by kind. */
  workByKind(until: number): Map<string, number> {
    const work = new Map<string, number>();
    const add = (kind: string, ms: number) => work.set(kind, (work.get(kind) ?? 0) + ms);
    const open: { end: number; kind: string }[] = [];
    const length = ({ tdur, dur = 0 }: Event) => tdur ?? dur;
    // What begins first is outside; of two that begin together the longer one.
    const events = this.events.filter(({ ts }) => ts / 1000 < until).sort((one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0));
    for (const event of events) {
      while (open.length > 0 && open[open.length - 1]!.end <= event.ts) open.pop();
      const outer = open.at(-1);
      const kind = (event.name === "RunTask" ? REST : kindOf(event.name)) ?? outer?.kind ?? REST;
      if (outer) add(outer.kind, -length(event) / 1000);
      else if (event.name !== "RunTask") continue;
      add(kind, length(event) / 1000);
      open.push({ end: event.ts + (event.dur ?? 0), kind });
    }
    return work;
  }

  private between(from: number, to: number): Task[] {
    return this.tasks.filter(({ start, end }) => end > from && start < to);
  }
}
