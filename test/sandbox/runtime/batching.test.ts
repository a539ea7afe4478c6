import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BatchBounds, closingTime, commitBatch, type Reading, takeBatch } from "../../../src/sandbox/runtime/batching.ts";
import { changedShare } from "../../../src/sandbox/runtime/changed-share.ts";
import { embeddedTopic } from "../../../src/sandbox/runtime/embedded-topic.ts";
import { feedOf } from "./feed-fixture.ts";

const startedMs = 1_000_000_000_000;
const all = [0, 1, 2];

/** Three partitions at `perSecond` records together, read up to `startedMs`. */
function readingAt(perSecond: number, passShare = 1, recordBytes = 1_024): Reading {
  const traffic = { shape: { kind: "constant", perSecond }, recordBytes, keySkew: 0, filterPassShare: passShare } as const;
  const topic = embeddedTopic({ name: "orders", partitions: 3, traffic }, { seed: 1, startedMs, createdMs: startedMs - 86_400_000 });
  const position = all.map((partition) => topic.endOffset(partition, startedMs));
  return { topic, feed: feedOf(passShare, recordBytes), position, committed: [...position], inBatch: [false, false, false] };
}

function boundsOf(records: number, windowMs = 500, eventBytes = 1e9): BatchBounds {
  return { records, windowMs, eventBytes };
}

describe("when a batch closes", () => {
  const restartMs = startedMs - 60_000;

  it("is the window after its first record", () => {
    const reading = readingAt(3);
    const first = Math.min(...all.map((partition) => reading.topic.timestampOf(partition, reading.position[partition] ?? 0)));
    expect(closingTime(reading, all, boundsOf(100), restartMs, startedMs)).toBe(first + 500);
  });

  it("is the window after the restart when the first record came before", () => {
    const reading = readingAt(300);
    expect(closingTime(reading, all, boundsOf(10_000, 2_000), startedMs + 700, startedMs + 700)).toBe(startedMs + 2_700);
  });

  it("is the millisecond in which it is full, if that is sooner", () => {
    const reading = readingAt(300);
    const closesMs = closingTime(reading, all, boundsOf(100, 2_000), restartMs, startedMs);
    const recordsAt = (atMs: number): number =>
      all.reduce((sum, partition) => sum + reading.topic.endOffset(partition, atMs) - (reading.position[partition] ?? 0), 0);
    expect(recordsAt(closesMs)).toBeGreaterThanOrEqual(100);
    expect(recordsAt(closesMs - 1)).toBeLessThan(100);
    expect(closesMs - startedMs).toBeGreaterThan(300);
    expect(closesMs - startedMs).toBeLessThan(350);
  });

  it("is now when enough records wait, and never when none will come", () => {
    const waiting = { ...readingAt(300), position: [0, 0, 0] };
    expect(closingTime(waiting, all, boundsOf(100, 2_000), startedMs, startedMs)).toBe(startedMs);
    expect(closingTime(readingAt(0), all, boundsOf(100, 0), restartMs, startedMs)).toBe(Number.POSITIVE_INFINITY);
  });

  it("counts only records that pass the filter toward the size", () => {
    const reading = readingAt(300, 0.1);
    expect(closingTime(reading, all, boundsOf(100), startedMs, startedMs)).toBeGreaterThanOrEqual(startedMs + 500);
  });
});

describe("taking a batch", () => {
  it("takes each partition's records from where it stands, no more than there is room for", () => {
    const runs = { perSecond: fc.integer({ min: 1, max: 3_000 }), room: fc.integer({ min: 1, max: 5_000 }), afterMs: fc.nat(10_000) };
    fc.assert(
      fc.property(fc.record({ ...runs, passShare: fc.constantFrom(1, 0.5, 0.01) }), ({ perSecond, room, afterMs, passShare }) => {
        const reading = readingAt(perSecond, passShare);
        const before = [...reading.position];
        const nowMs = startedMs + afterMs;
        const batch = takeBatch(reading, all, boundsOf(room), nowMs);
        expect(batch.records).toBeLessThanOrEqual(room);
        const passes = changedShare("orders", passShare, 1);
        for (const { partition, from, until } of batch.segments) {
          expect(from).toBe(before[partition]);
          expect(until).toBeLessThanOrEqual(reading.topic.endOffset(partition, nowMs));
          const stretch = Array.from({ length: until - from }, (_, index) => from + index);
          const share = batch.shares.find((each) => each.partition === partition);
          const taken = Array.from({ length: share?.offsets.length ?? 0 }, (_, index) => share?.offsets.at(index));
          expect(taken).toEqual(stretch.filter((offset) => passes(partition, offset)));
          expect(reading.position[partition]).toBe(until);
          expect(reading.inBatch[partition]).toBe(true);
        }
        const available = all.reduce((sum, partition) => sum + reading.topic.endOffset(partition, nowMs) - (before[partition] ?? 0), 0);
        if (batch.records < room) expect(batch.polled).toBe(available);
        const committed = commitBatch(reading, batch);
        expect(committed).toBe(batch.polled);
        expect(reading.committed).toEqual(reading.position);
        expect(reading.inBatch).toEqual([false, false, false]);
      }),
    );
  });

  it("reads at most 50 MiB for a batch, however little of it passes", () => {
    const reading = { ...readingAt(30_000, 0.000_1), position: [0, 0, 0] };
    const batch = takeBatch(reading, all, boundsOf(10_000), startedMs);
    expect(batch.polled).toBe(Math.floor((50 * 1024 * 1024) / 1_024));
  });

  it("takes no more than fits into an event", () => {
    const reading = { ...readingAt(300), position: [0, 0, 0] };
    // A record takes up 2,048 bytes of it.
    const batch = takeBatch(reading, all, boundsOf(10_000, 0, 20 * 2_048 + 100), startedMs);
    expect([batch.records, batch.eventBytes]).toEqual([20, 20 * 2_048]);
    expect(closingTime(reading, all, boundsOf(10_000, 60_000, 20 * 2_048), startedMs, startedMs)).toBe(startedMs);
  });

  it("takes a record that no event has room for by itself", () => {
    const reading = { ...readingAt(300), position: [0, 0, 0] };
    expect(takeBatch(reading, all, boundsOf(100, 0, 2_000), startedMs)).toMatchObject({ records: 1, polled: 1, eventBytes: 2_048 });
  });
});
