import { applyChanges } from "../mapping/apply-changes.ts";
import { isDisabled, type MappingDocument, type MappingSettings } from "../mapping/model.ts";
import type { Prices } from "../prices.ts";
import { tuningSettings } from "./mapping-settings.ts";
import { missingData } from "./missing-data.ts";
import { foreignPrices } from "./price-assumptions.ts";
import type { TuningSubject } from "./read-tuning.ts";
import type { MissingData } from "./report.ts";
import { batchToday, outageOf, type Simulated, type Situation, simulateSituation } from "./simulate.ts";
import type { TuningSettings } from "./workload.ts";

export interface SimulationOptions {
  readonly prices: Prices;
  readonly hoursPerMonth: number;
  readonly seed: number;
  readonly load: number;
  /** 0: none. */
  readonly outageMs: number;
  /** Settings to try; what is left out stays. */
  readonly whatIf: MappingSettings | undefined;
}

/** What a mapping would do with another load, an outage, other settings. */
export interface SimulationReport extends Omit<SimulationOptions, "whatIf"> {
  readonly mapping: MappingDocument;
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** When the outage begins. */
  readonly outageAtMs: number | undefined;
  /** As it is, with that load and outage, and with other settings, too. None without data. */
  readonly runs: ReadonlyMap<"now" | "with" | "whatIf", Simulated>;
  readonly missing: MissingData | undefined;
  readonly assumptions: readonly string[];
}

export function simulationReport(subject: TuningSubject, options: SimulationOptions): SimulationReport {
  const { mapping, name, samples, estimate, facts } = subject;
  const { whatIf, ...shared } = options;
  const { workload } = estimate;
  const report = {
    ...shared,
    mapping,
    name,
    fromMs: samples.fromMs,
    untilMs: samples.fromMs + samples.settledMinutes * 60_000,
    assumptions: [...subject.assumptions, ...facts.assumptions, ...foreignPrices(options.prices, mapping)],
  };
  if (workload === undefined || estimate.grade === "insufficient" || isDisabled(mapping)) {
    return { ...report, outageAtMs: undefined, runs: new Map(), missing: missingData({ ...subject, prices: options.prices }) };
  }
  const { settings } = facts.estimate;
  const input = { ...shared, workload, fit: estimate.fit, settings, groups: subject.groups };
  const batch = batchToday(input);
  const situations = situationsOf(
    options,
    settings,
    whatIf && tuningSettings(applyChanges(mapping, whatIf), settings.provisionedConcurrency),
  );
  const runs = [...situations].map(([key, situation]) => [key, simulateSituation(input, situation, batch)] as const);
  // Arrivals that are multiplied are busiest at the same time.
  const outage = outageOf(workload, options.outageMs);
  return {
    ...report,
    outageAtMs: outage && samples.fromMs + outage.from * 60_000,
    runs: new Map(runs),
    missing: undefined,
  };
}

function situationsOf(
  { load, outageMs }: SimulationOptions,
  today: TuningSettings,
  tried: TuningSettings | undefined,
): ReadonlyMap<"now" | "with" | "whatIf", Situation> {
  const isOther = load !== 1 || outageMs > 0;
  return new Map([
    ["now", { settings: today, load: 1, outageMs: 0 }] as const,
    ...(isOther ? [["with", { settings: today, load, outageMs }] as const] : []),
    ...(tried === undefined ? [] : [["whatIf", { settings: tried, load, outageMs }] as const]),
  ]);
}
