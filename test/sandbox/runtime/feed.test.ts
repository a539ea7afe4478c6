import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Feed, type Look, lookingFeed, type Room, uniformFeed } from "../../../src/sandbox/runtime/feed.ts";
import type { Offsets } from "../../../src/sandbox/runtime/offsets.ts";

const endless: Room = { records: Number.POSITIVE_INFINITY, eventBytes: Number.POSITIVE_INFINITY, polledBytes: Number.POSITIVE_INFINITY };
const listOf = (offsets: Offsets): number[] => Array.from({ length: offsets.length }, (_, index) => offsets.at(index));

/** A partition of 40 offsets, some of which have no record. */
const partitions = fc.array(
  fc.option(fc.record({ passes: fc.boolean(), recordBytes: fc.integer({ min: 1, max: 9 }), eventBytes: fc.integer({ min: 1, max: 9 }) })),
  { minLength: 40, maxLength: 40 },
);
const rooms = fc.record({ records: fc.integer({ min: 1, max: 20 }), eventBytes: fc.nat(80), polledBytes: fc.nat(120) });

function lookerOf(records: readonly (Look | null)[]) {
  return {
    look(_: number, offset: number): Look {
      const record = records[offset];
      if (record === null || record === undefined) throw new Error(`there is no record at ${offset}`);
      return record;
    },
    next(_: number, offset: number): number {
      const index = records.findIndex((record, each) => each >= offset && record !== null);
      return index < 0 ? Number.POSITIVE_INFINITY : index;
    },
  };
}

describe("a feed that looks at records", () => {
  it("takes what fits, in order, and as much as fits", () => {
    fc.assert(
      fc.property(partitions, rooms, fc.nat(20), fc.nat(40), (records, room, from, span) => {
        const until = Math.min(40, from + span);
        const reach = lookingFeed(lookerOf(records)).reach(0, from, until, room);
        const read = records
          .slice(from, reach.until)
          .flatMap((record, index) => (record === null ? [] : [{ ...record, offset: from + index }]));
        const passing = read.filter(({ passes }) => passes);
        expect(listOf(reach.passing)).toEqual(passing.map(({ offset }) => offset));
        expect(reach.polled).toBe(read.length);
        expect(reach.polledBytes).toBe(read.reduce((sum, { recordBytes }) => sum + recordBytes, 0));
        expect(reach.eventBytes).toBe(passing.reduce((sum, { eventBytes }) => sum + eventBytes, 0));
        expect(passing.length).toBeLessThanOrEqual(room.records);
        expect(reach.eventBytes).toBeLessThanOrEqual(room.eventBytes);
        expect(reach.polledBytes).toBeLessThanOrEqual(room.polledBytes);
        const next = records.slice(reach.until, until).find((record) => record !== null);
        if (reach.until >= until || next === undefined || passing.length === room.records) return;
        const isTooMuch =
          reach.polledBytes + next.recordBytes > room.polledBytes || (next.passes && reach.eventBytes + next.eventBytes > room.eventBytes);
        expect(isTooMuch).toBe(true);
      }),
    );
  });

  it("looks at each record once, and not further than it has to", () => {
    const seen: number[] = [];
    const look = (_: number, offset: number): Look => {
      seen.push(offset);
      return { passes: offset % 2 === 0, recordBytes: 1, eventBytes: 1 };
    };
    const feed = lookingFeed({ look, next: (_, offset) => offset });
    feed.reach(0, 10, 1_000, { ...endless, records: 3 });
    feed.reach(0, 10, 1_000, { ...endless, records: 3 });
    expect(seen).toEqual([10, 11, 12, 13, 14]);
    feed.release(0, 13);
    feed.reach(0, 13, 16, endless);
    expect(seen).toEqual([10, 11, 12, 13, 14, 15]);
  });

  it("reads over offsets without a record to the end", () => {
    expect(lookingFeed(lookerOf([])).reach(0, 5, 9, endless)).toMatchObject({ until: 9, polled: 0 });
  });
});

describe("a feed of records of one size", () => {
  it("is the same as one that looks at each", () => {
    const same = (feed: Feed, from: number, until: number, room: Room) => {
      const { passing, ...reach } = feed.reach(2, from, until, room);
      return { ...reach, passing: listOf(passing) };
    };
    fc.assert(
      fc.property(rooms, fc.nat(20), fc.nat(40), (room, from, span) => {
        const sizes = { recordBytes: 3, eventBytes: 4 };
        const looking = lookingFeed({ look: () => ({ ...sizes, passes: true }), next: (_, offset) => offset });
        expect(same(uniformFeed(sizes), from, from + span, room)).toEqual(same(looking, from, from + span, room));
      }),
    );
  });
});
