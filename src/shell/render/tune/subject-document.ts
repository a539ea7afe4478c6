import { functionNameOf, type MappingDocument, topicOf } from "../../../core/mapping/model.ts";
import { placeOf } from "../../../core/mapping/place.ts";
import type { Prices } from "../../../core/prices.ts";
import type { TuningSettings } from "../../../core/tuning/workload.ts";

// What the documents of tune and of its deeper verbs have in common.

/** Which mapping, which minutes, and what the answer rests on. */
export interface SubjectDocument {
  /** null: described in a file, not there yet. */
  readonly uuid: string | null;
  readonly name: string;
  readonly functionName: string | null;
  readonly topic: string | null;
  readonly region: string | null;
  readonly from: string;
  readonly until: string;
  readonly assumptions: readonly string[];
  readonly prices: { readonly region: string; readonly date: string; readonly hoursPerMonth: number };
  readonly seed: number;
}

interface Subject {
  readonly mapping: MappingDocument;
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly assumptions: readonly string[];
  readonly prices: Prices;
  readonly hoursPerMonth: number;
  readonly seed: number;
}

export function subjectDocument({ mapping, name, fromMs, untilMs, assumptions, prices, hoursPerMonth, seed }: Subject): SubjectDocument {
  return {
    uuid: mapping.UUID || null,
    name,
    functionName: mapping.FunctionArn === undefined ? null : functionNameOf(mapping.FunctionArn),
    topic: topicOf(mapping) ?? null,
    region: placeOf(mapping)?.region ?? null,
    from: new Date(fromMs).toISOString(),
    until: new Date(untilMs).toISOString(),
    assumptions,
    prices: { region: prices.region, date: prices.date, hoursPerMonth },
    seed,
  };
}

export interface SettingsDocument {
  readonly batchSize: number;
  readonly windowMs: number;
  readonly pollers: { readonly minimum: number; readonly maximum: number } | null;
  readonly pollerGroup: string | null;
  readonly provisionedConcurrency: number;
  /** With a Power Tuning result. */
  readonly memoryMb?: number;
}

export function settingsDocument({ pollers, pollerGroup, ...settings }: TuningSettings): SettingsDocument {
  return { ...settings, pollers: pollers ?? null, pollerGroup: pollerGroup ?? null };
}

/** JSON has no infinity: what has no end is null. */
export function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
