// How much memory a page takes.

import type { Page } from "../../tests/support/test.ts";

type CDPSession = Awaited<ReturnType<ReturnType<Page["context"]>["newCDPSession"]>>;

/** In bytes, after a garbage collection. */
export type Memory = {
  /** Objects of JavaScript. */
  heap: number;
  /** Buffers beside the heap, without those of WebAssembly. */
  buffers: number;
  /** All of WebAssembly's memory, used or not: it never shrinks, so this is also the most there was. */
  wasm: number;
  total: number;
};

/** What the page keeps. */
export async function memoryOf(page: Page): Promise<Memory> {
  const devtools = await page.context().newCDPSession(page);
  try {
    const wasm = await wasmBytes(devtools);
    await devtools.send("HeapProfiler.collectGarbage");
    const usage = (await devtools.send("Runtime.getHeapUsage")) as { usedSize: number; backingStorageSize?: number };
    const heap = usage.usedSize;
    const buffers = Math.max(0, (usage.backingStorageSize ?? 0) - wasm);
    return { heap, buffers, wasm, total: heap + buffers + wasm };
  } finally {
    await devtools.detach();
  }
}

async function wasmBytes(devtools: CDPSession): Promise<number> {
  const { result: prototype } = await devtools.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await devtools.send("Runtime.queryObjects", { prototypeObjectId: prototype.objectId ?? "" });
  const { result } = await devtools.send("Runtime.callFunctionOn", {
    objectId: objects.objectId ?? "",
    returnByValue: true,
    functionDeclaration: "function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }",
  });
  await devtools.send("Runtime.releaseObject", { objectId: objects.objectId ?? "" });
  return Number(result.value);
}
