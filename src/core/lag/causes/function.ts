import { formatCount, formatPercent } from "../../figures.ts";
import { explainLastResult } from "../../mapping/catalogue.ts";
import { functionNameOf, topicOf } from "../../mapping/model.ts";
import { median } from "../../statistics.ts";
import { formatDuration } from "../../time.ts";
import { type MinuteSpan, sumIn, valueAt } from "../spans.ts";
import { hasStuckPartition } from "../verdict.ts";
import type { CauseCheck, CauseSubject } from "./cause-subject.ts";

export const functionMissing: CauseCheck = ({ mapping, facts }) =>
  facts.isFunctionMissing === true
    ? {
        id: "function-missing",
        message: `function ${functionNameOf(mapping.FunctionArn ?? "", "qualified")} does not exist`,
        evidence: { functionArn: mapping.FunctionArn },
      }
    : undefined;

/** From this share of attempts on, they cost the mapping its pace; below it retries heal. A judgement of ours. */
const tellingShare = 0.05;

/** The function's or the account's concurrency is used up. */
export const throttled: CauseCheck = ({ samples, facts: { reservedConcurrency } }, span) => {
  const throttles = sumIn(samples, "throttles", span) ?? 0;
  const invocations = sumIn(samples, "invocations", span) ?? 0;
  const errors = sumIn(samples, "errors", span) ?? 0;
  if (throttles / (throttles + invocations) < tellingShare || !(throttles > errors)) return undefined;
  const whose =
    typeof reservedConcurrency === "number" ? `reserved concurrency ${formatCount(reservedConcurrency)}` : "no concurrency is left";
  const minutes = Math.max(1, span.until - span.from);
  return {
    id: "throttled",
    message: `throttled: ${reservedConcurrency === undefined ? "concurrency is used up" : whose}`,
    evidence: {
      throttles,
      throttlesPerMinute: Math.round(throttles / minutes),
      invocations,
      reservedConcurrency: reservedConcurrency ?? null,
    },
  };
};

/** Batches fail in the function and are tried again. */
export const functionErrors: CauseCheck = (subject, span) => {
  const { samples, mapping, facts } = subject;
  const invocations = sumIn(samples, "invocations", span) ?? 0;
  const errors = sumIn(samples, "errors", span) ?? 0;
  const failedRecords = sumIn(samples, "failedInvoke", span) ?? 0;
  const invoked = sumIn(samples, "invoked", span) ?? 0;
  const share = Math.max(invocations === 0 ? 0 : errors / invocations, invoked === 0 ? 0 : failedRecords / invoked);
  const isNow = span === subject.recent && subject.verdict !== "catching up";
  const says = isNow && explainLastResult(mapping.LastProcessingResult).kind === "function-error";
  if (share < tellingShare && !(errors > 0 && hasStuckPartition(subject)) && !(says && subject.verdict === "stalled")) return undefined;
  return {
    id: "function-errors",
    message: `function errors${stuckPhrase(subject) ?? (share > 0 ? `: ${formatPercent(share)} of ${errors > 0 ? "invocations" : "records"}` : "")}`,
    evidence: {
      errors,
      invocations,
      failedRecords,
      stuck: (facts.stuck ?? []).map(({ partition, offset }) => ({ partition, offset: String(offset) })),
    },
  };
};

function stuckPhrase({ mapping, facts: { stuck = [] } }: CauseSubject): string | undefined {
  const [first] = stuck;
  if (first === undefined) return undefined;
  const more = stuck.length === 1 ? "" : ` and ${formatCount(stuck.length - 1)} more`;
  return `, ${topicOf(mapping) ?? "partition"}-${first.partition} stuck at ${formatCount(first.offset)}${more}`;
}

/** The on-failure destination does not take what failed, so it is lost or tried again. */
export const destinationErrors: CauseCheck = ({ samples }, span) => {
  const ofMapping = sumIn(samples, "destinationErrors", span) ?? 0;
  const ofFunction = sumIn(samples, "destinationDeliveryFailures", span) ?? 0;
  if (ofMapping + ofFunction === 0) return undefined;
  return {
    id: "destination-errors",
    message: `the on-failure destination refuses: ${formatCount(Math.max(ofMapping, ofFunction))} deliveries`,
    evidence: {
      onFailureDestinationDeliveryErrors: ofMapping,
      destinationDeliveryFailures: ofFunction,
      dropped: sumIn(samples, "dropped", span) ?? null,
    },
  };
};

/** Slower than before by at least this. A judgement of ours: more than chance and cold starts make of a median. */
const slowerBy = 1.5;

/** The same batch takes the function longer than it did before the trouble. */
export const functionSlow: CauseCheck = ({ samples, before, recent, facts: { partitions, timeoutMs } }) => {
  const was = pace(samples, before);
  const now = pace(samples, recent);
  if (was === undefined || now === undefined) return undefined;
  // A larger batch may take longer in proportion, at most.
  const fair = was.durationMs * Math.max(1, now.batch / was.batch);
  if (now.durationMs < slowerBy * fair) return undefined;
  const over = partitions === undefined ? "" : ` for ${formatCount(partitions)} partitions`;
  return {
    id: "function-slow",
    message: `function too slow${over}: ${formatDuration(now.durationMs)} a batch, before ${formatDuration(was.durationMs)}`,
    evidence: {
      durationMs: Math.round(now.durationMs),
      durationBeforeMs: Math.round(was.durationMs),
      batch: Math.round(now.batch),
      batchBefore: Math.round(was.batch),
      timeoutMs: timeoutMs ?? null,
    },
  };
};

function pace(
  samples: CauseSubject["samples"],
  { from, until }: MinuteSpan,
): { readonly durationMs: number; readonly batch: number } | undefined {
  const durations: number[] = [];
  const batches: number[] = [];
  for (let minute = from; minute < until; minute++) {
    const [durationMs, invocations] = [valueAt(samples, "durationMs", minute), valueAt(samples, "invocations", minute)];
    if (durationMs === undefined || !invocations) continue;
    durations.push(durationMs);
    batches.push((valueAt(samples, "invoked", minute) ?? invocations) / invocations);
  }
  const [durationMs, batch] = [median(durations), median(batches)];
  return durationMs === undefined || batch === undefined || batch === 0 ? undefined : { durationMs, batch };
}
