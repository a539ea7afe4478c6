import { expect, it } from "vitest";
import type { GapCause } from "../../../src/core/record/kafka-record.ts";
import { shapeRecord } from "../../../src/core/record/shape-record.ts";
import { RangeContent } from "../../../src/core/redrive/range-content.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { recordAt, timeOf } from "./log-fixture.ts";
import { partOf } from "./payload-fixture.ts";

function rangeOf(first: bigint, last: bigint, changes: Parameters<typeof partOf>[3] = {}, allowPartial = false) {
  return new RangeContent(partOf(0, first, last, changes), {
    delivers: (value) => value?.[0] !== "-".charCodeAt(0),
    shape: (record) => shapeRecord("orders", record, nodeBytes),
    allowPartial,
  });
}
const record = (offset: bigint, value = "v") => ({ kind: "record", record: recordAt(offset, value) }) as const;
const gap = (from: bigint, until: bigint, cause: GapCause) => ({ kind: "gap", from, until, cause }) as const;
const filtered = (first: bigint, last: bigint) => ({ first, last, outcome: "filtered" });
const parked = (first: bigint, last: bigint, reason: string) => ({ first, last, outcome: "parked", reason });

it("joins neighbours that end alike, and counts no offset of a gap as filtered", () => {
  const range = rangeOf(0n, 9n);
  for (const item of [record(0n, "-"), record(1n, "-"), gap(2n, 4n, "compacted"), gap(4n, 5n, "control"), record(5n, "-"), record(6n)])
    range.add(item);
  expect(range.next).toBe(7n);
  range.add(gap(7n, 9n, "aborted"));
  range.add(record(9n, "-"));
  expect(range.content().runs).toEqual([
    filtered(0n, 1n),
    { first: 2n, last: 4n, outcome: "absent" },
    filtered(5n, 5n),
    { first: 7n, last: 8n, outcome: "absent" },
    filtered(9n, 9n),
  ]);
  expect(range.content().records.map(({ offset }) => offset)).toEqual([6n]);
});

it("parks the rest of a range that expires while it is read, unless partial ranges are wanted", () => {
  const items = [record(0n), record(1n), gap(2n, 4n, "expired"), record(4n), record(5n)];
  const [whole, partial] = [rangeOf(0n, 5n), rangeOf(0n, 5n, {}, true)];
  for (const item of items) expect([whole.add(item), partial.add(item)]).toEqual([true, true]);
  const expired = { first: 2n, last: 3n, outcome: "unrecoverable", reason: "expired" };
  expect(whole.content()).toEqual({ records: [], runs: [parked(0n, 1n, "broken-range"), expired, parked(4n, 5n, "broken-range")] });
  expect(partial.content()).toMatchObject({ records: [{ offset: 0n }, { offset: 1n }, { offset: 4n }, { offset: 5n }], runs: [expired] });
});

it.each<[string, Parameters<typeof partOf>[3], bigint]>([
  ["the first record", { firstTimestampMs: timeOf(3n) }, 2n],
  ["the last record", { firstTimestampMs: timeOf(2n), lastTimestampMs: timeOf(2n) }, 4n],
])("sends nothing when %s has another time than the document's, filtered out or not", (_, changes, endsAt) => {
  const range = rangeOf(2n, 4n, changes);
  let offset = 2n;
  while (range.add(record(offset, "-"))) offset += 1n;
  expect(offset).toBe(endsAt);
  expect(range.content()).toEqual({ records: [], runs: [parked(2n, 4n, "identity-mismatch")] });
});

it("cannot compare times of records that are gone", () => {
  const range = rangeOf(2n, 4n, { firstTimestampMs: 1, lastTimestampMs: 1 });
  range.add(gap(2n, 3n, "compacted"));
  range.add(record(3n));
  range.add(gap(4n, 5n, "compacted"));
  expect(range.content().records).toHaveLength(1);
});

it("is another log that ends within the range", () => {
  const range = rangeOf(2n, 4n);
  range.add(record(2n));
  expect(range.add(gap(3n, 5n, "unwritten"))).toBe(false);
  expect(range.content()).toEqual({ records: [], runs: [parked(2n, 4n, "identity-mismatch")] });
});

it("holds no more than any batch could have had, in records and in runs", () => {
  const large = "x".repeat(1_000_000);
  const records = rangeOf(0n, 1_000n);
  let offset = 0n;
  while (offset < 1_000n && records.add(record(offset, large))) offset += 1n;
  expect(Number(offset)).toBeLessThan(40);
  expect(records.content()).toEqual({ records: [], runs: [parked(0n, 1_000n, "malformed")] });
  const runs = rangeOf(0n, 1_000_000n);
  let at = 0n;
  while (at < 1_000_000n && runs.add(at % 2n === 0n ? record(at, "-") : gap(at, at + 1n, "control"))) at += 1n;
  expect(Number(at)).toBeLessThan(200_000);
});

it("takes no offset for one that is not the part's because nothing was read there", () => {
  const range = rangeOf(0n, 3n);
  range.add(record(0n));
  expect(() => range.add(record(2n))).toThrow("nothing was read at offset 1");
  expect(() => range.add(gap(2n, 4n, "compacted"))).toThrow(RangeError);
});

it("settles nothing before what is known", () => {
  const range = rangeOf(0n, 3n);
  range.add(record(0n));
  range.settle(0n, "parked", "corrupt");
  expect(range.content().runs).toEqual([]);
  range.settle(3n, "parked", "corrupt");
  expect(range.content().runs).toEqual([parked(1n, 3n, "corrupt")]);
});
