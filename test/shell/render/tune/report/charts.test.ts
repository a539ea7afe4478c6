import { describe, expect, it } from "vitest";
import type { TuneReport } from "../../../../../src/core/tuning/report.ts";
import { createGlyphs } from "../../../../../src/shell/render/palette.ts";
import { alternativeOf } from "../../../../../src/shell/render/tune/report/alternative.ts";
import { bindingChart } from "../../../../../src/shell/render/tune/report/binding-chart.ts";
import { costChart } from "../../../../../src/shell/render/tune/report/cost-chart.ts";
import { frameOf } from "../../../../../src/shell/render/tune/report/frame.ts";
import { lagChart } from "../../../../../src/shell/render/tune/report/lag-chart.ts";
import { minutesOf } from "../../../../../src/shell/render/tune/report/minutes.ts";
import { paretoChart } from "../../../../../src/shell/render/tune/report/pareto-chart.ts";
import { paretoMarks } from "../../../../../src/shell/render/tune/report/pareto-marks.ts";
import { rateChart } from "../../../../../src/shell/render/tune/report/rate-chart.ts";
import { vividReport } from "../../../../support/tuning/pages.ts";
import { candidate, goodReport, unreachableReport } from "../../../../support/tuning/reports.ts";

const resultOf = ({ result }: TuneReport) => result ?? expect.fail("the report has a result");
const workloadOf = ({ estimate }: TuneReport) => estimate.workload ?? expect.fail("the report has a workload");
const rate = (report: TuneReport) => rateChart(report, workloadOf(report), minutesOf(report), "r");
const lag = (report: TuneReport) => lagChart(report, resultOf(report), minutesOf(report), "l");
const wide = frameOf("wide");

