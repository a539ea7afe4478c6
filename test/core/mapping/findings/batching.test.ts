import { describe, expect, it } from "vitest";
import { batchSizeOutOfReach, windowIsOneWay } from "../../../../src/core/mapping/findings/batching.ts";
import { sampleMapping } from "../../../support/mappings.ts";
import { bareFacts, calmMetrics } from "./samples.ts";

describe("MSK060, a window that cannot be taken back", () => {
  it.each([
    [0, "MSK060"],
    [1, "MSK060"],
    [undefined, undefined],
  ])("%s s: %s", (seconds, id) => {
    expect(windowIsOneWay(seconds === undefined ? {} : { MaximumBatchingWindowInSeconds: seconds })?.id).toBe(id);
  });
});

describe("MSK061, a batch size that 6 MB never reach", () => {
  const polled = (polledRecords: number | undefined, polledBytes: number | undefined) => ({
    ...bareFacts,
    metrics: { ...calmMetrics, polledRecords, polledBytes },
  });

  it("counts base64 and the envelope of each record", () => {
    // 6,291,456 bytes / (10,000 × 4/3 + 200) = 464.8
    expect(batchSizeOutOfReach(sampleMapping({ BatchSize: 500 }), polled(1_000, 10_000_000))).toMatchObject({
      id: "MSK061",
      evidence: { fittingRecords: 464 },
      fix: "mskctl update orders --batch-size 464",
    });
    expect(batchSizeOutOfReach(sampleMapping({ BatchSize: 464 }), polled(1_000, 10_000_000))).toBeUndefined();
  });

  it("never suggests less than one record", () => {
    expect(batchSizeOutOfReach(sampleMapping(), polled(1, 8_000_000))?.fix).toContain("--batch-size 1");
  });

  it.each([
    [0, 0],
    [undefined, 10_000],
    [10, undefined],
  ])("is not guessed from %s records in %s bytes", (records, bytes) => {
    expect(batchSizeOutOfReach(sampleMapping({ BatchSize: 10_000 }), polled(records, bytes))).toBeUndefined();
  });
});
