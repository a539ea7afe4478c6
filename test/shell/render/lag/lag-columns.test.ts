import { describe, expect, it } from "vitest";
import { lagColumnNames, lagColumns, usualLagColumns } from "../../../../src/shell/render/lag/lag-columns.ts";
import { noonMs, reportWithoutData, sampleReport, sampleSeries } from "../../../support/sample-reports.ts";
import { plainLook } from "../look.ts";

const cells = (report = sampleReport("orders"), names = lagColumnNames as readonly (typeof lagColumnNames)[number][]) =>
  Object.fromEntries(lagColumns(names, plainLook(), noonMs).map(({ head, cell }) => [head, cell(report)]));

describe("lagColumns", () => {
  it("has a column for each name, and gives them in the order of the names", () => {
    expect(lagColumns(lagColumnNames, plainLook(), noonMs)).toHaveLength(lagColumnNames.length);
    expect(lagColumns(["lag", "mapping", "lag"], plainLook(), noonMs).map(({ head }) => head)).toEqual(["LAG", "MAPPING", "LAG"]);
  });

  it("usually leaves out what is said otherwise", () => {
    expect(lagColumnNames.filter((name) => !usualLagColumns.includes(name))).toEqual(["region", "since"]);
  });

  it("has a dash for what is not known, never a zero", () => {
    expect(cells(reportWithoutData("orders"))).toMatchObject({
      VERDICT: "… no data",
      SINCE: "–",
      LAG: "–",
      AGE: "–",
      "IN/s": "–",
      "OUT/s": "–",
      TREND: "",
      "CAUGHT UP": "–",
      POLLERS: "–",
      CAUSE: "–",
    });
  });

  it("says how long the verdict has held", () => {
    expect(cells(sampleReport("orders", { sinceMs: noonMs - 840_000 }))["SINCE"]).toBe("14 min");
    expect(cells(sampleReport("orders", { sinceMs: noonMs + 60_000 }))["SINCE"]).toBe("0 ms");
  });

  it("does not take partitions for pollers", () => {
    const pollers = { running: undefined, minimum: undefined, maximum: undefined, partitions: 6 };
    expect(cells(sampleReport("orders", { pollers }))["POLLERS"]).toBe("–");
    expect(cells(sampleReport("orders", { pollers: { ...pollers, minimum: 1, maximum: 4 } }))["POLLERS"]).toBe("1–4");
  });

  it("has no trend of minutes that are all unknown", () => {
    expect(cells(sampleReport("orders", { samples: sampleSeries({ lagRecords: [undefined, undefined] }) }))["TREND"]).toBe("");
  });
});
