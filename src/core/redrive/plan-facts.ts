import type { Fact } from "../mapping/fact.ts";
import type { MappingDocument } from "../mapping/model.ts";
import type { Place } from "../mapping/place.ts";
import type { FunctionFacts } from "../mapping/ports.ts";
import type { RunOptions } from "./run-options.ts";
import type { PlacedSource } from "./source-name.ts";

/** What is known around a source, its mapping and the target before a run. */
export interface PlanFacts {
  readonly nowMs: number;
  /** As commands name the source: the mapping's name, else the source itself. */
  readonly name: string;
  readonly source: PlacedSource;
  readonly target: TargetFacts;
  readonly coverage: Coverage;
  /** `deleted`: the source's documents are of a mapping that is no more; undefined: the source was named without one. */
  readonly mapping: MappingDocument | "deleted" | undefined;
  readonly place: Place | undefined;
  /** All mappings of the Region, of every kind of source; undefined: not known. */
  readonly mappings: readonly MappingDocument[] | undefined;
  /** How far the live position is behind the newest records. */
  readonly liveAgeMs: Fact<number>;
  /** Of a source that is a queue. */
  readonly queue: Fact<QueueFacts> | undefined;
  /** Of a source in a bucket. */
  readonly bucketVersioned: Fact<boolean> | undefined;
  /** Runs on this source that kept documents there. */
  readonly earlierRuns: readonly EarlierRun[];
  /** The action without which runs of other machines are not seen; undefined: they are, or nothing was to be begun. */
  readonly claimNotPermitted: string | undefined;
  /** What becomes of documents whose records are all dealt with. */
  readonly removal: "delete" | "tag" | "none";
  /** Why this machine cannot shape records as the mapping's schema registry has them; undefined: it can, or need not. */
  readonly schemaProblem: string | undefined;
  readonly options: RunOptions;
}

export type TargetFacts =
  | {
      readonly kind: "function";
      /** With its qualifier, if it has one. */
      readonly name: string;
      readonly function: Fact<FunctionFacts>;
      readonly reservedConcurrency: Fact<number | "none">;
      /** Of an invocation lately. */
      readonly averageMs: Fact<number>;
    }
  | { readonly kind: "topic"; readonly topic: string }
  | { readonly kind: "folder"; readonly directory: string };

/** How much of the source was looked at. */
export type Coverage =
  | { readonly kind: "all" }
  /** Of about so many documents. */
  | { readonly kind: "sample"; readonly documents: number }
  /** Nothing was received; the queue says how many messages it has. */
  | { readonly kind: "attributes"; readonly documents: number };

export interface QueueFacts {
  readonly arn: string;
  readonly url: string;
  readonly visible: number;
  readonly inFlight: number;
  readonly retentionMs: number;
  /** A message that was received so often goes to another queue; undefined: without a redrive policy. */
  readonly maxReceiveCount: number | undefined;
}

interface EarlierRun {
  readonly id: string;
  readonly kept: number;
}
