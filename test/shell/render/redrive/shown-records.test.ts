import { describe, expect, it } from "vitest";
import type { SettledRow } from "../../../../src/core/redrive/runs.ts";
import { renderShownRecords } from "../../../../src/shell/render/redrive/shown-records.ts";
import { textWidth } from "../../../../src/shell/render/text-width.ts";
import { plainLook } from "../look.ts";

const row = (first: number, changes: Partial<SettledRow> = {}): SettledRow => ({
  lane: { topic: "shipments", partition: 3 },
  first: BigInt(first),
  last: BigInt(first),
  records: 1,
  outcome: "parked",
  reason: "poison",
  batch: 7,
  ...changes,
});

const shown = [
  { row: row(88_231), bytes: 1_532, sha256: "3f2a9c01bb7d" },
  { row: row(88_232, { last: 88_299n, records: 68, reason: "same-key" }) },
];

describe("renderShownRecords", () => {
  it("shows records from outside only", () =>
    expect(renderShownRecords(shown, 69, plainLook(125))).toEqual([
      "PARTITION           OFFSET  RECORDS  BYTES  SHA256    STATE   REASON",
      "shipments-3         88,231        1  1,532  3f2a9c01  parked  the function fails on it",
      "shipments-3  88,232–88,299       68      –  –         parked  behind a poison record of its key",
      "69 records",
    ]));

  it("says when there are more", () => expect(renderShownRecords(shown, 1_000, plainLook(125)).at(-1)).toBe("69 of 1,000 records"));
  it("says when there are none", () => expect(renderShownRecords([], 0, plainLook(80))).toEqual(["no such records"]));

  it("fits, whatever a topic is called", () => {
    const hostile = [{ row: row(1, { lane: { topic: "\u001b[31m".repeat(20), partition: 0 } }) }];
    for (let columns = 40; columns <= 130; columns += 1) {
      const lines = renderShownRecords(hostile, 1, plainLook(columns));
      expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(columns);
      expect(lines.join("")).not.toContain("\u001b");
    }
  });
});
