import { minuteMs } from "./minutes.ts";
import type { LagAge } from "./report.ts";
import type { LagSamples, MinuteValues } from "./samples.ts";

/** A lag, and what arrived before it. */
export interface Waiting {
  readonly lagRecords: number;
  /** The minute in which the lag was read. */
  readonly minute: number;
  /** Records a minute; undefined: not known. */
  readonly arrivals: MinuteValues;
  /** For minutes whose arrivals are not known. */
  readonly inPerSecond: number | undefined;
}

interface Span {
  readonly ms: number;
  readonly errorMs: number;
  readonly atLeast?: true;
}

/**
 * How long the oldest of the records has waited. Records are read in order, so the ones that wait are the last that came in: what arrived
 * is gone back through until it makes up the lag (cumulative arrivals inverted at the commits). The error comes from not knowing when
 * within a minute records came, and from minutes whose arrivals are only estimated. undefined without arrivals.
 */
function waitingSpan({ lagRecords, minute, arrivals, inPerSecond }: Waiting): Span | undefined {
  if (lagRecords <= 0) return { ms: 0, errorMs: 0 };
  let left = lagRecords;
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let at = minute; at >= 0; at--) {
    const arrived = arrivals[at] ?? (inPerSecond === undefined ? undefined : inPerSecond * 60);
    if (arrived === undefined) return undefined;
    least = Math.min(least, arrived || least);
    most = Math.max(most, arrived);
    if (arrived >= left) {
      const ms = (minute - at + left / arrived) * minuteMs;
      return { ms, errorMs: errorOf(ms, lagRecords, least, most) };
    }
    left -= arrived;
  }
  const ms = (minute + 1) * minuteMs;
  return { ms, errorMs: 0, atLeast: true };
}

/** Half the width of what the slowest and the fastest minute would give; more than a minute's doubt there is not. */
function errorOf(ms: number, lagRecords: number, least: number, most: number): number {
  const [longest, shortest] = [lagRecords / least, lagRecords / most];
  return Math.min(minuteMs, Math.max(((longest - shortest) / 2) * minuteMs, ms > minuteMs ? minuteMs / 2 : 0));
}

/**
 * The age of the oldest record that waits, from a mapping's lag. With the lag of the partition that is furthest behind and the number of
 * partitions, also from that one, whose arrivals are taken to be an even share: a single stuck partition is older than all together look.
 */
export function ageFromArrivals(waiting: Waiting, partition?: { readonly maxLagRecords: number; readonly partitions: number }): LagAge {
  const whole = waitingSpan(waiting);
  if (whole === undefined) return { kind: "no-data", reason: "nobody counts what arrives" };
  const worst = partition === undefined ? undefined : partitionSpan(waiting, partition);
  if (worst === undefined || worst.ms < whole.ms + 1) return { kind: "known", method: "arrivals", ...whole };
  // Its true share of the arrivals may be greater, and its age then less, down to that of the whole.
  const errorMs = Math.max(worst.errorMs, (worst.ms - whole.ms) / 2);
  return { kind: "known", method: "partition-arrivals", ...worst, errorMs };
}

function partitionSpan(
  { arrivals, minute, inPerSecond }: Waiting,
  { maxLagRecords, partitions }: { readonly maxLagRecords: number; readonly partitions: number },
): Span | undefined {
  return waitingSpan({
    // An even share of the arrivals is as good as so much more lag, and takes no copy of them.
    lagRecords: maxLagRecords * partitions,
    minute,
    arrivals,
    inPerSecond,
  });
}

/** The age in each minute that has a lag, in milliseconds; reckoned as `ageFromArrivals` does. */
export function ageSeries(
  { series }: Pick<LagSamples, "series">,
  { arrivals, inPerSecond, partitions }: Pick<Waiting, "arrivals" | "inPerSecond"> & { readonly partitions: number | undefined },
): MinuteValues {
  const most = series.get("maxPartitionLagRecords");
  return (series.get("lagRecords") ?? []).map((lagRecords, minute) => {
    if (lagRecords === undefined) return undefined;
    const maxLagRecords = most?.[minute];
    const partition = maxLagRecords === undefined || partitions === undefined ? undefined : { maxLagRecords, partitions };
    const age = ageFromArrivals({ lagRecords, minute, arrivals, inPerSecond }, partition);
    return age.kind === "known" ? age.ms : undefined;
  });
}
