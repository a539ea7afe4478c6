import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { severities } from "../../../../src/core/finding.ts";
import { findHealth } from "../../../../src/core/mapping/findings/health.ts";
import type { MappingDocument } from "../../../../src/core/mapping/model.ts";
import { sampleMapping } from "../../../support/mappings.ts";
import { bareFacts, calmFacts, calmMetrics, dayMs, nowMs } from "./samples.ts";

const ids = (mapping: MappingDocument, facts = calmFacts) => findHealth(mapping, facts).map(({ id }) => id);
const watched = { MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] }, LoggingConfig: { SystemLogLevel: "WARN" } };
const careful = {
  ...watched,
  ProvisionedPollerConfig: { MinimumPollers: 6, MaximumPollers: 6 },
  DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } },
  BisectBatchOnFunctionError: true,
};

describe("the health of a mapping", () => {
  it("is nothing to speak of when all is well", () => {
    expect(ids(sampleMapping(careful))).toEqual([]);
  });

  it("puts the most severe first", () => {
    const mapping = sampleMapping({
      ...careful,
      MetricsConfig: { Metrics: [] },
      StartingPosition: "LATEST",
      FilterCriteriaError: { ErrorCode: "Denied" },
    });
    expect(ids(mapping)).toEqual(["MSK005", "MSK034", "MSK014", "MSK031"]);
  });

  it("tells the story of a mapping whose function fails on poison records", () => {
    const mapping = sampleMapping({
      ...careful,
      BisectBatchOnFunctionError: false,
      MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] },
      LastProcessingResult: "PROBLEM: Function call failed",
    });
    expect(ids(mapping, { ...calmFacts, metrics: { ...calmMetrics, errors: 82, invocations: 200 } })).toEqual(["MSK021", "MSK034"]);
  });

  it("says a failing function once: by its metrics, else by the last result", () => {
    const mapping = sampleMapping({ ...careful, LastProcessingResult: "PROBLEM: Function call failed" });
    expect(ids(mapping, { ...calmFacts, metrics: { ...calmMetrics, errors: 450 } })).toEqual(["MSK021"]);
    expect(ids(mapping, { ...calmFacts, metrics: undefined })).toEqual(["MSK029"]);
  });

  it("leaves what happens now out for a disabled mapping", () => {
    const disabled = sampleMapping({ ...careful, State: "Disabled", LastProcessingResult: "PROBLEM: SASL authentication failed." });
    expect(ids(disabled, { ...calmFacts, metrics: { ...calmMetrics, errors: 450, throttles: 450, polledRecords: undefined } })).toEqual([]);
  });

  it("keeps what will still be wrong after resuming", () => {
    const disabled = sampleMapping({ ...careful, State: "Disabled", LastModified: new Date(nowMs - 6 * dayMs).toISOString() });
    expect(ids(disabled, { ...calmFacts, partitions: "missing", function: "missing" })).toEqual(["MSK020", "MSK010", "MSK004"]);
  });

  it("does not wonder that nobody polls a topic that is gone", () => {
    const metrics = { ...calmMetrics, polledRecords: undefined };
    expect(ids(sampleMapping(careful), { ...calmFacts, metrics })).toEqual(["MSK006"]);
    expect(ids(sampleMapping(careful), { ...calmFacts, metrics, partitions: "missing" })).toEqual(["MSK010"]);
  });

  it("does not wonder that nobody polls what Lambda has stopped", () => {
    const stopped = sampleMapping({ ...careful, StateTransitionReason: "EVENT_SOURCE_AUTHZ_ERROR" });
    expect(ids(stopped, { ...calmFacts, metrics: { ...calmMetrics, polledRecords: undefined } })).toEqual(["MSK001"]);
  });

  it("tells of dropped records also where perhaps another source's deliveries fail", () => {
    const mapping = sampleMapping({ ...careful, MetricsConfig: { Metrics: ["EventCount"] } });
    const metrics = { ...calmMetrics, droppedRecords: 9, destinationDeliveryFailures: 2 };
    expect(ids(mapping, { ...calmFacts, metrics })).toEqual(["MSK044", "MSK043", "MSK034"]);
  });

  it("guesses nothing when no fact may be read", () => {
    expect(ids(sampleMapping(careful), bareFacts)).toEqual([]);
  });

  it("survives whatever AWS answers, and each id is said once", () => {
    const anything = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(undefined));
    const document = fc.record(
      {
        State: fc.string(),
        Topics: fc.array(fc.string()),
        EventSourceArn: fc.string(),
        FunctionArn: fc.string(),
        LastModified: fc.string(),
        LastProcessingResult: fc.string(),
        StateTransitionReason: fc.string(),
        BatchSize: fc.integer(),
        ProvisionedPollerConfig: fc.record(
          { MinimumPollers: fc.integer(), MaximumPollers: fc.integer(), PollerGroupName: fc.string() },
          { requiredKeys: [] },
        ),
        MetricsConfig: fc.record({ Metrics: fc.array(fc.string()) }, { requiredKeys: [] }),
        SourceAccessConfigurations: fc.array(fc.record({ Type: fc.string() }, { requiredKeys: [] })),
        FilterCriteriaError: fc.record({ ErrorCode: fc.string() }, { requiredKeys: [] }),
        NewField: anything,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(document, (fields) => {
        const found = findHealth({ UUID: "u", ...fields }, { ...calmFacts, otherMappings: [sampleMapping()] });
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        const ranks = found.map(({ severity }) => severities.indexOf(severity));
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      }),
    );
  });
});
