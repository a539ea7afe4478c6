import { formatCount, plural } from "../../core/figures.ts";
import type { Finding } from "../../core/finding.ts";
import { explainLastResult, explainTransition } from "../../core/mapping/catalogue.ts";
import { describeCost } from "../../core/mapping/cost.ts";
import type { Fact } from "../../core/mapping/fact.ts";
import type { Inspection } from "../../core/mapping/inspection.ts";
import {
  consumerGroupOf,
  functionNameOf,
  isDisabled,
  isProvisioned,
  isQueueMode,
  type MappingDocument,
  topicOf,
} from "../../core/mapping/model.ts";
import { placeOf } from "../../core/mapping/place.ts";
import type { RecentActivity } from "../../core/mapping/recent-metrics.ts";
import { formatDuration } from "../../core/time.ts";
import { destinationPhrase, modePhrase, statePhrase, windowPhrase } from "./mapping-phrases.ts";
import type { Look } from "./palette.ts";

/** What is said under one label: facts that share lines, sentences below them, and lines that are cut rather than broken. Raw text: the page escapes it. */
export interface Group {
  readonly label: string;
  readonly facts: readonly string[];
  readonly below?: readonly string[];
  readonly lines?: readonly string[];
}

/** All that `inspect` says of a mapping before its findings, in the order of a record's way. */
export function inspectionGroups(inspection: Inspection, nowMs: number, look: Look): Group[] {
  const { mapping } = inspection;
  return [
    sourceGroup(inspection),
    readingGroup(mapping),
    scalingGroup(mapping, look),
    batchingGroup(mapping),
    filteringGroup(mapping),
    failuresGroup(mapping, look),
    watchingGroup(mapping),
    functionGroup(inspection, nowMs),
    stateGroup(inspection, nowMs),
    lastResultGroup(inspection),
    activityGroup(inspection),
  ];
}

function sourceGroup({ mapping, cluster, partitions }: Inspection): Group {
  if (!mapping.EventSourceArn) {
    const servers = mapping.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? [];
    return { label: "Source", facts: ["self-managed Kafka", `topic ${topicOf(mapping) ?? "?"}`, ...servers] };
  }
  const facts = told(cluster, "cluster", ({ name, type, kafkaVersion, brokers, state }) =>
    given([
      `MSK cluster ${name}`,
      type?.toLowerCase(),
      kafkaVersion === undefined ? undefined : `Kafka ${kafkaVersion}`,
      brokers === undefined ? undefined : plural(brokers, "broker"),
      state,
    ]),
  );
  return {
    label: "Source",
    facts: [
      ...facts,
      `topic ${topicOf(mapping) ?? "?"}`,
      ...told(partitions, "partitions", (count) => [`${formatCount(count)} partitions`]),
    ],
  };
}

function readingGroup(mapping: MappingDocument): Group {
  if (isQueueMode(mapping)) return { label: "Reading", facts: ["as a share group (ConsumptionMode Queue)", "unordered"] };
  const config = mapping.AmazonManagedKafkaEventSourceConfig ?? mapping.SelfManagedKafkaEventSourceConfig;
  const registry = config?.SchemaRegistryConfig;
  const start = [mapping.StartingPosition ?? "an unknown position", mapping.StartingPositionTimestamp].filter(Boolean).join(" ");
  return {
    label: "Reading",
    facts: given([
      `from ${start} as group ${consumerGroupOf(mapping)}`,
      registry?.SchemaRegistryURI && `schemas from ${registry.SchemaRegistryURI} as ${registry.EventRecordFormat ?? "?"}`,
    ]),
  };
}

function scalingGroup(mapping: MappingDocument, { glyphs }: Look): Group {
  const cost = describeCost(mapping, placeOf(mapping)?.region);
  if (cost === undefined) return { label: "Scaling", facts: ["on-demand"] };
  const group = mapping.ProvisionedPollerConfig?.PollerGroupName || "none";
  return { label: "Scaling", facts: [`${modePhrase(mapping, glyphs)} (provisioned), group ${group} ${glyphs.to} ${cost}`] };
}

function batchingGroup(mapping: MappingDocument): Group {
  const size = formatCount(mapping.BatchSize ?? 100);
  return { label: "Batching", facts: [`${size} records or ${windowPhrase(mapping)} or 6 MB`] };
}

function filteringGroup(mapping: MappingDocument): Group {
  const patterns = mapping.FilterCriteria?.Filters ?? [];
  const key = mapping.KMSKeyArn ? [`encrypted with ${mapping.KMSKeyArn}`] : [];
  if (patterns.length === 0) return { label: "Filtering", facts: [...(key.length === 0 ? ["none"] : ["filters not readable"]), ...key] };
  return {
    label: "Filtering",
    facts: [patterns.length === 1 ? "1 filter" : `any of ${patterns.length} filters`, ...key],
    lines: patterns.map(({ Pattern }) => Pattern ?? "?"),
  };
}

function failuresGroup(mapping: MappingDocument, { glyphs }: Look): Group {
  const destination = mapping.DestinationConfig?.OnFailure?.Destination;
  const to = destination ? [`${glyphs.to} ${destinationPhrase(destination)}`] : [];
  if (!isProvisioned(mapping))
    return {
      label: "Failures",
      facts: destination ? ["retried, then sent to the destination"] : ["retried until they succeed", "no destination"],
      below: to,
    };
  const attempts = mapping.MaximumRetryAttempts ?? -1;
  const ageSeconds = mapping.MaximumRecordAgeInSeconds ?? -1;
  const endless = destination ? `${glyphs.minus}1 (10, because a destination is set)` : `${glyphs.minus}1 (endless)`;
  return {
    label: "Failures",
    facts: given([
      `retries ${attempts < 0 ? endless : formatCount(attempts)}`,
      ageSeconds < 0 ? undefined : `records up to ${formatDuration(ageSeconds * 1_000)} old`,
      `bisect ${onOrOff(mapping.BisectBatchOnFunctionError === true)}`,
      `partial responses ${onOrOff(mapping.FunctionResponseTypes?.includes("ReportBatchItemFailures") === true)}`,
    ]),
    below: destination ? to : [`${glyphs.to} no destination`],
  };
}

