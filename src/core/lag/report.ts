import type { Finding } from "../finding.ts";
import type { MappingDocument } from "../mapping/model.ts";
import type { LagSamples } from "./samples.ts";

/** Whether a mapping keeps up, in the order of trouble: the first needs a person most. */
export const lagVerdicts = ["stopped", "stalled", "rewound", "falling behind", "catching up", "no data", "ok", "idle", "disabled"] as const;

/**
 * `stopped`: enabled, and nobody polls. `stalled`: polled, and nothing (or nothing of a partition) is committed. `rewound`: the group's offsets
 * went back. `falling behind`: the lag beyond what is in flight does not fall. `catching up`: it falls. `ok`: no more than what is in flight.
 * `idle`: nothing arrives. `disabled`: by a person or by Lambda. `no data`: nobody can tell.
 */
export type LagVerdict = (typeof lagVerdicts)[number];

/** What a verdict comes from. */
const lagCauses = [
  "update-pause",
  "polling-errors",
  "not-polling",
  "commit-errors",
  "destination-errors",
  "function-errors",
  "throttled",
  "function-missing",
  "hot-partition",
  "function-slow",
  "pollers-at-maximum",
  "pollers-capped",
  "scaling",
  "arrivals-rose",
  "batching-window",
  "filtered-out",
  "offsets-moved-back",
  "paused",
  "stopped-by-lambda",
  "metrics-off",
  "metrics-missing",
  "group-hidden",
  "group-unstable",
  "not-permitted",
  "share-group",
] as const;

export type LagCauseId = (typeof lagCauses)[number];

export interface LagCause {
  readonly id: LagCauseId;
  /** One line: `throttled: reserved concurrency 5`. */
  readonly message: string;
  /** The figures that it rests on. */
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** How long the oldest unprocessed record has waited. */
export type LagAge =
  | {
      readonly kind: "known";
      readonly ms: number;
      /**
       * `record-timestamp`: read from the brokers. `arrivals`: the arrivals of the last minutes are gone back through until they make up the lag;
       * `partition-arrivals`: the same for the partition that is furthest behind, whose arrivals are taken as an even share.
       */
      readonly method: "record-timestamp" | "arrivals" | "partition-arrivals";
      /** Half the width of the range in which the age is. */
      readonly errorMs: number;
      /** The records are older than all that was read. */
      readonly atLeast?: true;
    }
  | { readonly kind: "no-data"; readonly reason: string };

export type CatchUp =
  /** Nothing beyond what is in flight. */
  | { readonly kind: "caught-up" }
  | { readonly kind: "catching-up"; readonly ms: number; readonly lowMs: number; readonly highMs: number }
  /** At this rate. */
  | { readonly kind: "never" }
  | { readonly kind: "unknown"; readonly reason: string };

export interface LagRates {
  /** Records a second; undefined: no data. */
  readonly inPerSecond: number | undefined;
  readonly outPerSecond: number | undefined;
}

export interface LagPollers {
  readonly running: number | undefined;
  /** Undefined on demand. */
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  /** Of the topic. */
  readonly partitions: number | undefined;
}

export interface PartitionLag {
  readonly partition: number;
  readonly lagRecords: number | undefined;
  /** undefined: not known. */
  readonly committed?: bigint | undefined;
  readonly end?: bigint | undefined;
  readonly ageMs?: number | undefined;
  /** Committed nothing while records waited. */
  readonly stuck?: true;
}

/** How full the on-failure destination is. */
export type DestinationDepth =
  | {
      readonly kind: "known";
      readonly documents: number;
      readonly atLeast?: true;
      /** As the destination's service calls them. */
      readonly what: "messages" | "objects";
      /** Only those written since then are counted. */
      readonly sinceMs?: number;
    }
  | { readonly kind: "unknown"; readonly reason: string };

/** A change that a chart should mark. */
export interface LagMarker {
  readonly atMs: number;
  /** One word or two: `updated`, `paused`. */
  readonly what: string;
}

/** All that is known of how a mapping keeps up. */
export interface LagReport {
  readonly mapping: MappingDocument;
  /** As it can be named in a command. */
  readonly name: string;
  readonly verdict: LagVerdict;
  /** Since when the verdict has held, as far back as the minutes go. */
  readonly sinceMs?: number;
  /** Of an `ok` mapping a cause is what a person would otherwise wonder about. */
  readonly cause?: LagCause;
  readonly lagRecords: number | undefined;
  readonly maxPartitionLagRecords: number | undefined;
  readonly age: LagAge;
  readonly rates: LagRates;
  readonly catchUp: CatchUp;
  readonly pollers: LagPollers;
  /** Where the lag was read: `AWS/Lambda SumOffsetLag`, `brokers`; undefined: nowhere. */
  readonly source: string | undefined;
  /** Of the newest lag. */
  readonly asOfMs: number | undefined;
  readonly findings: readonly Finding[];
  readonly samples: LagSamples;
  readonly partitions?: readonly PartitionLag[];
  readonly markers: readonly LagMarker[];
  /** Only of a mapping that is looked at. */
  readonly destination?: DestinationDepth;
  /** Of the function, where it is known. */
  readonly timeoutMs?: number;
}

/** One reading of all chosen mappings. */
export interface LagPicture {
  readonly atMs: number;
  readonly reports: readonly LagReport[];
  /** AWS calls since the reading before. */
  readonly calls: number;
  /** What this reading cost by CloudWatch's list price, in US dollars. */
  readonly costUsd: number;
  /** Sentences on what could not be read: `not permitted: cloudwatch:ListMetrics; …`. */
  readonly notes: readonly string[];
}
