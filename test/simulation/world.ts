import type { EventRecord } from "../../src/core/record/event-record.ts";
import type {
  Delivery,
  DocumentRef,
  ListedDocument,
  OutgoingBatch,
  Part,
  PartContent,
  Removal,
  SettledRun,
} from "../../src/core/redrive/ports.ts";
import type { Chance } from "./chance.ts";
import { recordName, type Scenario, type TrueDocument } from "./scenario.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** How often what goes wrong. */
export interface Faults {
  readonly throttled: number;
  readonly failed: number;
  readonly partly: number;
  /** The answer is lost; whether the batch was carried out is drawn, too. */
  readonly lost: number;
  readonly unavailable: number;
  readonly unreadable: number;
  readonly removeFails: number;
  /** A message comes once more after it was removed. */
  readonly lateDelivery: number;
  /** Somebody else removes a document of a bucket. */
  readonly stolen: number;
  /** The brokers let go of records while the run is on. */
  readonly retention: number;
}

export const noFaults: Faults = {
  throttled: 0,
  failed: 0,
  partly: 0,
  lost: 0,
  unavailable: 0,
  unreadable: 0,
  removeFails: 0,
  lateDelivery: 0,
  stolen: 0,
  retention: 0,
};

/**
 * Source, brokers and function as they truly are, whatever crashes beside them. It knows what a run cannot: what was
 * carried out, how often, and in which order it was first sent.
 */
export class World {
  readonly scenario: Scenario;
  readonly faults: Faults;
  readonly clock: VirtualClock;
  /** Times that a record was processed, by its name. */
  readonly processed = new Map<string, number>();
  /** Names in the order in which they were first sent, by lane. */
  readonly firstSent = new Map<string, bigint[]>();
  readonly stolen = new Set<string>();
  /** Records below have expired. */
  readonly earliest = new Map<string, bigint>();
  /** The function has been mended: nothing is poison any more. */
  isMended = false;
  readonly #chance: Chance;
  readonly #present: Map<string, TrueDocument>;
  /** Messages that a consumer holds. */
  readonly #taken = new Map<string, string>();
  #receipts = 0;
  /** Told of each change that cannot be taken back. */
  onRemoved: (document: TrueDocument) => void = () => {};

  constructor(scenario: Scenario, faults: Faults, chance: Chance, clock: VirtualClock) {
    this.scenario = scenario;
    this.faults = faults;
    this.clock = clock;
    this.#chance = chance;
    this.#present = new Map(scenario.documents.map((document) => [document.id, document]));
  }

  isPresent(id: string): boolean {
    return this.#present.has(id);
  }

  /** A crashed consumer's messages come back. */
  letGo(): void {
    this.#taken.clear();
  }

