import type { Broker, OffsetRange } from "../record/broker.ts";
import type { LogItem } from "../record/kafka-record.ts";
import { laneName } from "./lane.ts";

/** A reading that goes on behind the range that it was asked for. */
interface Cursor {
  readonly items: AsyncIterator<LogItem>;
  /** Where it ends. */
  readonly until: bigint;
  /** The next offset that it gives. */
  position: bigint;
  /** What was read of a later range. */
  ahead: LogItem | undefined;
}

/** What lies between two ranges is read over up to here: a request of its own takes about as long with records of 1 KiB. */
const nearOffsets = 1_024n;

/**
 * Reads ranges of partitions, one at a time of each. Brokers answer with megabytes, ranges are mostly small and follow each other: from the
 * second of such on, one reading goes on to the log's end, and takes no answer twice. Each of these holds an answer, so only the newest are kept.
 */
export class LaneCursors {
  readonly #broker: Pick<Broker, "read">;
  readonly #mostOpen: number;
  /** The first is the least recently used. */
  readonly #open = new Map<string, Cursor>();
  /** Where the last range ended. */
  readonly #ends = new Map<string, bigint>();

  constructor(broker: Pick<Broker, "read">, mostOpen: number) {
    this.#broker = broker;
    this.#mostOpen = mostOpen;
  }

  /**
   * Calls `visit` for every offset of the range, ascending, gaps cut to it, until it gives false. `readable`: where the log can be
   * read up to now. Throws what `Broker.read` throws.
   */
  async read(range: OffsetRange, readable: bigint, visit: (item: LogItem) => boolean): Promise<void> {
    const name = laneName(range);
    const cursor = this.#taken(name, range) ?? this.#opened(name, range, readable);
    this.#ends.set(name, range.until);
    let isWhole = false;
    try {
      isWhole = await readThrough(cursor, range, visit);
    } finally {
      if (isWhole && cursor.position < cursor.until) this.#keep(name, cursor);
      else close(cursor);
    }
  }

  /** The open reading, if it leads to the range soon. */
  #taken(name: string, { from, until }: OffsetRange): Cursor | undefined {
    const cursor = this.#open.get(name);
    if (cursor === undefined) return undefined;
    this.#open.delete(name);
    if (from >= cursor.position && from - cursor.position <= nearOffsets && until <= cursor.until) return cursor;
    close(cursor);
    return undefined;
  }

  #opened(name: string, range: OffsetRange, readable: bigint): Cursor {
    const before = this.#ends.get(name);
    const follows = before !== undefined && range.from >= before && range.from - before <= nearOffsets;
    const until = follows && readable > range.until ? readable : range.until;
    return { items: this.#broker.read({ ...range, until })[Symbol.asyncIterator](), until, position: range.from, ahead: undefined };
  }

  #keep(name: string, cursor: Cursor): void {
    this.#open.set(name, cursor);
    for (const [oldest, unused] of this.#open) {
      if (this.#open.size <= this.#mostOpen) return;
      this.#open.delete(oldest);
      close(unused);
    }
  }
}

/** Gives whether the range was gone through to its end. */
async function readThrough(cursor: Cursor, { from, until }: OffsetRange, visit: (item: LogItem) => boolean): Promise<boolean> {
  while (cursor.position < until) {
    const item = cursor.ahead ?? (await nextOf(cursor));
    cursor.ahead = undefined;
    if (item === undefined) return false;
    const [first, behind] = item.kind === "gap" ? [item.from, item.until] : [item.record.offset, item.record.offset + 1n];
    const isBehind = first >= until;
    cursor.position = behind < until ? behind : until;
    if (behind > until || isBehind) cursor.ahead = item;
    if (behind <= from || isBehind) continue;
    if (!visit(item.kind === "gap" ? { ...item, from: first > from ? first : from, until: cursor.position } : item)) return false;
  }
  return true;
}

async function nextOf({ items }: Cursor): Promise<LogItem | undefined> {
  const next = await items.next();
  return next.done === true ? undefined : next.value;
}

/** Not waited for: what is thrown away has nothing to say. */
function close({ items }: Cursor): void {
  items.return?.().catch(() => undefined);
}
