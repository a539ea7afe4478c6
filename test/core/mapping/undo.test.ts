import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChanges } from "../../../src/core/mapping/apply-changes.ts";
import { difference } from "../../../src/core/mapping/difference.ts";
import type { MappingDocument, MappingSettings } from "../../../src/core/mapping/model.ts";
import { planUpdate, type UpdatePlan } from "../../../src/core/mapping/plan.ts";
import { undoCommand } from "../../../src/core/mapping/undo.ts";
import { mappingDocuments, updatableSettings } from "./arbitrary-mapping.ts";
import { mskMapping, secretArn } from "./samples.ts";

function updatePlan(current: MappingDocument, changes: MappingSettings): UpdatePlan {
  const plan = planUpdate(current, changes);
  if (plan.kind !== "update") throw new Error("a replacement");
  return plan;
}

const pollers = { MinimumPollers: 2, MaximumPollers: 8 };

describe("undoCommand", () => {
  const commands: [what: string, current: Partial<MappingDocument>, changes: MappingSettings, flags: string, lost?: string][] = [
    [
      "pollers and a first window",
      {},
      { ProvisionedPollerConfig: pollers, MaximumBatchingWindowInSeconds: 1 },
      "--on-demand --batching-window 0s",
      "500 ms cannot come back",
    ],
    ["a window", { MaximumBatchingWindowInSeconds: 5 }, { MaximumBatchingWindowInSeconds: 1 }, "--batching-window 5s"],
    [
      "on-demand mode",
      { ProvisionedPollerConfig: { ...pollers, PollerGroupName: "g" } },
      { ProvisionedPollerConfig: {} },
      "--min-pollers 2 --max-pollers 8 --poller-group g",
    ],
    [
      "a poller group",
      { ProvisionedPollerConfig: pollers },
      { ProvisionedPollerConfig: { PollerGroupName: "g" } },
      "--min-pollers 2 --max-pollers 8 --unset PollerGroupName",
    ],
    ["a default batch size", {}, { BatchSize: 500 }, "--batch-size 100"],
    ["a first filter", {}, { FilterCriteria: { Filters: [{ Pattern: '{"a":[1]}' }] } }, "--unset FilterCriteria"],
    [
      "filters",
      { FilterCriteria: { Filters: [{ Pattern: `{"a":["it's"]}` }, { Pattern: '{"b":[2]}' }] } },
      { FilterCriteria: {} },
      `--filter '{"a":["it'\\''s"]}' --filter '{"b":[2]}'`,
    ],
    ["a first destination", {}, { DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::b" } } }, "--unset DestinationConfig"],
    [
      "a destination",
      { DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::b" } } },
      { DestinationConfig: { OnFailure: { Destination: "" } } },
      "--on-failure arn:aws:s3:::b",
    ],
    ["retries and age", {}, { MaximumRetryAttempts: 3, MaximumRecordAgeInSeconds: 60 }, "--max-retries=-1 --max-record-age=-1"],
    ["an age", { MaximumRecordAgeInSeconds: 3600 }, { MaximumRecordAgeInSeconds: 60 }, "--max-record-age 3600s"],
    [
      "bisect and partial responses",
      {},
      { BisectBatchOnFunctionError: true, FunctionResponseTypes: ["ReportBatchItemFailures"] },
      "--no-bisect --no-partial-responses",
    ],
    [
      "metric groups",
      { MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] } },
      { MetricsConfig: { Metrics: [] } },
      "--metrics EventCount,KafkaMetrics",
    ],
    ["a log level", { LoggingConfig: { SystemLogLevel: "WARN" } }, { LoggingConfig: { SystemLogLevel: "DEBUG" } }, "--log-level WARN"],
    ["a key", {}, { KMSKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" }, "--unset KMSKeyArn"],
    [
      "authentication",
      { SourceAccessConfigurations: [{ Type: "SASL_SCRAM_512_AUTH", URI: secretArn }] },
      { SourceAccessConfigurations: [] },
      `--auth SASL_SCRAM_512_AUTH=${secretArn}`,
    ],
    [
      "a function",
      { FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live" },
      { FunctionName: "orders:canary" },
      "--set-function orders:live",
    ],
    ["a switch", { State: "Enabled" }, { Enabled: false }, "--enabled"],
    [
      "a registry",
      {},
      { AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: { SchemaRegistryURI: "https://r.example.com" } } },
      "--unset SchemaRegistryConfig",
    ],
    ["tags", { Tags: { team: "a b" } }, { Tags: { team: "c", new: "1" } }, "--set-tag 'team=a b'", "tag new stays"],
  ];
  it.each(commands)("takes back %s", (_, current, changes, flags, lost) => {
    const plan = updatePlan(mskMapping(current), changes);
    expect(undoCommand(plan, "orders")).toBe(`mskctl update orders ${flags}`);
    expect(plan.undo.lost).toEqual(lost === undefined ? [] : [lost]);
  });

  it("does not mistake a member of every object for a tag", () => {
    const plan = updatePlan(mskMapping(), { Tags: { constructor: "x" } as never });
    expect(plan.undo).toEqual({ settings: {}, lost: ["tag constructor stays"] });
  });

  it("is none where nothing comes back", () => {
    const plan = updatePlan(mskMapping(), { LoggingConfig: { SystemLogLevel: "WARN" } });
    expect(undoCommand(plan, "orders")).toBeUndefined();
    expect(plan.undo.lost).toEqual(["LoggingConfig cannot be cleared"]);
  });
});

it("brings back every change that is called reversible", () => {
  fc.assert(
    fc.property(mappingDocuments, updatableSettings, (current, changes) => {
      const plan = updatePlan(current, changes);
      const undone = applyChanges(applyChanges(current, plan.request), plan.undo.settings);
      const lost = plan.changes.filter(({ reversible }) => !reversible).map(({ field }) => field);
      expect(difference(current, undone).map(({ field }) => field)).toEqual(lost);
    }),
  );
});
