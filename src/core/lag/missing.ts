import { clusterNameOf, consumerGroupOf, isDisabled, isQueueMode, type MappingDocument } from "../mapping/model.ts";
import { formatDuration } from "../time.ts";
import { minuteMs } from "./minutes.ts";
import { publishes } from "./published-metrics.ts";
import type { LagCauseId } from "./report.ts";

/** Why there is no lag, or what is missing beside it. */
export interface MissingSamples {
  readonly id: LagCauseId;
  /** One line. */
  readonly message: string;
  /** A command to paste. */
  readonly fix?: string;
}

/** What came of the reading. */
export interface Found {
  /** `AWS/Kafka`, where the lag is from. */
  readonly lagNamespace: string | undefined;
  /** Whether PolledEventCount has any value in the window. */
  readonly hasPolled: boolean;
  readonly nowMs: number;
  /** Of the window. */
  readonly spanMs: number;
}

/** After a change a mapping takes minutes to poll, and metrics come minutes later (assumption). */
const firstMetricsMs = 10 * minuteMs;

/** undefined: nothing is missing. */
export function whatIsMissing(mapping: MappingDocument, found: Found): MissingSamples | undefined {
  if (isQueueMode(mapping)) return { id: "share-group", message: "a share group (ConsumptionMode Queue) has no lag" };
  if (isDisabled(mapping)) return found.lagNamespace === "AWS/Kafka" ? undefined : ofDisabled(mapping);
  if (found.lagNamespace === undefined) return noLag(mapping, found);
  return publishes(mapping, "EventCount")
    ? undefined
    : { id: "metrics-off", message: "its EventCount group is off: no rates", fix: turnOn(mapping) };
}

function ofDisabled(mapping: MappingDocument): MissingSamples {
  const fix = askBrokers(mapping);
  return isHidden(mapping) ? { ...hidden, fix } : { id: "metrics-missing", message: "a disabled mapping publishes no metrics", fix };
}

function noLag(mapping: MappingDocument, { hasPolled, nowMs, spanMs }: Found): MissingSamples {
  const isOn = publishes(mapping, "KafkaMetrics");
  const fix = isOn ? askBrokers(mapping) : turnOn(mapping);
  if (!isOn && isHidden(mapping)) return { ...hidden, fix };
  if (hasPolled && isOnOwnMsk(mapping)) {
    return {
      id: "group-unstable",
      message: "MSK shows no lag of its group: it is neither STABLE nor EMPTY, or has committed nothing",
      fix,
    };
  }
  if (!isOn) return { id: "metrics-off", message: "its KafkaMetrics group is off", fix };
  return nowMs - Date.parse(mapping.LastModified ?? "") < firstMetricsMs
    ? { id: "metrics-missing", message: "it was changed just now: metrics come minutes later" }
    : { id: "metrics-missing", message: `no metric has a value in the last ${formatDuration(spanMs)}`, fix };
}

// MSK Developer Guide, "Monitor consumer lags".
const hidden = {
  id: "group-hidden",
  message: "MSK shows no lag of a group whose name has a colon or other than ASCII characters",
} as const;

function isHidden(mapping: MappingDocument): boolean {
  return isOnOwnMsk(mapping) && /[:\u0080-\uffff]/.test(consumerGroupOf(mapping));
}

/** A VPC connection's cluster publishes in the account that owns it. */
function isOnOwnMsk(mapping: MappingDocument): boolean {
  return clusterNameOf(mapping) !== undefined && !mapping.EventSourceArn?.includes(":vpc-connection/");
}

function askBrokers({ UUID }: MappingDocument): string {
  return `mskctl inspect ${UUID} --offsets`;
}

/** With the groups that are on. */
function turnOn({ UUID, MetricsConfig }: MappingDocument): string {
  const groups = new Set(["EventCount", "KafkaMetrics", ...(MetricsConfig?.Metrics ?? [])]);
  return `mskctl update ${UUID} --metrics ${[...groups].join(",")}`;
}
