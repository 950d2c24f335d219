// What Linux says of the server's process.

import { readFileSync, writeFileSync } from "node:fs";
import type { Server } from "../../tests/support/test.ts";

/** Forgets the peak that {@link peakMiB} tells: it begins anew with what is resident now. */
export function forgetPeak(server: Server): void {
  writeFileSync(`/proc/${server.pid}/clear_refs`, "5");
}

/** The most memory the server has had resident. */
export function peakMiB(server: Server): number {
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1];
  if (kib === undefined) throw new Error("The system does not say how much memory a process took.");
  return Number(kib) / 1024;
}
