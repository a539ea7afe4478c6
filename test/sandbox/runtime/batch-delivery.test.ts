import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createManualClock } from "../../../src/sandbox/clock.ts";
import type { FailedBatch } from "../../../src/sandbox/destinations/failed-batch.ts";
import { defaultAssumptions } from "../../../src/sandbox/runtime/assumptions.ts";
import { createBatchDelivery } from "../../../src/sandbox/runtime/batch-delivery.ts";
import type { Batch, Reading } from "../../../src/sandbox/runtime/batching.ts";
import { embeddedTopic } from "../../../src/sandbox/runtime/embedded-topic.ts";
import type { CallOutcome } from "../../../src/sandbox/runtime/function-calls.ts";
import { payloadLimitBytes } from "../../../src/sandbox/runtime/kafka-event.ts";
import { mappingConfig } from "../../../src/sandbox/runtime/mapping-config.ts";
import { newMappingMinute } from "../../../src/sandbox/runtime/minute-figures.ts";
import { offsetRange } from "../../../src/sandbox/runtime/offsets.ts";
import { partialResponseOf } from "../../../src/sandbox/runtime/partial-response.ts";
import type { SchemaCondition } from "../../../src/sandbox/runtime/registry/deserialized.ts";
import { testFunction, testTopic } from "../../support/sandbox-world.ts";
import { feedOf } from "./feed-fixture.ts";

const startedMs = 1_000_000_000_000;
const arn = "arn:aws:s3:::failed";

interface Situation {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Offsets of partition 0 that always fail. */
  readonly poison?: readonly number[];
  /** What the function does with a call; the default fails as a whole for poison, or names it. */
  readonly answer?: (offsets: readonly number[], call: number) => CallOutcome;
  readonly until?: number;
  readonly from?: number;
  readonly eventBytes?: number;
  readonly destinationFails?: boolean;
  /** Offsets of partition 0 that could not be read by their schemas. */
  readonly unread?: ReadonlyMap<number, SchemaCondition>;
}

const failure: CallOutcome = { kind: "function-error", payload: "{}", durationMs: 10 };
const success = (payload = "null"): CallOutcome => ({ kind: "ok", payload, durationMs: 10 });

/** Delivers one batch of partition 0 with a provisioned mapping, and tells all that happened. */
function delivered(situation: Situation) {
  const { settings = {}, poison = [], from = 100, until = 108 } = situation;
  const clock = createManualClock(startedMs);
  const topic = embeddedTopic(testTopic("orders", 1), { seed: 1, startedMs, createdMs: startedMs - 86_400_000 });
  const reading: Reading = { topic, feed: feedOf(), position: [until], committed: [from], inBatch: [true] };
  const minute = newMappingMinute();
  const calls: number[][] = [];
  const documents: FailedBatch[] = [];
  const results: string[] = [];
  const refusals: string[] = [];
  const config = mappingConfig({
    UUID: "u-1",
    ProvisionedPollerConfig: {},
    FunctionArn: testFunction("orders").arn,
    Topics: ["orders"],
    ...settings,
  });
  const usual = (offsets: readonly number[]): CallOutcome => {
    const failed = poison.filter((offset) => offsets.includes(offset)).map((offset) => ({ partition: 0, offset }));
    if (failed.length === 0) return success();
    return config.retry.partialResponses ? success(partialResponseOf("orders", failed)) : failure;
  };
  const delivery = createBatchDelivery({
    clock,
    config,
    assumptions: defaultAssumptions,
    fn: testFunction("orders"),
    origin: {
      eventSource: "aws:kafka",
      eventSourceArn: "arn:aws:kafka:eu-central-1:1:cluster/shop/u",
      bootstrapServers: ["127.0.0.1:9098"],
    },
    reading,
    ...(situation.unread === undefined ? {} : { schemaCondition: ({ offset }) => situation.unread?.get(offset) }),
    calls: {
      call(_fn, call, done) {
        const { records } = JSON.parse(call.event()) as { records: Record<string, { offset: number }[]> };
        const offsets = Object.values(records).flatMap((each) => each.map(({ offset }) => offset));
        expect(offsets).toHaveLength(call.records);
        calls.push(offsets);
        const outcome = (situation.answer ?? usual)(offsets, calls.length);
        clock.at(clock.now() + 10, () => done(outcome));
      },
      destinationFailed: (fn, qualifier) => void refusals.push(`${fn.name}:${qualifier}`),
      close: async () => {},
    },
    destination:
      config.destination === undefined
        ? undefined
        : {
            deliver(batch, done) {
              documents.push(batch);
              done(situation.destinationFails === true ? { delivered: false, reason: "no such bucket" } : { delivered: true });
            },
          },
    seed: 1,
    startedMs,
    minute: () => minute,
    onResult: (result) => void results.push(result),
    onDeliveryFailure: (reason) => void refusals.push(reason),
  });
  const offsets = offsetRange(from, until);
  const batch: Batch = {
    segments: [{ partition: 0, from, until }],
    shares: [{ partition: 0, offsets }],
    records: offsets.length,
    eventBytes: situation.eventBytes ?? 1_000,
    polled: offsets.length,
    polledBytes: 1_000,
  };
  let processed = 0;
  delivery.deliver(batch, () => {
    processed += 1;
  });
  clock.advanceTo(startedMs + 3_600_000);
  const sums = Object.fromEntries(Object.entries(minute).map(([name, { sum }]) => [name, sum]));
  return { calls, documents, results, refusals, processed, sums, delivery, clock };
}

