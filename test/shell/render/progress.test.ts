import { expect, test } from "vitest";
import type { Reached } from "../../../src/core/mapping/lifecycle/waiting.ts";
import {
  type Phase,
  renderEnding,
  renderJobsProgress,
  renderNewestPhases,
  renderPhaseLines,
  renderPhases,
  renderReached,
  withPhase,
} from "../../../src/shell/render/progress.ts";
import { sampleMapping } from "../../support/mappings.ts";
import { plainLook } from "./look.ts";

const phase = (name: string, done: boolean, elapsedMs: number): Phase => ({ kind: "phase", phase: name, done, elapsedMs });

test("The end of a transition has no time of its own: what follows it has.", () => {
  const phases = [phase("creating", true, 4_000), phase("enabled", true, 4_000), phase("polling", false, 11_000)];
  expect(renderPhases(phases, plainLook())).toBe("✔ creating   ✔ enabled (4 s)   … polling (11 s)");
  expect(renderPhases(phases, plainLook(80, { unicode: false }))).toBe("+ creating   + enabled (4 s)   ? polling (11 s)");
});

test("A phase that runs says how far it is.", () => {
  const running: Phase = { ...phase("first commits", false, 11_000), detail: "3 of 6 partitions" };
  expect(renderPhases([running], plainLook())).toBe("… first commits (3 of 6 partitions, 11 s)");
  expect(renderPhases([{ ...running, done: true }], plainLook())).toBe("✔ first commits (11 s)");
});

test("Where a line is too short for all phases, the newest are shown; in the end all of them.", () => {
  const phases = [phase("disabling", true, 1_000), phase("disabled", true, 4_000), phase("group empty", false, 2_000)];
  expect(renderNewestPhases(phases, plainLook(), 60)).toBe("✔ disabling   ✔ disabled (4 s)   … group empty (2 s)");
  expect(renderNewestPhases(phases, plainLook(), 40)).toBe("✔ disabled (4 s)   … group empty (2 s)");
  expect(renderNewestPhases(phases, plainLook(), 5)).toBe("… group empty (2 s)");
  expect(renderPhaseLines(phases, plainLook(40))).toEqual(["✔ disabling   ✔ disabled (4 s)", "… group empty (2 s)"]);
});

test("A phase that is told again takes the place of what was told before.", () => {
  const phases = [phase("updating", true, 1_000), phase("polling", false, 2_000)];
  expect(withPhase(phases, phase("polling", true, 9_000))).toEqual([phases[0], phase("polling", true, 9_000)]);
});

test.each<[Reached, string]>([
  [{ kind: "polling", by: "PolledEventCount" }, "enabled and polling"],
  [{ kind: "settled" }, "enabled"],
  [{ kind: "gone" }, "gone"],
  [{ kind: "not-waited" }, "enabled; not waited for"],
  [
    { kind: "not-observable", reason: "not permitted: cloudwatch:GetMetricData" },
    "enabled; polling not observable: not permitted: cloudwatch:GetMetricData",
  ],
  [
    { kind: "not-observable", reason: "its EventCount metrics are off", fix: "mskctl update orders --metrics EventCount" },
    "enabled; polling not observable: its EventCount metrics are off",
  ],
])("%j is said as %j", (reached, text) => {
  expect(renderReached({ mapping: sampleMapping(), reached })).toBe(text);
});

test("Many mappings are counted.", () => {
  expect(renderJobsProgress({ sent: 12, finished: 8, failed: 0, total: 40 }, plainLook())).toBe("12 of 40 sent · 8 done");
  expect(renderJobsProgress({ sent: 12, finished: 8, failed: 1, total: 40 }, plainLook())).toBe("12 of 40 sent · 8 done · 1 failed");
});

test("The end of a single write says how to make known what is not.", () => {
  const reached = {
    kind: "not-observable",
    reason: "its EventCount metrics are off",
    fix: "mskctl update orders --metrics EventCount",
  } as const;
  expect(renderEnding("orders", { mapping: sampleMapping(), reached })).toEqual([
    "orders: enabled; polling not observable: its EventCount metrics are off",
    "  mskctl update orders --metrics EventCount",
  ]);
  expect(renderEnding("orders", { mapping: sampleMapping(), reached: { kind: "settled" } })).toEqual(["orders: enabled"]);
});
