import type { MappingSamples } from "../lag/mapping-samples.ts";
import { ownMetrics, publishes } from "../lag/published-metrics.ts";
import { isDisabled, type MappingDocument } from "../mapping/model.ts";
import { shellWord } from "../mapping/setting-arguments.ts";
import type { Prices } from "../prices.ts";
import type { Estimate } from "./estimate.ts";
import type { MissingData } from "./report.ts";

/** What tune lives on. */
const neededGroups = ["EventCount", "KafkaMetrics"] as const;
/** How many metrics each of them has (Lambda Developer Guide, "Types of metrics for Lambda functions"). */
const metricsOf: Readonly<Record<(typeof neededGroups)[number], number>> = {
  EventCount: ownMetrics.filter(({ group }) => group === "EventCount").length,
  // MaxOffsetLag and SumOffsetLag.
  KafkaMetrics: 2,
};

interface Subject {
  readonly mapping: MappingDocument;
  readonly name: string;
  readonly read: Pick<MappingSamples, "missing">;
  readonly estimate: Estimate;
  readonly prices: Prices;
}

/** Why nothing can be said of a mapping whose metrics do not tell enough. */
export function missingData({ mapping, name, read, estimate, prices }: Subject): MissingData {
  const off = read.missing?.id === "share-group" ? [] : neededGroups.filter((group) => !publishes(mapping, group));
  if (off.length > 0) {
    const groups = new Set([...neededGroups, ...(mapping.MetricsConfig?.Metrics ?? [])]);
    return {
      message: `its metrics ${off.join(" and ")} are off${isDisabled(mapping) ? ", and it is disabled" : ""}`,
      fix: `mskctl update ${shellWord(name)} --metrics ${[...groups].join(",")}`,
      metricsMonth: off.reduce((sum, group) => sum + metricsOf[group], 0) * prices.perMetricMonth,
    };
  }
  if (isDisabled(mapping)) return { message: "it is disabled", fix: `mskctl resume ${shellWord(name)}`, metricsMonth: undefined };
  const message = [...(read.missing === undefined ? [] : [read.missing.message]), ...estimate.reasons].join("; ");
  return { message, fix: read.missing?.fix, metricsMonth: undefined };
}
