import { listPrices } from "../../src/core/prices.ts";
import { usualScaling } from "../../src/core/tuning/assumptions.ts";
import { estimate } from "../../src/core/tuning/estimate.ts";
import { simulateFluid } from "../../src/core/tuning/fluid.ts";
import { noGoalsAsked } from "../../src/core/tuning/goals.ts";
import { searchSettings } from "../../src/core/tuning/search.ts";
import { tuningTools } from "../../src/core/tuning/tools.ts";
import { tuneReport } from "../../src/core/tuning/tune-report.ts";
import type { TuningSettings, Workload } from "../../src/core/tuning/workload.ts";
import { createGlyphs, createPalette } from "../../src/shell/render/palette.ts";
import { renderTune } from "../../src/shell/render/tune/tune-screen.ts";
import { sampleMapping } from "../../test/support/mappings.ts";
import { measured } from "../../test/support/tuning/workloads.ts";

const targets = { traceMs: 150, searchMs: 10_000, answerMs: 15_000 };

const today: TuningSettings = { batchSize: 100, windowMs: 500, pollers: undefined, pollerGroup: undefined, provisionedConcurrency: 0 };
const provisioned: TuningSettings = { ...today, pollers: { minimum: 2, maximum: 24 } };

/** What deciding takes: a simulated trace, in which a mapping keeps up or never does, a whole search, and a whole answer. One thread; CPU, since others use the machine. */
export function tuneFigures(smoke: boolean): string {
  const days = smoke ? 1 : 14;
  const rounds = smoke ? 2 : 9;
  const traces = [
    { name: "keeps up, on demand", settings: today, load: 1 },
    { name: "falls behind every day, pollers scale", settings: provisioned, load: 9 },
    { name: "is always behind", settings: today, load: 30 },
  ].map(({ name, settings, load }) => {
    const ms = medianCpuMs(rounds, () =>
      simulateFluid({ workload: dailyCurve(days, load), settings, scaling: usualScaling, stops: [], seed: 1 }),
    );
    return `| ${days} days of 24 partitions: ${name} | ${ms.toFixed(0)} ms | ≤ ${targets.traceMs} ms | ${outcome(ms, targets.traceMs)} |`;
  });
  const searches = [
    { name: "age only", asked: noGoalsAsked },
    { name: "age and catch-up", asked: { ...noGoalsAsked, ageP99Ms: 3_000, catchUp: { outageMs: 1_800_000, withinMs: 600_000 } } },
  ].map(({ name, asked }) => {
    const workload = dailyCurve(days, 1);
    const spread = (value: number) => ({ value, low: value * 0.95, high: value * 1.05 });
    const fit = { invocationMs: spread(40), recordMs: spread(0.8), excitation: 3 };
    let looked = "";
    const ms = medianCpuMs(smoke ? 1 : 3, () => {
      const found = searchSettings({
        workload,
        fit,
        settings: provisioned,
        asked,
        groups: [],
        prices: listPrices,
        hoursPerMonth: 730,
        seed: 1,
      });
      looked = `${found.looked.byFormula} by formulas, ${found.looked.overTrace} over the trace`;
    });
    return `| a search, ${name}: ${looked} | ${ms.toFixed(0)} ms | ≤ ${targets.searchMs} ms | ${outcome(ms, targets.searchMs)} |`;
  });
  return ["| figure | CPU, median | target | |", "| --- | ---: | ---: | --- |", ...traces, ...searches, answerRow(days, smoke)].join("\n");
}

/** From the metrics of a mapping, as they come from AWS, to the text on the screen. */
function answerRow(days: number, smoke: boolean): string {
  const truth = dailyCurve(days, 1);
  const samples = measured([truth], provisioned);
  const facts = { settings: provisioned, partitions: 24, function: truth.function, assumedRecordBytes: 1_024 };
  const mapping = sampleMapping({ ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 24 } });
  const options = { asked: noGoalsAsked, prices: listPrices, hoursPerMonth: 730, seed: 1, whatIf: undefined };
  const look = { columns: 80, palette: createPalette(false), glyphs: createGlyphs(true) };
  let verdict = "";
  const ms = medianCpuMs(smoke ? 1 : 3, () => {
    const subject = {
      ...{ mapping, name: "orders", samples, read: {}, groups: [], sameVpcMappings: 0, assumptions: [] },
      estimate: estimate(samples, facts),
      facts: { estimate: facts, reservedConcurrency: undefined, assumptions: [] },
    };
    const report = tuneReport(subject, options, tuningTools);
    renderTune([report], look, { here: (command) => command });
    verdict = report.verdict;
  });
  return `| a whole answer, from metrics to the screen: ${verdict} | ${ms.toFixed(0)} ms | ≤ ${targets.answerMs} ms | ${outcome(ms, targets.answerMs)} |`;
}

/** Around 2,000 records a second on 24 partitions, with a little noise that is the same each time. */
function dailyCurve(days: number, load: number): Workload {
  const arrivals = Float64Array.from(
    { length: days * 1_440 },
    (_, minute) => 2_000 * load * (1 + 0.7 * Math.sin((minute / 1_440) * 2 * Math.PI)) * (1 + 0.05 * Math.sin(minute * 12.9898)),
  );
  return {
    arrivals,
    partitionShares: Array.from({ length: 24 }, () => 1 / 24),
    passShare: 1,
    recordBytes: 1_024,
    overheadBytes: 200,
    work: { invocationMs: 40, recordMs: 0.8, dispatchMs: 50 },
    lanes: 24,
    lanesSeen: { pollers: undefined },
    function: { memoryMb: 1_024, architecture: "x86_64", timeoutMs: 60_000, concurrency: 1_000 },
  };
}

function medianCpuMs(rounds: number, task: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    task();
    return process.cpuUsage(before).user / 1_000;
  }).sort((a, b) => a - b);
  return times[rounds >> 1] ?? Number.NaN;
}

function outcome(value: number, target: number): string {
  return value <= target ? "met" : `missed by ${((value / target - 1) * 100).toFixed(0)} %`;
}
