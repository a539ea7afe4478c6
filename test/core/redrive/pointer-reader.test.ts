import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { deliversWith } from "../../../src/core/filter/delivers.ts";
import { readFilter } from "../../../src/core/filter/read-filter.ts";
import type { GapCause } from "../../../src/core/record/kafka-record.ts";
import { undecodableBatch } from "../../../src/core/record/undecodable-batch.ts";
import { kafkaRecordOf } from "../../../src/core/record/unshape-record.ts";
import { type PointerOptions, pointerReader, type RangeDifference } from "../../../src/core/redrive/pointer-reader.ts";
import type { Part, PartContent } from "../../../src/core/redrive/ports.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { fakeClock } from "../../support/fakes/clock.ts";
import { type FakeLog, fakeLog, timeOf } from "./log-fixture.ts";
import { partOf } from "./payload-fixture.ts";

/** Values that begin with `-` are filtered out. */
const noDashes = (value: Uint8Array | null) => value?.[0] !== "-".charCodeAt(0);

function setUp(log: FakeLog, options: Partial<PointerOptions> = {}, delivers = noDashes) {
  const clock = fakeClock();
  const differences: RangeDifference[] = [];
  const reader = pointerReader({
    broker: log.broker,
    clock,
    tools: nodeBytes,
    delivers,
    options: { schema: "none", allowPartial: false, ...options },
    onDifference: (difference) => differences.push(difference),
  });
  return { clock, differences, reader };
}

/** A part as its document tells of it, with the log's own timestamps at its ends. */
const timed = (first: bigint, last: bigint, changes: Partial<Part> = {}) =>
  partOf(0, first, last, { firstTimestampMs: timeOf(first), lastTimestampMs: timeOf(last), ...changes });

/** `a@3` and `[4,6]parked hanging-transaction`, in order. */
function shown({ records, runs }: PartContent): string {
  const words = [
    ...records.map((record) => {
      const original = kafkaRecordOf(record, nodeBytes);
      const value = "refused" in original ? original.refused : Buffer.from(original.value ?? []).toString();
      return { first: record.offset, text: `${value}@${record.offset}` };
    }),
    ...runs.map(({ first, last, outcome, reason }) => ({
      first,
      text: `[${first},${last}]${outcome}${reason === undefined ? "" : ` ${reason}`}`,
    })),
  ];
  return words
    .toSorted((a, b) => (a.first < b.first ? -1 : 1))
    .map(({ text }) => text)
    .join(" ");
}

const read = async (log: FakeLog, part: Part, options: Partial<PointerOptions> = {}) => shown(await setUp(log, options).reader.read(part));

describe("a range that is whole", () => {
  it("gives its records as Lambda shapes them", async () => {
    const { records, runs } = await setUp(fakeLog("a b c d", 5n)).reader.read(timed(6n, 7n));
    expect(runs).toEqual([]);
    expect(records.map(({ json }) => JSON.parse(Buffer.from(json).toString()))).toEqual([
      { topic: "orders", partition: 0, offset: 6, timestamp: timeOf(6n), timestampType: "CREATE_TIME", value: "Yg==", headers: [] },
      { topic: "orders", partition: 0, offset: 7, timestamp: timeOf(7n), timestampType: "CREATE_TIME", value: "Yw==", headers: [] },
    ]);
  });

  it("tells what holds no record, and what the mapping's filters drop", async () => {
    const log = fakeLog("a -b -c 2*aborted 1*control -d 3*compacted e");
    expect(await read(log, timed(0n, 10n))).toBe("a@0 [1,2]filtered [3,5]absent [6,6]filtered [7,9]absent e@10");
  });

  it("is filtered as the mapping's patterns say", async () => {
    const filter = readFilter('{"value":{"paid":[true]}}');
    const delivers = deliversWith(filter === undefined ? [] : [filter], nodeBytes.decodeUtf8);
    const log = fakeLog('{"paid":true} {"paid":false} text');
    expect(shown(await setUp(log, {}, delivers).reader.read(timed(0n, 2n)))).toBe('{"paid":true}@0 [1,1]filtered text@2');
  });

  it("of adjacent documents is read once, parts of one partition one after the other", async () => {
    const log = fakeLog(Array.from({ length: 50 }, (_, index) => `v${index}`).join(" "));
    const { reader } = setUp(log);
    const parts = [0n, 10n, 20n, 30n, 40n].map((first) => timed(first, first + 9n, { claimed: 10 }));
    const contents = await Promise.all(parts.map((part) => reader.read(part)));
    expect(contents.flatMap(({ records }) => records.map(({ offset }) => Number(offset)))).toEqual(
      Array.from({ length: 50 }, (_, index) => index),
    );
    expect(log.asked).toEqual(["earliest", "latest-committed", "latest", "[0,10)", "[10,50)"]);
  });
});

