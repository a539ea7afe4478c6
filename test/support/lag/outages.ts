import { minuteMs } from "../../../src/sandbox/durations.ts";
import { type Account, accountOf } from "../../sandbox/runtime/runtime-fixture.ts";
import { accountDocument } from "./account-document.ts";
import { createDraw, type Draw } from "./draw.ts";
import { reportOf } from "./judged.ts";
import { fixedPollers } from "./poller-troubles.ts";
import { drawLoaded, durationMs, leastCapacity, mostCapacity, mostLanes, mostPollers, type Shape } from "./shape.ts";
import { lagRecords } from "./situation.ts";

/** A time in which nothing is processed, and the way back. */
interface Outage {
  /** Makes the same outage again. */
  readonly number: number;
  readonly kind: "broker-loss" | "throttle" | "function-error";
  readonly scenario: Readonly<Record<string, unknown>>;
  readonly startMs: number;
  readonly endMs: number;
}

/** What was said of the way back while it lasted, beside how it was. */
export interface Prediction {
  readonly outage: Outage;
  /** Since the end of the outage. */
  readonly sinceMs: number;
  /** Until the lag was first back at what it had been before. */
  readonly actualMs: number;
  /** undefined: none was given. */
  readonly predictedMs: number | undefined;
}

const earliestStartMs = Date.parse("2026-11-23T00:00:00Z");
const stepMs = 10_000;
/** The outage begins so long after the start. */
const beforeMinutes = 8;
/** As a share of the way; not before metrics can show that it has begun. */
const takenAt = [0.2, 0.5] as const;
const earliestTakenMs = 4 * minuteMs;
const [shortestMinutes, longestMinutes] = [10, 60];
/** Batches may stand otherwise to each other afterwards: a little more in flight than before is no lag. */
const nearly = 1.5;
const highestShare = 0.8;
/** A run may take two hours of the sandbox's: so many batches a second are cheap enough. */
const mostBatchesPerSecond = 2.5;

function outage(number: number): Outage {
  const draw = createDraw(1_000_000 + number);
  const kind = draw.oneOf<Outage["kind"]>(["broker-loss", "throttle", "function-error"]);
  const { shape, perSecond, forMinutes } = drawDrain(draw);
  const startMs = earliestStartMs + draw.whole(0, 86_399) * 1_000;
  const daily = diurnal(draw, perSecond, startMs);
  // Where the day's peak is beyond capacity there would be no way back for hours.
  const isConstant = draw.isLucky(0.4) || daily.meanPerSecond * (1 + daily.amplitude) > highestShare * leastCapacity(shape);
  const traffic = isConstant ? { kind: "constant", perSecond } : daily;
  const of = kind === "broker-loss" ? { cluster: "shop" } : { function: "orders" };
  const faults = [{ kind, ...of, after: `${beforeMinutes}m`, for: `${forMinutes}m` }];
  return {
    number,
    kind,
    scenario: accountDocument(shape, { traffic, faults }),
    startMs,
    endMs: startMs + (beforeMinutes + forMinutes) * minuteMs,
  };
}

/** Load of 20 to 80 % of capacity, and an outage of 5 to 40 minutes, from which the way back is long enough to be predicted. */
function drawDrain(draw: Draw) {
  let forMinutes = 0;
  const { shape, perSecond } = drawLoaded(
    draw,
    (drawn) => {
      const share = draw.between(0.2, highestShare);
      forMinutes = draw.whole(5, 40);
      // Pollers that scaling has added meanwhile shorten it.
      const arrived = forMinutes * share * leastCapacity(drawn);
      const backMinutes = (capacity: number): number => arrived / (capacity - share * leastCapacity(drawn));
      const isCheap = (1_000 * mostLanes(drawn, mostPollers(drawn))) / durationMs(drawn) <= mostBatchesPerSecond;
      const isToBePredicted = backMinutes(mostCapacity(drawn)) >= shortestMinutes && backMinutes(leastCapacity(drawn)) <= longestMinutes;
      return isCheap && isToBePredicted ? share * leastCapacity(drawn) : undefined;
    },
    () => ({ ...drawPollers(draw), baseMs: draw.whole(500, 5_000), windowSeconds: draw.oneOf([undefined, 0, 1, 5]) }),
  );
  return { shape, perSecond, forMinutes };
}

function drawPollers(draw: Draw): Pick<Shape, "pollers" | "partitions"> {
  // Each poller has two partitions: with one more the poller that has it would be on its way back alone, for hours.
  return draw.isLucky(0.4) ? fixedPollers(draw) : { pollers: undefined, partitions: 2 * draw.whole(1, 5) };
}

/** So much at the time of the outage, on its way up or down the day. */
function diurnal(draw: Draw, perSecond: number, startMs: number) {
  const amplitude = draw.between(0.2, 0.6);
  const peakHourUtc = draw.whole(0, 23);
  const hours = (startMs % (24 * 60 * minuteMs)) / (60 * minuteMs) - peakHourUtc;
  return { kind: "diurnal", meanPerSecond: perSecond / (1 + amplitude * Math.cos((hours / 12) * Math.PI)), amplitude, peakHourUtc };
}

/** What is said of an outage's way back at a fifth and at a half of it. */
export async function predictionsOf(number: number): Promise<readonly Prediction[]> {
  const one = outage(number);
  const backMs = backAt(one);
  const account = accountOf(one.scenario, { seed: number + 1, startMs: one.startMs });
  const { UUID } = account.mapping().document;
  const times = new Set(takenAt.map((share) => one.endMs + Math.max(earliestTakenMs, share * (backMs - one.endMs))));
  const predictions: Prediction[] = [];
  for (const atMs of times) {
    account.clock.advanceTo(atMs);
    const { catchUp } = await reportOf(account, UUID);
    const predictedMs = catchUp.kind === "catching-up" ? catchUp.ms : undefined;
    predictions.push({ outage: one, sinceMs: atMs - one.endMs, actualMs: backMs - atMs, predictedMs });
  }
  return predictions;
}

/** When the lag is first as low again as it was before. */
function backAt({ scenario, startMs, endMs, number }: Outage): number {
  const account = accountOf(scenario, { seed: number + 1, startMs });
  const usual = highestLag(account, startMs + 2 * minuteMs, startMs + beforeMinutes * minuteMs);
  account.clock.advanceTo(endMs);
  for (let atMs = endMs; atMs < endMs + 2 * longestMinutes * minuteMs; atMs += stepMs) {
    account.clock.advanceTo(atMs);
    if (lagRecords(account, account.mapping()) <= nearly * usual + 1) return atMs;
  }
  throw new Error(`outage ${number} is not over ${2 * longestMinutes} minutes after its end`);
}

function highestLag(account: Account, fromMs: number, untilMs: number): number {
  let highest = 0;
  for (let atMs = fromMs; atMs < untilMs; atMs += stepMs) {
    account.clock.advanceTo(atMs);
    highest = Math.max(highest, lagRecords(account, account.mapping()));
  }
  return highest;
}

/** As a share of what it really took; a prediction that was not given is as wrong as one of nothing. */
export function errorOf({ predictedMs, actualMs }: Prediction): number {
  return predictedMs === undefined ? 1 : Math.abs(predictedMs - actualMs) / actualMs;
}
