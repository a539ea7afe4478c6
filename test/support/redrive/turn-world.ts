import type { TurnParts } from "../../../src/core/redrive/handover/turn.ts";
import type { PlannedDocument } from "../../../src/core/redrive/journal.ts";
import type { Delivery, DocumentRef, LaneId, OutgoingBatch, Removal } from "../../../src/core/redrive/ports.ts";
import type { RunOptions } from "../../../src/core/redrive/run-options.ts";
import type { RunSettings } from "../../../src/core/redrive/run-settings.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { type FakeClock, fakeClock } from "../fakes/clock.ts";
import { markOf, runOptions } from "../redrive-machine.ts";
import { type LedgerEffect, MemoryLedger } from "./memory-ledger.ts";

/** A function of ten seconds, whose batches may run for half a minute. */
export function settingsOf(options: Partial<RunOptions> = {}, changes: Partial<RunSettings> = {}): RunSettings {
  return {
    name: "s3://shop-failed-records/",
    source: "s3://shop-failed-records/",
    target: "lambda:shipments",
    format: "jsonl",
    mappingUuid: undefined,
    functionName: "shipments",
    functionTimeoutMs: 10_000,
    partialResponses: true,
    removal: "delete",
    allowPartial: false,
    untilMs: 0,
    options: { ...runOptions, ...options },
    ...changes,
  };
}

export const workerMs = 900_000;

/** Everything around a worker, in memory; `log` has what was asked of it, in order: `create ledger/…`, `send 0-3`, `remove a`. */
export class TurnWorld {
  readonly clock: FakeClock = fakeClock();
  readonly ledger = new MemoryLedger();
  readonly log: string[] = [];
  /** What the function makes of a batch. */
  answers: (batch: OutgoingBatch) => Delivery | Promise<Delivery> = () => ({ kind: "delivered" });
  /** Of a record that is in a document; undefined: without one. */
  keyOf: (offset: bigint) => string | undefined = () => undefined;
  removes: (document: DocumentRef) => Removal = () => ({ kind: "removed" });
  /** Throws for a call that does not come through. */
  onLedger: (call: string) => void = () => {};
  #workers = 0;

  /** A new invocation of the worker. */
  parts(changes: Partial<TurnParts> = {}): TurnParts {
    this.#workers += 1;
    const effect: LedgerEffect = async (apply, { kind, name }) => {
      this.onLedger(`${kind} ${name}`);
      const answer = apply();
      if (kind === "create") this.log.push(`create ${name}${answer === false ? ": was there" : ""}`);
      return answer;
    };
    return {
      ledger: this.ledger.seenThrough(effect),
      settings: settingsOf(),
      source: { remove: async (documents) => documents.map((each) => this.#remove(each)) },
      reader: {
        read: async ({ lane, first, last }) => ({
          records: offsets(first, last).map((offset) => ({
            ...lane,
            offset,
            timestampMs: 0,
            json: new Uint8Array(10),
            key: this.keyOf(offset),
          })),
          runs: [],
        }),
      },
      target: { send: async (batch) => this.#send(batch) },
      clock: this.clock,
      random: () => 0.5,
      markOf,
      bytes: nodeBytes,
      token: `worker ${this.#workers}`,
      deadlineMs: this.clock.now() + workerMs,
      ...changes,
    };
  }

  /** `log` from now on. */
  taken(): readonly string[] {
    return this.log.splice(0);
  }

  #send(batch: OutgoingBatch): Delivery | Promise<Delivery> {
    const [first, last] = [batch.records[0], batch.records.at(-1)];
    this.log.push(`send ${first?.offset}-${last?.offset}`);
    return this.answers(batch);
  }

  #remove(document: DocumentRef): Removal {
    this.log.push(`remove ${document.id}`);
    return this.removes(document);
  }
}

/** A batch of these documents, that counts how often it was asked for them. */
export function batchOf(planned: readonly PlannedDocument[], changes: { readonly name?: string; readonly lane?: LaneId } = {}) {
  return {
    name: "objects/4f",
    lane: undefined,
    carried: [],
    asked: 0,
    async documents() {
      this.asked += 1;
      return { planned, left: [] };
    },
    ...changes,
  };
}

function offsets(first: bigint, last: bigint): readonly bigint[] {
  return Array.from({ length: Number(last - first) + 1 }, (_, index) => first + BigInt(index));
}