const offsetsOf = (documents: readonly FailedBatch[]): number[] =>
  documents.flatMap((document) => [...document.records()].map(({ offset }) => Number(offset)));

describe("a batch that the function takes", () => {
  it("is done with after one call", () => {
    const { calls, processed, sums, results } = delivered({});
    expect(calls).toEqual([[100, 101, 102, 103, 104, 105, 106, 107]]);
    expect([processed, sums["invoked"], sums["failedInvoke"], sums["dropped"]]).toEqual([1, 8, 0, 0]);
    expect(results).toEqual(["OK"]);
  });
});

describe("a batch that fails", () => {
  it("is tried again as often as the mapping says, and dropped without a destination", () => {
    const { calls, processed, sums, results } = delivered({ poison: [103], settings: { MaximumRetryAttempts: 2 } });
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map(String)).size).toBe(1);
    expect(processed).toBe(1);
    expect(sums).toMatchObject({ invoked: 24, failedInvoke: 24, invokeErrors: 3, dropped: 8, deliveredToDestination: 0 });
    expect(results.at(-1)).toBe("OK");
    expect(results).toContain("PROBLEM: Function call failed");
  });

  it("goes to the destination whole, with the last call's circumstances", () => {
    const { documents, sums, processed } = delivered({
      poison: [103],
      settings: { MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: { Destination: arn } } },
    });
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: 3,
      response: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      batchSize: 8,
      mappingUuid: "u-1",
      source: { eventSourceArn: "arn:aws:kafka:eu-central-1:1:cluster/shop/u", bootstrapServers: ["127.0.0.1:9098"] },
      ranges: [{ partition: 0, firstOffset: 100n, lastOffset: 107n }],
    });
    expect(documents[0]?.payloadSize()).toBe(Buffer.byteLength(documents[0]?.event() ?? ""));
    expect(sums).toMatchObject({ deliveredToDestination: 8, dropped: 0 });
    expect(processed).toBe(1);
  });

  it("is retried ten times with a destination and no limit, and for ever without either", () => {
    const settings = { DestinationConfig: { OnFailure: { Destination: arn } } };
    expect(delivered({ poison: [103], settings }).calls).toHaveLength(11);
    const endless = delivered({ poison: [103] });
    expect(endless.calls.length).toBeGreaterThan(300);
    expect(endless.processed).toBe(0);
  });

  it("is dropped, and the function's failure metric moves, when the destination does not take it", () => {
    const { sums, refusals, processed } = delivered({
      poison: [103],
      destinationFails: true,
      settings: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: arn } } },
    });
    expect(sums).toMatchObject({ deliveredToDestination: 0, deliveryErrors: 1, dropped: 8 });
    expect(refusals).toEqual(["orders:$LATEST", "no such bucket"]);
    expect(processed).toBe(1);
  });

  it("waits for its destination's answer, and for nothing once it was stopped", () => {
    const { delivery, clock, calls } = delivered({ poison: [103] });
    delivery.stop();
    const before = calls.length;
    clock.advanceTo(clock.now() + 3_600_000);
    expect(calls).toHaveLength(before);
  });
});

