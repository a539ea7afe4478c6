import { describe, expect, it } from "vitest";
import type { PlannedDocument } from "../../../../src/core/redrive/journal.ts";
import { checkFailedAgain } from "../../../../src/core/redrive/verify/failed-again-check.ts";
import { fakeRun } from "../../../support/redrive/fake-run.ts";
import { planNowMs } from "../../../support/redrive/plans.ts";
import { soundRun } from "../../../support/redrive/sound-run.ts";

function failure(id: string, first: number, last: number, failedAtMs = planNowMs): PlannedDocument {
  const part = {
    lane: { topic: "shipments", partition: 0 },
    first: BigInt(first),
    last: BigInt(last),
    firstTimestampMs: undefined,
    lastTimestampMs: undefined,
    claimed: 1,
  };
  return { id, handle: "", condition: "RetryAttemptsExhausted", failedAtMs, records: 1, parts: [part] };
}

const evidence = (...documents: PlannedDocument[]) => ({
  async *documents() {
    yield documents.slice(0, 1);
    yield documents.slice(1);
  },
});

describe("checkFailedAgain", () => {
  it("holds while only others fail", async () =>
    expect(await checkFailedAgain(fakeRun(soundRun), evidence(failure("a", 99, 99), failure("b", 500, 600)))).toMatchObject({
      id: "failed-again",
      result: "holds",
      says: "2 documents of failures since the run began",
    }));

  it("finds redriven records that have failed once more", async () =>
    expect(await checkFailedAgain(fakeRun(soundRun), evidence(failure("a", 500, 600), failure("b", 90, 110)))).toMatchObject({
      result: "broken",
      mismatches: ["b: 9 offsets of shipments-0 90..110 failed again"],
    }));

  it("does not take the run's own documents for new ones", async () => {
    const before = failure("second", 50, 99, planNowMs - 86_400_000);
    expect(await checkFailedAgain(fakeRun(soundRun), evidence(before))).toMatchObject({
      result: "holds",
      says: "0 documents of failures since the run began",
    });
  });

  it("says why it was not looked", async () =>
    expect((await checkFailedAgain(fakeRun(soundRun), { why: "the source was an archive" })).result).toBe("not-checked"));
});
