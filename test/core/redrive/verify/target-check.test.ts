import { describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../../src/core/redrive/journal.ts";
import { checkTarget, type DeliveredRecord } from "../../../../src/core/redrive/verify/target-check.ts";
import { fakeRun, settledRow } from "../../../support/redrive/fake-run.ts";
import { settledEntries, soundRun } from "../../../support/redrive/sound-run.ts";

const delivered = (offset: number, place = "copies-0", partition = 0): DeliveredRecord => ({
  lane: { topic: "shipments", partition },
  offset: BigInt(offset),
  place,
});
/** What the sound run has redriven: offsets 0 to 98. */
const all = Array.from({ length: 99 }, (_, offset) => delivered(offset));

const targetWith = (records: readonly DeliveredRecord[]) => ({
  async *delivered() {
    yield* records;
  },
});
const check = (records: readonly DeliveredRecord[], changes: Partial<typeof soundRun> = {}) =>
  checkTarget(fakeRun({ ...soundRun, ...changes }), targetWith(records));

describe("checkTarget", () => {
  it("holds where every redriven record is there once", async () =>
    expect(await check(all)).toMatchObject({
      id: "target",
      result: "holds",
      says: "99 redriven records looked for, 0 missing, 0 there twice",
    }));

  it("finds a record that was removed from the target", async () => {
    const records = all.filter(({ offset }) => offset !== 60n);
    expect(await check(records)).toMatchObject({ result: "broken", mismatches: ["shipments-0 60..98: 1 record missing"] });
  });

  it("finds a partition of which nothing arrived", async () =>
    expect((await check(all, { rows: [...soundRun.rows, settledRow(5, 7, 7, { batch: 1 })] })).mismatches).toEqual([
      "shipments-5 7: 1 record missing",
    ]));

  it("lets as many be there twice as may be, and no more", async () => {
    const records = [...all, delivered(3), delivered(4)];
    expect(await check(records, { counts: { possibleDuplicates: 2 } })).toMatchObject({
      result: "holds",
      says: expect.stringContaining("2 there twice"),
    });
    expect((await check(records, { counts: { possibleDuplicates: 1 } })).mismatches).toEqual(["2 are there twice, at most 1 may be"]);
  });

  it("finds records out of order within a place", async () => {
    const swapped = [...all.slice(0, 10), delivered(11), delivered(10), ...all.slice(12)];
    expect((await check(swapped)).mismatches).toEqual(["shipments-0: 1 out of order"]);
  });

  it("knows no order across places", async () => {
    const spread = all.map((record, index) => ({ ...record, place: `copies-${index % 3}` }));
    const oneAfterTheOther = ["copies-2", "copies-0", "copies-1"].flatMap((place) => spread.filter((record) => record.place === place));
    expect((await check(oneAfterTheOther)).result).toBe("holds");
  });

  it("does not expect order where parked records were sent later", async () => {
    const later = settledRow(0, 99, 99, { batch: 3 });
    const rows = [...soundRun.rows.filter(({ outcome }) => outcome !== "parked"), later, settledRow(0, 200, 209, { batch: 2 })];
    const entries: JournalEntry[] = [
      ...(soundRun.entries ?? []),
      ...settledEntries([settledRow(0, 200, 209, { batch: 2 }), later], "second"),
    ];
    const records = [...all, ...Array.from({ length: 10 }, (_, index) => delivered(200 + index)), delivered(99)];
    expect(await check(records, { rows, entries })).toMatchObject({
      result: "holds",
      says: expect.stringContaining("order not compared in 1 partition"),
    });
  });

  it("says why it was not read again", async () =>
    expect(await checkTarget(fakeRun(soundRun), { why: "a function keeps nothing" })).toMatchObject({
      result: "not-checked",
      says: "a function keeps nothing",
    }));
});
