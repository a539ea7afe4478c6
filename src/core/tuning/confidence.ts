import { formatFigure } from "../figures.ts";
import type { LagSamples } from "../lag/samples.ts";
import { valueAt } from "../lag/spans.ts";
import type { Estimate, Grade } from "./estimate.ts";
import type { SearchResult } from "./search-result.ts";

export interface Confidence {
  readonly grade: Grade;
  /** What lowers it, in words. */
  readonly reasons: readonly string[];
}

/** A batch may be so many times the largest that was seen, before a straight line through the small ones is stretched too far. A judgement of ours. */
const mostStretch = 4;
const below: ReadonlyMap<Grade, Grade> = new Map([
  ["A", "B"],
  ["B", "C"],
]);

/** How far what is recommended can be trusted: as far as the estimate, and less where it leaves behind what was ever seen. */
export function confidenceOf(estimate: Pick<Estimate, "grade" | "reasons">, samples: LagSamples, result: SearchResult): Confidence {
  const pick = result.verdict === "change" ? result.picks.get("balanced") : undefined;
  if (pick === undefined) return { grade: estimate.grade, reasons: estimate.reasons };
  const misses: string[] = [];
  const largest = largestBatch(samples);
  if (largest !== undefined && pick.batch > mostStretch * largest) {
    const times = formatFigure(pick.batch / largest);
    misses.push(`batches of ${formatFigure(pick.batch)} records are ${times} times the largest that was seen, ${formatFigure(largest)}`);
  }
  let grade = misses.reduce<Grade>((reached) => below.get(reached) ?? reached, estimate.grade);
  if (pick.settings.provisionedConcurrency > result.current.settings.provisionedConcurrency) {
    misses.push("what provisioned concurrency does to cold starts is not measured");
    grade = grade === "insufficient" ? grade : "C";
  }
  if (pick.settings.memoryMb !== result.current.settings.memoryMb) {
    misses.push("what memory does is measured for one payload, and not for the mapping's batches");
    grade = grade === "insufficient" ? grade : "C";
  }
  return { grade, reasons: [...estimate.reasons, ...misses] };
}

/** On the average of its minute; undefined where nobody counted. */
function largestBatch(samples: LagSamples): number | undefined {
  let largest: number | undefined;
  for (let minute = 0; minute < samples.settledMinutes; minute += 1) {
    const [invoked, invocations] = [valueAt(samples, "invoked", minute), valueAt(samples, "invocations", minute)];
    if (invoked !== undefined && invocations) largest = Math.max(largest ?? 0, invoked / invocations);
  }
  return largest;
}