describe("bisect", () => {
  const settings = { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination: arn } } };

  it("narrows a failure down to its record, with every other one processed in order", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(63), { maxLength: 6 }), (poison) => {
        const { calls, documents, sums, processed } = delivered({ poison, settings, from: 0, until: 64 });
        expect(offsetsOf(documents)).toEqual(poison.toSorted((a, b) => a - b));
        expect(documents.every(({ batchSize, approximateInvokeCount }) => batchSize === 1 && approximateInvokeCount === 2)).toBe(true);
        const good = calls.filter((offsets) => !offsets.some((offset) => poison.includes(offset))).flat();
        expect(good).toEqual(Array.from({ length: 64 }, (_, offset) => offset).filter((offset) => !poison.includes(offset)));
        expect(sums["deliveredToDestination"]).toBe(poison.length);
        expect(processed).toBe(1);
      }),
    );
  });

  it("tries the record itself as often as the mapping says", () => {
    const { calls, documents } = delivered({ poison: [100], settings, until: 102 });
    expect(calls).toEqual([[100, 101], [100], [100], [101]]);
    expect(documents[0]?.approximateInvokeCount).toBe(2);
  });
});

describe("a partial response", () => {
  const settings = {
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination: arn } },
  };

  it("leaves what comes from the failed record on, and gives that up after the last retry", () => {
    const { calls, documents, sums } = delivered({ poison: [105], settings });
    expect(calls).toEqual([
      [100, 101, 102, 103, 104, 105, 106, 107],
      [105, 106, 107],
    ]);
    expect(documents[0]).toMatchObject({ batchSize: 3, response: { statusCode: 200, executedVersion: "$LATEST" } });
    expect(documents[0]?.response).not.toHaveProperty("functionError");
    expect(sums).toMatchObject({ invoked: 11, failedInvoke: 2, deliveredToDestination: 3 });
  });

  it("goes together with bisect", () => {
    const { documents, calls } = delivered({ poison: [101, 105], settings: { ...settings, BisectBatchOnFunctionError: true } });
    expect(offsetsOf(documents)).toEqual([101, 105]);
    expect(calls[1]).toEqual([101, 102, 103, 104, 105, 106, 107]);
  });

  it("that cannot be used makes the whole batch fail", () => {
    const { calls, documents } = delivered({ settings, answer: () => success('{"batchItemFailures":[{}]}') });
    expect(calls.map(({ length }) => length)).toEqual([8, 8]);
    expect(documents[0]?.batchSize).toBe(8);
  });

  it("is not looked at for a mapping that did not ask for it", () => {
    const answer = () => success(partialResponseOf("orders", [{ partition: 0, offset: 100 }]));
    expect(delivered({ answer }).calls).toHaveLength(1);
  });
});

describe("throttles and functions that cannot be reached", () => {
  it.each(["throttled", "unreachable"] as const)("use up no retry (%s)", (kind) => {
    const outcome: CallOutcome =
      kind === "throttled" ? { kind, reason: "ConcurrentInvocationLimitExceeded" } : { kind, payload: "", durationMs: 1 };
    const { calls, processed, sums } = delivered({
      settings: { MaximumRetryAttempts: 0 },
      answer: (_offsets, call) => (call < 50 ? outcome : success()),
    });
    expect(calls).toHaveLength(50);
    expect(processed).toBe(1);
    expect(sums).toMatchObject({ invoked: 8, failedInvoke: 0, dropped: 0, throttled: kind === "throttled" ? 49 : 0 });
  });
});

