import { describe, expect, it } from "vitest";
import { createManualClock } from "../../../src/sandbox/clock.ts";
import { type Batch, commitBatch, type Reading } from "../../../src/sandbox/runtime/batching.ts";
import { embeddedTopic } from "../../../src/sandbox/runtime/embedded-topic.ts";
import { createPollerGroup } from "../../../src/sandbox/runtime/poller-group.ts";
import { testTopic } from "../../support/sandbox-world.ts";
import { feedOf } from "./feed-fixture.ts";

const startedMs = 1_000_000_000_000;

/** A group on six partitions, whose batches take `durationMs`. */
function groupOf({ pollers, durationMs, feed = feedOf() }: { pollers: number; durationMs: number; feed?: Reading["feed"] }) {
  const clock = createManualClock(startedMs);
  const topic = embeddedTopic(testTopic("orders", 6), { seed: 1, startedMs, createdMs: startedMs - 86_400_000 });
  const position = Array.from({ length: 6 }, (_, partition) => topic.endOffset(partition, startedMs));
  const reading: Reading = { topic, feed, position, committed: [...position], inBatch: position.map(() => false) };
  const batches: { readonly atMs: number; readonly batch: Batch }[] = [];
  const group = createPollerGroup({
    clock,
    reading,
    uuid: "u",
    seed: 1,
    bounds: { records: 100, eventBytes: 1e9, windowMs: 500 },
    limits: { minimumPollers: 1, maximumPollers: 6, batchesInFlightPerPoller: 1, bytesPerSecondPerPoller: Number.POSITIVE_INFINITY },
    restartsWith: "batch",
    onBatch(batch, committed) {
      batches.push({ atMs: clock.now(), batch });
      const commit = () => {
        commitBatch(reading, batch);
        committed();
      };
      if (batch.records === 0) commit();
      else clock.at(clock.now() + durationMs, commit);
    },
  });
  group.scaleTo(pollers);
  const partitionsIn = (from: number) =>
    batches.slice(from).map(({ batch }) => batch.segments.map(({ partition }) => partition).toSorted());
  return { clock, group, batches, partitionsIn };
}

describe("a group of pollers", () => {
  it("shares the partitions, so that no batch holds those of two pollers", () => {
    const { clock, group, partitionsIn } = groupOf({ pollers: 3, durationMs: 10 });
    clock.advanceTo(startedMs + 10_000);
    expect(group.size).toBe(3);
    // Two partitions each, side by side.
    const owners = partitionsIn(0).map((partitions) => new Set(partitions.map((partition) => Math.floor(partition / 2))));
    for (const owner of owners) expect(owner.size).toBe(1);
    expect(new Set(owners.flatMap((owner) => [...owner]))).toEqual(new Set([0, 1, 2]));
  });

  it("gives partitions to their new poller once the batch of the old one is done", () => {
    const { clock, group, batches, partitionsIn } = groupOf({ pollers: 1, durationMs: 5_000 });
    clock.advanceTo(startedMs + 2_000);
    expect(batches).toHaveLength(1);
    const held = new Set(partitionsIn(0)[0]);
    group.scaleTo(6);
    clock.advanceTo(startedMs + 4_000);
    for (const partitions of partitionsIn(1)) for (const partition of partitions) expect(held).not.toContain(partition);
    clock.advanceTo(startedMs + 12_000);
    expect(new Set(partitionsIn(1).flat())).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  });

  it("goes on by itself through records that no filter lets pass", () => {
    const { clock, batches } = groupOf({ pollers: 2, durationMs: 10, feed: feedOf(0) });
    clock.advanceTo(startedMs + 10_000);
    expect(batches.length).toBeGreaterThan(10);
    expect(batches.every(({ batch }) => batch.records === 0)).toBe(true);
  });

  it("sends nothing after it was stopped, and pollers that were taken away send nothing either", () => {
    const { clock, group, batches } = groupOf({ pollers: 6, durationMs: 10 });
    clock.advanceTo(startedMs + 3_000);
    group.scaleTo(1);
    const before = batches.length;
    clock.advanceTo(startedMs + 6_000);
    const times = batches.slice(before).map(({ atMs }) => atMs);
    expect(new Set(times).size).toBe(times.length);
    group.stop();
    const sent = batches.length;
    clock.advanceTo(startedMs + 60_000);
    expect(batches).toHaveLength(sent);
  });
});
