import { describe, expect, it } from "vitest";
import type { BacktestReport } from "../../../../src/core/tuning/backtest-report.ts";
import { textWidth } from "../../../../src/shell/render/text-width.ts";
import { renderBacktest } from "../../../../src/shell/render/tune/backtest-screen.ts";
import { backtestReport, silentBacktest } from "../../../support/tuning/backtests.ts";
import { plainLook } from "../look.ts";

const lines = (report: BacktestReport, columns = 80, unicode = true) =>
  renderBacktest(report, plainLook(columns, { unicode }), (command) => command);
const row = (shown: readonly string[], label: string) => shown.find((line) => line.startsWith(label)) ?? "";

describe("a backtest that passed", () => {
  const shown = lines(backtestReport());

  it("says so first, and nothing of missed marks", () => {
    expect(shown.slice(0, 2)).toEqual(["orders ← orders", "● passed"]);
    expect(row(shown, "missed")).toBe("");
  });

  it("says what was fitted and what was predicted", () => {
    // 70 % of fourteen days are 9.8 days.
    expect(row(shown, "fitted")).toBe("fitted   14,112 min · 2026-11-12 to 2026-11-21");
    expect(row(shown, "tried")).toBe("tried    6,048 min · 2026-11-21 to 2026-11-26");
  });

  it("puts the model's errors beside those of saying what anybody could", () => {
    expect(shown).toContainEqual(expect.stringMatching(/^OFF BY, AN HOUR +INVOCATIONS +GB-SECONDS +COST +BATCH$/));
    expect(row(shown, "tune's model")).toMatch(/ 1\.2 % +0\.8 % +0\.4 % +1\.1 %$/);
    expect(row(shown, "same hour last week")).toMatch(/ 5\.0 % +29\.0 % +20\.0 % +–$/);
    expect(row(shown, "always the mean")).toMatch(/ 40\.0 % +50\.0 % +30\.0 % +60\.0 %$/);
  });

  it("gives cost and lag beside what they were", () => {
    expect(row(shown, "cost ")).toBe("cost     $98.00 a month predicted · $100.00 measured · 2.0 % too low");
    expect(row(shown, "lag ")).toBe("lag      p99 of 2,400 records predicted · 2,000 measured · ratio 1.20");
    expect(row(shown, "band")).toContain("96 % of the minutes");
  });
});

it("says which marks were missed", () => {
  const shown = lines(backtestReport({ misses: ["the hourly error of cost is 9 %, more than 5 %"] }));
  expect(shown[1]).toMatch(/^▲ not passed/);
  expect(row(shown, "missed")).toBe("missed   the hourly error of cost is 9 %, more than 5 %");
});

it("names yesterday where there is no last week, and no ratio where there was no lag", () => {
  const { backtest } = backtestReport();
  const sameHour = { ...backtest?.sameHour, before: "day" } as NonNullable<BacktestReport["backtest"]>["sameHour"];
  const shown = lines(
    backtestReport({
      sameHour,
      lagP99: { predicted: 3, actual: 0, ratio: undefined },
      costMonth: { predicted: 0, actual: 0 },
    }),
  );
  expect(row(shown, "same hour yesterday")).not.toBe("");
  expect(row(shown, "lag ")).toBe("lag      p99 of 3 records predicted · 0 measured");
  expect(row(shown, "cost ")).toBe("cost     $0.00 a month predicted · $0.00 measured");
});

it("says why there is nothing to try, and what to type", () => {
  expect(lines(silentBacktest())).toEqual(["orders ← orders", "… no data · it is disabled", "mskctl resume orders"]);
});

it("shows no terminal what a name could do to it, and keeps to its width", () => {
  const hostile = backtestReport({}, { name: "or\u001b[31mders" });
  expect(lines(hostile).join("\n")).not.toContain("\u001b");
  for (const line of lines(backtestReport(), 60, false)) {
    expect(textWidth(line)).toBeLessThanOrEqual(60);
    expect(line).toMatch(/^[ -~]*$/);
  }
});
