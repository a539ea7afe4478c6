import { describe, expect, it } from "vitest";
import type { LagState } from "../../../../src/shell/tui/state.ts";
import { linesOf, madeTuning, newState, pictured, played, withTuning } from "../screen-fixture.ts";

const opened = played(newState(), pictured(), "enter");
const content = (state: LagState, options: Parameters<typeof linesOf>[1] = {}) =>
  linesOf(state, options)
    .slice(1)
    .filter((line) => line.trim() !== "");

describe("what tune says", () => {
  it("tells how far it is, and how it is left", () => {
    expect(content(withTuning(opened, { kind: "reading" }))).toEqual([" … reading 14 days of metrics", " esc back"]);
    expect(content(withTuning(opened, { kind: "searching" }))).toEqual([
      " … tuning: the screen stands still for some seconds",
      " esc back",
    ]);
  });

  it("is tune's page, and the key that copies its command", () => {
    expect(content(withTuning(opened, { kind: "made", tuning: madeTuning() }))).toEqual([
      " shipments ← shipments",
      " ◆ change · saves $75 a month",
      " mskctl update shipments --batch-size 500",
      " y copy command  esc back",
    ]);
  });

  it("has no key to copy a command that there is not", () => {
    expect(content(withTuning(opened, { kind: "made", tuning: madeTuning({ command: undefined }) })).at(-1)).toBe(" esc back");
  });

  it("keeps the command in sight while its end is not", () => {
    const lines = () => Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const long = withTuning(opened, { kind: "made", tuning: madeTuning({ lines }) });
    expect(linesOf(long).at(-2)).toBe(" mskctl update shipments --batch-size 500 · pgdown: 11 more lines");
    expect(linesOf(played(long, "end")).at(-2)?.trim()).toBe("");
  });

  it("breaks a command between its words, each line in its colour", () => {
    const command = `mskctl update shipments ${"--batch-size 500 ".repeat(5)}--max-pollers 4`;
    const made = { kind: "made", tuning: madeTuning({ command, lines: ({ palette }) => [`     ${palette.accent(command)}`] }) } as const;
    expect(content(withTuning(opened, made), { colour: true }).slice(0, 2)).toEqual([
      ` \u001b[36m     mskctl update shipments --batch-size 500 --batch-size 500 --batch-size\u001b[39m`,
      ` \u001b[36m       500 --batch-size 500 --batch-size 500 --max-pollers 4\u001b[39m`,
    ]);
  });

  it("breaks a line of several paints without them", () => {
    const row = ({ palette }: { readonly palette: { accent(text: string): string } }) =>
      `NOW${" ".repeat(80)}${palette.accent("BALANCED")}`;
    const made = { kind: "made", tuning: madeTuning({ lines: (look) => [row(look)] }) } as const;
    expect(content(withTuning(opened, made), { colour: true })[0]).toBe(" NOW BALANCED");
  });

  it("that there is not says why, and what to type", () => {
    const failed = { kind: "failed", message: "not permitted: cloudwatch:GetMetricData", suggestions: ["mskctl list"] } as const;
    expect(content(withTuning(opened, failed))).toEqual([" ✖ not permitted: cloudwatch:GetMetricData", "   mskctl list", " esc back"]);
  });
});
