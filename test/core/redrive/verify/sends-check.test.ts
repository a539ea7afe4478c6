import { describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../../src/core/redrive/journal.ts";
import { checkSends } from "../../../../src/core/redrive/verify/sends-check.ts";
import { fakeRun, settledRow } from "../../../support/redrive/fake-run.ts";
import { soundRun } from "../../../support/redrive/sound-run.ts";

const without = (wrong: (entry: JournalEntry) => boolean) => (soundRun.entries ?? []).filter((entry) => !wrong(entry));
const withRow = (row: ReturnType<typeof settledRow>) => checkSends(fakeRun({ ...soundRun, rows: [...soundRun.rows, row] }));

describe("checkSends", () => {
  it("holds where every redriven record was sent and answered", () =>
    expect(checkSends(fakeRun(soundRun))).toMatchObject({ id: "sends", result: "holds", says: "2 batches, and what each brought" }));

  it("finds a settled row without its send", () => {
    const entries = without((entry) => entry.kind === "dispatched" && entry.batch === 2);
    expect(checkSends(fakeRun({ ...soundRun, entries }))).toMatchObject({
      result: "broken",
      mismatches: ["batch 2 was answered and never sent", "shipments-0 50..98: batch 2 was never sent"],
    });
  });

  it("finds a settled row whose batch was not answered", () => {
    const entries = without((entry) => entry.kind === "answered" && entry.batch === 1);
    expect(checkSends(fakeRun({ ...soundRun, entries })).mismatches).toEqual(["shipments-0 0..49: batch 1 ended as unanswered"]);
  });

  it.each(["failed", "throttled", "unknown", "too-large"])("finds a settled row whose batch ended as %s", (outcome) => {
    const entries = (soundRun.entries ?? []).map((entry) =>
      entry.kind === "answered" && entry.batch === 1 ? { ...entry, outcome } : entry,
    );
    expect(checkSends(fakeRun({ ...soundRun, entries })).mismatches).toEqual([`shipments-0 0..49: batch 1 ended as ${outcome}`]);
  });

  it("finds records that their batch did not hold, or that no batch brought", () => {
    expect(withRow(settledRow(0, 200, 200, { batch: 1 })).mismatches).toContain("shipments-0 200..200: batch 1 did not hold them");
    expect(withRow(settledRow(2, 0, 0, { batch: 1 })).mismatches).toContain("shipments-2 0..0: batch 1 did not hold them");
    expect(withRow(settledRow(2, 0, 0)).mismatches).toContain("shipments-2 0..0: redriven by no batch");
  });

  it("finds a batch that brought more than it had", () =>
    expect(withRow(settledRow(0, 10, 10, { batch: 1 })).mismatches).toEqual(["batch 1 had 50 records, and 51 are called redriven by it"]));
});
