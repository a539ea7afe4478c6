import { MskctlError } from "../../../src/core/errors.ts";
import type { Broker, OffsetRange } from "../../../src/core/record/broker.ts";
import type { GapCause, KafkaRecord, LogItem } from "../../../src/core/record/kafka-record.ts";
import { kafkaRecord } from "../record/kafka-records.ts";

/** The log of partition 0 of `orders`, and what was asked of it. */
export interface FakeLog {
  readonly broker: Pick<Broker, "read" | "offsets">;
  /** `[from,until)` of readings, and points of offsets, in order. */
  readonly asked: string[];
  /** Readings that were begun and neither ended nor given up. */
  readonly openReadings: () => number;
  earliest: bigint;
  readable: bigint;
  end: bigint;
  items: readonly LogItem[];
  /** Thrown instead of the item at this offset. */
  fault: { readonly at: bigint; readonly error: Error } | undefined;
  isThere: boolean;
}

/** `a b` are records of these values from `first` on, `2*aborted` a gap of two offsets. */
export function fakeLog(text: string, first = 0n): FakeLog {
  const items = logItems(text, first);
  const end = items.reduce((_, item) => endOf(item), first);
  const asked: string[] = [];
  let open = 0;

  async function* read({ topic, from, until }: OffsetRange): AsyncGenerator<LogItem> {
    if (!log.isThere || topic !== "orders") throw new MskctlError("not-found", `there is no topic ${topic}`);
    asked.push(`[${from},${until})`);
    open += 1;
    try {
      if (from < log.earliest) yield { kind: "gap", from, until: log.earliest < until ? log.earliest : until, cause: "expired" };
      for (const item of log.items) {
        const clipped = clip(item, from > log.earliest ? from : log.earliest, until);
        if (clipped === undefined) continue;
        const { fault } = log;
        if (fault !== undefined && endOf(clipped) > fault.at) throw fault.error;
        yield clipped;
      }
      if (until > log.end) yield { kind: "gap", from: log.end > from ? log.end : from, until, cause: "unwritten" };
    } finally {
      open -= 1;
    }
  }

  const log: FakeLog = {
    broker: {
      read,
      async offsets(topic, at) {
        asked.push(String(at));
        if (!log.isThere || topic !== "orders") throw new MskctlError("not-found", `there is no topic ${topic}`);
        return new Map([[0, at === "earliest" ? log.earliest : at === "latest" ? log.end : log.readable]]);
      },
    },
    asked,
    openReadings: () => open,
    earliest: first,
    readable: end,
    end,
    items,
    fault: undefined,
    isThere: true,
  };
  return log;
}

export const timeOf = (offset: bigint): number => 1_700_000_000_000 + Number(offset);

function logItems(text: string, first: bigint): LogItem[] {
  let offset = first;
  return text
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => {
      const [count, cause] = word.split("*");
      const from = offset;
      offset += cause === undefined ? 1n : BigInt(count ?? 0);
      return cause === undefined
        ? { kind: "record", record: recordAt(from, word) }
        : { kind: "gap", from, until: offset, cause: cause as GapCause };
    });
}

export function recordAt(offset: bigint, value: string): KafkaRecord {
  return kafkaRecord({ offset, timestampMs: timeOf(offset), key: null, value: Buffer.from(value) });
}

function endOf(item: LogItem): bigint {
  return item.kind === "gap" ? item.until : item.record.offset + 1n;
}

function clip(item: LogItem, from: bigint, until: bigint): LogItem | undefined {
  if (item.kind === "record") return item.record.offset >= from && item.record.offset < until ? item : undefined;
  if (item.until <= from || item.from >= until) return undefined;
  return { ...item, from: item.from < from ? from : item.from, until: item.until > until ? until : item.until };
}

/** `a@3 [4,6)aborted`. */
export function shownItems(items: readonly LogItem[]): string {
  return items
    .map((item) => {
      if (item.kind === "gap") return `[${item.from},${item.until})${item.cause}`;
      return `${Buffer.from(item.record.value ?? []).toString()}@${item.record.offset}`;
    })
    .join(" ");
}