function watchingGroup(mapping: MappingDocument): Group {
  const groups = mapping.MetricsConfig?.Metrics ?? [];
  return {
    label: "Watching",
    facts: [
      groups.length === 0 ? "metrics none" : `metrics ${groups.join(", ")}`,
      `logs ${mapping.LoggingConfig?.SystemLogLevel ?? "off"}`,
    ],
  };
}

function functionGroup(inspection: Inspection, nowMs: number): Group {
  const { mapping, function: fn, reservedConcurrency, provisionedConcurrency } = inspection;
  const name = functionNameOf(mapping.FunctionArn ?? "?", "qualified");
  if (fn.kind === "missing") return { label: "Function", facts: [name, ...told(fn, "function", () => [])] };
  return {
    label: "Function",
    facts: [
      name,
      ...told(fn, "function", ({ memoryMb, architecture, timeoutMs, state }) =>
        given([
          given([memoryMb === undefined ? undefined : `${formatCount(memoryMb)} MB`, architecture]).join(" "),
          timeoutMs === undefined ? undefined : `timeout ${formatDuration(timeoutMs)}`,
          state === "Active" ? undefined : state,
        ]),
      ),
      ...told(reservedConcurrency, "reserved concurrency", (reserved) => [
        `reserved concurrency ${typeof reserved === "number" ? formatCount(reserved) : reserved}`,
      ]),
      ...told(provisionedConcurrency, "provisioned concurrency", (all) =>
        all.map((each) => `provisioned concurrency ${formatCount(each.requested)} on ${each.qualifier}`),
      ),
      ...(fn.kind === "known" ? given([changed(fn.value.lastModified, nowMs)]) : []),
    ],
  };
}

function stateGroup({ mapping, findings }: Inspection, nowMs: number): Group {
  const reason = explainTransition(mapping.StateTransitionReason);
  const state = statePhrase(mapping) ?? "unknown";
  const who = { user: [`${state} by a user`], lambda: [`${state} by Lambda`, reason.text], unknown: [state, reason.text], none: [state] }[
    reason.kind
  ];
  const toldBelow = says(findings, "MSK001");
  return {
    label: "State",
    facts: [...who, ...given([changed(mapping.LastModified, nowMs)])],
    below: toldBelow ? [] : given([reason.cause]),
  };
}

function lastResultGroup({ mapping, findings }: Inspection): Group {
  const result = explainLastResult(mapping.LastProcessingResult);
  const toldBelow = says(findings, "MSK002", "MSK021", "MSK029");
  return { label: "Last result", facts: [result.text || "unknown"], below: toldBelow ? [] : given([result.cause, result.remedy]) };
}

/** The findings below explain it, and would only repeat it. */
function says(findings: readonly Finding[], ...ids: readonly string[]): boolean {
  return findings.some(({ id }) => ids.includes(id));
}

function activityGroup({ mapping, activity }: Inspection): Group {
  const facts = told(activity, "metrics", (value) => (isDisabled(mapping) ? disabledFacts(value) : activityFacts(value)));
  return { label: "Activity", facts };
}

function activityFacts({ metrics, lag }: RecentActivity): string[] {
  const figure = (value: number | undefined, unit: string) =>
    value === undefined ? `no data on ${unit}` : `${formatCount(value)} ${unit}`;
  return [
    `last ${formatDuration(metrics.windowMs)}`,
    figure(metrics.invocations, "invocations"),
    figure(metrics.errors, "errors"),
    figure(metrics.throttles, "throttles"),
    ...given([metrics.pollers === undefined ? undefined : `at most ${plural(metrics.pollers, "poller")}`]),
    lag.kind === "known" ? lagFact(lag.lagRecords) : `no data on lag: ${lag.reason}`,
  ];
}

/** A disabled mapping publishes nothing itself; MSK goes on counting how far its group is behind. */
function disabledFacts({ lag }: RecentActivity): string[] {
  return ["none while disabled", ...(lag.kind === "known" ? [lagFact(lag.lagRecords)] : [])];
}

function lagFact(lagRecords: number): string {
  return `lag ${plural(lagRecords, "record")}`;
}

/** What a fact says, or why it is not there. */
function told<T>(fact: Fact<T>, what: string, say: (value: T) => readonly string[]): readonly string[] {
  switch (fact.kind) {
    case "known":
      return say(fact.value);
    case "missing":
      return [`${what} does not exist`];
    case "not-permitted":
      return [`${what} not permitted: ${fact.action}`];
    case "unavailable":
      return [`${what} unknown: ${fact.reason}`];
  }
}

function changed(at: string | undefined, nowMs: number): string | undefined {
  const ageMs = nowMs - Date.parse(at ?? "");
  return Number.isNaN(ageMs) ? undefined : `changed ${formatDuration(Math.max(0, ageMs))} ago`;
}

function onOrOff(on: boolean): string {
  return on ? "on" : "off";
}

function given(parts: readonly (string | undefined)[]): string[] {
  return parts.filter((part) => part !== undefined && part !== "") as string[];
}
