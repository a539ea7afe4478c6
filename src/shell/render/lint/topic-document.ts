import type { TopicReading } from "../../../core/record/newest-records.ts";

/** What was read with --from-topic. */
export interface TopicDocument {
  readonly name: string;
  readonly partitions: number;
  readonly records: number;
  /** Timestamps of records; null without any. */
  readonly oldest: string | null;
  readonly newest: string | null;
  /** Offsets without a record. */
  readonly gaps: readonly { readonly cause: string; readonly offsets: number }[];
}

export function topicDocument({ topic, partitions, records, oldestMs, newestMs, gaps }: TopicReading): TopicDocument {
  return {
    name: topic,
    partitions,
    records,
    oldest: instant(oldestMs),
    newest: instant(newestMs),
    gaps: [...gaps].map(([cause, offsets]) => ({ cause, offsets })),
  };
}

/** A producer may write a timestamp that no calendar has. */
function instant(atMs: number | undefined): string | null {
  const date = new Date(atMs ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
