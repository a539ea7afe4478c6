import { minuteMs } from "../../../../core/lag/minutes.ts";
import { formatDuration } from "../../../../core/time.ts";
import type { TuneReport } from "../../../../core/tuning/report.ts";
import { type Bucket, bucketsOf } from "./buckets.ts";
import { dayMs } from "./scales.ts";

/** The minutes that a report's charts show. */
export interface Minutes {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly buckets: readonly Bucket[];
  readonly axisTitle: string;
  readonly tickLabel: (atMs: number) => string;
  readonly rowLabel: (bucket: Bucket) => string;
  /** `2 h`; what a row of the tables stands for. */
  readonly step: string;
}

const dayOfMonth = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", timeZone: "UTC" });

/** A described workload has no dates: its days are counted from the first. */
export function minutesOf({ fromMs, untilMs, estimate }: TuneReport): Minutes {
  const count = estimate.workload?.arrivals.length ?? 0;
  const isMeasured = untilMs > fromMs;
  const beginMs = isMeasured ? fromMs : 0;
  const buckets = bucketsOf(beginMs, count);
  const dayOf = (atMs: number) => (isMeasured ? dayOfMonth.format(atMs) : `day ${Math.floor(atMs / dayMs) + 1}`);
  const clockOf = (atMs: number) => new Date(atMs).toISOString().slice(11, 16);
  const longest = Math.max(0, ...buckets.map(({ from, until }) => until - from));
  return {
    fromMs: beginMs,
    untilMs: beginMs + count * minuteMs,
    buckets,
    axisTitle: isMeasured ? "time (UTC)" : "time of the described load",
    tickLabel: (atMs) => (atMs % dayMs === 0 ? dayOf(atMs) : clockOf(atMs)),
    rowLabel: ({ fromMs: atMs }) =>
      isMeasured ? new Date(atMs).toISOString().slice(0, 16).replace("T", " ") : `${dayOf(atMs)} ${clockOf(atMs)}`,
    step: formatDuration(longest * minuteMs),
  };
}
