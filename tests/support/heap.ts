// What a page still holds in its memory: a heap snapshot of Chromium, and the program's memory, which a snapshot does not tell.

import type { CDPSession, Page } from "@playwright/test";

/** As much of a secret as gives it away, in characters. */
const PIECE = 24;

/** The forms in which a part of a secret may be left behind, as bytes: plain, in 16 bits, and in base64 at each alignment. */
function forms(secret: string): string[] {
  const pieces = Array.from({ length: Math.max(1, Math.floor(secret.length / PIECE)) }, (_, at) => secret.slice(at * PIECE, (at + 1) * PIECE));
  // The first and last characters of base64 depend on what is around.
  const coded = [0, 1, 2].map((shift) => Buffer.from("\0".repeat(shift) + secret).toString("base64").slice(4, 4 + PIECE));
  const plain = [...pieces, ...coded];
  return [...plain, ...plain.map((text) => Buffer.from(text, "utf16le").toString("latin1"))];
}

async function snapshot(devtools: CDPSession): Promise<string> {
  const chunks: string[] = [];
  devtools.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await devtools.send("HeapProfiler.enable");
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  return chunks.join("");
}

/** Whether the memory of a program holds one of these texts. */
async function inPrograms(devtools: CDPSession, texts: string[]): Promise<boolean> {
  const { result: prototype } = await devtools.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await devtools.send("Runtime.queryObjects", { prototypeObjectId: prototype.objectId ?? "" });
  const { result, exceptionDetails } = await devtools.send("Runtime.callFunctionOn", {
    objectId: objects.objectId ?? "",
    arguments: [{ value: texts }],
    returnByValue: true,
    functionDeclaration: `function (texts) {
      if (this.length === 0) throw new Error("There is no program.");
      return this.some((memory) => {
        const bytes = new TextDecoder("latin1").decode(memory.buffer);
        return texts.some((text) => bytes.includes(text));
      });
    }`,
  });
  if (exceptionDetails) throw new Error(`The program's memory cannot be searched: ${exceptionDetails.exception?.description}`);
  return result.value as boolean;
}

/** Where in the memory of the page's scripts and of its program a part of the secret is. */
export async function leftInMemory(page: Page, secret: string): Promise<string[]> {
  const texts = forms(secret);
  const devtools = await page.context().newCDPSession(page);
  // First: the search in the page takes the secret there.
  const heap = await snapshot(devtools);
  const found: string[] = [];
  if (texts.some((text) => heap.includes(text))) found.push("the heap");
  if (await inPrograms(devtools, texts)) found.push("the program's memory");
  await devtools.detach();
  return found;
}
