import { formatCount, formatPercent } from "../../figures.ts";
import type { Finding } from "../../finding.ts";
import { formatDuration } from "../../time.ts";
import { explainLastResult } from "../catalogue.ts";
import { functionNameOf, isProvisioned, isQueueMode, type MappingDocument } from "../model.ts";
import { regionOf } from "../place.ts";
import { shellWord } from "../setting-arguments.ts";
import { destinationOf, fixWith, knownFunction, type MappingFacts, type SettingsFacts } from "./facts.ts";

// Thresholds of ours, by judgement: below the first a retry heals it, from the second on the mapping falls behind.
const noticeableShare = 0.01;
const alarmingShare = 0.05;

/** MSK020: the function is gone. */
export function functionMissing(mapping: MappingDocument, facts: MappingFacts): Finding | undefined {
  if (facts.function !== "missing") return undefined;
  return {
    id: "MSK020",
    severity: "error",
    message: `Function ${functionNameOf(mapping.FunctionArn ?? "", "qualified")} does not exist. No record can be processed.`,
    path: "FunctionArn",
    fix: fixWith(facts, "--set-function NAME"),
  };
}

/** MSK021: a noticeable share of the function's invocations fails, so batches are retried. */
export function functionFails(mapping: MappingDocument, facts: MappingFacts): Finding | undefined {
  const { metrics } = facts;
  if (metrics?.errors === undefined || metrics.invocations === undefined || metrics.invocations === 0) return undefined;
  const share = metrics.errors / metrics.invocations;
  if (share < noticeableShare) return undefined;
  const window = formatDuration(metrics.windowMs);
  return {
    id: "MSK021",
    severity: share >= alarmingShare ? "error" : "warning",
    message:
      `The function fails: ${formatPercent(share)} of invocations in the last ${window} ` +
      `(Errors ${formatCount(metrics.errors)} of ${formatCount(metrics.invocations)}). ${retryConsequence(mapping)}${recentChange(facts)}`,
    evidence: { errors: metrics.errors, invocations: metrics.invocations, windowMs: metrics.windowMs },
    fix: failureFix(mapping, facts),
  };
}

export function retryConsequence(mapping: MappingDocument): string {
  const batch = `batch of ${formatCount(mapping.BatchSize ?? 100)}`;
  // Lambda Developer Guide, polling Kafka in Queue mode; KIP-932 archives a record after group.share.delivery.count.limit deliveries.
  if (isQueueMode(mapping) && destinationOf(mapping) === undefined)
    return `Each failure gives its ${batch} back to the brokers, which deliver it again up to their delivery limit.`;
  const attempts = mapping.MaximumRetryAttempts ?? (isQueueMode(mapping) ? 0 : -1);
  if (attempts === 0 && !isolatesFailures(mapping))
    return `Each failure ${destinationOf(mapping) === undefined ? "drops its" : "sends to the destination its"} whole ${batch}, without a retry.`;
  const limit = retryLimit(mapping, attempts);
  if (mapping.BisectBatchOnFunctionError === true) return `Each failure splits its ${batch} in two and retries both halves ${limit}.`;
  if (isolatesFailures(mapping))
    return `Records that the function reports are retried ${limit}; when it fails as a whole, its ${batch} is.`;
  const again = (mapping.BatchSize ?? 100) > 1 ? "; good records are processed again and again" : "";
  return `Each failure retries its whole ${batch} ${limit}${again}.`;
}

/** True where a record that always fails holds its partition until it expires: nothing limits its retries. */
export function retriesForEver(mapping: MappingDocument): boolean {
  const { MaximumRetryAttempts: attempts = -1, MaximumRecordAgeInSeconds: ageSeconds = -1 } = mapping;
  return !isQueueMode(mapping) && destinationOf(mapping) === undefined && attempts < 0 && ageSeconds < 0;
}

/** With a destination, -1 means at most 10 (Lambda Developer Guide, Kafka retry configurations). */
function retryLimit(mapping: MappingDocument, attempts: number): string {
  if (attempts >= 0) return `up to ${formatCount(attempts)} times`;
  if (destinationOf(mapping) !== undefined) return "up to 10 times";
  const ageSeconds = mapping.MaximumRecordAgeInSeconds ?? -1;
  return `until it succeeds or its records ${ageSeconds < 0 ? "expire from the topic" : `are ${formatDuration(ageSeconds * 1_000)} old`}`;
}

