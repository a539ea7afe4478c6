import type { Backtest } from "../../../core/tuning/backtest.ts";
import type { BacktestReport } from "../../../core/tuning/backtest-report.ts";
import type { HourlyErrors } from "../../../core/tuning/hourly-errors.ts";
import { type SubjectDocument, subjectDocument } from "./subject-document.ts";

/** `mskctl tune backtest --json`; docs/schema/tune-backtest.schema.json. */
export interface BacktestDocument {
  readonly schemaVersion: 1;
  readonly mappings: readonly MappingBacktestDocument[];
}

interface MappingBacktestDocument extends SubjectDocument {
  readonly backtest: ResultDocument | null;
  readonly missing: { readonly message: string; readonly fix: string | null } | null;
}

interface ResultDocument {
  readonly passed: boolean;
  readonly misses: readonly string[];
  readonly fitMinutes: number;
  readonly testMinutes: number;
  readonly hourlyErrors: Readonly<Record<"model" | "sameHour" | "constantMean", ErrorsDocument>>;
  readonly sameHourBefore: "week" | "day";
  readonly costMonth: Backtest["costMonth"];
  readonly lagP99: { readonly predicted: number; readonly actual: number; readonly ratio: number | null };
  readonly insideBand: number;
}

type ErrorsDocument = { readonly [Figure in keyof HourlyErrors]: number | null };

export function backtestDocument(reports: readonly BacktestReport[]): BacktestDocument {
  return { schemaVersion: 1, mappings: reports.map(mappingDocument) };
}

function mappingDocument(report: BacktestReport): MappingBacktestDocument {
  const { backtest, missing } = report;
  return {
    ...subjectDocument(report),
    backtest: backtest === undefined ? null : resultDocument(backtest),
    missing: missing === undefined ? null : { message: missing.message, fix: missing.fix ?? null },
  };
}

function resultDocument({ misses, model, sameHour, constantMean, lagP99, ...found }: Backtest): ResultDocument {
  return {
    passed: misses.length === 0,
    misses,
    fitMinutes: found.fitMinutes,
    testMinutes: found.testMinutes,
    hourlyErrors: { model: errors(model), sameHour: errors(sameHour), constantMean: errors(constantMean) },
    sameHourBefore: sameHour.before,
    costMonth: found.costMonth,
    lagP99: { ...lagP99, ratio: lagP99.ratio ?? null },
    insideBand: found.insideBand,
  };
}

function errors({ invocations, gbSeconds, cost, batch }: HourlyErrors): ErrorsDocument {
  return { invocations: invocations ?? null, gbSeconds: gbSeconds ?? null, cost: cost ?? null, batch: batch ?? null };
}
