import { describe, expect, it } from "vitest";
import type { Sample } from "../../../src/core/filter/sample.ts";
import { sampleBatches } from "../../../src/platform/samples/sample-batches.ts";

const sized = (bytes: number | null, line: number): Sample => ({ line, value: bytes === null ? null : new Uint8Array(bytes) });

const sizesOf = (samples: Iterable<Sample>) => [...sampleBatches(samples)].map((batch) => batch.length);

describe("sampleBatches", () => {
  it("has none of nothing", () => {
    expect(sizesOf([])).toEqual([]);
  });

  it("closes a batch at 1,000 samples, and at 1 MiB", () => {
    expect(sizesOf(Array.from({ length: 2_001 }, (_, line) => sized(null, line)))).toEqual([1_000, 1_000, 1]);
    expect(sizesOf([600_000, 600_000, 2_000_000, 1, 1].map(sized))).toEqual([2, 1, 2]);
  });

  it("keeps the order, and takes a sample only when it is asked for", () => {
    let taken = 0;
    function* endless(): Generator<Sample, void> {
      for (;;) {
        taken += 1;
        yield sized(0, taken);
      }
    }
    const [batch] = sampleBatches(endless());
    expect(batch?.map(({ line }) => line)).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
    expect(taken).toBe(1_000);
  });
});