function isolatesFailures(mapping: MappingDocument): boolean {
  return mapping.BisectBatchOnFunctionError === true || mapping.FunctionResponseTypes?.includes("ReportBatchItemFailures") === true;
}

export function failureFix(mapping: MappingDocument, facts: MappingFacts): string {
  if (!isProvisioned(mapping) || isolatesFailures(mapping)) return logTail(mapping, facts);
  // Without a destination a limit of retries would drop for good what still fails.
  const limit = destinationOf(mapping) === undefined || (mapping.MaximumRetryAttempts ?? -1) >= 0 ? "" : " --max-retries 3";
  return fixWith(facts, `--bisect --partial-responses${limit}`);
}

/** The function's own words, in its Region. */
export function logTail(mapping: MappingDocument, facts: MappingFacts): string {
  const { LogGroup: own } = Object(knownFunction(facts)?.document["LoggingConfig"]) as { readonly LogGroup?: unknown };
  const group = typeof own === "string" ? shellWord(own) : `/aws/lambda/${functionNameOf(mapping.FunctionArn ?? "")}`;
  return `aws logs tail ${group} --since 15m${inRegion(mapping.FunctionArn)}`;
}

function recentChange(facts: MappingFacts): string {
  const changedMs = Date.parse(knownFunction(facts)?.lastModified ?? "");
  const ageMs = facts.nowMs - changedMs;
  return ageMs >= 0 && ageMs < 86_400_000 ? ` The function was changed ${formatDuration(ageMs)} ago.` : "";
}

/** MSK022: invocations are throttled; Lambda then also takes pollers away (Lambda Developer Guide, Kafka scaling modes). */
export function functionThrottled(mapping: MappingDocument, { metrics, reservedConcurrency }: MappingFacts): Finding | undefined {
  if (metrics?.throttles === undefined || metrics.throttles === 0) return undefined;
  const share = metrics.throttles / (metrics.throttles + (metrics.invocations ?? 0));
  if (share < noticeableShare) return undefined;
  const reserved = typeof reservedConcurrency === "number" ? reservedConcurrency : undefined;
  const cause =
    reserved === undefined
      ? "the account's or the function's concurrency is used up"
      : `reserved concurrency ${formatCount(reserved)} is used up`;
  return {
    id: "MSK022",
    severity: share >= alarmingShare ? "error" : "warning",
    message: `The function is throttled ${formatCount(metrics.throttles)} times in the last ${formatDuration(metrics.windowMs)}: ${cause}. Throttling also makes Lambda take pollers away.`,
    evidence: { throttles: metrics.throttles, invocations: metrics.invocations, reservedConcurrency: reserved },
    ...(reserved === undefined ? {} : { fix: raiseReserved(mapping, Math.max(1, reserved * 2)) }),
  };
}

/** MSK023: with a reserved concurrency of 0 the function never runs. */
export function functionSwitchedOff(mapping: MappingDocument, { reservedConcurrency }: MappingFacts): Finding | undefined {
  if (reservedConcurrency !== 0) return undefined;
  return {
    id: "MSK023",
    severity: "error",
    message: "The function's reserved concurrency is 0: every invocation is throttled, nothing is processed.",
    evidence: { reservedConcurrency: 0 },
    fix: onFunction("delete-function-concurrency", mapping.FunctionArn),
  };
}

/** Lambda Developer Guide, configuring Kafka sources. */
const longestTimeoutMs = 14 * 60_000;

/** MSK024: Lambda does not support a longer function timeout with Kafka. */
export function timeoutTooLong(_mapping: unknown, facts: SettingsFacts): Finding | undefined {
  const fn = knownFunction(facts);
  if (fn?.timeoutMs === undefined || fn.timeoutMs <= longestTimeoutMs) return undefined;
  return {
    id: "MSK024",
    severity: "warning",
    message: `The function's timeout is ${formatDuration(fn.timeoutMs)}; Lambda supports at most 14 min with Kafka.`,
    evidence: { timeoutMs: fn.timeoutMs },
    fix: onFunction("update-function-configuration", fn.functionArn, `--timeout ${longestTimeoutMs / 1_000}`),
  };
}

