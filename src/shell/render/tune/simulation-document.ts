import { functionNameOf, topicOf } from "../../../core/mapping/model.ts";
import { placeOf } from "../../../core/mapping/place.ts";
import type { Range } from "../../../core/tuning/candidate.ts";
import type { Simulated } from "../../../core/tuning/simulate.ts";
import type { SimulationReport } from "../../../core/tuning/simulation-report.ts";

/** `mskctl tune simulate --json`; docs/schema/tune-simulate.schema.json. */
export interface SimulationDocument {
  readonly schemaVersion: 1;
  readonly mappings: readonly MappingSimulationDocument[];
}

interface MappingSimulationDocument {
  readonly uuid: string;
  readonly name: string;
  readonly functionName: string | null;
  readonly topic: string | null;
  readonly region: string | null;
  readonly from: string;
  readonly until: string;
  readonly load: number;
  readonly outage: { readonly at: string; readonly ms: number } | null;
  readonly runs: Readonly<Partial<Record<"now" | "with" | "whatIf", RunDocument>>>;
  readonly missing: { readonly message: string; readonly fix: string | null } | null;
  readonly assumptions: readonly string[];
  readonly prices: { readonly region: string; readonly date: string; readonly hoursPerMonth: number };
  readonly seed: number;
}

interface FigureDocument {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

interface RunDocument {
  readonly settings: {
    readonly batchSize: number;
    readonly windowMs: number;
    readonly pollers: { readonly minimum: number; readonly maximum: number } | null;
    readonly pollerGroup: string | null;
    readonly provisionedConcurrency: number;
  };
  readonly recordsPerSecond: number;
  readonly ageP50Ms: number | null;
  readonly ageP99Ms: FigureDocument;
  readonly highestLag: FigureDocument;
  readonly catchUpMs: FigureDocument | null;
  readonly mostPollers: number;
  readonly costMonth: FigureDocument;
  readonly binding: Readonly<Record<string, number>>;
}

export function simulationDocument(reports: readonly SimulationReport[]): SimulationDocument {
  return { schemaVersion: 1, mappings: reports.map(mappingDocument) };
}

function mappingDocument({ mapping, missing, prices, outageAtMs, ...report }: SimulationReport): MappingSimulationDocument {
  return {
    uuid: mapping.UUID,
    name: report.name,
    functionName: mapping.FunctionArn === undefined ? null : functionNameOf(mapping.FunctionArn),
    topic: topicOf(mapping) ?? null,
    region: placeOf(mapping)?.region ?? null,
    from: new Date(report.fromMs).toISOString(),
    until: new Date(report.untilMs).toISOString(),
    load: report.load,
    outage: outageAtMs === undefined ? null : { at: new Date(outageAtMs).toISOString(), ms: report.outageMs },
    runs: Object.fromEntries([...report.runs].map(([key, run]) => [key, runDocument(run)])),
    missing: missing === undefined ? null : { message: missing.message, fix: missing.fix ?? null },
    assumptions: report.assumptions,
    prices: { region: prices.region, date: prices.date, hoursPerMonth: report.hoursPerMonth },
    seed: report.seed,
  };
}

function runDocument({ situation, candidate, spread, catchUpMs, ...run }: Simulated): RunDocument {
  const { pollers, pollerGroup, ...settings } = situation.settings;
  return {
    settings: { ...settings, pollers: pollers ?? null, pollerGroup: pollerGroup ?? null },
    recordsPerSecond: run.recordsPerSecond,
    ageP50Ms: finite(candidate.ageP50Ms),
    ageP99Ms: figure(candidate.ageP99Ms, spread.ageP99Ms),
    highestLag: figure(run.highestLag, spread.highestLag),
    catchUpMs: catchUpMs === undefined || spread.catchUpMs === undefined ? null : figure(catchUpMs, spread.catchUpMs),
    mostPollers: run.mostPollers,
    costMonth: figure(candidate.cost.total, spread.costMonth),
    binding: Object.fromEntries(candidate.binding),
  };
}

function figure(value: number, { low, high }: Range): FigureDocument {
  return { value: finite(value), low: finite(low), high: finite(high) };
}

/** JSON has no infinity: what has no end is null. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
