import type { EventRecord } from "../../src/core/record/event-record.ts";
import { step } from "../../src/core/redrive/machine.ts";
import { type Machine, type MachineEffect, type MachineEvent, newMachine, type Step } from "../../src/core/redrive/machine-state.ts";
import type { PoisonKey } from "../../src/core/redrive/poison-keys.ts";
import type { Delivery, LaneId, Part, PartContent } from "../../src/core/redrive/ports.ts";
import type { RunOptions } from "../../src/core/redrive/run-options.ts";

/** Batches of four records, ten at once, and nothing else that would end or slow a run. */
export const runOptions: RunOptions = {
  batchSize: 4,
  batchBytes: 1_000_000,
  maxConcurrency: 10,
  recordsPerSecond: undefined,
  canaryRecords: 0,
  retries: 2,
  onError: "park-key",
  breakerShare: 0.5,
  breakerWindow: 50,
  stopAfterRecords: undefined,
  window: 100,
  removeUnrecoverable: false,
};

export function lane(partition = 0): LaneId {
  return { topic: "orders", partition };
}

export function record(offset: number, key?: string, partition = 0): EventRecord {
  return { ...lane(partition), offset: BigInt(offset), timestampMs: 0, json: new Uint8Array(100), key };
}

export function part(document: string, first: number, last: number, partition = 0): Part {
  const times = { firstTimestampMs: undefined, lastTimestampMs: undefined };
  const range = { first: BigInt(first), last: BigInt(last) };
  return { document, handle: "1", lane: lane(partition), ...range, ...times, claimed: last - first + 1, found: undefined, settled: 0 };
}

function content(...records: readonly EventRecord[]): PartContent {
  return { records, runs: [] };
}

export function markOf(key: string): string {
  return `mark of ${key}`;
}

/** A machine and the time, driven by hand. */
export class DrivenMachine {
  readonly machine: Machine;
  nowMs = 1_000;

  /** `poisonKeys`: what its journal knows of partition 0. */
  constructor(options: Partial<RunOptions> = {}, partitions = 1, poisonKeys: readonly PoisonKey[] = []) {
    const lanes = Array.from({ length: partitions }, (_, partition) => ({
      id: lane(partition),
      notBeforeMs: 0,
      poisonKeys: partition === 0 ? poisonKeys : [],
    }));
    // Pauses are half of what they may be.
    const random = () => 0.5;
    const start = { lanes, markOf, nextBatch: 1, nowMs: this.nowMs, random, tried: 0 };
    this.machine = newMachine({ options: { ...runOptions, ...options }, ...start });
  }

  step(event: MachineEvent): Step {
    return step(this.machine, event, this.nowMs);
  }

  start(): Step {
    return this.step({ kind: "started" });
  }

  /** All of a lane in one part. */
  read(records: readonly EventRecord[], partition = 0, document = "a"): Step {
    const [first, last] = [records[0], records.at(-1)];
    const whole = part(document, Number(first?.offset ?? 0n), Number(last?.offset ?? 0n), partition);
    const parts = [{ part: whole, content: content(...records), settled: [] }];
    return this.step({ kind: "read", lane: lane(partition), parts, horizon: undefined });
  }

  answer(batch: number, delivery: Delivery): Step {
    return this.step({ kind: "sent", batch, delivery });
  }

  /** Lets the time pass until something may go on. */
  wake(effects: readonly MachineEffect[]): Step {
    const atMs = effects.flatMap((effect) => (effect.kind === "wake" ? [effect.atMs] : []));
    this.nowMs = Math.max(this.nowMs, ...atMs);
    return this.step({ kind: "woke" });
  }
}

/** The offsets of the batches that are sent, with their numbers. */
export function sentIn({ effects }: Step): readonly (readonly [batch: number, offsets: readonly number[]])[] {
  return effects.flatMap((effect) =>
    effect.kind === "send" ? [[effect.number, effect.batch.records.map(({ offset }) => Number(offset))] as const] : [],
  );
}

/** `parked poison 3-4`: what is settled, in short. */
export function settledIn({ entries }: Pick<Step, "entries">): readonly string[] {
  return entries.flatMap((entry) =>
    entry.kind === "settled" ? [[entry.outcome, entry.reason, `${entry.first}-${entry.last}`].filter(Boolean).join(" ")] : [],
  );
}

const delivered: Delivery = { kind: "delivered" };
export const failed: Delivery = { kind: "failed", reason: "boom" };

/** Answers every batch, in turn, until the run ends: a batch fails when it holds one of `poison`. */
export function play(driven: DrivenMachine, first: Step, poison: readonly number[]) {
  const settled = [...settledIn(first)];
  const sent: string[] = [];
  let last = first;
  for (let turn = 0; turn < 200; turn++) {
    const end = last.effects.find((effect) => effect.kind === "end");
    if (end !== undefined) return { settled, sent, end: end.end };
    const [next] = sentIn(last);
    if (next === undefined) last = driven.wake(last.effects);
    else {
      sent.push(next[1].join(","));
      last = driven.answer(next[0], next[1].some((offset) => poison.includes(offset)) ? failed : delivered);
    }
    settled.push(...settledIn(last));
  }
  throw new Error("the run does not end");
}
