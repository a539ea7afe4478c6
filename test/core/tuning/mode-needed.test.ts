import { expect, it } from "vitest";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { needsProvisionedMode } from "../../../src/core/tuning/mode-needed.ts";
import { sampleMapping } from "../../support/mappings.ts";

const provisioned = sampleMapping({ MetricsConfig: { Metrics: [] }, ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 4 } });

it.each<[string, Partial<MappingDocument>, readonly string[]]>([
  ["nothing", {}, []],
  ["what a mapping has without the field", { MaximumRetryAttempts: -1, BisectBatchOnFunctionError: false }, []],
  ["retries", { MaximumRetryAttempts: 3 }, ["MaximumRetryAttempts"]],
  ["a failure topic", { DestinationConfig: { OnFailure: { Destination: "kafka://failed" } } }, ["DestinationConfig"]],
  [
    "metrics and a log",
    { MetricsConfig: { Metrics: ["EventCount"] }, LoggingConfig: { SystemLogLevel: "INFO" } },
    ["MetricsConfig", "LoggingConfig"],
  ],
  ["on demand", { ProvisionedPollerConfig: {}, MetricsConfig: { Metrics: ["EventCount"] } }, []],
])("a mapping stays provisioned for %s", (_, fields, expected) => {
  expect(needsProvisionedMode({ ...provisioned, ...fields } as MappingDocument, 0)).toEqual(expected);
});