describe("records that are too old", () => {
  it("leave their batch before the next attempt, and the others go on", () => {
    // Ten records a second end at the start: those from 863,440 on are younger than the minute, at first.
    const { documents, calls, sums } = delivered({
      settings: { MaximumRecordAgeInSeconds: 60, DestinationConfig: { OnFailure: { Destination: arn } } },
      from: 863_300,
      until: 863_500,
      answer: () => success(),
    });
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({ condition: "RecordAgeExceeded", approximateInvokeCount: 0, response: null });
    const [called = []] = calls;
    expect([...offsetsOf(documents), ...called]).toEqual(Array.from({ length: 200 }, (_, index) => 863_300 + index));
    expect(called.length).toBeGreaterThan(50);
    expect(sums["deliveredToDestination"]).toBe(200 - called.length);
  });

  it("are given up in the middle of their retries", () => {
    const { documents, calls } = delivered({
      settings: { MaximumRecordAgeInSeconds: 60, MaximumRetryAttempts: 1_000, DestinationConfig: { OnFailure: { Destination: arn } } },
      from: 863_990,
      until: 863_999,
      answer: () => failure,
    });
    expect(offsetsOf(documents)).toHaveLength(9);
    expect(documents.every(({ condition, response }) => condition === "RecordAgeExceeded" && response?.functionError === "Unhandled")).toBe(
      true,
    );
    expect(calls.length).toBeGreaterThan(5);
  });
});

describe("records that could not be read by their schemas", () => {
  const unread = new Map([[101, "DESERIALIZATION_ERROR"], [103, "SCHEMA_NOT_FOUND"], [104, "DESERIALIZATION_ERROR"]] as const); // biome-ignore format: a table
  const withDestination = { DestinationConfig: { OnFailure: { Destination: arn } } };

  it("go to the destination, a document for each reason, and not to the function", () => {
    const { calls, documents, processed, sums } = delivered({ unread, settings: withDestination });
    expect(calls).toEqual([[100, 102, 105, 106, 107]]);
    expect(documents).toMatchObject([
      { condition: "DESERIALIZATION_ERROR", response: null, approximateInvokeCount: 0, batchSize: 2 },
      { condition: "SCHEMA_NOT_FOUND", response: null, approximateInvokeCount: 0, batchSize: 1 },
    ]);
    expect(offsetsOf(documents)).toEqual([101, 104, 103]);
    expect(sums).toMatchObject({ registryErrors: 3, deliveredToDestination: 3, dropped: 0, invoked: 5, invokeErrors: 0 });
    expect(processed).toBe(1);
  });

  it("are dropped without a destination, and counted", () => {
    const { calls, processed, sums, results } = delivered({ unread });
    expect(calls).toHaveLength(1);
    expect(sums).toMatchObject({ registryErrors: 3, dropped: 3, invoked: 5 });
    expect([processed, results.at(-1)]).toEqual([1, "OK"]);
  });

  it("are not told again when the rest of their batch fails", () => {
    const { documents, sums } = delivered({ unread, poison: [105], settings: { ...withDestination, MaximumRetryAttempts: 1 } });
    expect(documents.map(({ condition, batchSize }) => [condition, batchSize])).toEqual([
      ["DESERIALIZATION_ERROR", 2],
      ["SCHEMA_NOT_FOUND", 1],
      ["RetryAttemptsExhausted", 5],
    ]);
    expect(sums).toMatchObject({ registryErrors: 3, deliveredToDestination: 8, failedInvoke: 10 });
  });

  it("may be all that a batch has", () => {
    const all = new Map(Array.from({ length: 8 }, (_, index) => [100 + index, "SCHEMA_NOT_FOUND" as const]));
    const { calls, processed, documents } = delivered({ unread: all, settings: withDestination });
    expect([calls, processed, documents.length]).toEqual([[], 1, 1]);
  });
});

describe("a record that no event has room for", () => {
  it("is given up without a call", () => {
    const { calls, documents, processed } = delivered({
      until: 101,
      eventBytes: payloadLimitBytes + 1,
      settings: { DestinationConfig: { OnFailure: { Destination: arn } } },
    });
    expect(calls).toEqual([]);
    expect(documents[0]).toMatchObject({
      condition: "MaximumPayloadSizeExceeded",
      response: null,
      approximateInvokeCount: 0,
      batchSize: 1,
    });
    expect(processed).toBe(1);
  });
});