  /** What a source lists: all of a bucket; of a queue what nobody holds, in no order. */
  list(limit: number): ListedDocument[] {
    const { source } = this.scenario;
    if (source === "bucket") return [...this.#present.keys()].map((id) => listed(id, "1"));
    const free = this.#chance.shuffled([...this.#present.keys()].filter((id) => !this.#taken.has(id))).slice(0, limit);
    return free.map((id) => {
      const handle = String(++this.#receipts);
      this.#taken.set(id, handle);
      return listed(id, handle);
    });
  }

  remove({ id, handle }: DocumentRef): Removal {
    if (this.#chance.is(this.faults.removeFails)) return { kind: "failed", reason: "internal error" };
    const document = this.#present.get(id);
    if (document === undefined) return { kind: "gone" };
    // A stale handle: SQS says yes and does nothing.
    if (this.scenario.source === "queue" && this.#taken.get(id) !== handle) return { kind: "removed" };
    this.onRemoved(document);
    if (this.scenario.source === "queue" && this.#chance.is(this.faults.lateDelivery)) this.#taken.delete(id);
    else this.#present.delete(id);
    return { kind: "removed" };
  }

  steal(): void {
    const ids = [...this.#present.keys()];
    if (ids.length === 0) return;
    const id = this.#chance.pick(ids);
    this.stolen.add(id);
    this.#present.delete(id);
  }

  expire(): void {
    const lane = this.#chance.pick(this.scenario.lanes);
    const offsets = [...this.scenario.log.values()].filter((each) => each.lane === lane).map(({ offset }) => offset);
    if (offsets.length > 0) this.earliest.set(String(lane.partition), this.#chance.pick(offsets));
  }

  read(part: Part): PartContent {
    const document = this.scenario.documents.find(({ id }) => id === part.document);
    if (document === undefined) throw new Error(`no document ${part.document}`);
    if (this.scenario.reading === "pointers") return this.#readBack(part);
    if (!this.#present.has(part.document)) {
      return { records: [], runs: [{ first: part.first, last: part.last, outcome: "unrecoverable", reason: "source-gone" }] };
    }
    return { records: document.records.filter(({ lane }) => lane.partition === part.lane.partition).map(eventRecord), runs: [] };
  }

  #readBack({ lane, first, last }: Part): PartContent {
    const records: EventRecord[] = [];
    const runs: SettledRun[] = [];
    const earliest = this.earliest.get(String(lane.partition)) ?? 0n;
    for (let offset = first; offset <= last; offset++) {
      const record = this.scenario.log.get(recordName(lane, offset));
      if (offset < earliest) runs.push({ first: offset, last: offset, outcome: "unrecoverable", reason: "expired" });
      else if (record === undefined) runs.push({ first: offset, last: offset, outcome: "absent" });
      else if (record.isFiltered) runs.push({ first: offset, last: offset, outcome: "filtered" });
      else records.push(eventRecord(record));
    }
    return { records, runs };
  }

  /** A batch reaches the function, or does not. What the function does is done, whoever hears of it. */
  invoke({ lane, records }: OutgoingBatch): Delivery {
    const { faults } = this;
    const chance = this.#chance;
    if (chance.is(faults.throttled))
      return { kind: "throttled", reason: "Rate Exceeded", retryAfterMs: chance.is(0.5) ? 1_000 : undefined };
    if (chance.is(faults.unavailable)) return { kind: "unavailable", reason: "connection refused" };
    this.#noteFirst(String(lane.partition), records);
    if (chance.is(faults.lost)) {
      if (chance.is(0.5)) this.#process(records);
      return { kind: "unknown", reason: "timed out", settledAtMs: this.clock.now() + 30_000 };
    }
    const poison = this.isMended ? undefined : records.find((record) => this.scenario.log.get(recordName(lane, record.offset))?.isPoison === true);
    const failing = poison ?? (chance.is(faults.failed) ? chance.pick(records) : undefined);
    if (failing === undefined) {
      this.#process(records);
      return { kind: "delivered" };
    }
    if (!chance.is(faults.partly)) return { kind: "failed", reason: "boom" };
    this.#process(records.filter(({ offset }) => offset < failing.offset));
    return { kind: "partly", failedFrom: failing.offset, reason: "boom" };
  }

  #process(records: readonly EventRecord[]): void {
    for (const record of records) {
      const name = recordName(record, record.offset);
      this.processed.set(name, (this.processed.get(name) ?? 0) + 1);
    }
  }

  #noteFirst(lane: string, records: readonly EventRecord[]): void {
    const sent = this.firstSent.get(lane) ?? [];
    const known = new Set(sent);
    this.firstSent.set(lane, [...sent, ...records.map(({ offset }) => offset).filter((offset) => !known.has(offset))]);
  }
}

function eventRecord({
  lane,
  offset,
  key,
}: {
  readonly lane: Part["lane"];
  readonly offset: bigint;
  readonly key: string | undefined;
}): EventRecord {
  return { ...lane, offset, timestampMs: 0, json: oneRecord, key };
}

const oneRecord = new Uint8Array(100);

function listed(id: string, handle: string): ListedDocument {
  return { id, handle, bytes: undefined, complete: true, storedAtMs: undefined };
}
