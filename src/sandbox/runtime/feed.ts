import { listedOffsets, type Offsets, offsetRange } from "./offsets.ts";

/** What a batch may still take. */
export interface Room {
  /** Records that pass the mapping's filter. */
  readonly records: number;
  /** Of their encoding in the event. */
  readonly eventBytes: number;
  /** Read from the topic, whether they pass or not. */
  readonly polledBytes: number;
}

/** How far a partition can be read within a room. */
export interface Reach {
  readonly until: number;
  /** The records that pass: what the function gets. */
  readonly passing: Offsets;
  /** Records read; offsets without a record are none. */
  readonly polled: number;
  readonly polledBytes: number;
  readonly eventBytes: number;
}

/** A topic as one mapping sees it: through its filter. */
export interface Feed {
  /** Reads [from, until) of a partition, as far as there is room. */
  reach(partition: number, from: number, until: number, room: Room): Reach;
  /** What lies before `offset` is not asked for again. */
  release(partition: number, offset: number): void;
  /** The partition is read again from another place. */
  startOver(partition: number): void;
}

interface UniformRecords {
  /** What a record takes up: read from the topic, and encoded in the event. */
  readonly recordBytes: number;
  readonly eventBytes: number;
}

/** Records of one size, all of which pass: counted without a look at any of them. */
export function uniformFeed({ recordBytes, eventBytes }: UniformRecords): Feed {
  return {
    reach(_partition, from, until, room) {
      const fitting = Math.min(room.records, Math.floor(room.eventBytes / eventBytes), Math.floor(room.polledBytes / recordBytes));
      const polled = Math.max(0, Math.min(until - from, fitting));
      return {
        until: from + polled,
        passing: offsetRange(from, from + polled),
        polled,
        polledBytes: polled * recordBytes,
        eventBytes: polled * eventBytes,
      };
    },
    release: () => {},
    startOver: () => {},
  };
}

/** What a look at a record tells. */
export interface Look {
  readonly passes: boolean;
  readonly recordBytes: number;
  /** Of its encoding in the event. */
  readonly eventBytes: number;
}

interface Looked extends Look {
  readonly offset: number;
}

/** How records are looked at. */
interface Looker {
  look(partition: number, offset: number): Look;
  /** The first offset from `offset` on that has a record; some were compacted away or mark transactions. */
  next(partition: number, offset: number): number;
}

/** Records that are looked at one by one, each of them once. */
export function lookingFeed({ look, next }: Looker): Feed {
  const views = new Map<number, PartitionView>();
  return {
    reach(partition, from, until, room) {
      let view = views.get(partition);
      if (view === undefined) {
        const looker = { look: (offset: number) => look(partition, offset), next: (offset: number) => next(partition, offset) };
        view = new PartitionView(looker, from);
        views.set(partition, view);
      }
      return view.reach(from, until, room);
    },
    release: (partition, offset) => views.get(partition)?.release(offset),
    startOver: (partition) => void views.delete(partition),
  };
}

interface PartitionLooker {
  look(offset: number): Look;
  next(offset: number): number;
}

class PartitionView {
  readonly #looker: PartitionLooker;
  #records: Looked[] = [];
  #lookedUntil: number;

  constructor(looker: PartitionLooker, from: number) {
    this.#looker = looker;
    this.#lookedUntil = from;
  }

  reach(from: number, until: number, room: Room): Reach {
    const passing: number[] = [];
    let [polled, polledBytes, eventBytes, reached] = [0, 0, 0, from];
    for (let index = this.#indexOf(from); reached < until; index++) {
      const record = this.#recordAt(index, until);
      if (record === undefined) {
        // Nothing but offsets without records is left.
        reached = until;
        break;
      }
      const isTooMuch =
        polledBytes + record.recordBytes > room.polledBytes ||
        (record.passes && (passing.length + 1 > room.records || eventBytes + record.eventBytes > room.eventBytes));
      if (isTooMuch) break;
      polled += 1;
      polledBytes += record.recordBytes;
      if (record.passes) {
        passing.push(record.offset);
        eventBytes += record.eventBytes;
      }
      reached = record.offset + 1;
      // Records that do not pass are left for the next batch once this one is full.
      if (passing.length === room.records) break;
    }
    return { until: reached, passing: listedOffsets(passing), polled, polledBytes, eventBytes };
  }

  release(offset: number): void {
    const kept = this.#indexOf(offset);
    if (kept > 0) this.#records = this.#records.slice(kept);
    this.#lookedUntil = Math.max(this.#lookedUntil, offset);
  }

  /** The record at `index` of those looked at, looking further if need be, but not at `until` or beyond. */
  #recordAt(index: number, until: number): Looked | undefined {
    while (this.#records.length <= index && this.#lookedUntil < until) {
      const offset = Math.min(until, this.#looker.next(this.#lookedUntil));
      this.#lookedUntil = Math.min(until, offset + 1);
      if (offset >= until) break;
      const { passes, recordBytes, eventBytes } = this.#looker.look(offset);
      this.#records.push({ offset, passes, recordBytes, eventBytes });
    }
    const record = this.#records[index];
    return record !== undefined && record.offset < until ? record : undefined;
  }

  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#records.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#records[middle]?.offset ?? offset) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
