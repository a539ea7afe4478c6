import { describe, expect, it } from "vitest";
import { checkSource } from "../../../../src/core/redrive/verify/source-check.ts";
import { fakeRun } from "../../../support/redrive/fake-run.ts";
import { soundRun } from "../../../support/redrive/sound-run.ts";

function sourceWith(there: readonly string[], untold: readonly string[] = []) {
  const asked: number[] = [];
  return {
    asked,
    present: async (ids: readonly string[]) => {
      asked.push(ids.length);
      return ids.map((id) => (untold.includes(id) ? undefined : there.includes(id)));
    },
  };
}

describe("checkSource", () => {
  it("holds where removed documents are gone and kept ones are there", async () =>
    expect(await checkSource(fakeRun(soundRun), sourceWith(["second"]))).toMatchObject({
      id: "source",
      result: "holds",
      says: "2 removed documents gone, 1 kept document there",
    }));

  it("finds a document that is there although it was removed, and one that is gone although it was kept", async () =>
    expect(await checkSource(fakeRun(soundRun), sourceWith(["first"]))).toMatchObject({
      result: "broken",
      mismatches: ["first was removed, and is there", "second was kept, and is gone"],
    }));

  it("says what could not be told", async () => {
    const check = await checkSource(fakeRun(soundRun), sourceWith(["second"], ["third"]));
    expect(check).toMatchObject({ result: "holds", says: expect.stringContaining("of 1 it cannot be told") });
  });

  it("asks for a thousand at a time", async () => {
    const documents = Array.from({ length: 2_500 }, (_, index) => `document ${index}`);
    const source = sourceWith([]);
    await checkSource(fakeRun({ rows: [], entries: [{ kind: "removed", documents }] }), source);
    expect(source.asked).toEqual([1_000, 1_000, 500]);
  });

  it("lists the first of many, and counts all", async () => {
    const kept = Array.from({ length: 300 }, (_, index) => `document ${index}`);
    const check = await checkSource(fakeRun({ rows: [], kept }), sourceWith([]));
    expect(check.mismatches).toHaveLength(20);
    expect(check.mismatchCount).toBe(300);
  });

  it("says why it was not asked", async () =>
    expect(await checkSource(fakeRun(soundRun), { why: "a queue does not tell of single messages" })).toMatchObject({
      result: "not-checked",
      says: "a queue does not tell of single messages",
    }));
});
