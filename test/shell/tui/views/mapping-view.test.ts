import { describe, expect, it } from "vitest";
import { demoPicture, lagMapping, lagReport } from "../../../support/lag-pictures.ts";
import { linesOf, newState, pictured, played, step } from "../screen-fixture.ts";

const wide = { columns: 125, rows: 40 };
const known = [{ mapping: lagMapping("payments"), name: "payments" }];
const payments = played(newState({ size: wide, known }), pictured(), "down", "enter");

describe("one mapping", () => {
  it("has verdict, place, cause and since when on top", () => {
    const [header = "", , cause] = linesOf(payments);
    expect(header).toMatch(/^ payments ▲ falling behind +shop · eu-central-1 · 12:06:10 UTC · every 30 s · \$0.02\/h$/);
    expect(cause).toBe(" throttled: reserved concurrency 5 · since 11:56 UTC");
  });

  it("has its figures, its partitions, and what to do", () => {
    const text = linesOf(payments).join("\n");
    expect(text).toContain(" lag 182,400   worst partition 34,100   age 151 s ±5 s   caught up never");
    expect(text).toContain(" in 1,210/s   out 890/s   batch 98 of 100   duration 551 ms of 30 s   errors 0   throttles 312/min");
    expect(text).toContain(
      " pollers 3 of 6 partitions (on-demand)   destination s3://shop-failed · 0 objects   from AWS/Lambda SumOffsetLag, 12:04 UTC",
    );
    expect(text).toContain(" partitions  0 ▇  1 ▇  2 █  3 ▇  4 ▇  5 ▇     max 2: 34,100");
    expect(text).toContain(" ▲ MSK207  Raise reserved concurrency before pollers.");
    expect(text).toContain("aws lambda put-function-concurrency --function-name payments --reserved-concurrent-executions 8");
  });

  it("has charts with their markers where there is room, and a line of each where there is none", () => {
    expect(linesOf(payments).join("\n")).toMatch(/lag, records\n.*▼ updated\n +200k ┤/);
    const small = played(payments, { kind: "resized", size: { columns: 40, rows: 10 } });
    expect(linesOf(small).join("\n")).toMatch(/\n lag {2}▁.*█\n/);
  });

  it("has no charts for a screen reader, and partitions in figures", () => {
    const text = linesOf(payments, { pictures: false }).join("\n");
    expect(text).not.toMatch(/[▁-█⠁-⣿┤]/);
    expect(text).toContain("partitions  0 31000   1 30000   2 34100");
  });

  it("goes on below, says so, and is scrolled", () => {
    const narrow = played(payments, { kind: "resized", size: { columns: 80, rows: 24 } });
    expect(linesOf(narrow).at(-2)).toBe(" pgdown: 5 more lines");
    const below = linesOf(played(narrow, "pagedown"));
    expect(below.join("\n")).toContain("MSK207");
    expect(below.at(-2)?.trim()).toBe("");
  });

  it("says what it does not know", () => {
    const unknown = lagReport("orders", {
      verdict: "no data",
      lagRecords: undefined,
      age: { kind: "no-data", reason: "metrics are off" },
      rates: { inPerSecond: undefined, outPerSecond: undefined },
      catchUp: { kind: "unknown", reason: "no rates" },
      source: undefined,
    });
    const text = linesOf(played(newState({ size: wide }), pictured(demoPicture({ reports: [unknown] })), "enter")).join("\n");
    expect(text).toContain(" lag –   age metrics are off   caught up unknown: no rates");
    expect(text).toContain(" in –   out –");
    expect(text).toContain("lag, records: no data");
  });

  it("may be gone while it is watched", () => {
    const gone = played(payments, pictured(demoPicture({ reports: [] })));
    const lines = linesOf(gone);
    expect(lines[0]).toMatch(/^ payments gone /);
    expect(lines.join("\n")).toContain("it was deleted; q leaves it");
    // What is offered still has something to act on.
    expect(lines.at(-1)).toBe(" ↑↓ mapping  / filter  ? help  q back");
    for (const key of ["p", "y", "e"]) expect(step(gone, key)).toEqual({ state: gone, effects: [] });
  });
});

describe("the question", () => {
  const asked = played(payments, "p");

  it("shows the plan as it came, the command that does the same, and No as its default", () => {
    expect(linesOf(asked)[2]).toBe(" … planning");
    const report = asked.overlay?.kind === "question" ? asked.overlay.report : undefined;
    if (report === undefined) throw new Error("p has to ask");
    const lines = linesOf(played(asked, { kind: "planned", report, plan: ["payments in eu-central-1", "  Enabled  true → false"] }));
    expect(lines.slice(2, 6)).toEqual([" payments in eu-central-1", "   Enabled  true → false", "", " the same: mskctl pause payments"]);
    expect(lines.at(-2)).toBe(" Pause payments? [y/N]");
    expect(lines.at(-1)).toBe(" y yes  n no  c copy command");
  });
});
