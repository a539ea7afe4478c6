import { formatFigure } from "../../figures.ts";
import { meanOf } from "../loads.ts";
import { busiest } from "../reasons/load.ts";
import type { TuneReport } from "../report.ts";
import type { Workload } from "../workload.ts";

/** Half of what an event poller unit carries: such a mapping hardly leaves room for others. A judgement of ours. */
const highVolume = 10_000_000;
/** A burst of less disturbs nobody. A judgement of ours. */
const littleBytes = 2_000_000;
/** Of the mean. A judgement of ours. */
const spiky = 5;

/** What was taken to tell them, in words. */
export const fateAssumption = `high volume is ${megabytes(highVolume)} and more in the busiest five minutes, a burst ${spiky} times the mean and at least ${megabytes(littleBytes)}: judgements of ours`;

/** What a mapping fetches in a second, in its busiest minutes. */
export function peakBytes({ arrivals, recordBytes }: Workload): number {
  return busiest(arrivals) * recordBytes;
}

/**
 * Why others had better not share event poller units with a mapping; undefined where nothing speaks against it. High-volume and spiky ones are
 * not to be grouped (Lambda Developer Guide, Kafka scaling modes); that one which is not well is neither is a judgement of ours.
 */
export function whyApart({ verdict, missing, reasons, estimate: { workload } }: TuneReport): string | undefined {
  if (verdict === "no data" || workload === undefined) return `no data: ${missing?.message ?? "too little is known"}`;
  if (verdict === "unreachable") return "nothing keeps to its goals";
  if (verdict === "advice") return reasons.find(({ advice }) => advice?.isFirst)?.advice?.summary ?? "something else comes first";
  const peak = peakBytes(workload);
  const times = peak / (meanOf(workload.arrivals) * workload.recordBytes);
  if (peak >= highVolume) return `it fetches up to ${megabytes(peak)}`;
  if (peak >= littleBytes && times >= spiky) return `it fetches up to ${megabytes(peak)}, ${formatFigure(times)} times its mean`;
  return undefined;
}

/** `12 MB/s`. */
function megabytes(bytesPerSecond: number): string {
  return `${formatFigure(bytesPerSecond / 1_000_000)} MB/s`;
}
