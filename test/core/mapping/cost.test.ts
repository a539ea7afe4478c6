import { describe, expect, it } from "vitest";
import { describeCost, describeCostChange, minimumUnits, monthlyDollars } from "../../../src/core/mapping/cost.ts";

const pollers = (MinimumPollers: number, PollerGroupName?: string) => ({
  ProvisionedPollerConfig: { MinimumPollers, MaximumPollers: 200, ...(PollerGroupName === undefined ? {} : { PollerGroupName }) },
});

describe("minimumUnits", () => {
  it.each([
    [1, 1],
    [10, 1],
    [11, 2],
    [40, 4],
  ])("packs %i pollers into %i units", (count, units) => expect(minimumUnits(pollers(count))).toBe(units));
});

it("prices a unit as AWS's page does for a month of 730 hours", () => expect(monthlyDollars(1)).toBeCloseTo(135.05, 10));

describe("the cost of a mapping", () => {
  it("is nothing in on-demand mode", () => {
    expect(minimumUnits({})).toBe(0);
    expect(minimumUnits({ ProvisionedPollerConfig: {} })).toBe(0);
    expect(describeCost({}, "us-east-1")).toBeUndefined();
  });

  it("is that of one poller when no minimum is given", () =>
    expect(minimumUnits({ ProvisionedPollerConfig: { MaximumPollers: 4 } })).toBe(1));

  it.each([
    [pollers(1), "us-east-1", "1 EPU, $135.05 a month"],
    [pollers(40), "us-east-1", "4 EPUs, $540.20 a month"],
    [pollers(1), "eu-central-1", "1 EPU, $135.05 a month (price of us-east-1)"],
    [pollers(1), undefined, "1 EPU, $135.05 a month (price of us-east-1)"],
    [pollers(1, "shop"), "us-east-1", "1 EPU, $135.05 a month (less when its poller group shares units)"],
  ])("says what the minimum costs: %o in %s", (settings, region, text) => expect(describeCost(settings, region)).toBe(text));

  it.each([
    [{}, pollers(2), "1 EPU, +$135.05 a month"],
    [pollers(2), {}, "0 EPUs, -$135.05 a month"],
    [pollers(2), pollers(9), "1 EPU as before"],
    [pollers(2), pollers(2, "shop"), "1 EPU as before (less when its poller group shares units)"],
    [pollers(40), pollers(20), "2 EPUs, -$270.10 a month"],
  ])("says what a change does: %o to %o", (before, after, text) => expect(describeCostChange(before, after, "us-east-1")).toBe(text));
});
