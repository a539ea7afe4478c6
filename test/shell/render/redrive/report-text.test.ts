import { describe, expect, it } from "vitest";
import { renderReport } from "../../../../src/shell/render/redrive/report-text.ts";
import { textWidth } from "../../../../src/shell/render/text-width.ts";
import { settledRow } from "../../../support/redrive/fake-run.ts";
import { sampleReport } from "../../../support/redrive/reports.ts";
import { sampleRun } from "../../../support/redrive/runs.ts";
import { plainLook } from "../look.ts";

describe("renderReport", () => {
  it("says at 80 columns what became of every record", () =>
    expect(renderReport(sampleReport(), plainLook(80))).toEqual([
      "01JDK7Q2 ● finished",
      "from       s3://shop-failed-records/aws/lambda/e0b5c7f2-0000-4000-8000-000000009",
      "           1c2/",
      "to         lambda:shipments",
      "of         shipments · eu-central-1 · 123456789012",
      "begun      2026-11-23 11:57 UTC",
      "records    130 · 100 redriven · 10 parked · 20 unrecoverable",
      "documents  1 · 0 removed · 1 kept",
      "failed by  RetryAttemptsExhausted 3",
      "sent       2 batches · delivered 1 · throttled 1 · no record sent twice",
      "speed      200 records/s · at work for 500 ms",
      "           answers p50 400 ms, p95 400 ms, p99 400 ms",
      "journal    sha256 5a3c",
      "",
      "PARTITION    OFFSETS  REDRIVEN  PARKED  LOST  FILTERED",
      "shipments-0    0–109       100      10     0         0",
      "shipments-1    40–59         0       0    20         0",
      "",
      "unrecoverable (1 range)",
      "PARTITION    OFFSETS  RECORDS  REASON",
      "shipments-1    40–59       20  expired",
      "",
      "parked (2 ranges)",
      "PARTITION    OFFSETS  RECORDS  REASON",
      "shipments-0      100        1  the function fails on it",
      "shipments-0  101–109        9  behind a poison record of its key",
      "",
      "kept (1 document)",
      "aws/lambda/e0b5/shipments-0/1",
      "",
      "remarks",
      "2026-11-23 12:00 UTC the filter of the mapping was applied again",
      "",
      "mskctl redrive show 01JDK7Q2",
    ]));

  it("lists every unrecoverable range, and the first of the parked ones", () => {
    const lost = Array.from({ length: 50 }, (_, index) =>
      settledRow(0, index * 10, index * 10, { outcome: "unrecoverable", reason: "expired" }),
    );
    const parked = Array.from({ length: 50 }, (_, index) => settledRow(1, index * 10, index * 10, { outcome: "parked", reason: "poison" }));
    const lines = renderReport(sampleReport({ rows: [...lost, ...parked] }), plainLook(125));
    expect(lines.filter((line) => line.endsWith("expired"))).toHaveLength(50);
    expect(lines.filter((line) => line.endsWith("the function fails on it"))).toHaveLength(20);
    expect(lines).toContain("and 30 more: mskctl redrive show 01JDK7Q2");
  });

  it("fits every terminal, and keeps what others wrote from it", () => {
    const hostile = "\u001b[2J\u202e\r";
    const report = sampleReport({
      known: sampleRun({ state: "finished" }, { source: `s3://b/${hostile}` }),
      rows: [settledRow(0, 0, 9, { lane: { topic: hostile.repeat(10), partition: 0 } })],
      conditions: new Map([[hostile, 1]]),
      kept: [hostile.repeat(30)],
      entries: [{ kind: "remark", atMs: 0, text: hostile }],
    });
    for (let columns = 40; columns <= 130; columns += 3) {
      const lines = renderReport(report, plainLook(columns));
      expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(columns);
      expect(["\u001b", "\u202e", "\r"].filter((character) => lines.join("").includes(character))).toEqual([]);
    }
  });
});
