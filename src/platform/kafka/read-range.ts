import { MskctlError } from "../../core/errors.ts";
import type { OffsetRange } from "../../core/record/broker.ts";
import type { Gap, LogItem } from "../../core/record/kafka-record.ts";
import type { ClusterClient } from "./cluster-client.ts";
import { fetchSlices } from "./fetch-slices.ts";
import { joined, type PartitionSlice } from "./partition-slice.ts";

/** Two answers at most are held: the one that is given out, and none before it was. */
const mostBytes = 512 * 1024;
const maxWaitMs = 500;

/** What is asked for first for each offset of a small range: more than most records have. Then as much as may be. */
const bytesPerOffset = 4 * 1024;
const fewestBytes = 64 * 1024;

/** Answers without a record or a gap, although there is something to read, after which the broker is not asked again. */
const mostEmptyAnswers = 60;

/** See `Broker.read`. */
export async function* readRange(client: ClusterClient, range: OffsetRange): AsyncGenerator<LogItem> {
  let pending: Gap | undefined;
  for await (const pieces of piecesOf(client, range)) {
    for (const item of pieces) {
      const longer = pending === undefined ? undefined : joined(pending, item);
      if (longer !== undefined) {
        pending = longer;
        continue;
      }
      if (pending !== undefined) yield pending;
      pending = item.kind === "gap" ? item : undefined;
      if (item.kind === "record") yield item;
    }
  }
  if (pending !== undefined) yield pending;
}

/** An answer at a time: a step of an asynchronous generator takes about as long as all else that is done for a record. */
async function* piecesOf(client: ClusterClient, { topic, partition, from, until }: OffsetRange): AsyncGenerator<readonly LogItem[]> {
  let position = from;
  let maxBytes = Math.min(mostBytes, Math.max(fewestBytes, Number(until - from) * bytesPerOffset));
  for (let emptyAnswers = 0; position < until; maxBytes = mostBytes) {
    const slice = await sliceAt(client, { topic, partition, position, maxBytes });
    const items = slice.items.length > 0 ? slice.items : unreadable(slice, position, until);
    if (items.length === 0 && ++emptyAnswers > mostEmptyAnswers)
      throw new MskctlError(
        "unavailable",
        `cannot read topic ${topic}: the broker gives nothing at offset ${position} of partition ${partition}`,
      );
    const within = items.map((item) => clip(item, until)).filter((item) => item !== undefined);
    const last = within.at(-1);
    if (last !== undefined) {
      yield within;
      position = last.kind === "gap" ? last.until : last.record.offset + 1n;
      emptyAnswers = 0;
    }
    if (within.length < items.length) return;
  }
}

interface SliceRequest {
  readonly topic: string;
  readonly partition: number;
  readonly position: bigint;
  readonly maxBytes: number;
}

async function sliceAt(client: ClusterClient, { topic, partition, position, maxBytes }: SliceRequest): Promise<PartitionSlice> {
  const call = { does: `read topic ${topic}`, topic };
  const slices = await client.persevere(call, () => fetchSlices(client, topic, new Map([[partition, position]]), { maxBytes, maxWaitMs }));
  const slice = slices.get(partition);
  if (slice === undefined)
    throw new MskctlError("refused", `cannot read topic ${topic}: the broker does not answer for partition ${partition}`);
  return slice;
}

/** What nobody can read at `position` now, or nothing when the broker was only too slow. */
function unreadable({ endOffset, lastStableOffset }: PartitionSlice, position: bigint, until: bigint): readonly Gap[] {
  if (position >= endOffset) return [{ kind: "gap", from: position, until, cause: "unwritten" }];
  return position >= lastStableOffset ? [{ kind: "gap", from: position, until: endOffset, cause: "open-transaction" }] : [];
}

function clip(item: LogItem, until: bigint): LogItem | undefined {
  if (item.kind === "record") return item.record.offset < until ? item : undefined;
  if (item.from >= until) return undefined;
  return item.until > until ? { ...item, until } : item;
}
