import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listedOffsets } from "../../../src/sandbox/runtime/offsets.ts";
import { byAge, fromLowest, halved, onlyFailed, type Piece, pieceOf, placesOf } from "../../../src/sandbox/runtime/piece.ts";

const pieces = fc
  .uniqueArray(fc.nat(9), { minLength: 1, maxLength: 5 })
  .chain((partitions) => fc.tuple(...partitions.map((partition) => fc.tuple(fc.constant(partition), offsets))))
  .map((shares) =>
    pieceOf(
      shares.map(([partition, each]) => ({ partition, offsets: listedOffsets(each) })),
      3,
    ),
  );
const offsets = fc.uniqueArray(fc.nat(200), { minLength: 1, maxLength: 30 }).map((each) => each.toSorted((a, b) => a - b));
const listOf = (piece: Piece) => [...placesOf(piece.shares)];

describe("a piece of a batch", () => {
  it("falls into two halves that are the whole, in order", () => {
    fc.assert(
      fc.property(pieces, (piece) => {
        fc.pre(piece.records > 1);
        const [first, second] = halved(piece);
        expect([...listOf(first), ...listOf(second)]).toEqual(listOf(piece));
        expect(first.records - second.records).toBe(piece.records % 2);
        expect([first.failedAttempts, second.failedAttempts]).toEqual([3, 3]);
      }),
    );
  });

  it("leaves of a failure what was named, or all from there on in the same partition", () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), (piece, picks) => {
        const all = listOf(piece);
        const failed = picks.flatMap((pick) => all[pick % all.length] ?? []);
        expect(listOf(pieceOf(onlyFailed(piece, failed)))).toEqual(
          all.filter((place) => failed.some((each) => each.partition === place.partition && each.offset === place.offset)),
        );
        expect(listOf(pieceOf(fromLowest(piece, failed)))).toEqual(
          all.filter((place) => failed.some((each) => each.partition === place.partition && each.offset <= place.offset)),
        );
      }),
    );
  });

  it("parts with its expired records, as far as they stand at the head of a partition", () => {
    fc.assert(
      fc.property(pieces, fc.nat(200), (piece, limit) => {
        const { expired, rest } = byAge(piece, ({ offset }) => offset < limit);
        expect(listOf(expired)).toEqual(listOf(piece).filter(({ offset }) => offset < limit));
        expect(listOf(rest)).toEqual(listOf(piece).filter(({ offset }) => offset >= limit));
      }),
    );
    const unordered = byAge(pieceOf([{ partition: 0, offsets: listedOffsets([1, 2, 3]) }]), ({ offset }) => offset !== 2);
    expect([listOf(unordered.expired), listOf(unordered.rest)].map((places) => places.map(({ offset }) => offset))).toEqual([[1], [2, 3]]);
  });
});
