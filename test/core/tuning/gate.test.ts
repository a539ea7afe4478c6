import { describe, expect, it } from "vitest";
import { tuneGate } from "../../../src/core/tuning/gate.ts";
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
});