describe("rate and capacity", () => {
  it("has a line for what arrives, and one for what each of the settings can do", () => {
    const { legend, summary, table } = rate(vividReport());
    expect(legend.map(({ text }) => text)).toEqual([
      "arrivals, mean of 30 min",
      "slowest to busiest minute",
      expect.stringMatching(/^today's settings: at most [\d,]+\/s$/),
      expect.stringMatching(/^recommended settings: at most [\d,]+\/s$/),
    ]);
    expect(summary).toContain("3,000 in the busiest minute");
    expect(table.rows).toHaveLength(193);
    expect(table.rows[1]?.[0]).toBe("2026-11-22 18:00");
  });

  it("breaks where nothing is known, and says so in the table", () => {
    const { draw, table } = rate(vividReport());
    expect(draw(wide).text.match(/class="line observed"/g)).toHaveLength(2);
    expect(table.caption).toContain("where nothing is known there is no figure");
    expect(table.rows.filter(([, mean]) => mean === "no data").length).toBeGreaterThanOrEqual(12);
  });

  it("is by ratio where capacity would press the arrivals flat", () => {
    const slow = vividReport("slow", { observed: { arrivals: Float64Array.of(1, 2, 1), lagRecords: new Float64Array() } });
    expect(rate(slow).draw(wide).text).toContain("records a second, log scale");
    const fast = vividReport("fast", { observed: { arrivals: Float64Array.of(9_000, 9_000), lagRecords: new Float64Array() } });
    expect(rate(fast).draw(wide).text).toContain(">records a second<");
  });

  it("takes a described load for what it is: no dates", () => {
    const report = vividReport();
    const described = { ...report, untilMs: report.fromMs, observed: undefined };
    expect(rate(described).table.rows[0]?.[0]).toBe("day 1 00:00");
    expect(rate(described).draw(wide).text).toContain(">day 2<");
  });

  it("has one line where settings can do the same", () => {
    const report = vividReport();
    const same = vividReport("same", { whatIf: candidate({ windowMs: 700 }) });
    expect(alternativeOf(report)?.name).toBe("recommended");
    expect(rate(same).legend.at(-1)?.text).toMatch(/^today's and what-if settings: at most/);
  });
});

describe("lag", () => {
  it("shows what was observed beside what was predicted, and where there is no data", () => {
    const { legend, summary, draw, table } = lag(vividReport());
    expect(legend.map(({ text }) => text)).toEqual([
      "observed, highest of each 30 min",
      "predicted for today's settings, highest of each 30 min",
    ]);
    expect(summary).toContain("400 minutes have no data (7 %)");
    expect(draw(wide).text.match(/class="line observed"/g)).toHaveLength(2);
    expect(draw(wide).text.match(/class="line today"/g)).toHaveLength(1);
    expect(table.heads.at(-1)).toBe("observed minutes");
    expect(table.rows.map((row) => row.at(-1))).toContain("0 of 30");
  });

  it("is predicted alone where nothing was measured", () => {
    const { title, legend } = lag(vividReport("new", { observed: undefined }));
    expect(title).toBe("Lag, predicted");
    expect(legend).toHaveLength(1);
  });
});

describe("cost", () => {
  it("goes from today to what is recommended, or is made of its parts", () => {
    const report = vividReport();
    expect(costChart(resultOf(report), alternativeOf(report), "c").title).toBe("Cost, from today to the recommended settings");
    const good = goodReport();
    const alone = costChart(resultOf(good), alternativeOf(good), "c");
    expect(alone.title).toBe("Cost, by part");
    expect(alone.table.heads).toEqual(["part", "today"]);
    expect(alone.legend.map(({ text }) => text)).toEqual(["total", "part of it"]);
    // Each part's own figure, not the sum so far.
    expect(alone.draw(wide).text).toMatch(/>\$24\.64<.*>\$82\.13<.*>\$70\.07</s);
  });

  it("says what changes, and nothing of what stays", () => {
    const cost = { requests: 4.64, overhead: 102.13, records: 70.07, pollerUnits: 0, provisionedConcurrency: 0, total: 176.84 };
    const report = vividReport("what-if", { whatIf: candidate({ batchSize: 333 }, { cost }) });
    const { draw, legend, summary, table } = costChart(resultOf(report), alternativeOf(report), "c");
    expect(legend.map(({ text }) => text)).toEqual(["total", "less than today", "more than today"]);
    expect(draw(wide).text).toMatch(/>−\$20\.00<.*>\+\$20\.00<.*>\$0\.00</s);
    expect(summary).toBe("Today's settings cost $176.84 a month, the what-if ones $176.84 (about the same).");
    expect(table.rows[0]).toEqual(["requests", "$24.64", "$4.64", "−$20.00"]);
  });

  it("counts in times what is much more", () => {
    const report = vividReport("what-if", { whatIf: candidate({ batchSize: 333 }, { costMonth: 1_768.4 }) });
    expect(costChart(resultOf(report), alternativeOf(report), "c").summary).toContain("(10 times as much)");
  });
});

describe("cost against age", () => {
  const glyphs = createGlyphs(true);

  it("marks the same settings once, with all of their names", () => {
    const good = goodReport();
    expect(paretoMarks(resultOf(good), undefined).map(({ names }) => names)).toContainEqual(["today", "balanced"]);
  });

  it("names today's, the picks, what was asked for and the knee in the legend", () => {
    const report = vividReport();
    const { legend } = paretoChart(resultOf(report), candidate({ batchSize: 333 }), glyphs, "p");
    const texts = legend.map(({ text }) => text);
    for (const name of ["today", "what if", "balanced", "cheapest", "fastest", "knee", "goal"]) {
      expect(texts).toContainEqual(expect.stringMatching(new RegExp(`^${name}: `)));
    }
  });

  it("says how many have no place because their age has no end", () => {
    const { summary, table } = paretoChart(resultOf(unreachableReport()), undefined, glyphs, "p");
    expect(summary).toContain("1 are not drawn: their age has no end.");
    expect(table.rows.flat()).toContain("no end");
  });
});

describe("what holds lag back", () => {
  it("has a strip and a table of shares, which are all of the minutes", () => {
    const report = vividReport();
    const { table, legend, summary } = bindingChart(resultOf(report), alternativeOf(report), minutesOf(report), "b");
    expect(legend).toHaveLength(6);
    expect(summary).toContain("records wait in 1,440 of 5,760 minutes (25 %)");
    const minutes = table.rows.map(([, count = ""]) => Number(count.replace(",", "")));
    expect(minutes.reduce((sum, count) => sum + count, 0)).toBe(5_760);
    expect(table.heads.at(-1)).toBe("share, recommended settings");
  });

  it("says in words that nothing waits", () => {
    const { result, ...report } = vividReport();
    const quiet = { ...report, result: result && { ...result, currentRun: { ...result.currentRun, binding: Array(5_760).fill("none") } } };
    const { draw, legend } = bindingChart(resultOf(quiet), undefined, minutesOf(quiet), "b");
    expect(legend).toEqual([]);
    expect(draw(wide).text).toContain("nothing waits in any minute");
  });
});