/** MSK025: the slowest invocation came close to the timeout, or ran into it. */
export function timeoutNear(_mapping: MappingDocument, facts: MappingFacts): Finding | undefined {
  const slowestMs = facts.metrics?.maximumDurationMs;
  const timeoutMs = knownFunction(facts)?.timeoutMs;
  if (slowestMs === undefined || timeoutMs === undefined || slowestMs < timeoutMs * 0.8) return undefined;
  return {
    id: "MSK025",
    severity: "warning",
    message: `The slowest invocation of the last ${formatDuration(facts.metrics?.windowMs ?? 0)} took ${formatDuration(slowestMs)} of the ${formatDuration(timeoutMs)} that the timeout allows. A batch that times out is retried whole.`,
    evidence: { maximumDurationMs: slowestMs, timeoutMs },
  };
}

/** MSK026: the function is not ready to be invoked. An Inactive one wakes up when it is (Lambda service model, State). */
export function functionNotActive(_mapping: MappingDocument, facts: MappingFacts): Finding | undefined {
  const state = knownFunction(facts)?.state;
  if (state === undefined || state === "Active") return undefined;
  return {
    id: "MSK026",
    severity: state === "Failed" ? "error" : state === "Inactive" ? "info" : "warning",
    message: `The function's state is ${state}.`,
    evidence: { functionState: state },
  };
}

/** MSK027: even the fewest pollers invoke more than the reserved concurrency admits, 5 at a time each (Developer Guide, scaling modes). */
export function reservedBelowPollers(mapping: MappingDocument, { reservedConcurrency }: MappingFacts): Finding | undefined {
  const minimum = mapping.ProvisionedPollerConfig?.MinimumPollers;
  if (minimum === undefined || typeof reservedConcurrency !== "number" || reservedConcurrency === 0 || reservedConcurrency >= minimum)
    return undefined;
  return {
    id: "MSK027",
    severity: "warning",
    message: `Reserved concurrency ${formatCount(reservedConcurrency)} is below MinimumPollers ${formatCount(minimum)}: pollers that are paid for wait for the function.`,
    path: "ProvisionedPollerConfig.MinimumPollers",
    evidence: { reservedConcurrency, minimumPollers: minimum },
    fix: raiseReserved(mapping, minimum),
  };
}

/** MSK028: provisioned concurrency belongs to a version or an alias; the mapping invokes another one. */
export function provisionedConcurrencyUnused(mapping: MappingDocument, { provisionedConcurrency }: MappingFacts): Finding | undefined {
  const [first] = provisionedConcurrency ?? [];
  const qualified = functionNameOf(mapping.FunctionArn ?? "", "qualified");
  const qualifier = qualified.includes(":") ? qualified.slice(qualified.indexOf(":") + 1) : "$LATEST";
  if (first === undefined || provisionedConcurrency?.some((each) => each.qualifier === qualifier)) return undefined;
  return {
    id: "MSK028",
    severity: "info",
    message: `The function's provisioned concurrency is on "${first.qualifier}", the mapping invokes "${qualifier}": it does not use it.`,
    path: "FunctionArn",
    evidence: { provisionedOn: provisionedConcurrency?.map((each) => each.qualifier), invoked: qualifier },
  };
}

/** MSK029: the last batch failed in the function, and no metric says how often that happens. */
export function lastBatchFailed(mapping: MappingDocument, facts: MappingFacts): Finding | undefined {
  const result = explainLastResult(mapping.LastProcessingResult);
  if (result.kind !== "function-error") return undefined;
  return {
    id: "MSK029",
    severity: "error",
    message: `The function failed on the last batch, or timed out. ${retryConsequence(mapping)}${recentChange(facts)}`,
    path: "LastProcessingResult",
    evidence: { lastProcessingResult: mapping.LastProcessingResult },
    fix: failureFix(mapping, facts),
  };
}

export function raiseReserved(mapping: MappingDocument, executions: number): string {
  return onFunction("put-function-concurrency", mapping.FunctionArn, `--reserved-concurrent-executions ${executions}`);
}

/** A command of the AWS CLI, which asks nothing back: it names the Region, where another function may have the same name. */
function onFunction(command: string, functionArn = "", ...flags: readonly string[]): string {
  return [`aws lambda ${command} --function-name ${functionNameOf(functionArn)}`, ...flags].join(" ") + inRegion(functionArn);
}

function inRegion(functionArn = ""): string {
  const region = regionOf(functionArn);
  return region === undefined ? "" : ` --region ${region}`;
}
