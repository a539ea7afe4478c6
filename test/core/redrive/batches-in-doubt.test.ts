import { describe, expect, it } from "vitest";
import { BatchesInDoubt, leavesDoubt, without } from "../../../src/core/redrive/batches-in-doubt.ts";

const lane = { topic: "orders", partition: 1 };
const batch = (number: number, first: bigint, last: bigint) => {
  const run = { first, last };
  return { batch: number, lane, runs: [run], records: Number(last - first) + 1, atMs: number, open: [run] };
};

describe("batches in doubt", () => {
  it("keep what is neither settled nor sent again", () => {
    const doubt = new BatchesInDoubt();
    doubt.sent(batch(1, 0n, 9n));
    expect(doubt.sent(batch(2, 4n, 5n))).toMatchObject([{ batch: 1, isSentAgain: true }]);
    doubt.settled(lane, { first: 0n, last: 1n });
    expect(doubt.batches()).toMatchObject([
      {
        batch: 1,
        open: [
          { first: 2n, last: 3n },
          { first: 6n, last: 9n },
        ],
      },
      { batch: 2, open: [{ first: 4n, last: 5n }] },
    ]);
    expect(doubt.records).toBe(12);
  });

  it("leave other partitions alone, those of a topic whose name reads alike too", () => {
    const doubt = new BatchesInDoubt();
    doubt.sent(batch(1, 0n, 9n));
    doubt.sent({ ...batch(2, 0n, 9n), lane: { topic: "orders", partition: 11 } });
    doubt.settled({ topic: "1/orders", partition: 1 }, { first: 0n, last: 9n });
    expect(doubt.batches().map(({ open }) => open)).toEqual([[{ first: 0n, last: 9n }], [{ first: 0n, last: 9n }]]);
  });

  it("count a batch until it is answered, settled alone, or for good when it was sent again", () => {
    const doubt = new BatchesInDoubt();
    for (const number of [1, 2, 3]) doubt.sent(batch(number, BigInt(number * 10), BigInt(number * 10 + 9)));
    doubt.answered({ ...batch(1, 10n, 19n), isSentAgain: false });
    doubt.settled(lane, { first: 20n, last: 29n });
    doubt.sent(batch(4, 30n, 39n));
    doubt.answered({ ...batch(4, 30n, 39n), isSentAgain: false });
    doubt.settled(lane, { first: 30n, last: 39n });
    expect([doubt.records, doubt.batches()]).toEqual([10, []]);
    doubt.answered({ ...batch(3, 30n, 39n), isSentAgain: true });
    expect(doubt.records).toBe(0);
  });

  it("go on where a journal left them", () => {
    const doubt = new BatchesInDoubt();
    doubt.restoreSentAgain(7);
    doubt.restore({ ...batch(1, 0n, 9n), isSentAgain: false, open: [] });
    doubt.restore({ ...batch(2, 0n, 9n), isSentAgain: true, open: [] });
    doubt.restore({ ...batch(3, 20n, 24n), isSentAgain: false });
    expect(doubt.records).toBe(7 + 10 + 5);
    expect(doubt.batches()).toMatchObject([{ batch: 3 }]);
  });
});

it.each([
  [undefined, true],
  ["unknown", true],
  ["delivered", false],
  ["throttled", false],
])("an answer of %s leaves doubt: %s", (outcome, leaves) => expect(leavesDoubt(outcome)).toBe(leaves));

it.each([
  [0n, 9n, []],
  [-5n, 20n, []],
  [10n, 20n, [[0n, 9n]]],
  [0n, 0n, [[1n, 9n]]],
  [9n, 9n, [[0n, 8n]]],
  [
    3n,
    4n,
    [
      [0n, 2n],
      [5n, 9n],
    ],
  ],
])("0 to 9 without %d to %d", (first, last, left) =>
  expect(without([{ first: 0n, last: 9n }], { first, last })).toEqual(
    (left as bigint[][]).map(([from, to]) => ({ first: from, last: to })),
  ),
);
