import { createDraw, type Draw } from "./draw.ts";
import { functionTroubles } from "./function-troubles.ts";
import { keepingUp } from "./keeping-up.ts";
import { missingMetrics } from "./missing-metrics.ts";
import { pollerTroubles } from "./poller-troubles.ts";
import type { Situation, Story } from "./situation.ts";
import { sourceTroubles } from "./source-troubles.ts";

const kinds: ReadonlyMap<string, (draw: Draw) => Story> = new Map(
  Object.entries({ ...keepingUp, ...functionTroubles, ...pollerTroubles, ...sourceTroubles, ...missingMetrics }),
);

export const situationKinds: readonly string[] = [...kinds.keys()];

const earliestStartMs = Date.parse("2026-11-23T00:00:00Z");

/** The situation of that number: kinds take turns, and each of a kind is another one. */
export function situation(number: number): Situation {
  const kind = situationKinds[number % situationKinds.length] ?? "";
  const make = kinds.get(kind);
  if (make === undefined) throw new Error(`no kind of situations for ${number}`);
  const draw = createDraw(number);
  // Anywhere within a day, and within a minute.
  const startMs = earliestStartMs + draw.whole(0, 86_399) * 1_000;
  return { number, kind, startMs, ...make(draw) };
}
