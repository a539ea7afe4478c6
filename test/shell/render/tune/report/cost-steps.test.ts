import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listPrices } from "../../../../../src/core/prices.ts";
import { monthlyCost } from "../../../../../src/core/tuning/usage.ts";
import { costSteps } from "../../../../../src/shell/render/tune/report/cost-steps.ts";
import { candidate } from "../../../../support/tuning/reports.ts";

const cost = (requests: number, overhead: number, records: number, pollerUnits: number) => ({
  requests,
  overhead,
  records,
  pollerUnits,
  provisionedConcurrency: 0,
  total: requests + overhead + records + pollerUnits,
});
const to = (total: ReturnType<typeof cost>) => ({ name: "recommended", candidate: candidate({}, { cost: total }) });

describe("a waterfall", () => {
  it("goes from today by each part to the other settings; what neither pays is left out", () => {
    expect(costSteps(cost(10, 20, 70, 540), to(cost(5, 30, 70, 135)))).toEqual([
      { label: "today", kind: "total", from: 0, to: 640 },
      { label: "requests", kind: "change", from: 640, to: 635 },
      { label: "per-call overhead", kind: "change", from: 635, to: 645 },
      { label: "records (floor)", kind: "change", from: 645, to: 645 },
      { label: "event poller units", kind: "change", from: 645, to: 240 },
      { label: "recommended", kind: "total", from: 0, to: 240 },
    ]);
  });

  it("adds today's parts up where nothing is beside it", () => {
    expect(costSteps(cost(10, 20, 70, 0), undefined)).toEqual([
      { label: "requests", kind: "part", from: 0, to: 10 },
      { label: "per-call overhead", kind: "part", from: 10, to: 30 },
      { label: "records (floor)", kind: "part", from: 30, to: 100 },
      { label: "today", kind: "total", from: 0, to: 100 },
    ]);
  });

  it("has parts that add up to the totals, whatever is used", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const usage = fc.record({
      invocations: fc.double({ min: 0, max: 1_000, noNaN: true }),
      overheadSeconds: fc.double({ min: 0, max: 500, noNaN: true }),
      recordSeconds: fc.double({ min: 0, max: 500, noNaN: true }),
      pollerUnits: fc.integer({ min: 0, max: 20 }),
      provisionedConcurrency: fc.integer({ min: 0, max: 20 }),
      provisionedShare: share,
    });
    const fn = { memoryMb: 1_024, architecture: "arm64", timeoutMs: 60_000, concurrency: 100 };
    fc.assert(
      fc.property(usage, usage, (now, then) => {
        const [today, other] = [monthlyCost(now, fn, listPrices), monthlyCost(then, fn, listPrices)];
        const steps = costSteps(today, to(other));
        const changes = steps.filter(({ kind }) => kind === "change");
        expect(today.total + changes.reduce((sum, step) => sum + step.to - step.from, 0)).toBeCloseTo(other.total, 6);
        expect(changes.at(-1)?.to ?? today.total).toBeCloseTo(steps.at(-1)?.to ?? Number.NaN, 6);
        for (const [index, step] of changes.entries()) expect(step.from).toBe(index === 0 ? today.total : changes[index - 1]?.to);
      }),
    );
  });
});
