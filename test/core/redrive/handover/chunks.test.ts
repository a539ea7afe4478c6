import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { laneChunks } from "../../../../src/core/redrive/handover/chunks.ts";
import type { PlannedDocument } from "../../../../src/core/redrive/journal.ts";

const lane = { topic: "orders", partition: 3 };

function document(id: string, first: number, last: number): PlannedDocument {
  const times = { firstTimestampMs: undefined, lastTimestampMs: undefined };
  const own = { lane, first: BigInt(first), last: BigInt(last), claimed: last - first + 1, ...times };
  const other = { ...own, lane: { topic: "orders", partition: 4 }, first: 0n, last: 1_000_000n };
  return { id, handle: "h", condition: "RetryAttemptsExhausted", failedAtMs: 1, records: own.claimed, parts: [other, own] };
}

const idsOf = (documents: readonly PlannedDocument[], atMost: number) =>
  [...laneChunks(lane, documents, { atMost })].map((chunk) => chunk.documents.map(({ id }) => id));

describe("chunks of a lane", () => {
  it("hold as many documents as they may", () => {
    const documents = ["a", "b", "c", "d", "e"].map((id, index) => document(id, index * 10, index * 10 + 9));
    expect(idsOf(documents, 2)).toEqual([["a", "b"], ["c", "d"], ["e"]]);
  });

  it("hold more where documents overlap, also with one that came long before", () => {
    const documents = [document("a", 0, 35), document("b", 10, 19), document("c", 20, 29), document("d", 35, 40), document("e", 41, 50)];
    expect(idsOf(documents, 2)).toEqual([["a", "b", "c", "d"], ["e"]]);
  });

  it("are none where there is no document", () => {
    expect(idsOf([], 2)).toEqual([]);
  });

  it("keep all documents in their order, and none shares an offset with one of another chunk", () => {
    const range = fc.tuple(fc.nat(300), fc.nat(30)).map(([first, more]) => [first, first + more] as const);
    fc.assert(
      fc.property(fc.array(range, { maxLength: 40 }), fc.integer({ min: 1, max: 8 }), (ranges, atMost) => {
        const documents = ranges.toSorted((a, b) => a[0] - b[0]).map(([first, last], index) => document(`d${index}`, first, last));
        const chunks = [...laneChunks(lane, documents, { atMost })].map((chunk) => chunk.documents);
        expect(chunks.flat()).toEqual(documents);
        for (const [index, chunk] of chunks.slice(1).entries()) {
          const before = chunks.slice(0, index + 1).flat();
          const reach =
            before
              .map(({ parts }) => parts[1]?.last ?? 0n)
              .toSorted((a, b) => (a < b ? -1 : 1))
              .at(-1) ?? 0n;
          expect(chunk.every(({ parts }) => (parts[1]?.first ?? 0n) > reach)).toBe(true);
        }
      }),
    );
  });
});
