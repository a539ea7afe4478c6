import { describe, expect, it } from "vitest";
import { checkBalance } from "../../../../src/core/redrive/verify/balance-check.ts";
import { fakeRun, settledRow } from "../../../support/redrive/fake-run.ts";
import { settledEntries, soundRun } from "../../../support/redrive/sound-run.ts";

describe("checkBalance", () => {
  it("holds for a run whose sums are those of its rows", () =>
    expect(checkBalance(fakeRun(soundRun))).toEqual({
      id: "balance",
      result: "holds",
      says: "110 records, each with one outcome",
      mismatches: [],
      mismatchCount: 0,
    }));

  it("finds records that nobody accounts for", () =>
    expect(checkBalance(fakeRun({ ...soundRun, counts: { seen: 111 } }))).toMatchObject({
      result: "broken",
      mismatches: ["111 records seen, 110 accounted for"],
    }));

  it("finds a row that is gone", () =>
    expect(checkBalance(fakeRun({ ...soundRun, rows: soundRun.rows.slice(1), counts: { seen: 110, redriven: 99 } }))).toMatchObject({
      result: "broken",
      mismatches: ["99 redriven, the rows have 49"],
    }));

  it("finds offsets with two outcomes", () => {
    const twice = settledRow(0, 40, 59, { outcome: "parked", reason: "poison" });
    const entries = [...(soundRun.entries ?? []), ...settledEntries([twice], "fourth")];
    expect(checkBalance(fakeRun({ ...soundRun, rows: [...soundRun.rows, twice], entries }))).toMatchObject({
      result: "broken",
      mismatches: ["shipments-0 40..59: 20 settled twice"],
    });
  });

  it("takes no range that could not be read for settled: another document may have had its records", () => {
    const forfeited = settledRow(0, 40, 59, { outcome: "parked", reason: "source-gone", records: 7 });
    expect(checkBalance(fakeRun({ ...soundRun, rows: [...soundRun.rows, forfeited] })).result).toBe("holds");
  });
});
