import { describe, expect, it } from "vitest";
import { createManualClock } from "../../../../src/sandbox/clock.ts";
import { refusalOf } from "../../../../src/sandbox/runtime/faults/destination-faults.ts";
import { createRuntimeFaults } from "../../../../src/sandbox/runtime/faults/runtime-faults.ts";
import { accountOf, minutesOf, oneMapping, sumsOf, total } from "../runtime-fixture.ts";

const arn = "arn:aws:s3:::failed";

function denied(fault: object) {
  const mapping = {
    ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 1 },
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnFailure: { Destination: arn } },
    MetricsConfig: { Metrics: ["EventCount", "ErrorCount"] },
    LoggingConfig: { SystemLogLevel: "WARN" },
  };
  return accountOf({
    ...oneMapping({ mapping, fn: { simulated: { baseMs: 10, perRecordMs: 0, errorShare: 1 } } }),
    faults: [{ kind: "denied-destination", ...fault }],
  });
}

describe("denied-destination", () => {
  it("has documents refused for its time: records are dropped, and all of it is told", () => {
    const account = denied({ destination: arn, after: "1m", for: "1m" });
    account.advanceMinutes(3);
    const mapping = account.mapping();
    const [delivered, dropped] = ["OnFailureDestinationDeliveredEventCount", "DroppedEventCount"].map((name) =>
      sumsOf(account, name, mapping).map((sum) => sum > 0),
    );
    expect([delivered, dropped]).toEqual([
      [true, false, true],
      [false, true, false],
    ]);
    const refused = total(sumsOf(account, "OnFailureDestinationDeliveryErrorCount", mapping));
    expect(refused).toBeGreaterThan(10);
    expect(total(minutesOf(account, "DestinationDeliveryFailures", { FunctionName: "orders" }).map(({ sum }) => sum))).toBe(refused);
    const lines = account.world.logs.events("/aws/lambda/orders").map(({ message }) => message);
    expect(lines).toHaveLength(refused);
    expect(lines[0]).toContain(`AccessDenied: no permission to write to ${arn}, on purpose`);
    const { partitions = [] } = account.world.runtime.progress(mapping.document.UUID) ?? {};
    for (const { committed, end } of partitions) expect(end - committed).toBeLessThan(60n);
  });

  it("is of one destination, or of all, and counts documents", () => {
    const other = denied({ destination: "kafka://orders" });
    other.advanceMinutes(2);
    expect(total(sumsOf(other, "DroppedEventCount", other.mapping()))).toBe(0);
    const all = denied({ times: 3 });
    all.advanceMinutes(2);
    expect(sumsOf(all, "OnFailureDestinationDeliveryErrorCount", all.mapping())).toEqual([3]);
    expect(all.faults.waiting()).toEqual([]);
  });
});

describe("the reason of a refusal", () => {
  const faults = createRuntimeFaults(createManualClock(0), [
    { kind: "broker-loss", cluster: "lost", afterMs: 0 },
    { kind: "denied-destination", destination: "kafka://dlq", afterMs: 0 },
  ]);

  it("is Kafka's own for a topic", () => {
    expect(refusalOf(faults, "kafka://dlq", "shop")).toMatch(/^TopicAuthorizationException: .* dlq/);
    expect(refusalOf(faults, "kafka://other", "shop")).toBeUndefined();
  });

  it("may be that brokers are lost, which keeps only topics from being written to", () => {
    expect(refusalOf(faults, "kafka://dlq", "lost")).toMatch(/^TimeoutException: .*brokers of lost/);
    expect(refusalOf(faults, arn, "lost")).toBeUndefined();
  });
});
