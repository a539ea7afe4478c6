import { MskctlError } from "../../errors.ts";
import type { Broker } from "../../record/broker.ts";
import type { OldestUnread } from "./mapping-offsets.ts";

export interface UnreadRange {
  readonly partition: number;
  /** The next offset to read, or undefined without a commit. */
  readonly from: bigint | undefined;
  readonly end: bigint;
}

/** Each read may cost an answer of a few MiB. */
const mostReads = 12;
const readsAtOnce = 4;
/** Compacted logs have stretches without a record. */
const furthestOffsets = 10_000n;

/**
 * When the oldest unread record of each partition was written, by reading that record. The partitions with the most to
 * read come first; after a read that fails no other is tried: offsets are worth more than ages.
 */
export async function oldestUnread(
  broker: Pick<Broker, "read">,
  topic: string,
  ranges: readonly UnreadRange[],
): Promise<ReadonlyMap<number, OldestUnread>> {
  const found = new Map<number, OldestUnread>();
  const unread: { readonly partition: number; readonly from: bigint; readonly end: bigint }[] = [];
  for (const { partition, from, end } of ranges) {
    if (from === undefined) found.set(partition, noData("nothing is committed"));
    else if (from > end) found.set(partition, noData("the committed offset is beyond the end"));
    else if (from === end) found.set(partition, { kind: "none" });
    else unread.push({ partition, from, end });
  }
  const byLag = unread.toSorted((a, b) => Number(b.end - b.from - (a.end - a.from)));
  const [tried, left] = [byLag.slice(0, mostReads), byLag.slice(mostReads)];
  for (const { partition } of left) found.set(partition, noData(`only the ${mostReads} partitions with the most lag are looked into`));
  let failure: OldestUnread | undefined;
  for (let start = 0; start < tried.length; start += readsAtOnce) {
    const group = tried.slice(start, start + readsAtOnce);
    const answers = failure === undefined ? await Promise.all(group.map((range) => readOldest(broker, topic, range))) : [];
    for (const [index, { partition }] of group.entries()) found.set(partition, answers[index]?.answer ?? failure ?? noData("not read"));
    failure ??= answers.find(({ failed }) => failed)?.answer;
  }
  return found;
}

async function readOldest(
  broker: Pick<Broker, "read">,
  topic: string,
  { partition, from, end }: { readonly partition: number; readonly from: bigint; readonly end: bigint },
): Promise<{ readonly answer: OldestUnread; readonly failed: boolean }> {
  const furthest = from + furthestOffsets;
  const until = furthest < end ? furthest : end;
  try {
    for await (const item of broker.read({ topic, partition, from, until })) {
      if (item.kind === "record") return { answer: { kind: "known", atMs: item.record.timestampMs }, failed: false };
    }
    return { answer: noData(until === end ? "no record can be read" : `no record in ${furthestOffsets} offsets`), failed: false };
  } catch (error) {
    if (!(error instanceof MskctlError) || error.code === "interrupted" || error.code === "terminated") throw error;
    return { answer: noData(error.message), failed: true };
  }
}

function noData(reason: string): OldestUnread {
  return { kind: "no-data", reason };
}
