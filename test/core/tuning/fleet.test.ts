import { expect, it } from "vitest";
import { byUrgency, fleetSums } from "../../../src/core/tuning/fleet.ts";
import { adviceReport, changeReport, goodReport, recommendation, silentReport, unreachableReport } from "../../support/tuning/reports.ts";

const dear = changeReport("dear", { recommendation: recommendation({ low: 500, high: 600 }) });
const all = [goodReport(), silentReport(), changeReport("cheap"), adviceReport(), dear, unreachableReport()];

it("puts first what misses its goal, then what saves most, and last what has no data", () => {
  expect(byUrgency(all).map(({ name }) => name)).toEqual(["bulk", "payments", "dear", "cheap", "emails", "audit"]);
});

it("adds up money, and counts what it knows nothing of", () => {
  expect(fleetSums(all)).toEqual({ now: expect.closeTo(5 * 176.84), saves: { low: 575, high: 684 }, missing: 2, withoutData: 1 });
});
