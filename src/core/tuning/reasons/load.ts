import { minuteMs } from "../../lag/minutes.ts";
import { type MinuteSpan, newestSettled } from "../../lag/spans.ts";
import { formatDuration } from "../../time.ts";
import type { ReasonSubject } from "./reason-subject.ts";

/** One minute alone may be chance, or the way a gap was filled. */
const together = 5;
/** What "now" is. */
const recentMinutes = 15;

/** Records a second, in the busiest minutes that follow each other. */
export function busiest(arrivals: Float64Array): number {
  let sum = 0;
  let most = 0;
  for (let minute = 0; minute < arrivals.length; minute += 1) {
    sum += (arrivals[minute] ?? 0) - (arrivals[minute - together] ?? 0);
    most = Math.max(most, sum / Math.min(together, minute + 1));
  }
  return most;
}

export function recent({ samples }: Pick<ReasonSubject, "samples">): MinuteSpan {
  return newestSettled(samples, recentMinutes);
}

export function whole({ samples }: Pick<ReasonSubject, "samples">): MinuteSpan {
  return { from: 0, until: samples.settledMinutes };
}

/** `15 min`, `14 d`. */
export function spanText({ from, until }: MinuteSpan): string {
  return formatDuration((until - from) * minuteMs);
}
