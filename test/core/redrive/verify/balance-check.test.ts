import { describe, expect, it } from "vitest";
import { checkBalance } from "../../../../src/core/redrive/verify/balance-check.ts";
import { fakeRun, settledRow } from "../../../support/redrive/fake-run.ts";
import { closed, soundRun } from "../../../support/redrive/sound-run.ts";

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
    expect(checkBalance(fakeRun({ ...soundRun, rows: [...soundRun.rows, twice] }))).toMatchObject({
      result: "broken",
      mismatches: ["shipments-0 40..59: 20 settled twice"],
    });
  });

  it("counts what parts forfeited, by their last closing", () => {
    const gone = { ...closed("fourth", 0, true), forfeited: { records: 7, outcome: "parked", reason: "source-gone" } as const };
    const entries = [...(soundRun.entries ?? []), { ...gone, forfeited: { ...gone.forfeited, records: 100 } }, gone];
    expect(checkBalance(fakeRun({ ...soundRun, entries, counts: { parked: 8, seen: 117 } })).result).toBe("holds");
    expect(checkBalance(fakeRun({ ...soundRun, entries, counts: { parked: 1 } })).result).toBe("broken");
  });
});
