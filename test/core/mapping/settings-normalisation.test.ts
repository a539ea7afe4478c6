import { describe, expect, it } from "vitest";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { fieldRules } from "../../../src/core/mapping/rules.ts";
import { normalSetting } from "../../../src/core/mapping/settings-normalisation.ts";
import { clusterArn, uuid } from "./samples.ts";

function normal(name: string, settings: Partial<MappingDocument>): unknown {
  const rule = fieldRules.find((candidate) => candidate.name === name);
  if (rule === undefined) throw new Error(name);
  return normalSetting(rule, settings);
}

describe("normalSetting", () => {
  const cases: [field: string, settings: Partial<MappingDocument>, value: unknown][] = [
    ["BatchSize", {}, 100],
    ["MaximumBatchingWindowInSeconds", {}, null],
    ["MaximumBatchingWindowInSeconds", { MaximumBatchingWindowInSeconds: 0 }, 0],
    ["MaximumRetryAttempts", {}, -1],
    ["MaximumRetryAttempts", { SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } }, 0],
    ["BisectBatchOnFunctionError", { BisectBatchOnFunctionError: true }, true],
    ["SelfManagedKafkaEventSourceConfig.ConsumptionMode", {}, "Stream"],
    ["EventSourceArn", { EventSourceArn: clusterArn }, clusterArn],
    ["FunctionName", { FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live" }, "orders:live"],
    ["FunctionName", {}, null],
    [
      "ProvisionedPollerConfig",
      { ProvisionedPollerConfig: { MinimumPollers: 3, PollerGroupName: "" } },
      { MinimumPollers: 3, MaximumPollers: 200 },
    ],
    [
      "AmazonManagedKafkaEventSourceConfig.ConsumerGroupId",
      { UUID: uuid, AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: uuid } },
      null,
    ],
    [
      "AmazonManagedKafkaEventSourceConfig.ConsumerGroupId",
      { UUID: uuid, AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } },
      "g",
    ],
    [
      "MetricsConfig",
      { MetricsConfig: { Metrics: ["KafkaMetrics", "EventCount", "EventCount"] } },
      { Metrics: ["EventCount", "KafkaMetrics"] },
    ],
    ["LoggingConfig", { LoggingConfig: {} }, null],
    ["Tags", { Tags: {} }, null],
  ];
  it.each(cases)("of %s in %j", (field, settings, value) => expect(normal(field, settings)).toEqual(value));

  it.each([
    ["Enabled", true],
    ["Enabling", true],
    ["Creating", true],
    ["Disabling", false],
    ["Disabled", false],
    ["StateOfNextYear", true],
  ])("reads the switch off the state %s", (State, on) => expect(normal("Enabled", { State })).toBe(on));

  it("lets a given switch win over the state", () => expect(normal("Enabled", { State: "Disabled", Enabled: true })).toBe(true));

  it("leaves members out that no spec and no flag can say", () => {
    const future = { Future: 3 };
    expect(normal("ProvisionedPollerConfig", { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 2, ...future } })).toEqual({
      MinimumPollers: 1,
      MaximumPollers: 2,
    });
    expect(normal("SourceAccessConfigurations", { SourceAccessConfigurations: [{ Type: "IAM_AUTH", ...future }] })).toEqual([
      { Type: "IAM_AUTH" },
    ]);
  });

  it("reads a starting time in whole seconds, as Lambda does, and leaves alone what is no time", () => {
    const at = (StartingPositionTimestamp: string) => normal("StartingPositionTimestamp", { StartingPositionTimestamp });
    expect(at("2026-11-23T13:00:00.999+01:00")).toBe("2026-11-23T12:00:00.000Z");
    expect(at("soon")).toBe("soon");
  });
});