describe("what has expired", () => {
  it("is unrecoverable, to the offset", async () => {
    const log = fakeLog("e f", 5n);
    expect(await read(log, timed(1n, 4n))).toBe("[1,4]unrecoverable expired");
    expect(log.asked).toEqual(["earliest", "latest-committed", "latest"]);
  });

  it("in part leaves a range whose order is broken: parked, or sent on request", async () => {
    expect(await read(fakeLog("e f g", 5n), timed(3n, 6n))).toBe("[3,4]unrecoverable expired [5,6]parked broken-range");
    expect(await read(fakeLog("e -f g", 5n), timed(3n, 7n), { allowPartial: true })).toBe(
      "[3,4]unrecoverable expired e@5 [6,6]filtered g@7",
    );
  });

  it("since the log's start was asked for is noticed, too", async () => {
    const log = fakeLog("a b c d");
    const { reader } = setUp(log);
    await reader.read(timed(0n, 0n));
    log.earliest = 2n;
    expect(shown(await reader.read(timed(1n, 3n)))).toBe("[1,1]unrecoverable expired [2,3]parked broken-range");
  });
});

describe("another log", () => {
  it.each<[string, Part]>([
    ["has another time at the first offset", timed(1n, 3n, { firstTimestampMs: timeOf(0n) })],
    ["has another time at the last offset", timed(1n, 3n, { lastTimestampMs: timeOf(4n) })],
    ["ends before the document's offsets", timed(1n, 4n)],
    ["does not reach them at all", timed(400n, 500n)],
  ])("%s: nothing is sent", async (_, part) => {
    expect(await read(fakeLog("a b c d"), part)).toBe(`[${part.first},${part.last}]parked identity-mismatch`);
  });

  it("is asked where it ends before it is taken for one", async () => {
    const log = fakeLog("a b c d");
    const { reader } = setUp(log);
    log.readable = log.end = 2n;
    await reader.read(timed(0n, 1n));
    log.readable = log.end = 4n;
    expect(shown(await reader.read(timed(2n, 3n)))).toBe("c@2 d@3");
  });

  it("that is cut off meanwhile has offsets that were never written", async () => {
    const log = fakeLog("a b c d");
    const { reader } = setUp(log);
    await reader.read(timed(0n, 0n));
    log.items = log.items.slice(0, 2);
    log.end = 2n;
    expect(shown(await reader.read(timed(1n, 3n)))).toBe("[1,3]parked identity-mismatch");
  });
});

describe("a topic that is gone", () => {
  it("takes its records with it; nothing more is asked", async () => {
    const log = fakeLog("a b");
    log.isThere = false;
    const { reader } = setUp(log);
    expect(shown(await reader.read(timed(0n, 1n)))).toBe("[0,1]unrecoverable topic-gone");
    expect(shown(await reader.read(timed(2n, 3n)))).toBe("[2,3]unrecoverable topic-gone");
    expect(log.asked).toEqual(["earliest"]);
  });

  it("has no such partition, or goes while it is read", async () => {
    const log = fakeLog("a b c");
    const { reader } = setUp(log);
    expect(shown(await reader.read({ ...timed(0n, 1n), lane: { topic: "orders", partition: 7 } }))).toBe("[0,1]unrecoverable topic-gone");
    log.fault = { at: 1n, error: new MskctlError("not-found", "there is no topic orders") };
    expect(shown(await reader.read(timed(0n, 2n)))).toBe("[0,2]unrecoverable topic-gone");
  });
});

describe("an open transaction", () => {
  const open = () => {
    const log = fakeLog("a b c d e");
    log.readable = 2n;
    return log;
  };

  it("is waited for", async () => {
    const log = open();
    const { reader, clock } = setUp(log);
    clock.after(20_000, () => {
      log.readable = 5n;
    });
    expect(shown(await reader.read(timed(1n, 3n)))).toBe("b@1 c@2 d@3");
  });

  it("that does not end parks what stands behind its beginning, and is waited for once", async () => {
    const { reader, clock } = setUp(open());
    const startMs = clock.now();
    expect(shown(await reader.read(timed(1n, 3n)))).toBe("b@1 [2,3]parked hanging-transaction");
    const waitedMs = clock.now() - startMs;
    expect(waitedMs).toBeGreaterThanOrEqual(60_000);
    expect(shown(await reader.read(timed(4n, 4n)))).toBe("[4,4]parked hanging-transaction");
    expect(clock.now() - startMs).toBe(waitedMs);
  });

  it("that begins within what was readable parks what the broker does not give", async () => {
    expect(await read(fakeLog("a 2*open-transaction c"), partOf(0, 0n, 2n))).toBe("a@0 [1,2]parked hanging-transaction");
  });
});

