import { describe, expect, it } from "vitest";
import { tuneGate } from "../../../src/core/tuning/gate.ts";
import { fleetGroups } from "../../../src/core/tuning/packing/fleet-groups.ts";
import { provisionedReport } from "../../support/tuning/provisioned-reports.ts";
import { adviceReport, changeReport, goodReport, recommendation, silentReport, unreachableReport } from "../../support/tuning/reports.ts";

const said = (...given: Parameters<typeof tuneGate>) => tuneGate(...given).failures.map(({ message }) => message);
const silent = { ...silentReport("silent"), mapping: changeReport("silent").mapping };

describe("tune --check", () => {
  it("passes where all are set right", () => {
    expect(tuneGate([goodReport("a"), goodReport("b")], false)).toEqual({ passed: true, failures: [] });
  });

  it.each([
    ["would change", changeReport(), "orders: would change 2 settings, which saves about $79.50 a month"],
    [
      "would change for more money",
      changeReport("orders", { recommendation: recommendation({ low: -20, high: -10 }) }),
      "orders: would change 2 settings, which costs about $15.00 a month more",
    ],
    ["something comes first", adviceReport(), "payments: raise the function's concurrency first"],
    ["nothing is good enough", unreachableReport(), "bulk: nothing keeps to the goals"],
    ["no data", silent, "silent: no data: its metrics EventCount are off"],
  ])("says no where %s", (_, report, message) => {
    expect(tuneGate([report], false).passed).toBe(false);
    expect(said([report], false)).toEqual([message]);
  });

  it("lets what has no data pass where that is allowed", () => {
    expect(tuneGate([silent], true).passed).toBe(true);
    expect(tuneGate([], true).passed).toBe(true);
    expect(said([], false)).toEqual(["no mapping to look at"]);
  });

  it("leaves disabled ones out of several, and looks at one alone", () => {
    expect(tuneGate([silentReport(), goodReport()], false).passed).toBe(true);
    expect(tuneGate([silentReport()], false).passed).toBe(false);
    expect(tuneGate([silentReport(), silentReport("other")], false).passed).toBe(false);
  });

  it("says no where mappings that are set right by themselves would share event poller units", () => {
    const gateOf = (costMonth: number) => {
      const reports = ["a", "b"].map((name) => provisionedReport(name, { costMonth }));
      return tuneGate(reports, false, fleetGroups(reports, undefined));
    };
    expect(gateOf(150)).toMatchObject({
      passed: false,
      failures: [{ report: undefined, message: "poller group shop: a, b would join, which saves about $135.05 a month" }],
    });
    // Less than 5 % of what they cost.
    expect(gateOf(2_000)).toEqual({ passed: true, failures: [] });
  });
});
