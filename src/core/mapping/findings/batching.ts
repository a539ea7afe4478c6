import { formatCount } from "../../figures.ts";
import type { Finding } from "../../finding.ts";
import type { MappingDocument, MappingSettings } from "../model.ts";
import { fixWith, type MappingFacts } from "./facts.ts";

/** MSK060, before a write: a batching window once set cannot go back to the default of 500 ms (Developer Guide, Kafka event source parameters). */
export function windowIsOneWay(settings: MappingSettings): Finding | undefined {
  const window = settings.MaximumBatchingWindowInSeconds;
  if (window === undefined) return undefined;
  return {
    id: "MSK060",
    severity: "info",
    message: `A batching window of ${formatCount(window)} s cannot be undone: whole seconds can be changed, the 500 ms default comes back only with a new mapping.`,
    path: "MaximumBatchingWindowInSeconds",
  };
}

/** An invocation's payload is cut at 6 MB, base64 and JSON included (Lambda Developer Guide, batching behaviour). */
const payloadLimitBytes = 6 * 1024 * 1024;
/** JSON around each record without headers: measured on the documented sample event, rounded. */
const envelopeBytes = 200;

/** MSK061: batches are cut by their size long before BatchSize is reached. Needs records that were polled in the last minutes. */
export function batchSizeOutOfReach(mapping: MappingDocument, facts: MappingFacts): Finding | undefined {
  const { polledBytes, polledRecords } = facts.metrics ?? {};
  if (polledBytes === undefined || polledRecords === undefined || polledRecords === 0) return undefined;
  const recordBytes = (polledBytes / polledRecords) * (4 / 3) + envelopeBytes;
  const fitting = Math.max(1, Math.floor(payloadLimitBytes / recordBytes));
  const batch = mapping.BatchSize ?? 100;
  if (fitting >= batch) return undefined;
  return {
    id: "MSK061",
    severity: "info",
    message: `BatchSize ${formatCount(batch)} is never reached: at the present record size about ${formatCount(fitting)} records fill the 6 MB that an invocation takes.`,
    path: "BatchSize",
    evidence: { polledBytes, polledRecords, fittingRecords: fitting },
    fix: fixWith(facts, `--batch-size ${fitting}`),
  };
}
