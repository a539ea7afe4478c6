import { isJsonObject } from "../json-value.ts";
import type { MappingDocument } from "../mapping/model.ts";
import type { Interval } from "./duration-fit.ts";
import type { Estimate } from "./estimate.ts";
import { tuningSettings } from "./mapping-settings.ts";
import { type FieldProblem, FieldReader } from "./read-fields.ts";
import type { TuningSubject } from "./read-tuning.ts";
import type { Workload } from "./workload.ts";

/** What a mapping will have to do that does not exist yet. */
export interface DescribedWorkload {
  readonly name: string;
  readonly workload: Workload;
}

const dayMinutes = 1_440;
const minutes = 14 * dayMinutes;
const mostHours = 14 * 24;

/** A workload as a person describes it, or what is wrong with it. */
export function readDescribedWorkload(value: unknown): DescribedWorkload | { readonly problems: readonly FieldProblem[] } {
  const fields = new FieldReader(value);
  const partitions = fields.number("partitions", { least: 1, most: 10_000, whole: true });
  const described: DescribedWorkload = {
    name: fields.text("name", "workload"),
    workload: {
      arrivals: arrivalsOf(fields),
      partitionShares: sharesOf(fields, partitions),
      passShare: fields.number("passShare", { least: 0, most: 1, usual: 1 }),
      recordBytes: fields.number("recordBytes", { least: 1, most: 6_000_000, usual: 1_024 }),
      overheadBytes: fields.number("overheadBytes", { least: 0, usual: 200 }),
      work: {
        invocationMs: fields.number("invocationMs", { least: 0, most: 900_000 }),
        recordMs: fields.number("recordMs", { least: 0, most: 900_000 }),
        dispatchMs: fields.number("dispatchMs", { least: 0, usual: 50 }),
      },
      lanes: fields.number("lanes", { least: 1, most: Math.max(1, partitions), whole: true, usual: partitions }),
      function: functionOf(fields.object("function", {})),
    },
  };
  const problems = fields.problems();
  return problems.length === 0 ? described : { problems };
}

function functionOf(fields: FieldReader): Workload["function"] {
  const architecture = fields.any("architecture") ?? "arm64";
  if (architecture !== "arm64" && architecture !== "x86_64") fields.wrong("architecture", "has to be arm64 or x86_64");
  const read = {
    memoryMb: fields.number("memoryMb", { least: 128, most: 10_240, whole: true, usual: 512 }),
    architecture: architecture === "x86_64" ? "x86_64" : "arm64",
    timeoutMs: fields.number("timeoutMs", { least: 1_000, most: 900_000, usual: 30_000 }),
    concurrency: fields.number("concurrency", { least: 1, whole: true, usual: 1_000 }),
  };
  fields.problems();
  return read;
}

/** `recordsPerSecond`: one rate, a day between mean and peak, or one rate an hour, again and again. */
function arrivalsOf(fields: FieldReader): Float64Array {
  const given = fields.any("recordsPerSecond");
  const isRate = (rate: unknown): rate is number => typeof rate === "number" && Number.isFinite(rate) && rate >= 0;
  if (isRate(given)) return new Float64Array(minutes).fill(given);
  if (Array.isArray(given) && given.length > 0 && given.length <= mostHours && given.every(isRate)) {
    return Float64Array.from({ length: minutes }, (_, minute) => given[Math.floor(minute / 60) % given.length] ?? 0);
  }
  if (isJsonObject(given)) return daily(fields.object("recordsPerSecond"));
  fields.wrong("recordsPerSecond", `has to be a number, a list of up to ${mostHours} numbers, one an hour, or { mean, peak, peakHourUtc }`);
  return new Float64Array(minutes);
}

/** A sine about the mean. */
function daily(fields: FieldReader): Float64Array {
  const mean = fields.number("mean", { least: 0 });
  const peak = fields.number("peak", { least: 0 });
  const peakHour = fields.number("peakHourUtc", { least: 0, most: 24, usual: 12 });
  if (peak < mean || peak > 2 * mean)
    fields.wrong("peak", "has to be from mean to twice the mean: the night is as far below it as the peak above");
  fields.problems();
  return Float64Array.from({ length: minutes }, (_, minute) =>
    Math.max(0, mean + (peak - mean) * Math.cos((2 * Math.PI * (minute - peakHour * 60)) / dayMinutes)),
  );
}

function sharesOf(fields: FieldReader, partitions: number): readonly number[] {
  const given = fields.any("partitionShares");
  const even = () => Array.from({ length: Math.max(1, Math.min(partitions, 10_000)) }, () => 1 / partitions);
  if (given === undefined) return even();
  const isShares = Array.isArray(given) && given.length === partitions && given.every((share) => typeof share === "number" && share >= 0);
  const sum = isShares ? given.reduce<number>((total, share) => total + share, 0) : 0;
  if (isShares && Math.abs(sum - 1) < 0.001) return given.map((share: number) => share / sum);
  fields.wrong("partitionShares", `has to be ${partitions} numbers that add up to 1, one a partition`);
  return even();
}

function exactly(value: number): Interval {
  return { value, low: value, high: value };
}

/** A described workload as if it had been read, with the settings that AWS gives to who says nothing. */
export function describedSubject({ name, workload }: DescribedWorkload, nowMs: number): TuningSubject {
  const mapping: MappingDocument = { UUID: "", FunctionArn: name, Topics: [name] };
  const estimate: Estimate = {
    workload,
    grade: "C",
    reasons: ["the workload is described, not measured"],
    fit: {
      invocationMs: exactly(workload.work.invocationMs),
      recordMs: exactly(workload.work.recordMs),
      excitation: Number.POSITIVE_INFINITY,
    },
    usableMinutes: minutes,
    minutes,
  };
  return {
    mapping,
    name,
    samples: { fromMs: nowMs, minutes: 0, series: new Map(), settledMinutes: 0 },
    read: {},
    estimate,
    facts: {
      estimate: {
        settings: tuningSettings(mapping, 0),
        partitions: workload.partitionShares.length,
        function: workload.function,
        assumedRecordBytes: workload.recordBytes,
      },
      reservedConcurrency: undefined,
      assumptions: [],
    },
    groups: [],
    sameVpcMappings: 0,
    assumptions: [],
  };
}
