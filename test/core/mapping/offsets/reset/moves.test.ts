import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../../../src/core/errors.ts";
import type { PartitionStand } from "../../../../../src/core/mapping/offsets/positions.ts";
import { type MoveRequest, movesTo } from "../../../../../src/core/mapping/offsets/reset/moves.ts";
import type { ResetTarget } from "../../../../../src/core/mapping/offsets/reset/target.ts";

const stand = (partition: number, earliest: bigint, committed: bigint | undefined, end: bigint): PartitionStand => ({
  partition,
  earliest,
  committed,
  end,
});

function moved(stands: readonly PartitionStand[], target: ResetTarget, more: Partial<MoveRequest> = {}) {
  return movesTo("orders", stands, { target, byTime: new Map(), startOf: ({ earliest }) => earliest, ...more });
}

const skip = (partition: number, offset: bigint): ResetTarget => ({ kind: "skip", records: [{ topic: "orders", partition, offset }] });

describe("a partition goes", () => {
  const one = stand(0, 100n, 150n, 200n);

  it.each<[string, ResetTarget, bigint, object]>([
    ["to the earliest offset", { kind: "earliest" }, 100n, {}],
    ["to the end", { kind: "latest" }, 200n, {}],
    ["to an offset", { kind: "offset", offset: 170n }, 170n, {}],
    ["no further back than the log", { kind: "offset", offset: 99n }, 100n, { clampedTo: "earliest" }],
    ["no further than the end", { kind: "offset", offset: 201n }, 200n, { clampedTo: "end" }],
    ["to the first offset of the log, as it was asked for", { kind: "offset", offset: 100n }, 100n, {}],
    ["to the end, as it was asked for", { kind: "offset", offset: 200n }, 200n, {}],
    ["back", { kind: "shift", by: -20n }, 130n, {}],
    ["on", { kind: "shift", by: 20n }, 170n, {}],
    ["back to the start at most", { kind: "shift", by: -51n }, 100n, { clampedTo: "earliest" }],
    ["on to the end at most", { kind: "shift", by: 51n }, 200n, { clampedTo: "end" }],
    ["past a record", skip(0, 150n), 151n, {}],
    ["past the last record", skip(0, 199n), 200n, {}],
    ["to what was saved", { kind: "saved", offsets: new Map([[0, 120n]]) }, 120n, {}],
    ["to the start, where what was saved has expired", { kind: "saved", offsets: new Map([[0, 20n]]) }, 100n, { clampedTo: "earliest" }],
  ])("%s", (_, target, next, more) => {
    expect(moved([one], target)).toEqual({
      moves: [{ partition: 0, earliest: 100n, end: 200n, now: 150n, next, readsFrom: 150n, wasRead: true, ...more }],
      unchanged: [],
      unshiftable: [],
      pastTime: [],
    });
  });

  it("to the first record that is not older, else to the end", () => {
    const target: ResetTarget = { kind: "timestamp", atMs: 1 };
    const { moves, pastTime } = moved([one, stand(1, 0n, 5n, 9n)], target, { byTime: new Map([[0, 110n]]) });
    expect(moves.map(({ partition, next }) => [partition, next])).toEqual([
      [0, 110n],
      [1, 9n],
    ]);
    expect(pastTime).toEqual([1]);
  });
});

describe("what is left out", () => {
  const three = [stand(0, 0n, 5n, 10n), stand(1, 0n, 10n, 10n), stand(2, 0n, undefined, 10n)];

  it("stands there already", () => {
    const { moves, unchanged } = moved(three, { kind: "latest" });
    expect([moves.map(({ partition }) => partition), unchanged]).toEqual([[0, 2], [1]]);
  });

  it("stands there already, after the wanted offset was moved into the log", () => {
    expect(moved([stand(0, 0n, 10n, 10n)], { kind: "offset", offset: 99n })).toMatchObject({ moves: [], unchanged: [0] });
  });

  it("has nothing to shift from", () => {
    expect(moved(three, { kind: "shift", by: -1n })).toMatchObject({ moves: [{ next: 4n }, { next: 9n }], unshiftable: [2] });
  });

  it("was not chosen", () => {
    expect(moved(three, { kind: "earliest" }, { partitions: [2, 0] }).moves.map(({ partition }) => partition)).toEqual([0, 2]);
    expect(moved(three, skip(0, 7n)).moves).toHaveLength(1);
    expect(moved(three, { kind: "saved", offsets: new Map([[1, 3n]]) }).moves).toMatchObject([{ partition: 1, now: 10n, next: 3n }]);
  });
});

describe("without a commit that counts", () => {
  const startOf: MoveRequest["startOf"] = ({ end }) => end;

  it("nobody knows what was read; reading would begin by the starting position", () => {
    expect(moved([stand(0, 0n, undefined, 10n)], { kind: "earliest" }, { startOf }).moves).toEqual([
      { partition: 0, earliest: 0n, end: 10n, now: undefined, next: 0n, readsFrom: 10n, wasRead: false },
    ]);
  });

  it("even the place where reading would begin is set", () => {
    expect(moved([stand(0, 0n, undefined, 10n)], { kind: "latest" }, { startOf }).moves).toMatchObject([{ next: 10n, readsFrom: 10n }]);
  });

  it("a commit beyond the end counts for none", () => {
    expect(moved([stand(0, 0n, 11n, 10n)], { kind: "earliest" }).moves).toMatchObject([
      { now: 11n, next: 0n, readsFrom: 0n, wasRead: false },
    ]);
  });

  it("a commit before the start goes on at the start", () => {
    expect(moved([stand(0, 5n, 2n, 10n)], { kind: "latest" }).moves).toMatchObject([{ now: 2n, next: 10n, readsFrom: 5n, wasRead: true }]);
  });
});

describe("a record that cannot be skipped", () => {
  it.each([
    ["has been passed", stand(0, 0n, 151n, 200n), 150n, "orders-0:150 does not wait any more: the group goes on at 151"],
    ["has expired", stand(0, 151n, 100n, 200n), 150n, "orders-0:150 is not there any more: the log begins at 151"],
    ["is not written yet", stand(0, 0n, 100n, 150n), 150n, "orders-0:150 is not there yet: the log ends at 150"],
  ])("%s", (_, one, offset, message) => {
    expect(() => moved([one], skip(0, offset))).toThrow(expect.objectContaining({ code: "refused", message }));
  });

  it("is of a partition that the topic has not", () => {
    const error = new MskctlError("not-found", "topic orders has no partition 3: it has 1, from 0 on");
    expect(() => moved([stand(0, 0n, 0n, 9n)], skip(3, 1n))).toThrow(expect.objectContaining({ code: error.code, message: error.message }));
    expect(() => moved([stand(0, 0n, 0n, 9n)], { kind: "latest" }, { partitions: [0, 3] })).toThrow(error.message);
  });
});
