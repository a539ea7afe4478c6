import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { embeddedTopic } from "../../../src/sandbox/runtime/embedded-topic.ts";
import { rateOf } from "../../../src/sandbox/runtime/rate.ts";
import type { SandboxTopic, Traffic } from "../../../src/sandbox/world.ts";

const startedMs = Date.parse("2026-11-23T12:00:00Z");
const createdMs = startedMs - 7 * 86_400_000;

function topicWith(traffic: Partial<Traffic> = {}, changes: Partial<SandboxTopic> = {}): SandboxTopic {
  return {
    name: "orders",
    partitions: 6,
    traffic: { shape: { kind: "constant", perSecond: 100 }, recordBytes: 1_024, keySkew: 0, filterPassShare: 1, ...traffic },
    ...changes,
  };
}

const source = (topic: SandboxTopic, seed = 1) => embeddedTopic(topic, { seed, startedMs, createdMs });

const shape: fc.Arbitrary<Traffic["shape"]> = fc.oneof(
  fc.record({ kind: fc.constant("constant" as const), perSecond: fc.double({ min: 0.01, max: 50_000, noNaN: true }) }),
  fc.record({
    kind: fc.constant("diurnal" as const),
    meanPerSecond: fc.double({ min: 0.01, max: 50_000, noNaN: true }),
    amplitude: fc.double({ min: 0, max: 1, noNaN: true }),
    peakHourUtc: fc.integer({ min: 0, max: 23 }),
  }),
  fc.record({
    kind: fc.constant("burst" as const),
    perSecond: fc.constantFrom(0, 1, 500),
    burstPerSecond: fc.constantFrom(0.5, 50, 5_000),
    everySeconds: fc.constantFrom(60, 3_600),
    forSeconds: fc.constantFrom(1, 30, 60),
  }),
  fc.record({
    kind: fc.constant("growing" as const),
    perSecond: fc.constantFrom(0, 1, 500),
    addedPerSecondEachHour: fc.constantFrom(1, 1_000),
    maximumPerSecond: fc.constantFrom(500, 5_000),
    startedSecondsAgo: fc.constantFrom(0, 600, 100_000),
  }),
);

const topics = fc.record({
  shape,
  partitions: fc.integer({ min: 1, max: 30 }),
  keySkew: fc.constantFrom(0, 0.5, 1.2),
  seed: fc.nat(1_000),
});
const moments = fc.integer({ min: createdMs, max: startedMs + 86_400_000 });

describe("an embedded topic", () => {
  it("has as many records over all partitions as its rate brings", () => {
    fc.assert(
      fc.property(topics, moments, ({ shape: each, partitions, keySkew, seed }, atMs) => {
        const topic = source(topicWith({ shape: each, keySkew }, { partitions }), seed);
        const rate = rateOf(each, startedMs);
        let records = 0;
        for (let partition = 0; partition < partitions; partition++) records += topic.endOffset(partition, atMs);
        // Each partition rounds by less than a record.
        expect(Math.abs(records - (rate.total(atMs) - rate.total(createdMs)))).toBeLessThanOrEqual(partitions);
      }),
    );
  });

  it("gives each record the first millisecond at which the log holds it", () => {
    fc.assert(
      fc.property(topics, moments, fc.nat(29), ({ shape: each, partitions, keySkew, seed }, atMs, any) => {
        const topic = source(topicWith({ shape: each, keySkew }, { partitions }), seed);
        const partition = any % partitions;
        const offset = topic.endOffset(partition, atMs);
        const writtenMs = topic.timestampOf(partition, offset);
        expect(writtenMs).toBeGreaterThan(atMs);
        if (writtenMs === Number.POSITIVE_INFINITY) return;
        expect(Number.isInteger(writtenMs)).toBe(true);
        expect(topic.endOffset(partition, writtenMs)).toBeGreaterThan(offset);
        expect(topic.endOffset(partition, writtenMs - 1)).toBeLessThanOrEqual(offset);
        // The first record at or after its own time is itself, or one written in the same millisecond before it.
        expect(topic.offsetAt(partition, writtenMs)).toBeLessThanOrEqual(offset);
        expect(topic.timestampOf(partition, topic.offsetAt(partition, writtenMs))).toBe(writtenMs);
      }),
    );
  });

  it("never loses a record as time goes on", () => {
    fc.assert(
      fc.property(topics, moments, fc.nat(100_000_000), ({ shape: each, partitions, keySkew, seed }, atMs, laterMs) => {
        const topic = source(topicWith({ shape: each, keySkew }, { partitions }), seed);
        for (let partition = 0; partition < partitions; partition++) {
          expect(topic.endOffset(partition, atMs + laterMs)).toBeGreaterThanOrEqual(topic.endOffset(partition, atMs));
        }
      }),
    );
  });

  it("spreads records evenly without skew, and by Zipf's law with it", () => {
    const even = source(topicWith());
    const skewed = source(topicWith({ keySkew: 1 }));
    const ends = (topic: typeof even): number[] => [0, 1, 2, 3, 4, 5].map((partition) => topic.endOffset(partition, startedMs));
    expect(Math.max(...ends(even)) - Math.min(...ends(even))).toBeLessThanOrEqual(1);
    const [first = 0, second = 0, , , , last = 0] = ends(skewed).sort((a, b) => b - a);
    expect(first / second).toBeCloseTo(2, 3);
    expect(first / last).toBeCloseTo(6, 3);
  });

  it("keeps records for seven days, or for as long as it is told", () => {
    const hourAgoMs = startedMs - 3_600_000;
    expect(source(topicWith()).earliestOffset(2, startedMs + 86_400_000)).toBe(source(topicWith()).endOffset(2, createdMs + 86_400_000));
    const short = source(topicWith({}, { retentionMs: 3_600_000 }));
    expect(short.earliestOffset(2, startedMs)).toBe(short.endOffset(2, hourAgoMs));
  });

  it("has records that are a function of seed, partition and offset", () => {
    const [record, again] = [source(topicWith()).record(3, 1_000_000), source(topicWith()).record(3, 1_000_000)];
    expect(record).toEqual(again);
    expect(source(topicWith(), 2).record(3, 1_000_000)).not.toEqual(record);
    expect(source(topicWith()).record(3, 1_000_001)).not.toEqual(record);
    expect(record.offset).toBe(1_000_000n);
    expect(record.timestampMs).toBe(source(topicWith()).timestampOf(3, 1_000_000));
  });

  it("has JSON values of exactly the record size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 256, max: 5_000 }), fc.nat(5), fc.nat(10_000_000), (recordBytes, partition, offset) => {
        const { value } = source(topicWith({ recordBytes })).record(partition, offset);
        expect(value?.byteLength).toBe(recordBytes);
        expect(JSON.parse(new TextDecoder().decode(value ?? new Uint8Array()))).toMatchObject({ id: `${partition}-${offset}` });
      }),
    );
  });

  it("says in a record's content whether the topic's filter lets it through", () => {
    const topic = source(topicWith({ filterPassShare: 0.1 }));
    const kinds = Array.from({ length: 1_000 }, (_, offset) => {
      const { value } = topic.record(0, offset);
      return (JSON.parse(new TextDecoder().decode(value ?? new Uint8Array())) as { kind: string }).kind;
    });
    expect(kinds.filter((kind) => kind === "changed")).toHaveLength(100);
  });
});
