import type { OffsetPoint } from "../../../record/broker.ts";

/** Where a consumer group shall stand. */
export type ResetTarget =
  | { readonly kind: "earliest" }
  | { readonly kind: "latest" }
  /** The first record that is not older. */
  | { readonly kind: "timestamp"; readonly atMs: number }
  | { readonly kind: "offset"; readonly offset: bigint }
  /** So many offsets on, or back where it is negative. */
  | { readonly kind: "shift"; readonly by: bigint }
  /** Past these records, one a partition. */
  | { readonly kind: "skip"; readonly records: readonly SkippedRecord[] }
  /** The offsets that a rollback file has. */
  | { readonly kind: "saved"; readonly offsets: ReadonlyMap<number, bigint> };

/** A record that a group shall pass over. */
export interface SkippedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** Reads `orders-0:60453081`; a topic may have hyphens itself. Undefined when the text is no record's place. */
export function parseSkippedRecord(text: string): SkippedRecord | undefined {
  const [, topic, partition, offset] = /^(.+)-(\d{1,9}):(\d{1,18})$/.exec(text.trim()) ?? [];
  if (topic === undefined || partition === undefined || offset === undefined) return undefined;
  return { topic, partition: Number(partition), offset: BigInt(offset) };
}

/** `orders-0:60453081`, as `parseSkippedRecord` reads it. */
export function skippedRecordText({ topic, partition, offset }: SkippedRecord): string {
  return `${topic}-${partition}:${offset}`;
}

/** What brokers have to be asked for beside the ends of the log. */
export function pointOf(target: ResetTarget): OffsetPoint | undefined {
  return target.kind === "timestamp" ? { atOrAfterMs: target.atMs } : undefined;
}
