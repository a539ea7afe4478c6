import { describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../src/core/redrive/journal.ts";
import { sendingFigures } from "../../../src/core/redrive/sending-figures.ts";

const lane = { topic: "shipments", partition: 0 };
const sent = (batch: number, atMs: number): JournalEntry => ({ kind: "dispatched", batch, lane, runs: [], records: 1, attempt: 1, atMs });
const answered = (batch: number, atMs: number, outcome = "delivered"): JournalEntry => ({
  kind: "answered",
  batch,
  outcome,
  reason: undefined,
  atMs,
});

describe("sendingFigures", () => {
  it("counts attempts by what came of them", () => {
    const figures = sendingFigures([
      sent(1, 0),
      answered(1, 100),
      sent(2, 100),
      answered(2, 150, "throttled"),
      sent(3, 200),
      answered(3, 300),
      sent(4, 300),
    ]);
    expect(figures).toMatchObject({
      batches: 4,
      outcomes: [
        { outcome: "delivered", batches: 2 },
        { outcome: "throttled", batches: 1 },
      ],
      unanswered: 1,
      firstSentAtMs: 0,
      lastAnsweredAtMs: 300,
    });
  });

  it("is busy while something is on its way, not between two runs", () => {
    // Two overlap from 0 to 300; then nothing is on its way until 10,000.
    expect(
      sendingFigures([sent(1, 0), sent(2, 100), answered(1, 200), answered(2, 300), sent(3, 10_000), answered(3, 10_500)]).busyMs,
    ).toBe(800);
  });

  it("does not take the time after a crash for work, however long", () => {
    const dayMs = 86_400_000;
    expect(sendingFigures([sent(1, 0), sent(2, dayMs), answered(2, dayMs + 10)]).busyMs).toBe(15 * 60_000 + 10);
  });

  it("measures answers of what was worked on", () => {
    const entries = Array.from({ length: 101 }, (_, index) => [sent(index, 0), answered(index, index)]).flat();
    const throttled = [sent(200, 0), answered(200, 9_999, "throttled")];
    expect(sendingFigures([...entries, ...throttled]).answerMs).toEqual({ p50: 50, p95: 95, p99: 99 });
  });

  it("knows nothing of nothing", () => {
    expect(sendingFigures([])).toEqual({
      batches: 0,
      outcomes: [],
      unanswered: 0,
      firstSentAtMs: undefined,
      lastAnsweredAtMs: undefined,
      busyMs: 0,
      answerMs: undefined,
    });
  });

  it("bears an answer without a question, and a clock that goes back", () => {
    expect(sendingFigures([answered(9, 50), sent(1, 100), answered(1, 40)])).toMatchObject({ batches: 1, busyMs: 0, answerMs: { p50: 0 } });
  });
});
