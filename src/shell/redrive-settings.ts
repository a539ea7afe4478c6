import { MskctlError } from "../core/errors.ts";
import { valueOfFact } from "../core/mapping/fact.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import { defaultConcurrency } from "../core/redrive/default-concurrency.ts";
import { functionOf } from "../core/redrive/gather-facts.ts";
import type { TargetFacts } from "../core/redrive/plan-facts.ts";
import type { RunOptions } from "../core/redrive/run-options.ts";
import type { RunSettings } from "../core/redrive/run-settings.ts";
import { sourceText } from "../core/redrive/source-name.ts";
import { type TargetName, targetText } from "../core/redrive/target-name.ts";
import { topicBatchBytes } from "../core/redrive/topic-target.ts";
import type { Services } from "./services.ts";
import type { SourcePlace } from "./source-place.ts";

/** What the verb's flags say. */
export interface PreparationFlags {
  readonly to?: string | undefined;
  readonly mapping?: string | undefined;
  readonly format: RunSettings["format"];
  readonly "on-error": RunOptions["onError"];
  readonly retries: number;
  readonly "max-failures": number;
  readonly canary: number;
  readonly "batch-size"?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly rate?: number | undefined;
  readonly "stop-after"?: number | undefined;
  readonly window: number;
  readonly ack: RunSettings["removal"];
  readonly "ack-unrecoverable": boolean;
  readonly "allow-partial": boolean;
  readonly peek: "sample" | "none";
  readonly "function-timeout"?: number | undefined;
}

/** What counts where a flag is not given. */
export const usualPreparation = {
  format: "jsonl",
  "on-error": "park-key",
  retries: 2,
  "max-failures": 0.5,
  canary: 100,
  window: 20_000,
  ack: "delete",
  "ack-unrecoverable": false,
  "allow-partial": false,
  peek: "sample",
} as const satisfies PreparationFlags;

/** Lambda's limit is 6 MB for the whole event; what stands around the records is small. */
const eventRoomBytes = 5_500_000;
const usualBatch = 100;
/** Of a Lambda function at most; where nobody may ask how long its timeout is. */
const longestTimeoutMs = 900_000;

interface Aim {
  readonly target: TargetName;
  readonly facts: TargetFacts;
  readonly flags: PreparationFlags;
}

/** A run's settings, from its flags and what is known of the target. Throws `usage` where nobody says which function is meant. */
export function runSettings({ clock }: Services, { name, placed, mapping }: SourcePlace, { target, facts, flags }: Aim): RunSettings {
  const functionName = functionOf(target, mapping);
  const isFunction = facts.kind === "function";
  if (isFunction && functionName === undefined) {
    throw new MskctlError("usage", "no mapping tells which function the records are for", {
      suggestions: ["add --mapping NAME", "add --to lambda:NAME"],
    });
  }
  const timeoutMs = isFunction ? valueOfFact(facts.function)?.timeoutMs : undefined;
  return {
    name,
    source: sourceText(placed),
    target: targetText(target),
    format: flags.format,
    mappingUuid: mapping?.UUID,
    functionName: isFunction ? functionName : undefined,
    functionTimeoutMs: flags["function-timeout"] ?? timeoutMs ?? longestTimeoutMs,
    partialResponses: (mapping?.FunctionResponseTypes ?? []).includes("ReportBatchItemFailures"),
    removal: flags.ack,
    allowPartial: flags["allow-partial"],
    untilMs: clock.now(),
    options: optionsOf({ target, facts, flags }, mapping),
  };
}

function optionsOf({ target, facts, flags }: Aim, mapping: MappingDocument | undefined): RunOptions {
  const reserved = facts.kind === "function" ? valueOfFact(facts.reservedConcurrency) : undefined;
  const pool = { reserved: typeof reserved === "number" ? reserved : undefined, unreserved: undefined, lanes: Number.MAX_SAFE_INTEGER };
  return {
    batchSize: flags["batch-size"] ?? Math.min(usualBatch, mapping?.BatchSize ?? usualBatch),
    batchBytes: target.kind === "kafka" ? topicBatchBytes : eventRoomBytes,
    maxConcurrency: flags.concurrency ?? (facts.kind === "function" ? defaultConcurrency(pool) : otherConcurrency),
    recordsPerSecond: flags.rate,
    canaryRecords: flags.canary,
    retries: flags.retries,
    onError: flags["on-error"],
    breakerShare: flags["max-failures"],
    breakerWindow: 50,
    stopAfterRecords: flags["stop-after"],
    window: flags.window,
    removeUnrecoverable: flags["ack-unrecoverable"],
  };
}

/** Topics and files have no live traffic to yield to. */
const otherConcurrency = 10;
