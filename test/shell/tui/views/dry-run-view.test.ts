import { describe, expect, it } from "vitest";
import type { LagState } from "../../../../src/shell/tui/state.ts";
import { linesOf, madeDryRun, newState, pictured, played, withDryRun } from "../screen-fixture.ts";

const opened = played(newState(), pictured(), "enter");
const content = (state: LagState) =>
  linesOf(state)
    .slice(1)
    .filter((line) => line.trim() !== "");

describe("a dry run", () => {
  it("says how far the reading is, and how it is left", () => {
    const begun = withDryRun(opened, { kind: "gathering", documents: 0 });
    expect(content(begun)).toEqual([" … looking at what failed", " esc back"]);
    expect(content(withDryRun(opened, { kind: "gathering", documents: 1 }))[0]).toBe(" … looking at what failed · 1 document so far");
  });

  it("is the plan with its findings, that nothing was done, and what to type", () => {
    const finding = {
      id: "MSK306",
      severity: "warning",
      message: "The function has not changed.",
      fix: "mskctl inspect shipments",
    } as const;
    expect(content(withDryRun(opened, { kind: "made", dryRun: madeDryRun({ findings: [finding] }) }))).toEqual([
      " shipments to its function",
      "   1,284 documents",
      " ▲ MSK306  The function has not changed.",
      "           mskctl inspect shipments",
      " a dry run: nothing was sent or changed · 1 warning",
      " mskctl redrive shipments",
      " y copy command  esc back",
    ]);
  });

  it("has no command where there is nothing to send, nor a key to copy it", () => {
    expect(content(withDryRun(opened, { kind: "made", dryRun: madeDryRun({ command: undefined }) })).slice(-2)).toEqual([
      " a dry run: nothing was sent or changed",
      " esc back",
    ]);
  });

  it("keeps the command in sight while its end is not", () => {
    const lines = () => Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const long = withDryRun(opened, { kind: "made", dryRun: madeDryRun({ lines }) });
    expect(linesOf(long).at(-2)).toBe(" mskctl redrive shipments · pgdown: 14 more lines");
    const end = linesOf(played(long, "end"));
    expect(end.filter((line) => line.includes("mskctl redrive"))).toEqual([" mskctl redrive shipments"]);
  });

  it("is as wide as the terminal, also after that was resized", () => {
    const state = withDryRun(opened, { kind: "made", dryRun: madeDryRun({ lines: ({ columns }) => ["x".repeat(columns)] }) });
    const widths = [80, 120].map((columns) => content(played(state, { kind: "resized", size: { columns, rows: 24 } }))[0]?.length);
    expect(widths).toEqual([79, 119]);
  });

  it("that cannot be made says why, and what to type", () => {
    const failed = { kind: "failed", message: "shipments has no on-failure destination", suggestions: ["mskctl list"] } as const;
    expect(content(withDryRun(opened, failed))).toEqual([" ✖ shipments has no on-failure destination", "   mskctl list", " esc back"]);
  });
});
