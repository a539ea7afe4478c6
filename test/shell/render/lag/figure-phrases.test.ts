import { describe, expect, it } from "vitest";
import { countPhrase, dataAgePhrase, hourlyCostPhrase, ratePhrase } from "../../../../src/shell/render/lag/figure-phrases.ts";
import { noonMs, reportWithoutData, sampleReport } from "../../../support/sample-reports.ts";

describe("figures", () => {
  it.each([
    [undefined, undefined],
    [0, "0"],
    [182_400, "182,400"],
  ])("a count of %s is %s", (records, phrase) => {
    expect(countPhrase(records)).toBe(phrase);
  });

  it.each([
    [undefined, undefined],
    [0, "0"],
    [0.04, "<0.1"],
    [0.05, "0.1"],
    [0.43, "0.4"],
    [3, "3"],
    [9.94, "9.9"],
    [9.96, "10"],
    [1_210.4, "1,210"],
  ])("%s a second is %s", (rate, phrase) => {
    expect(ratePhrase(rate)).toBe(phrase);
  });

  it.each([
    [0, "$0.00/h"],
    [0.004, "under $0.01/h"],
    [0.024, "$0.02/h"],
  ])("%s an hour is %s", (costUsd, phrase) => {
    expect(hourlyCostPhrase(costUsd)).toBe(phrase);
  });
});

describe("dataAgePhrase", () => {
  it("is that of the newest data", () => {
    const older = sampleReport("a", { asOfMs: noonMs - 3_600_000 });
    expect(dataAgePhrase([older, sampleReport("b"), reportWithoutData("c")], noonMs + 360_000)).toBe(
      "data as of 12:04 UTC (2 min old), CloudWatch",
    );
  });

  it("is none without data", () => {
    expect(dataAgePhrase([reportWithoutData("c")], noonMs)).toBe("no data");
    expect(dataAgePhrase([], noonMs)).toBe("no data");
  });

  it("does not take the minute that has just begun for a wrong clock", () => {
    expect(dataAgePhrase([sampleReport("a", { asOfMs: noonMs + 30_000 })], noonMs)).toContain("(just now)");
  });
});
