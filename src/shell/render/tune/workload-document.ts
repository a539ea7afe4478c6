import { quantile } from "../../../core/statistics.ts";
import type { Range } from "../../../core/tuning/candidate.ts";
import type { Interval } from "../../../core/tuning/duration-fit.ts";
import type { Estimate, Grade } from "../../../core/tuning/estimate.ts";

/** What a mapping has to do, in the document of `mskctl tune --json`. */
export interface WorkloadDocument {
  readonly grade: Grade;
  readonly gradeReasons: readonly string[];
  readonly minutes: number;
  readonly usableMinutes: number;
  readonly recordsPerSecond: { readonly mean: number; readonly p99: number; readonly maximum: number } | null;
  readonly partitions: number | null;
  readonly passShare: number | null;
  readonly recordBytes: number | null;
  readonly invocationMs: IntervalDocument | null;
  readonly recordMs: IntervalDocument | null;
  readonly lanes: number | null;
  readonly function: {
    readonly memoryMb: number;
    readonly architecture: string | null;
    readonly timeoutMs: number;
    readonly concurrency: number;
  } | null;
}

/** Without low and high: one value was assumed. */
type IntervalDocument = Pick<Interval, "value"> & Partial<Range>;

export function workloadDocument({ workload, grade, reasons, fit, minutes, usableMinutes }: Estimate): WorkloadDocument {
  const rates = workload === undefined ? [] : [...workload.arrivals];
  const interval = (fitted: Interval | undefined, value: number | undefined): IntervalDocument | null => {
    if (fitted !== undefined) return { value: fitted.value, low: fitted.low, high: fitted.high };
    return value === undefined ? null : { value };
  };
  return {
    grade,
    gradeReasons: reasons,
    minutes,
    usableMinutes,
    recordsPerSecond:
      rates.length === 0
        ? null
        : {
            mean: rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
            p99: quantile(rates, 0.99) ?? 0,
            maximum: rates.reduce((most, rate) => Math.max(most, rate), 0),
          },
    partitions: workload?.partitionShares.length ?? null,
    passShare: workload?.passShare ?? null,
    recordBytes: workload?.recordBytes ?? null,
    invocationMs: interval(fit?.invocationMs, workload?.work.invocationMs),
    recordMs: interval(fit?.recordMs, workload?.work.recordMs),
    lanes: workload?.lanes ?? null,
    function: workload === undefined ? null : { ...workload.function, architecture: workload.function.architecture ?? null },
  };
}
