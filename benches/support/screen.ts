// What was on the screen while the list was scrolled, frame by frame: the compositor scrolls without waiting for the page, so the
// document can be complete in every frame that the page draws, and the screen still blank in between.

import type { Browser, Page } from "../../tests/support/test.ts";

/** Frames as they were shown, and those of them in which a part of the list as high as a row showed no text. */
export type Shown = { frames: number; blank: number };

/** Pixels of a frame are this much larger than those of its picture. */
const SCALE = 2;
/** The height of a row with its gap, and where its text is, in px; the top of the page is not the list. */
const ROW = 68;
const TEXT = { left: 356, right: 780 };
const LIST_TOP = 260;

/** Takes pictures of the page while it is scrolled. */
export async function shownWhile(browser: Browser, page: Page, scroll: () => Promise<unknown>): Promise<Shown> {
  const devtools = await page.context().newCDPSession(page);
  const pictures: string[] = [];
  // What is told of a frame may be a frame ahead of its picture.
  let inList = false;
  devtools.on("Page.screencastFrame", ({ data, metadata, sessionId }) => {
    if (inList) pictures.push(data);
    inList = (metadata.scrollOffsetY ?? 0) > LIST_TOP;
    // Fails once the cast is over.
    devtools.send("Page.screencastFrameAck", { sessionId }).catch(() => undefined);
  });
  const { width, height } = page.viewportSize()!;
  await devtools.send("Page.startScreencast", { format: "png", maxWidth: width / SCALE, maxHeight: height / SCALE });
  await scroll();
  await devtools.send("Page.stopScreencast");
  await devtools.detach();

  const judge = await browser.newPage();
  try {
    let blank = 0;
    for (const picture of pictures) {
      const gap = await judge.evaluate(longestGap, { picture, left: TEXT.left / SCALE, right: TEXT.right / SCALE });
      if (gap * SCALE > ROW) blank += 1;
    }
    return { frames: pictures.length, blank };
  } finally {
    await judge.close();
  }
}

/** Runs in a page: so many lines of the picture, one below the other, are of one colour between left and right. */
async function longestGap({ picture, left, right }: { picture: string; left: number; right: number }): Promise<number> {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(image, 0, 0);
  const width = right - left;
  const { data } = context.getImageData(left, 0, width, image.height);
  let [longest, run] = [0, 0];
  for (let y = 0; y < image.height; y++) {
    let [least, most] = [255, 0];
    // The green of each pixel stands for its brightness.
    for (let at = y * width * 4 + 1; at < (y + 1) * width * 4; at += 4) {
      least = Math.min(least, data[at]!);
      most = Math.max(most, data[at]!);
    }
    run = most - least < 24 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
