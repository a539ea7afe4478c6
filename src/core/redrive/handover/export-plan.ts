import type { Handover } from "./handover.ts";

/** What an export writes down, decided. */
export interface ExportPlan {
  readonly handover: Handover;
  readonly source: BucketSource | ArchiveSource;
  /** Of the function that gets the records, with its qualifier if it has one. */
  readonly targetArn: string;
  /** Children at once at most. */
  readonly maxConcurrency: number;
  readonly toleratedFailurePercentage: number;
  /** Of an unordered one: documents of a child. */
  readonly documentsPerBatch: number;
  readonly size: SourceSize;
  readonly stackName: string;
  /** Of the key that the bucket is encrypted with; undefined: of AWS's own, or not known. */
  readonly kmsKeyArn: string | undefined;
  readonly target: ExportTarget;
}

export interface BucketSource {
  readonly kind: "s3";
  readonly bucket: string;
  readonly prefix: string;
}

/** An archive in a bucket. */
export interface ArchiveSource {
  readonly kind: "archive";
  readonly bucket: string;
  readonly prefix: string;
}

interface ExportTarget {
  /** Of an invocation lately; undefined: no data. */
  readonly averageMs: number | undefined;
  readonly memoryMb: number | undefined;
  readonly architecture: string | undefined;
  readonly timeoutMs: number;
}

export interface SourceSize {
  readonly documents: number;
  /** Of an id, in UTF-16 units. */
  readonly longestKeyLength: number;
  /** As documents claim them; undefined: not looked at. */
  readonly records: number | undefined;
  readonly recordsAreSampled: boolean;
  /** Of an ordered one; 0 of an unordered one. */
  readonly lanes: number;
  /** Of an ordered one. */
  readonly longestLane: LaneSize | undefined;
}

export interface LaneSize {
  readonly documents: number;
  readonly records: number;
  readonly chunks: number;
}
