import type { LagSamples } from "../lag/samples.ts";
import type { MappingDocument } from "../mapping/model.ts";
import type { Owner } from "../mapping/owner.ts";
import type { Prices } from "../prices.ts";
import type { Candidate } from "./candidate.ts";
import type { Confidence } from "./confidence.ts";
import type { Estimate } from "./estimate.ts";
import type { Observed } from "./observed.ts";
import type { Reason } from "./reasons/reason.ts";
import type { SearchInput } from "./search.ts";
import type { SearchResult } from "./search-result.ts";
import type { TunedField, TuningSettings } from "./workload.ts";

export interface SettingChange {
  readonly field: TunedField;
  /** As AWS spells them; undefined: not set. */
  readonly before: string | number | undefined;
  readonly after: string | number | undefined;
  /** The 500 ms window cannot be set again. */
  readonly isReversible: boolean;
}

/** What the update itself does: polling stops for up to 90 s. */
export interface ApplyImpact {
  readonly pauseMs: number;
  readonly lagRecords: number;
  /** Undefined: it does not drain. */
  readonly drainMs: number | undefined;
}

export interface Recommendation {
  readonly pick: "balanced";
  readonly settings: TuningSettings;
  readonly changes: readonly SettingChange[];
  /** US dollars a month; below zero: it costs more. */
  readonly saves: { readonly low: number; readonly high: number };
  readonly impact: ApplyImpact;
}

/** Why nothing can be said, and what helps. */
export interface MissingData {
  readonly message: string;
  /** A command to paste. */
  readonly fix: string | undefined;
  /** US dollars a month for the metrics that it turns on. */
  readonly metricsMonth: number | undefined;
}

/** What tune says of one mapping. */
export interface TuneReport {
  readonly mapping: MappingDocument;
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly estimate: Estimate;
  /** Undefined: the workload is described. */
  readonly observed?: Observed | undefined;
  readonly prices: Prices;
  readonly hoursPerMonth: number;
  readonly seed: number;
  /** `advice`: something that tune does not set comes first, and nothing is recommended until then. `no data`: none, or too little. */
  readonly verdict: SearchResult["verdict"] | "advice" | "no data";
  /** What the result was found from; undefined without data. */
  readonly basis: { readonly search: SearchInput; readonly samples: LagSamples } | undefined;
  /** Undefined without data. */
  readonly result: SearchResult | undefined;
  readonly recommendation: Recommendation | undefined;
  /** Reasons for it, and what else was seen; the most important first. */
  readonly reasons: readonly Reason[];
  readonly assumptions: readonly string[];
  /** How far the figures can be trusted. */
  readonly confidence: Confidence;
  /** With the verdict "no data". */
  readonly missing?: MissingData | undefined;
  /** Exactly the settings that were asked for. */
  readonly whatIf?: Candidate | undefined;
  /** What deploys the mapping, as far as tags tell. */
  readonly owner?: Owner | undefined;
}
