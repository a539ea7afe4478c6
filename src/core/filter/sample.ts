/** One Kafka record to try filters on; only its value can be filtered on. */
export interface Sample {
  /** Which line of the source it stands on, or which record it is where there are no lines; counts from 1. */
  readonly line: number;
  /** As on the topic; null for a tombstone. */
  readonly value: Uint8Array | null;
  /** What the author of the sample expects: true when the record is to be delivered. */
  readonly expect?: boolean;
  /** Why there is no value that could be filtered, e.g. a batch that is no Avro. */
  readonly undecodable?: string;
}

/** What a source of samples gives next: small enough to be held, large enough that the pieces do not cost. */
export type SampleChunk =
  | {
      /** Whole lines of at least one byte, each the value of a record. They end in `\n`, the last line of a source perhaps not. */
      readonly kind: "lines";
      readonly source: string;
      /** The number of the first of these lines in the source; counts from 1. */
      readonly firstLine: number;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: "records"; readonly source: string; readonly samples: readonly Sample[] };
