import { describe, expect, it } from "vitest";
import type { ApplyEvent } from "../../../../src/core/tuning/apply/apply-events.ts";
import type { Realised } from "../../../../src/core/tuning/apply/realised.ts";
import { createGlyphs, createPalette, type Look } from "../../../../src/shell/render/palette.ts";
import { renderApplyPlan } from "../../../../src/shell/render/tune/apply-plan-text.ts";
import { renderApplyRun, renderApplyRuns, watchPhrase } from "../../../../src/shell/render/tune/apply-run-text.ts";
import { memoryRun, samplePlan } from "../../../support/tuning/applying.ts";

const look: Look = { columns: 80, palette: createPalette(false), glyphs: createGlyphs(true) };
const here = (command: string) => `${command} --profile p`;
const began: ApplyEvent = { type: "began", atMs: 0 };
const sent: ApplyEvent = { type: "sent", atMs: 0, step: 0 };
const range = (low: number, high: number) => ({ low, high });
const realised: Realised = {
  minutes: 12,
  arrivedPerSecond: 100,
  predicted: {
    costMonth: range(90, 100),
    ageMs: range(1_000, 2_000),
    batch: range(50, 50),
    durationMs: range(90, 110),
    invocationsPerSecond: range(2, 2),
  },
  measured: { costMonth: 96, ageMs: undefined, batch: 50, durationMs: 100, invocationsPerSecond: 2 },
};

describe("a plan", () => {
  const shown = renderApplyPlan(samplePlan({ risks: ["a busy time"], cannotBeUndone: ["the window"] }), look);

  it("says what it brings, each step, what it is held to, what cannot be undone and what speaks against it", () => {
    expect(shown).toEqual([
      "Tune orders in eu-central-1 (123456789012)",
      "",
      "now      $90–$100 a month · 99 of 100 records no older than 1 s–2 s",
      "then     $90–$100 a month · 99 of 100 records no older than 1 s–2 s",
      "         saves $10–$20 a month",
      "step 1   BatchSize 100 → 200 · MaximumBatchingWindowInSeconds 1 → 2",
      "         9,000 records gather while polling stops for up to 90 s",
      "         watched for 15 min",
      "step 2   MinimumPollers 4 → 1",
      "         9,000 records gather while polling stops for up to 90 s",
      "         watched for 15 min",
      "held to  records no older than 5 s",
      "         lag, duration and cost as predicted for the rate that arrives",
      "         no more errors, throttles or records given up than before",
      "or else  it is rolled back, as it is when metrics are missing for 5 min",
      "         about 30 min in all",
      "▲ cannot be undone: the window",
      "▲ a busy time",
    ]);
  });

  it("stays within the terminal, whatever the names and risks hold", () => {
    const evil = `evil\u001b[2J${"x".repeat(300)}`;
    const lines = renderApplyPlan(samplePlan({ name: evil, risks: [evil] }), { ...look, columns: 60 });
    for (const line of lines.slice(1)) expect(line.length).toBeLessThanOrEqual(60);
    expect(lines.join("")).not.toContain("\u001b");
  });
});

describe("a run", () => {
  it("that is underway says how to go on", () => {
    expect(renderApplyRun(memoryRun(samplePlan(), [began, sent]), look, here)).toEqual([
      "… orders: watching step 1 of 2",
      "run      01M8CH29EEWY7GRS0FGERMDY6G · planned 2026-11-23 12:00",
      "step 1   set · BatchSize 100 → 200 · MaximumBatchingWindowInSeconds 1 → 2",
      "step 2   not yet · MinimumPollers 4 → 1",
      "mskctl tune resume 01M8CH29EEWY7GRS0FGERMDY6G --profile p",
      "mskctl tune rollback 01M8CH29EEWY7GRS0FGERMDY6G --profile p",
    ]);
  });

  it("that was taken back says why, and what came beside what was predicted", () => {
    const events: readonly ApplyEvent[] = [
      began,
      sent,
      { type: "rolling back", atMs: 1, why: "5 % fail", realised },
      { type: "rolled back", atMs: 2 },
    ];
    const lines = renderApplyRun(memoryRun(samplePlan(), events), look, here);
    expect(lines.slice(0, 2)).toEqual(["▲ orders: rolled back", "  5 % fail"]);
    expect(lines.slice(-7).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ["PREDICTED", "MEASURED"],
      ["cost a month", "$90–$100", "$96.00"],
      ["oldest that waits", "1 s–2 s", "no data"],
      ["records a batch", "50", "50"],
      ["duration", "90 ms–110 ms", "100 ms"],
      ["invocations /s", "2", "2"],
      ["in 12 minutes, at 100 records/s"],
    ]);
  });

  it("whose load nobody had looked at has no prediction", () => {
    const events: readonly ApplyEvent[] = [
      began,
      sent,
      { type: "kept", atMs: 1, step: 0, realised: { ...realised, predicted: undefined } },
    ];
    expect(renderApplyRun(memoryRun(samplePlan(), events), look, here).join("\n")).toMatch(/cost a month +– +\$96\.00/);
  });

  it("in a list is a line", () => {
    const runs = [memoryRun(samplePlan(), [began]), memoryRun(samplePlan(), [began, { type: "done", atMs: 1 }])];
    expect(renderApplyRuns(runs, Date.parse("2026-11-23T14:00:00Z"), look).map((line) => line.replaceAll(/ {2,}/g, "  "))).toEqual([
      "RUN  MAPPING  STATE  AGE  REGION",
      "01M8CH29EEWY7GRS0FGERMDY6G  orders  before step 1 of 2  2 h  eu-central-1",
      "01M8CH29EEWY7GRS0FGERMDY6G  orders  done  2 h  eu-central-1",
    ]);
    expect(renderApplyRuns([], 0, look)).toEqual(["tune has applied nothing on this machine", "mskctl tune MAPPING --apply"]);
  });
});

it("a step that is watched says how it is doing, as far as is known", () => {
  const newest = { ageMs: 1_300, lagRecords: 126.4, durationMs: 100, errors: 1 } as Parameters<typeof watchPhrase>[2]["newest"];
  expect(watchPhrase(0, 2, { elapsedMs: 4 * 60_000, watchMs: 15 * 60_000, newest }, look.glyphs)).toBe(
    "step 1 of 2: 4 of 15 min · age 1.3 s · lag 126 · duration 100 ms · 1 error",
  );
  expect(watchPhrase(1, 2, { elapsedMs: 17 * 60_000, watchMs: 15 * 60_000, newest: undefined }, look.glyphs)).toBe(
    "step 2 of 2: 15 of 15 min",
  );
});
