import { describe, expect, it } from "vitest";
import { reportRun } from "../../../src/core/redrive/run-report.ts";
import { fakeRun, settledRow } from "../../support/redrive/fake-run.ts";

const lane = { topic: "shipments", partition: 0 };

describe("reportRun", () => {
  it("counts by outcome and reason, the most first", () => {
    const report = reportRun(
      fakeRun({
        rows: [
          settledRow(0, 0, 99),
          settledRow(0, 100, 100, { outcome: "parked", reason: "poison" }),
          settledRow(0, 101, 109, { outcome: "parked", reason: "same-key" }),
          settledRow(1, 0, 49, { outcome: "unrecoverable", reason: "expired" }),
          settledRow(1, 50, 59, { outcome: "filtered" }),
          settledRow(1, 60, 69, { outcome: "absent", records: 0 }),
        ],
        conditions: new Map([
          ["MaximumPayloadSizeExceeded", 1],
          ["RetryAttemptsExhausted", 4],
        ]),
      }),
    );
    expect(report.reasons).toEqual([
      { outcome: "unrecoverable", reason: "expired", records: 50 },
      { outcome: "filtered", reason: undefined, records: 10 },
      { outcome: "parked", reason: "same-key", records: 9 },
      { outcome: "parked", reason: "poison", records: 1 },
    ]);
    expect(report.counts).toMatchObject({ seen: 170, redriven: 100, parked: 10, unrecoverable: 50, filtered: 10, remaining: 0 });
    expect(report.conditions).toEqual([
      { what: "RetryAttemptsExhausted", documents: 4 },
      { what: "MaximumPayloadSizeExceeded", documents: 1 },
    ]);
    expect(report.digest).toBe("5a3c");
  });

  it("tells each lane's first and last offset and its counts", () => {
    const report = reportRun(
      fakeRun({
        rows: [
          settledRow(10, 7, 9),
          settledRow(2, 500, 599),
          settledRow(2, 100, 149, { outcome: "parked", reason: "poison" }),
          settledRow(2, 600, 609, { outcome: "filtered" }),
        ],
      }),
    );
    expect(report.lanes).toEqual([
      { lane: { topic: "shipments", partition: 2 }, first: 100n, last: 609n, redriven: 100, parked: 50, unrecoverable: 0, filtered: 10 },
      { lane: { topic: "shipments", partition: 10 }, first: 7n, last: 9n, redriven: 3, parked: 0, unrecoverable: 0, filtered: 0 },
    ]);
  });

  it("lists every interval that is not in the target, joined only where nothing differs", () => {
    const unrecoverable = (partition: number, first: number, last: number, reason: "expired" | "topic-gone" = "expired") =>
      settledRow(partition, first, last, { outcome: "unrecoverable", reason });
    const report = reportRun(
      fakeRun({
        rows: [
          unrecoverable(0, 0, 9),
          unrecoverable(0, 10, 19),
          unrecoverable(0, 30, 39),
          unrecoverable(0, 40, 49, "topic-gone"),
          unrecoverable(1, 50, 50),
          settledRow(1, 51, 51, { outcome: "parked", reason: "poison" }),
        ],
      }),
    );
    expect(
      report.unrecoverable.map(({ lane: { partition }, first, last, records, reason }) => [partition, first, last, records, reason]),
    ).toEqual([
      [0, 0n, 19n, 20, "expired"],
      [0, 30n, 39n, 10, "expired"],
      [0, 40n, 49n, 10, "topic-gone"],
      [1, 50n, 50n, 1, "expired"],
    ]);
    expect(report.parked.map(({ first }) => first)).toEqual([51n]);
  });

  it("keeps apart what could not be read: how many records a range has is no word on its offsets", () => {
    const lost = (first: number, last: number, records: number) =>
      settledRow(0, first, last, { outcome: "unrecoverable", reason: "topic-gone", records });
    const report = reportRun(fakeRun({ rows: [lost(0, 99, 40), lost(100, 199, 100), lost(200, 209, 10), lost(210, 299, 5)] }));
    expect(report.unrecoverable.map(({ first, last, records }) => [first, last, records])).toEqual([
      [0n, 99n, 40],
      [100n, 209n, 110],
      [210n, 299n, 5],
    ]);
  });

  it("reckons the rate over the time of work", () => {
    const report = reportRun(
      fakeRun({
        rows: [settledRow(0, 0, 99)],
        entries: [
          { kind: "dispatched", batch: 1, lane, runs: [{ first: 0n, last: 99n }], records: 100, attempt: 1, atMs: 0 },
          { kind: "answered", batch: 1, outcome: "delivered", reason: undefined, atMs: 500 },
        ],
      }),
    );
    expect(report.recordsPerSecond).toBe(200);
    expect(report.sending).toMatchObject({ batches: 1, busyMs: 500 });
    expect(reportRun(fakeRun({ rows: [] })).recordsPerSecond).toBeUndefined();
  });

  it("names kept documents and remarks, as many as one reads", () => {
    const report = reportRun(
      fakeRun({
        rows: [],
        kept: Array.from({ length: 1_500 }, (_, index) => `document ${index}`),
        entries: [{ kind: "remark", atMs: 5, text: "read without the filter" }],
      }),
    );
    expect(report.kept.documents).toBe(1_500);
    expect(report.kept.ids).toHaveLength(1_000);
    expect(report.remarks).toEqual([{ atMs: 5, text: "read without the filter" }]);
  });
});
