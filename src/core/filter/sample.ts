import type { RecordPlace } from "../record/broker.ts";

/** One Kafka record to try filters on; only its value can be filtered on. */
export interface Sample {
  /**
   * Which line of the source it stands on, or which record it is where lines do not tell records apart: in Lambda events and
   * failure documents, which hold many, and in Avro and Protobuf. Counts from 1.
   */
  readonly line: number;
  /** Where it stands on its topic, when it was read from there; `line` is its offset then. */
  readonly record?: RecordPlace;
  /** As on the topic; null for a tombstone; text where a schema made it JSON. Bytes are a reader's buffer and change when the next chunk is asked for. */
  readonly value: Uint8Array | string | null;
  /** What the author of the sample expects: true when the record is to be delivered. */
  readonly expect?: boolean;
  /** Why there is no value that could be filtered, e.g. a batch that is no Avro; `value` is null then. */
  readonly undecodable?: string;
}

/**
 * What a source of samples gives next: small enough to be held, large enough that the pieces do not cost. Whoever asks for
 * the next chunk is done with this one: the bytes in it are overwritten, so copy what has to stay.
 */
export type SampleChunk =
  | {
      /**
       * Whole lines of at least one byte, each the value of a record. They end in `\n`, the last line of a source perhaps not.
       * Bytes are as in the source: a `\r` before the `\n` is no part of the value, a blank line (nothing, or a lone `\r`) is no
       * record but counts as a line, and what is not UTF-8 is still there.
       */
      readonly kind: "lines";
      readonly source: string;
      /** The number of the first of these lines in the source; counts from 1. */
      readonly firstLine: number;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: "records"; readonly source: string; readonly samples: readonly Sample[] };
