import { formatPercent } from "../../figures.ts";
import { formatDuration } from "../../time.ts";
import { batchingWindowMs } from "../flow.ts";
import { newestSettled, sumIn } from "../spans.ts";
import type { CauseCheck } from "./cause-subject.ts";

/** Nearly everything. A judgement of ours. */
const mostlyShare = 0.95;
const countedMinutes = 15;
/** A shorter wait nobody wonders about. */
const noticeableMs = 30_000;

/** A mapping that keeps up by dropping. */
export const filteredOut: CauseCheck = ({ samples, mapping }) => {
  if ((mapping.FilterCriteria?.Filters?.length ?? 0) === 0) return undefined;
  const span = newestSettled(samples, countedMinutes);
  const [dropped, polled] = [sumIn(samples, "filteredOut", span), sumIn(samples, "polled", span)];
  if (dropped === undefined || polled === undefined || polled === 0 || dropped / polled < mostlyShare) return undefined;
  const share = Math.min(1, dropped / polled);
  return {
    id: "filtered-out",
    // Rounding up would deny the records that do get through.
    message: share < 1 ? `${formatPercent(Math.min(share, 0.99))} filtered out` : "everything is filtered out",
    evidence: { filteredOut: dropped, polled },
  };
};

/** Records wait because the batch is allowed to wait for more. */
export const batchingWindow: CauseCheck = ({ mapping, flow, samples }) => {
  const windowMs = batchingWindowMs(mapping);
  const lag = sumIn(samples, "lagRecords", newestSettled(samples, countedMinutes)) ?? 0;
  if (windowMs < noticeableMs || windowMs < flow.cycleMs / 2 || lag === 0) return undefined;
  return {
    id: "batching-window",
    message: `a batch waits up to ${formatDuration(windowMs)} for more records`,
    evidence: { batchingWindowMs: windowMs, batchSize: mapping.BatchSize ?? null },
  };
};
