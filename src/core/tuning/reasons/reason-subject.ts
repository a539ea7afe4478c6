import type { LagSamples } from "../../lag/samples.ts";
import type { MappingDocument } from "../../mapping/model.ts";
import type { Prices } from "../../prices.ts";
import type { Estimate } from "../estimate.ts";
import type { SearchResult } from "../search-result.ts";
import type { Workload } from "../workload.ts";
import type { Reason } from "./reason.ts";

/** What the rules look at: a mapping's metrics, what was made of them, and what the search found. */
export interface ReasonSubject {
  readonly mapping: MappingDocument;
  /** By which commands name it. */
  readonly name: string;
  readonly samples: LagSamples;
  readonly estimate: Estimate;
  readonly workload: Workload;
  readonly facts: {
    readonly partitions: number;
    /** Undefined: none is reserved, or it is not known. */
    readonly reservedConcurrency: number | undefined;
    /** Other mappings in provisioned mode that could share a poller group with this one. */
    readonly sameVpcMappings: number;
  };
  readonly prices: Prices;
  readonly hoursPerMonth: number;
  readonly result: SearchResult;
}

/** A reason, and how much there is behind it: 1 is the whole monthly bill, or all records too late. */
export interface WeighedReason {
  readonly reason: Reason;
  readonly weight: number;
}

/** Undefined: it has nothing to say. */
export type TuningRule = (subject: ReasonSubject) => WeighedReason | undefined;