describe("what cannot be read", () => {
  it("because it is damaged is parked from there on", async () => {
    const log = fakeLog("a b c d");
    log.fault = { at: 2n, error: undecodableBatch({ topic: "orders", partition: 0, offset: 2n }, "its checksum is wrong") };
    expect(await read(log, timed(0n, 3n))).toBe("a@0 b@1 [2,3]parked corrupt");
  });

  it("now is not decided on, and may be asked for again", async () => {
    const log = fakeLog("a b c d");
    const { reader } = setUp(log);
    log.fault = { at: 2n, error: new MskctlError("unavailable", "no answer") };
    await expect(reader.read(timed(0n, 3n))).rejects.toThrow("no answer");
    log.fault = undefined;
    expect(shown(await reader.read(timed(0n, 3n)))).toBe("a@0 b@1 c@2 d@3");
  });

  it("because the broker gives nothing is never taken for empty", async () => {
    const log = fakeLog("a b c d");
    log.items = log.items.slice(0, 2);
    await expect(setUp(log).reader.read(timed(0n, 3n))).rejects.toThrow("topic orders gives nothing at offset 2 of partition 0");
  });

  it("as a number that is exact", async () => {
    const beyond = 2n ** 53n;
    expect(await read(fakeLog("a", beyond), partOf(0, beyond, beyond))).toBe(`[${beyond},${beyond}]parked not-taken`);
    expect(await read(fakeLog("a", beyond - 1n), partOf(0, beyond - 1n, beyond - 1n))).toBe(`a@${beyond - 1n}`);
  });
});

describe("a mapping with a schema registry", () => {
  it("has its records parked, without a question to the brokers", async () => {
    const log = fakeLog("a -b");
    expect(await read(log, timed(0n, 1n), { schema: "refuse" })).toBe("[0,1]parked schema");
    expect(log.asked).toEqual([]);
  });

  it("may have them sent as they stand in the topic, all of them", async () => {
    expect(await read(fakeLog("a -b"), timed(0n, 1n), { schema: "raw" })).toBe("a@0 -b@1");
  });
});

describe("a range that is not its batch", () => {
  it("is told when it is read first", async () => {
    const { reader, differences } = setUp(fakeLog("a -b c"));
    await reader.read(timed(0n, 2n, { claimed: 2 }));
    expect(differences).toEqual([]);
    await reader.read(timed(0n, 2n, { claimed: 500 }));
    expect(differences).toEqual([{ document: "d", lane: { topic: "orders", partition: 0 }, claimed: 500, found: 2 }]);
    await reader.read(timed(0n, 2n, { claimed: 500, found: 2 }));
    expect(differences).toHaveLength(1);
  });

  it("is not told of what could not be read", async () => {
    const { reader, differences } = setUp(fakeLog("a b c", 3n));
    await reader.read(timed(1n, 4n, { claimed: 4 }));
    expect(differences).toEqual([]);
  });
});

it("accounts for every offset of any range once, whatever the log holds", async () => {
  const words = fc.array(fc.constantFrom("r", "-r", "1*control", "3*aborted", "20*compacted"), { minLength: 1, maxLength: 40 });
  const steps = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 25 })), { minLength: 1, maxLength: 8 });
  const bounds = fc.record({ expired: fc.nat(), open: fc.nat(), isOpen: fc.boolean(), allowPartial: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(words, steps, bounds, async (items, ranges, { expired, open, isOpen, allowPartial }) => {
      const log = fakeLog(items.join(" "), 100n);
      const span = Number(log.end - 100n);
      log.earliest = 100n + BigInt(expired % span);
      if (isOpen) log.readable = log.earliest + BigInt(open % Number(log.end - log.earliest));
      const { reader } = setUp(log, { allowPartial });
      for (const [start, length] of ranges) {
        const first = 100n + BigInt(start % span);
        const last = first + BigInt(length) < log.end ? first + BigInt(length) : log.end - 1n;
        expect(offsetByOffset(await reader.read(partOf(0, first, last)))).toEqual(expectedOffsets(log, first, last, allowPartial));
      }
    }),
    { numRuns: 300 },
  );
});

/** What became of each offset, ascending. */
function offsetByOffset({ records, runs }: PartContent): readonly string[] {
  const each = records.map(({ offset }) => ({ offset, text: "sent" }));
  for (const { first, last, outcome, reason } of runs)
    for (let offset = first; offset <= last; offset += 1n) each.push({ offset, text: reason ?? outcome });
  return each.toSorted((a, b) => (a.offset < b.offset ? -1 : 1)).map(({ offset, text }) => `${offset} ${text}`);
}

/** The same from the log itself. */
function expectedOffsets(log: FakeLog, first: bigint, last: bigint, allowPartial: boolean): readonly string[] {
  const texts = new Map<bigint, string>();
  for (const item of log.items) {
    if (item.kind === "record") texts.set(item.record.offset, noDashes(item.record.value) ? "sent" : "filtered");
    else for (let offset = item.from; offset < item.until; offset += 1n) texts.set(offset, gapTexts[item.cause] ?? item.cause);
  }
  const expected: string[] = [];
  for (let offset = first; offset <= last; offset += 1n) {
    const isBroken = log.earliest > first && !allowPartial;
    const read = isBroken ? "broken-range" : offset >= log.readable ? "hanging-transaction" : texts.get(offset);
    expected.push(`${offset} ${offset < log.earliest ? "expired" : read}`);
  }
  return expected;
}

const gapTexts: Partial<Record<GapCause, string>> = { control: "absent", aborted: "absent", compacted: "absent" };
