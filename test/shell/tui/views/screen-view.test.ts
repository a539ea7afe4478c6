import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import type { Look } from "../../../../src/shell/render/palette.ts";
import type { DryRunShown, Size, TuningShown } from "../../../../src/shell/tui/state.ts";
import { demoPicture, lagMapping, lagReport, manyReports, pictureAtMs } from "../../../support/lag-pictures.ts";
import { intervalMs, linesOf, newState, pictured, played, widestOf, withDryRun, withoutColour, withTuning } from "../screen-fixture.ts";

const sizes: readonly Size[] = [
  { columns: 40, rows: 10 },
  { columns: 80, rows: 24 },
  { columns: 125, rows: 40 },
  { columns: 250, rows: 80 },
];
const hostile = "pay\u001b[2J\u202ements\n日本語🙂";

function lost(atMs = pictureAtMs + 120_000) {
  const error = new MskctlError("unavailable", "cannot reach CloudWatch");
  return { kind: "feed", event: { kind: "failed", error, atMs, intervalMs } } as const;
}

describe("all mappings", () => {
  it("at 80 columns: what is in trouble first, the least important columns left out, the rest in the line below", () => {
    const lines = linesOf(played(newState(), pictured()));
    expect(lines.filter((line) => line !== "")).toEqual([
      " lag          123456789012 · eu-central-1 · 12:06:10 UTC · every 30 s · $0.02/h",
      " ✖ 1 stalled  ▲ 1 falling behind  ◆ 1 catching up  ● 1 ok  ‖ 1 disabled",
      "  MAPPING    VERDICT↓                LAG       AGE  CAUSE",
      "▸ shipments  ✖ stalled            41,020    14 min  function errors, shipments-…",
      "  payments   ▲ falling behind    182,400     151 s  throttled: reserved concurr…",
      "  emails     ◆ catching up         9,300      44 s  pollers 3 of 6 partitions,…",
      "  orders     ● ok                    812     0.4 s",
      "  audit      ‖ disabled                –         –  since 6 d; offsets expire i…",
      " function errors, shipments-3 stuck at 88,231 · lag 41,020 · age 14 min",
      " enter open  p pause  y copy command  e export  / filter  ? help  q quit",
    ]);
  });

  it("has trend, rates and pollers where there is room", () => {
    const [, , , head = "", , payments = ""] = linesOf(played(newState({ size: { columns: 250, rows: 80 } }), pictured()));
    expect(head.split(/ {2,}/).map((word) => word.trim())).toEqual(
      "|MAPPING|VERDICT↓|LAG|AGE|IN/s|OUT/s|TREND|CAUGHT UP|POLLERS|CAUSE".split("|"),
    );
    expect(payments).toContain("1,210     890  ▁▂▃▄▅▆▇█  never");
    expect(payments).toContain("3 of 6");
  });

  it("is names alone before anything has been read", () => {
    const lines = linesOf(newState({ known: [{ mapping: lagMapping("orders"), name: "orders" }] }));
    expect(lines[1]).toBe(" … reading 1 mapping");
    expect(lines.find((line) => line.includes("orders"))).toMatch(/^▸ orders {5}… reading/);
  });

  it("keeps its columns where they are, whatever the figures are", () => {
    const size = { columns: 125, rows: 40 };
    const idle = demoPicture().reports.map((report) => ({ ...report, lagRecords: 0, verdict: "idle" as const }));
    const wild = demoPicture().reports.map((report) => ({
      ...report,
      lagRecords: 98_765_432_109,
      rates: { inPerSecond: 1e6, outPerSecond: 0.04 },
    }));
    const heads = [idle, wild].map((reports) => linesOf(played(newState({ size }), pictured(demoPicture({ reports }))))[3]);
    expect(heads[0]).toBe(heads[1]);
  });

  it("draws the rows that show, of 500", () => {
    const state = played(newState(), pictured(demoPicture({ reports: manyReports(500) })), "end");
    const drawn = linesOf(state).filter((line) => line.includes("mapping-"));
    expect(drawn).toHaveLength(17);
    expect(drawn.at(-1)).toMatch(/^▸ mapping-000/);
  });

  it("says what is filtered and grouped, and that nothing matches", () => {
    const grouped = linesOf(played(newState(), pictured(), "g", "/", ..."pay"));
    expect(grouped[1]).toMatch(/^ \/pay: 1 shown {2}by cluster/);
    expect(grouped).toContain("shop (1 mapping, 1 in trouble)");
    expect(grouped.at(-2)).toBe(" /pay_");
    expect(linesOf(played(newState(), pictured(), "/", "%", "enter")).join("\n")).toContain("no mapping matches");
    expect(linesOf(played(newState(), pictured(demoPicture({ reports: [] })))).join("\n")).toContain("no Kafka mappings here");
  });

  it("says what could not be read", () => {
    const notes = ["not permitted: cloudwatch:ListMetrics; lag is read of brokers only"];
    const state = played(newState({ size: { columns: 125, rows: 40 } }), pictured(demoPicture({ notes })));
    expect(linesOf(state)[1]).toContain("not permitted: cloudwatch:ListMetrics");
  });
});

