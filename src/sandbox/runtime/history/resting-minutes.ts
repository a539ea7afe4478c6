import { hourMs, minuteMs } from "../../durations.ts";
import { restingCarry } from "./fluid-minute.ts";
import type { SpanParts } from "./fluid-state.ts";

/**
 * Looks for minutes at whose start a mapping provably is at rest, with as few pollers as its mode allows and nothing
 * that waits, and gives the latest known one for a minute: a computation may begin there instead of at the very beginning. It reckons with less than the fewest
 * pollers carry, and knows how long the last additional poller stays; one look at the traffic a minute is all it takes.
 */
export function restingMinutes(parts: SpanParts, firstMinuteMs: number, untilMs: number): (index: number) => number {
  const minutes = Math.max(0, Math.ceil((untilMs - firstMinuteMs) / minuteMs));
  const latest = new Int32Array(Math.floor(minutes / minutesOfHour) + 1);
  const settling = settlingMinutes(parts);
  const isCalm = calmTraffic(parts, firstMinuteMs, untilMs);
  let [calm, resting] = [0, 0];
  for (let index = 1; index <= minutes; index++) {
    calm = isCalm(firstMinuteMs + (index - 1) * minuteMs) ? calm + 1 : 0;
    // What was under way at the start of a computation is under way some minutes later.
    if (calm >= settling + leadMinutes) resting = index - leadMinutes;
    if (index % minutesOfHour === 0) latest[index / minutesOfHour] = resting;
  }
  return (index) => latest[Math.floor(Math.min(index, minutes) / minutesOfHour)] ?? 0;
}

const minutesOfHour = hourMs / minuteMs;
/** So long before what is asked for begins a computation. Longer than any window. */
export const leadMinutes = 10;

/** Longer than what was under way at the start of such a time may last, and than additional pollers stay. */
function settlingMinutes({ fluid }: SpanParts): number {
  const { minimumPollers, maximumPollers } = fluid.limits;
  const delays = fluid.assumptions.scalingDelayMs[fluid.provisioned ? "provisioned" : "on-demand"] / minuteMs;
  return leadMinutes + (maximumPollers - minimumPollers) * (Math.ceil(delays) + minutesToRemoveAPoller);
}

/** The scaler takes a poller away after 15 calm minutes. */
const minutesToRemoveAPoller = 16;

/** Whether the fewest pollers, carrying a tenth less than they do, have caught up by the end of a minute. To be asked minute after minute. */
function calmTraffic(
  { topic, fluid, poisonFromMs, disabledMs, stopsAt }: SpanParts,
  firstMinuteMs: number,
  untilMs: number,
): (fromMs: number) => boolean {
  const { partition, share } = largestPartition(topic, untilMs);
  let lookedAt = { perSecond: Number.NaN, poison: false };
  let able = restingCarry(fluid, 0, false);
  const ableTo = (perSecond: number, poison: boolean): typeof able => {
    // Rates are rounded up to powers of two, which change seldom: whoever carries so much carries less, too.
    const rounded = 2 ** Math.ceil(Math.log2(Math.max(1, perSecond)));
    if (lookedAt.perSecond === rounded && lookedAt.poison === poison) return able;
    lookedAt = { perSecond: rounded, poison };
    able = restingCarry(fluid, rounded, poison);
    return able;
  };
  let end = topic.endOffset(partition, firstMinuteMs);
  let [waiting, waitingOfLargest] = [0, 0];
  return (fromMs) => {
    const endMs = fromMs + minuteMs;
    const before = end;
    end = topic.endOffset(partition, endMs);
    // Offsets are whole: a record more may have come.
    const arrived = end - before + 1;
    const poison = endMs > poisonFromMs;
    if (endMs > disabledMs || (poison && stopsAt !== undefined)) return false;
    const carry = ableTo(arrived / share / 60, poison);
    waiting = Math.max(0, waiting + arrived / share - 60 * carry.recordsPerSecond);
    waitingOfLargest = Math.max(0, waitingOfLargest + arrived - 60 * carry.partitionRecordsPerSecond);
    return waiting === 0 && waitingOfLargest === 0 && carry.isSoon;
  };
}

/** That with the most records. */
export function largestPartition({ partitions, endOffset }: SpanParts["topic"], atMs: number): { partition: number; share: number } {
  let [largest, most, sum] = [0, 0, 0];
  for (let partition = 0; partition < partitions; partition++) {
    const records = endOffset(partition, atMs);
    sum += records;
    if (records > most) [largest, most] = [partition, records];
  }
  return { partition: largest, share: sum > 0 ? most / sum : 1 };
}
