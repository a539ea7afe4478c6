import { describe, expect, it } from "vitest";
import type { SampleChunk } from "../../../src/core/filter/sample.ts";
import { topicSamples } from "../../../src/core/filter/topic-samples.ts";
import type { KafkaRecord } from "../../../src/core/record/kafka-record.ts";

function record(offset: bigint, value: Uint8Array | null): KafkaRecord {
  return { partition: 3, offset, timestampMs: 1, timestampType: "CREATE_TIME", key: null, value, headers: [] };
}
async function chunksOf(records: readonly KafkaRecord[]): Promise<SampleChunk[]> {
  const chunks: SampleChunk[] = [];
  const input = topicSamples({
    async *records() {
      yield* records;
    },
  });
  for await (const chunk of input.read("orders")) chunks.push(chunk);
  return chunks;
}
const sizes = (chunks: readonly SampleChunk[]) => chunks.map((chunk) => (chunk.kind === "records" ? chunk.samples.length : 0));

describe("records of a topic", () => {
  it("are samples with their places", async () => {
    const value = new TextEncoder().encode("v");
    expect(await chunksOf([record(7n, value), record(9n, null)])).toEqual([
      {
        kind: "records",
        source: "orders",
        samples: [
          { line: 7, value, record: { partition: 3, offset: 7n } },
          { line: 9, value: null, record: { partition: 3, offset: 9n } },
        ],
      },
    ]);
  });

  it("come in chunks that can be held, by number and by size", async () => {
    const many = Array.from({ length: 1_001 }, (_, index) => record(BigInt(index), null));
    expect(sizes(await chunksOf(many))).toEqual([500, 500, 1]);
    const large = Array.from({ length: 5 }, (_, index) => record(BigInt(index), new Uint8Array(512 * 1024)));
    expect(sizes(await chunksOf(large))).toEqual([2, 2, 1]);
  });

  it("may be none", async () => {
    expect(await chunksOf([])).toEqual([]);
  });
});
