import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { LogItem } from "../../../src/core/record/kafka-record.ts";
import { LaneCursors } from "../../../src/core/redrive/lane-cursors.ts";
import { type FakeLog, fakeLog, shownItems } from "./log-fixture.ts";

const letters = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`).join(" ");

function reading(log: FakeLog, mostOpen = 12) {
  const cursors = new LaneCursors(log.broker, mostOpen);
  return async (from: bigint, until: bigint, visit: (item: LogItem) => boolean = () => true, partition = 0) => {
    const items: LogItem[] = [];
    await cursors.read({ topic: "orders", partition, from, until }, log.readable, (item) => {
      items.push(item);
      return visit(item);
    });
    return shownItems(items);
  };
}

describe("ranges of a partition", () => {
  it("that follow each other are read in one reading from the second on", async () => {
    const log = fakeLog(letters(20));
    const read = reading(log);
    expect(await read(0n, 3n)).toBe("v0@0 v1@1 v2@2");
    expect(await read(3n, 5n)).toBe("v3@3 v4@4");
    expect(await read(5n, 6n)).toBe("v5@5");
    // What lies between is read over.
    expect(await read(9n, 11n)).toBe("v9@9 v10@10");
    expect(log.asked).toEqual(["[0,3)", "[3,20)"]);
    expect(await read(11n, 20n)).toContain("v19@19");
    expect(log.openReadings()).toBe(0);
  });

  it("that lie apart, or go back, are read for themselves", async () => {
    const log = fakeLog(letters(9_000));
    const read = reading(log);
    await read(0n, 10n);
    await read(5_000n, 5_010n);
    await read(5_010n, 5_020n);
    expect(await read(5_015n, 5_017n)).toBe("v5015@5015 v5016@5016");
    expect(await read(5_017n, 5_018n)).toBe("v5017@5017");
    expect(log.asked).toEqual(["[0,10)", "[5000,5010)", "[5010,9000)", "[5015,5017)", "[5017,9000)"]);
    expect(log.openReadings()).toBe(1);
  });

  it("share a gap that spans several of them", async () => {
    const read = reading(fakeLog("a 10*compacted b c"));
    expect(await read(0n, 3n)).toBe("a@0 [1,3)compacted");
    expect(await read(3n, 5n)).toBe("[3,5)compacted");
    expect(await read(6n, 7n)).toBe("[6,7)compacted");
    expect(await read(7n, 12n)).toBe("[7,11)compacted b@11");
    expect(await read(12n, 13n)).toBe("c@12");
  });

  it("go beyond what the log held when the reading began", async () => {
    const log = fakeLog(letters(20));
    const read = reading(log);
    log.readable = 8n;
    await read(0n, 4n);
    await read(4n, 6n);
    log.readable = 20n;
    expect(await read(6n, 10n)).toBe("v6@6 v7@7 v8@8 v9@9");
    expect(log.asked).toEqual(["[0,4)", "[4,8)", "[6,20)"]);
  });

  it("are given up where the visitor ends, and by a fault", async () => {
    const log = fakeLog(letters(20));
    const read = reading(log);
    await read(0n, 2n);
    expect(await read(2n, 6n, ({ kind }) => kind === "gap")).toBe("v2@2");
    expect(log.openReadings()).toBe(0);
    log.fault = { at: 8n, error: new MskctlError("unavailable", "gone") };
    await expect(read(6n, 10n)).rejects.toThrow("gone");
    expect(log.openReadings()).toBe(0);
    log.fault = undefined;
    expect(await read(6n, 8n)).toBe("v6@6 v7@7");
  });
});

it("keeps the readings of so many partitions, the latest ones", async () => {
  const log = fakeLog(letters(20));
  const read = reading(log, 2);
  const all = () => true;
  for (const partition of [1, 2, 3]) {
    await read(0n, 2n, all, partition);
    await read(2n, 4n, all, partition);
  }
  expect(log.openReadings()).toBe(2);
  log.asked.length = 0;
  await read(4n, 6n, all, 2);
  await read(4n, 6n, all, 3);
  expect(log.asked).toEqual([]);
  await read(4n, 6n, all, 1);
  expect(log.asked).toEqual(["[4,20)"]);
  expect(log.openReadings()).toBe(2);
});

it("gives for any ranges, in any order, what the broker gives for each", async () => {
  const words = fc.array(fc.constantFrom("r", "1*control", "3*aborted", "40*compacted", "5000*compacted"), { minLength: 1, maxLength: 30 });
  const ranges = fc.array(fc.tuple(fc.nat({ max: 200 }), fc.nat({ max: 30 }), fc.boolean()), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(words, ranges, async (log, steps) => {
      const [own, plain] = [fakeLog(log.join(" ")), fakeLog(log.join(" "))];
      const read = reading(own);
      let at = 0n;
      for (const [skip, length, isJump] of steps) {
        const from = (isJump ? BigInt(skip) : at) % own.end;
        const until = from + BigInt(length) + 1n < own.end ? from + BigInt(length) + 1n : own.end;
        at = until === own.end ? 0n : until;
        const expected: LogItem[] = [];
        for await (const item of plain.broker.read({ topic: "orders", partition: 0, from, until })) expected.push(item);
        expect(await read(from, until)).toBe(shownItems(expected));
      }
    }),
    { numRuns: 300 },
  );
});
