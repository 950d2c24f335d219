// What can go wrong with one request, and which of it a seed chooses.
//
// What HTTP lets a network do, and how it is meant here:
// - lost: nothing is heard for a while, then the connection breaks; the server has seen the request, or has not.
// - reset: the connection is reset (RST) at once; likewise.
// - cut: the head of the reply and half of its body come, then the connection breaks.
// - short: half of the body comes and the reply ends as if that were all, as behind a proxy that frames replies by their connection.
// - stopped: half of the body comes, then nothing for a while, then the rest.
// - refused: somebody answers in the server's stead. A 4xx says that nothing was done, which is true; a 5xx may say so after the
//   server has acted.
// - twice: whoever stands in between sends the request again, because it saw no reply to the first. Only where RFC 9110 §9.2.2
//   allows it: GET and DELETE, and PATCH here, which sets what it names to a value. A browser does the same with *any* method, POST
//   too, when a connection that it uses again breaks before the reply has begun. No page can keep it from that, so the proxy closes
//   each connection after one reply.
// - reordered: over one connection replies cannot overtake each other, but a page has several: this reply waits until the one to a
//   later request has been delivered.

import { Random } from "./random.ts";

export type Refusal = { status: number; html: boolean; /** What the server would say. */ code: string; message: string; retryAfter?: number };

export type Fault =
  | { kind: "none" }
  | { kind: "delayed"; before: boolean; ms: number }
  | { kind: "lost"; seen: boolean; ms: number }
  | { kind: "reset"; seen: boolean }
  | { kind: "cut" }
  | { kind: "short" }
  | { kind: "stopped"; ms: number; whole: boolean }
  | { kind: "refused"; seen: boolean; refusal: Refusal }
  | { kind: "twice" }
  | { kind: "reordered"; ms: number };

/** What a request is for, as far as faults differ. */
export type Purpose = "list" | "look" | "update" | "delete" | "create" | "session" | "other";

/** So much of the traffic goes wrong. */
const RATE: Record<Purpose, number> = { list: 0.25, look: 0.2, update: 0.35, delete: 0.3, create: 0.35, session: 0.15, other: 0.08 };

const refusal = (status: number, html: boolean, code: string, message: string, retryAfter?: number): Refusal => ({
  status,
  html,
  code,
  message,
  ...(retryAfter === undefined ? {} : { retryAfter }),
});

const SIGNED_OUT = refusal(401, false, "unauthorized", "unauthorized access");
const UNDONE: readonly (readonly [number, Refusal])[] = [
  [1, SIGNED_OUT],
  [2, refusal(401, false, "unauthorized", "write:authorizations is unauthorized")],
  [2, refusal(403, false, "forbidden", "token does not have sufficient permissions")],
  [1, refusal(403, true, "", "")],
  [2, refusal(404, true, "", "")],
  [2, refusal(409, false, "conflict", "authorization is being changed")],
  [1, refusal(413, true, "", "")],
  [1, refusal(413, false, "request too large", "the request is too large")],
  [2, refusal(422, false, "unprocessable entity", "the server does not take this")],
  [3, refusal(429, false, "too many requests", "slow down", 1)],
  [2, refusal(429, true, "", "", 0)],
];
const PERHAPS: readonly (readonly [number, Refusal])[] = [
  [2, refusal(500, false, "internal error", "engine: closed")],
  [3, refusal(502, true, "", "")],
  [2, refusal(503, false, "unavailable", "the server is starting")],
  [1, refusal(503, true, "", "", 1)],
  [1, refusal(504, true, "", "")],
];

/** The fault of the `nth` request of its method and purpose, which is the same whenever the seed is. */
export function faultOf(seed: string, method: string, purpose: Purpose, nth: number): Fault {
  const random = new Random(`${seed} ${method} ${purpose} ${nth}`);
  if (!random.chance(RATE[purpose])) return { kind: "none" };
  const seen = random.chance(0.5);
  const ms = random.between(20, 250);
  const again = method === "GET" || method === "PATCH" || method === "DELETE";
  return random.weighed<Fault>([
    [4, { kind: "delayed", before: seen, ms }],
    [2, { kind: "lost", seen, ms: 3 * ms }],
    [2, { kind: "reset", seen }],
    [2, { kind: "cut" }],
    [1, { kind: "short" }],
    [2, { kind: "stopped", ms, whole: seen }],
    [4, { kind: "refused", seen: false, refusal: random.weighed(UNDONE) }],
    [3, { kind: "refused", seen, refusal: random.weighed(PERHAPS) }],
    [again ? 2 : 0, { kind: "twice" }],
    [3, { kind: "reordered", ms: 4 * ms }],
  ]);
}
