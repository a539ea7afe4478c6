import { describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../../src/core/redrive/journal.ts";
import type { Part } from "../../../../src/core/redrive/ports.ts";
import { checkClosings } from "../../../../src/core/redrive/verify/closings-check.ts";
import { fakeRun } from "../../../support/redrive/fake-run.ts";
import { closed, soundRun } from "../../../support/redrive/sound-run.ts";

const entries = soundRun.entries ?? [];
const check = (changed: readonly JournalEntry[], more: Partial<typeof soundRun> = {}, removesUnrecoverable = false) =>
  checkClosings(fakeRun({ ...soundRun, ...more, entries: changed }), removesUnrecoverable);

function openPart(document: string, first = 0): Part {
  return {
    document,
    handle: "",
    lane: { topic: "shipments", partition: 2 },
    first: BigInt(first),
    last: BigInt(first + 9),
    firstTimestampMs: undefined,
    lastTimestampMs: undefined,
    claimed: 10,
    found: undefined,
    settled: 0,
  };
}

describe("checkClosings", () => {
  it("holds where each removed document was closed before", () =>
    expect(check(entries)).toMatchObject({ id: "closings", result: "holds", says: "2 removed documents, each closed before" }));

  it("finds a removed document that is not closed", () => {
    const unclosed = entries.filter((entry) => !(entry.kind === "closed" && entry.document === "first"));
    expect(check(unclosed)).toMatchObject({ result: "broken", mismatches: ["first was removed and never closed"] });
  });

  it("finds a removed document of which a part is open, among many that are", () => {
    const open = [...Array.from({ length: 2_500 }, (_, index) => openPart(`other ${index}`, index)), openPart("first", 9_000)];
    expect(check(entries, { open }).mismatches).toEqual(["first was removed, and shipments-2 9000..9009 is open"]);
  });

  it("finds a removed document that had to be kept, unless the run was told so", () => {
    const changed: JournalEntry[] = [...entries, { kind: "removed", documents: ["second"] }];
    expect(check(changed).mismatches).toEqual(["second was removed, and records of it are not redriven"]);
    expect(check(changed, {}, true).result).toBe("holds");
  });

  it("takes the last word of each part", () => {
    const retried: JournalEntry[] = [...entries, closed("second", 0, false), { kind: "removed", documents: ["second"] }];
    expect(check(retried).result).toBe("holds");
    expect(check([...entries, closed("first", 1, true)]).mismatches).toEqual(["first was removed, and records of it are not redriven"]);
  });
});
