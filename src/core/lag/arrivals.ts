import { median } from "../statistics.ts";
import type { LagSamples, MinuteValues } from "./samples.ts";

/**
 * Records that arrived in each minute, by conservation: what was committed and what the lag grew by must have come in, since a record
 * leaves the lag by a commit only. A minute without a count of commits had nobody to commit. undefined where the lag is not known, and
 * where the sum is negative: offsets were moved ahead, records expired unread, or the topic was made anew. What came in a gap of the lag
 * is dealt out over it. Minutes from `until` on are not reckoned.
 */
export function arrivalsOf({ series, minutes }: LagSamples, until = minutes): MinuteValues {
  const lag = series.get("lagRecords");
  const committed = series.get("committed");
  const arrivals: (number | undefined)[] = new Array(minutes).fill(undefined);
  if (lag === undefined || committed === undefined) return arrivals;
  let known: { readonly minute: number; readonly lag: number } | undefined;
  let spent = 0;
  for (let minute = 0; minute < until; minute++) {
    const lagNow = lag[minute];
    spent += committed[minute] ?? 0;
    if (lagNow === undefined) continue;
    if (known !== undefined) {
      const arrived = lagNow - known.lag + spent;
      if (arrived >= 0) arrivals.fill(arrived / (minute - known.minute), known.minute + 1, minute + 1);
    }
    known = { minute, lag: lagNow };
    spent = 0;
  }
  return arrivals;
}

/** What usually arrives in a minute of those before `until`: their median; undefined where none is known. */
export function usualArrivals(arrivals: MinuteValues, until: number): number | undefined {
  return median(arrivals.slice(0, Math.max(0, until)).filter((value) => value !== undefined));
}

/** A jump of the lag this many times as high as what usually arrives, while polling rests, is none of arrivals. A judgement of ours. */
const jumpFactor = 3;
/** Less than this share of the usual polls: for a part of the minute nobody polled. */
const restShare = 0.5;

/**
 * The newest settled minute in which the group's offsets went back. A group's offsets can only be moved while nobody reads in it (Kafka,
 * AlterConsumerGroupOffsets), so a minute with few polls, or none, stands beside the jump; and records that have been written cannot be told
 * from records that are read again but by their number.
 */
export function rewoundAt(samples: LagSamples, arrivals: MinuteValues): { readonly minute: number; readonly records: number } | undefined {
  const polled = samples.series.get("polled");
  // What is usual is no less than the least: of most mappings no median has to be taken.
  if (polled === undefined || !hasJump(arrivals)) return undefined;
  const usual = usualArrivals(arrivals, arrivals.length);
  if (!usual) return undefined;
  const rests = (minute: number): boolean => minute >= 0 && minute < samples.settledMinutes && (polled[minute] ?? 0) < restShare * usual;
  const minute = arrivals.findLastIndex(
    (arrived, at) =>
      arrived !== undefined && arrived > jumpFactor * usual && (rests(at - 2) || rests(at - 1) || rests(at) || rests(at + 1)),
  );
  return minute < 0 ? undefined : { minute, records: Math.round((arrivals[minute] ?? 0) - usual) };
}

function hasJump(arrivals: MinuteValues): boolean {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const arrived of arrivals) {
    if (arrived === undefined) continue;
    least = Math.min(least, arrived);
    most = Math.max(most, arrived);
  }
  return most > jumpFactor * least;
}
