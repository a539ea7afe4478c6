import { describe, expect, it } from "vitest";
import { errorCountOff, eventCountOff, lagMixed, logsOff, queueHasNoLag } from "../../../../src/core/mapping/findings/watching.ts";
import { sampleMapping } from "../../../support/mappings.ts";
import { bareFacts } from "./samples.ts";

const metrics = (...Metrics: string[]) => ({ MetricsConfig: { Metrics } });
const toS3 = { DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } } };
const provisioned = { ProvisionedPollerConfig: { MinimumPollers: 1 } };
const queueMode = { SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } };
const sibling = sampleMapping({ UUID: "22222222-0000-4000-8000-000000000000", Topics: ["refunds"] });

describe("metric groups", () => {
  it("MSK031 misses EventCount", () => {
    expect(eventCountOff(sampleMapping(metrics("KafkaMetrics")), bareFacts)).toMatchObject({
      id: "MSK031",
      fix: "mskctl update orders --metrics EventCount,KafkaMetrics",
    });
    expect(eventCountOff(sampleMapping({ MetricsConfig: {} }), bareFacts)?.id).toBe("MSK031");
    expect(eventCountOff(sampleMapping(metrics("EventCount")), bareFacts)).toBeUndefined();
  });

  it.each([
    ["one mapping of the function", metrics(), [], undefined],
    ["two mappings of the function", metrics(), [sibling], "MSK032"],
    ["two mappings, KafkaMetrics on", metrics("KafkaMetrics"), [sibling], undefined],
    ["the other mappings are unknown", metrics(), undefined, undefined],
    ["a share group", { ...metrics(), ...queueMode }, [sibling], undefined],
  ])("MSK032 misses KafkaMetrics: %s", (_, changes, otherMappings, id) => {
    expect(lagMixed(sampleMapping(changes), { ...bareFacts, otherMappings })?.id).toBe(id);
  });

  it("MSK032 matters less where MSK itself counts the group's lag", () => {
    const facts = { ...bareFacts, otherMappings: [sibling] };
    const { EventSourceArn: _, ...elsewhere } = sampleMapping(metrics());
    expect(lagMixed(sampleMapping(metrics()), facts)?.severity).toBe("info");
    expect(lagMixed(elsewhere, facts)?.severity).toBe("warning");
  });

  it.each([
    ["no destination", metrics("EventCount"), undefined],
    [
      "a destination, ErrorCount off",
      { ...metrics("EventCount", "KafkaMetrics"), ...toS3 },
      "mskctl update orders --metrics EventCount,ErrorCount,KafkaMetrics",
    ],
    ["a destination, ErrorCount on", { ...metrics("ErrorCount"), ...toS3 }, undefined],
    ["a group that nobody knows stays on", { ...metrics("NewGroup"), ...toS3 }, "mskctl update orders --metrics ErrorCount,NewGroup"],
  ])("MSK034 misses ErrorCount: %s", (_, changes, fix) => {
    expect(errorCountOff(sampleMapping(changes), bareFacts)?.fix).toBe(fix);
  });
});

describe("MSK033, the mapping's logs", () => {
  it.each([
    [provisioned, "MSK033"],
    [{ ...provisioned, LoggingConfig: { SystemLogLevel: "WARN" } }, undefined],
    [{}, undefined],
  ])("%j: %s", (changes, id) => {
    expect(logsOff(sampleMapping(changes), bareFacts)?.id).toBe(id);
  });
});

describe("MSK035, a share group", () => {
  it("has no lag", () => {
    expect(queueHasNoLag(sampleMapping(queueMode))?.id).toBe("MSK035");
    expect(queueHasNoLag(sampleMapping({ SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Stream" } }))).toBeUndefined();
  });
});