describe("old data", () => {
  it("is grey, with its age and the error in one line", () => {
    const lines = linesOf(played(newState(), pictured(), lost()), { colour: true });
    expect(lines[1]).toContain("data is 2 min old");
    expect(lines[1]).toContain("cannot reach CloudWatch");
    const row = lines.find((line) => line.includes("payments"));
    expect(row).toBe(`\u001b[2m${withoutColour(row ?? "")}\u001b[22m`);
  });

  it("of one mapping, too", () => {
    const lines = linesOf(played(newState(), pictured(), "enter", lost()), { colour: true });
    expect(lines.at(-2)).toContain("cannot reach CloudWatch");
  });

  it("is not there when the first reading fails", () => {
    expect(linesOf(played(newState(), lost()))[1]).toContain("✖ cannot reach CloudWatch");
  });
});

describe("any screen", () => {
  const reports = [
    lagReport(hostile, { cause: { id: "throttled", message: hostile, evidence: {} }, mapping: lagMapping(hostile) }),
    ...demoPicture().reports,
  ];
  const picture = demoPicture({ reports, notes: [hostile] });

  it.each(sizes)("fills $columns × $rows exactly, whatever is open and whatever names hold", (size) => {
    for (const keys of [[], ["g"], ["/", "x"], ["?"], ["end", "enter"], ["down", "down", "enter"], ["p"]]) {
      for (const options of [{}, { unicode: false }, { colour: true }, { pictures: false }]) {
        const lines = linesOf(played(newState({ size }), pictured(picture), ...keys), options);
        expect(lines).toHaveLength(size.rows);
        expect(widestOf(lines)).toBeLessThanOrEqual(size.columns);
        expect([...withoutColour(lines.join(""))].filter((character) => character < " " || character === "\u202e")).toEqual([]);
      }
    }
  });

  it.each(sizes)("fills $columns × $rows exactly with a dry run, too", (size) => {
    const finding = {
      id: "MSK303",
      severity: "error",
      message: hostile,
      fix: `mskctl redrive '${hostile}' ${"--flag ".repeat(30)}`,
    } as const;
    const command = `mskctl redrive '${hostile}' ${"--endpoint-url ".repeat(10)}`;
    const lines = ({ columns, palette }: Look) => Array.from({ length: 30 }, () => palette.bold("x".repeat(columns)));
    const shown: readonly DryRunShown[] = [
      { kind: "gathering", documents: 1_284 },
      { kind: "made", dryRun: { lines, findings: [finding], command } },
      { kind: "failed", message: hostile, suggestions: [command, hostile] },
    ];
    for (const each of shown)
      for (const options of [{}, { unicode: false }, { colour: true }])
        for (const keys of [[], ["end"]]) {
          const drawn = linesOf(played(withDryRun(played(newState({ size }), pictured(picture), "enter"), each), ...keys), options);
          expect(drawn).toHaveLength(size.rows);
          expect(widestOf(drawn)).toBeLessThanOrEqual(size.columns);
          expect([...withoutColour(drawn.join(""))].filter((character) => character < " " || character === "\u202e")).toEqual([]);
        }
  });

  it.each(sizes)("fills $columns × $rows exactly with what tune says, too", (size) => {
    const command = `mskctl update 'pay ments' ${"--endpoint-url http://127.0.0.1:4566 ".repeat(10)}`;
    const lines = ({ columns, palette }: Look) => [
      ...Array.from({ length: 30 }, () => palette.bold("x".repeat(columns))),
      palette.dim("a row") + " ".repeat(columns) + palette.accent("and its last cell"),
      palette.accent(command),
    ];
    const shown: readonly TuningShown[] = [
      { kind: "reading" },
      { kind: "searching" },
      { kind: "made", tuning: { lines, command } },
      { kind: "failed", message: hostile, suggestions: [command, hostile] },
    ];
    for (const each of shown)
      for (const options of [{}, { unicode: false }, { colour: true }])
        for (const keys of [[], ["end"]]) {
          const drawn = linesOf(played(withTuning(played(newState({ size }), pictured(picture), "enter"), each), ...keys), options);
          expect(drawn).toHaveLength(size.rows);
          expect(widestOf(drawn)).toBeLessThanOrEqual(size.columns);
          expect([...withoutColour(drawn.join(""))].filter((character) => character < " " || character === "\u202e")).toEqual([]);
        }
  });

  it("is ASCII alone where the terminal has no more", () => {
    for (const keys of [[], ["enter"], ["?"]]) {
      const lines = linesOf(played(newState({ size: { columns: 125, rows: 40 } }), pictured(), "down", ...keys), { unicode: false });
      expect(lines.join("\n")).toMatch(/^[\n -~]*$/);
    }
  });

  it("has no code in it without colour", () => {
    expect(linesOf(played(newState(), pictured(), "enter")).join("")).not.toContain("\u001b");
  });

  it("fits any terminal", () => {
    fc.assert(
      fc.property(
        fc.record({ columns: fc.integer({ min: 1, max: 140 }), rows: fc.integer({ min: 1, max: 50 }) }),
        fc.boolean(),
        (size, open) => {
          const lines = linesOf(played(newState({ size }), pictured(picture), ...(open ? ["down", "down", "enter"] : [])));
          expect(lines).toHaveLength(size.rows);
          expect(widestOf(lines)).toBeLessThanOrEqual(size.columns);
        },
      ),
      { numRuns: 40 },
    );
  });
});
