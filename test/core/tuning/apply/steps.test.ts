import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostFactor, stepsBetween } from "../../../../src/core/tuning/apply/steps.ts";
import type { TuningSettings } from "../../../../src/core/tuning/workload.ts";
import { onDemand } from "../../../support/tuning/workloads.ts";

const provisioned = (minimum: number, maximum: number, more: Partial<TuningSettings> = {}): TuningSettings => ({
  ...onDemand,
  pollers: { minimum, maximum },
  ...more,
});

/** `raise 4–12`, `batch 40/2`, as a person would note the way. */
const noted = (before: TuningSettings, after: TuningSettings): string[] =>
  stepsBetween(before, after).map(({ kind, settings: { pollers, pollerGroup, batchSize, windowMs } }) =>
    kind === "batch"
      ? `batch ${batchSize}/${windowMs / 1_000}`
      : `${kind.split(" ")[0]} ${pollers === undefined ? "on-demand" : `${pollers.minimum}–${pollers.maximum}`}${pollerGroup ?? ""}`,
  );

describe("the way from settings to others", () => {
  it.each<[string, TuningSettings, TuningSettings, readonly string[]]>([
    ["nothing to do", onDemand, onDemand, []],
    ["a larger batch in steps of four", onDemand, { ...onDemand, batchSize: 1_000 }, ["batch 400/0.5", "batch 1000/0.5"]],
    ["a smaller one", onDemand, { ...onDemand, batchSize: 10 }, ["batch 25/0.5", "batch 10/0.5"]],
    ["a window from the default one", onDemand, { ...onDemand, windowMs: 10_000 }, ["batch 100/2", "batch 100/8", "batch 100/10"]],
    [
      "no window from a long one",
      { ...onDemand, windowMs: 30_000 },
      { ...onDemand, windowMs: 0 },
      ["batch 100/8", "batch 100/2", "batch 100/0"],
    ],
    ["batch and window together", onDemand, { ...onDemand, batchSize: 300, windowMs: 2_000 }, ["batch 300/2"]],
    ["capacity before the batch", provisioned(2, 4), provisioned(8, 12, { batchSize: 200 }), ["raise 8–12", "batch 200/0.5"]],
    [
      "less capacity last",
      provisioned(40, 200),
      provisioned(1, 50, { batchSize: 200 }),
      ["batch 200/0.5", "lower 10–50", "lower 3–50", "lower 1–50"],
    ],
    ["more of one and less of the other", provisioned(2, 40), provisioned(8, 10), ["raise 8–40", "lower 8–10"]],
    ["into provisioned mode first", onDemand, provisioned(10, 20, { batchSize: 200 }), ["raise 10–20", "batch 200/0.5"]],
    ["out of it last", provisioned(10, 20), { ...onDemand, batchSize: 200 }, ["batch 200/0.5", "lower on-demand"]],
    ["into a group with the last of the pollers", provisioned(8, 8), provisioned(1, 8, { pollerGroup: "g" }), ["lower 2–8", "lower 1–8g"]],
    ["a group alone", provisioned(2, 8), provisioned(2, 8, { pollerGroup: "g" }), ["lower 2–8g"]],
  ])("%s", (_, before, after, steps) => {
    expect(noted(before, after)).toEqual(steps);
  });

  const pollers = fc
    .tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 200 }))
    .map(([minimum, more]) => ({ minimum, maximum: minimum + more }));
  const settings = fc.record({
    batchSize: fc.integer({ min: 1, max: 10_000 }),
    windowMs: fc.oneof(
      fc.constant(500),
      fc.integer({ min: 0, max: 300 }).map((seconds) => seconds * 1_000),
    ),
    pollers: fc.option(pollers, { nil: undefined }),
    pollerGroup: fc.constant(undefined),
    provisionedConcurrency: fc.constant(0),
  });

  it("ends where it should, in steps that AWS takes and that are no larger than they may be", () => {
    fc.assert(
      fc.property(settings, settings, (before, after) => {
        const steps = stepsBetween(before, after);
        expect(steps.at(-1)?.settings ?? before).toEqual(after);
        let from: TuningSettings = before;
        for (const { settings: to } of steps) {
          expect(ratio(from.batchSize, to.batchSize)).toBeLessThanOrEqual(mostFactor);
          expect(ratio(Math.max(500, from.windowMs), Math.max(500, to.windowMs))).toBeLessThanOrEqual(mostFactor);
          if (from.pollers !== undefined && to.pollers !== undefined) {
            expect(to.pollers.minimum).toBeLessThanOrEqual(to.pollers.maximum);
            expect(ratio(from.pollers.minimum, to.pollers.minimum)).toBeLessThanOrEqual(mostFactor);
            expect(ratio(from.pollers.maximum, to.pollers.maximum)).toBeLessThanOrEqual(mostFactor);
          }
          if (to.windowMs !== before.windowMs && to.windowMs !== after.windowMs) expect(to.windowMs % 1_000).toBe(0);
          from = to;
        }
      }),
    );
  });

  it("has at every step before the last ones the capacity of both ends", () => {
    fc.assert(
      fc.property(settings, settings, (before, after) => {
        for (const {
          kind,
          settings: { pollers: has },
        } of stepsBetween(before, after)) {
          if (kind !== "batch" || before.pollers === undefined) continue;
          expect(has?.minimum).toBeGreaterThanOrEqual(Math.max(before.pollers.minimum, after.pollers?.minimum ?? 0));
          expect(has?.maximum).toBeGreaterThanOrEqual(Math.max(before.pollers.maximum, after.pollers?.maximum ?? 0));
        }
      }),
    );
  });
});

function ratio(a: number, b: number): number {
  return Math.max(a, b) / Math.min(a, b) - 1e-9 > mostFactor && Math.max(a, b) - mostFactor * Math.min(a, b) < mostFactor
    ? mostFactor
    : Math.max(a, b) / Math.min(a, b);
}
