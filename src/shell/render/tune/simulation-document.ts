import type { Range } from "../../../core/tuning/candidate.ts";
import type { Simulated } from "../../../core/tuning/simulate.ts";
import type { SimulationReport } from "../../../core/tuning/simulation-report.ts";
import { finite, type SettingsDocument, type SubjectDocument, settingsDocument, subjectDocument } from "./subject-document.ts";

/** `mskctl tune simulate --json`; docs/schema/tune-simulate.schema.json. */
export interface SimulationDocument {
  readonly schemaVersion: 1;
  readonly mappings: readonly MappingSimulationDocument[];
}

interface MappingSimulationDocument extends SubjectDocument {
  readonly load: number;
  readonly outage: { readonly at: string; readonly ms: number } | null;
  readonly runs: Readonly<Partial<Record<"now" | "with" | "whatIf", RunDocument>>>;
  readonly missing: { readonly message: string; readonly fix: string | null } | null;
}

interface FigureDocument {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

interface RunDocument {
  readonly settings: SettingsDocument;
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

function mappingDocument(report: SimulationReport): MappingSimulationDocument {
  const { missing, outageAtMs } = report;
  return {
    ...subjectDocument(report),
    load: report.load,
    outage: outageAtMs === undefined ? null : { at: new Date(outageAtMs).toISOString(), ms: report.outageMs },
    runs: Object.fromEntries([...report.runs].map(([key, run]) => [key, runDocument(run)])),
    missing: missing === undefined ? null : { message: missing.message, fix: missing.fix ?? null },
  };
}

function runDocument({ situation, candidate, spread, catchUpMs, ...run }: Simulated): RunDocument {
  return {
    settings: settingsDocument(situation.settings),
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
