import type { EventRecord } from "../record/event-record.ts";
import type { LaneRecords } from "./payload-lanes.ts";

/** What a record takes up beside its JSON: an object, a view, an offset. An estimate. */
const aroundRecordBytes = 256;

interface Waiting {
  readonly loaded: LaneRecords;
  readonly bytes: number;
}

/** Lanes of documents that were fetched for another one of their lanes; the least recently used documents go when there are too many. */
export class WaitingLanes {
  readonly #limitBytes: number;
  /** The first is the least recently used. */
  readonly #documents = new Map<string, Waiting>();
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  add(document: string, loaded: LaneRecords): void {
    this.#remove(document);
    const bytes = [...loaded.lanes.values()].reduce((sum, records) => sum + sizeOf(records), 0);
    this.#documents.set(document, { loaded, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#documents.keys()) {
      if (this.#bytes <= this.#limitBytes) return;
      this.#remove(oldest);
    }
  }

  /** The records of a lane, once. */
  take(document: string, lane: string): readonly EventRecord[] | undefined {
    const waiting = this.#documents.get(document);
    return waiting && this.takeFrom(document, waiting.loaded, lane);
  }

  /** The same for a document that perhaps no longer waits here. */
  takeFrom(document: string, loaded: LaneRecords, lane: string): readonly EventRecord[] | undefined {
    const records = loaded.lanes.get(lane);
    loaded.lanes.delete(lane);
    const waiting = this.#documents.get(document);
    if (records === undefined || waiting?.loaded !== loaded) return records;
    this.#documents.delete(document);
    const bytes = sizeOf(records);
    this.#bytes -= bytes;
    if (loaded.lanes.size > 0) this.#documents.set(document, { loaded, bytes: waiting.bytes - bytes });
    return records;
  }

  #remove(document: string): void {
    this.#bytes -= this.#documents.get(document)?.bytes ?? 0;
    this.#documents.delete(document);
  }
}

function sizeOf(records: readonly EventRecord[]): number {
  return records.reduce((sum, { json }) => sum + json.length + aroundRecordBytes, 0);
}
