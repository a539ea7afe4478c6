import { describe, expect, it } from "vitest";
import { lagOrders, sortReports } from "../../../src/core/lag/report-order.ts";
import { reportWithoutData, sampleReport } from "../../support/sample-reports.ts";

const age = (ms: number) => ({ kind: "known", ms, method: "arrivals", errorMs: 0 }) as const;
const reports = [
  sampleReport("audit", { ...reportWithoutData("audit"), verdict: "disabled" }),
  sampleReport("orders", { lagRecords: 812, age: age(400), rates: { inPerSecond: 2_040, outPerSecond: 2_041 } }),
  sampleReport("emails", {
    verdict: "catching up",
    lagRecords: 9_300,
    age: age(44_000),
    rates: { inPerSecond: 210, outPerSecond: 460 },
    catchUp: { kind: "catching-up", ms: 37_000, lowMs: 30_000, highMs: 50_000 },
  }),
  sampleReport("payments", {
    verdict: "falling behind",
    lagRecords: 182_400,
    age: age(151_000),
    rates: { inPerSecond: 1_210, outPerSecond: 890 },
    catchUp: { kind: "never" },
  }),
  sampleReport("invoices", {
    verdict: "falling behind",
    lagRecords: 182_400,
    age: age(160_000),
    rates: { inPerSecond: 10, outPerSecond: 9 },
    catchUp: { kind: "never" },
  }),
  sampleReport("shipments", {
    verdict: "stalled",
    lagRecords: 41_020,
    age: age(840_000),
    rates: { inPerSecond: 300, outPerSecond: 250 },
    catchUp: { kind: "unknown", reason: "stalled" },
  }),
  reportWithoutData("legacy"),
];

describe("sortReports", () => {
  it.each([
    ["verdict", "shipments invoices payments emails legacy orders audit"],
    ["lag", "invoices payments shipments emails orders legacy audit"],
    ["age", "shipments invoices payments emails orders legacy audit"],
    ["in", "orders payments shipments emails invoices legacy audit"],
    ["out", "orders payments emails shipments invoices legacy audit"],
    ["catch-up", "invoices payments emails orders shipments legacy audit"],
    ["name", "audit emails invoices legacy orders payments shipments"],
  ] as const)("by %s", (order, names) => {
    expect(sortReports(reports, order).map(({ name }) => name)).toEqual(names.split(" "));
    expect(sortReports(reports.toReversed(), order).map(({ name }) => name)).toEqual(names.split(" "));
  });

  it("is by trouble unless said otherwise, and every order is tested", () => {
    expect(sortReports(reports)).toEqual(sortReports(reports, "verdict"));
    expect(lagOrders).toHaveLength(7);
  });
});
