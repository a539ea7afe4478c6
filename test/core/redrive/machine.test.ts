import { describe, expect, it } from "vitest";
import type { Step } from "../../../src/core/redrive/machine-state.ts";
import type { Delivery } from "../../../src/core/redrive/ports.ts";
import { concurrencyOf } from "../../../src/core/redrive/schedule.ts";
import { DrivenMachine, lane, markOf, part, record, sentIn, settledIn } from "../../support/redrive-machine.ts";

const delivered: Delivery = { kind: "delivered" };
const failed: Delivery = { kind: "failed", reason: "boom" };

/** Answers every batch, in turn, until the run ends: a batch fails when it holds one of `poison`. */
function play(driven: DrivenMachine, first: Step, poison: readonly number[]) {
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

describe("a lane", () => {
  it("asks for its first part, sends in offset order, and ends when all is settled", () => {
    const driven = new DrivenMachine();
    expect(driven.start().effects).toEqual([{ kind: "read", lane: lane(), after: undefined, most: 1 }]);
    const { sent, end } = play(driven, driven.read([1, 2, 3, 4, 5, 6].map((offset) => record(offset))), []);
    expect(sent).toEqual(["1,2,3,4", "5,6"]);
    expect(end).toEqual({ kind: "finished" });
  });

  it("has one batch on its way, and writes it down before it is sent", () => {
    const driven = new DrivenMachine();
    driven.start();
    const { entries, effects } = driven.read([1, 2, 3, 4, 5].map((offset) => record(offset)));
    expect(effects.filter(({ kind }) => kind === "send")).toHaveLength(1);
    const runs = [{ first: 1n, last: 4n }];
    expect(entries).toContainEqual({ kind: "dispatched", batch: 1, lane: lane(), runs, records: 4, attempt: 1, atMs: 1_000 });
  });

  it("waits with records that lie behind the start of a part that is not read", () => {
    const driven = new DrivenMachine();
    driven.start();
    const parts = [{ part: part("a", 0, 10), content: { records: [record(0), record(10)], runs: [] }, settled: [] }];
    const first = driven.step({ kind: "read", lane: lane(), parts, horizon: 5n });
    expect(sentIn(first)).toEqual([[1, [0]]]);
    const second = [{ part: part("b", 5, 7), content: { records: [record(5), record(7)], runs: [] }, settled: [] }];
    driven.step({ kind: "read", lane: lane(), parts: second, horizon: undefined });
    expect(sentIn(driven.answer(1, delivered))).toEqual([[2, [5, 7, 10]]]);
  });

  it("sends a record once that two documents hold, and closes both with it", () => {
    const driven = new DrivenMachine();
    driven.start();
    const parts = ["a", "b"].map((name) => ({
      part: part(name, 1, 2),
      content: { records: [record(1), record(2)], runs: [] },
      settled: [],
    }));
    expect(sentIn(driven.step({ kind: "read", lane: lane(), parts, horizon: undefined }))).toEqual([[1, [1, 2]]]);
    const closed = driven.answer(1, delivered).entries.flatMap((entry) => (entry.kind === "closed" ? [entry.document] : []));
    expect(closed).toEqual(["a", "b"]);
  });

  it("settles an offset once that two parts of one read say is not to be sent", () => {
    const driven = new DrivenMachine();
    driven.start();
    const filtered = (first: number, last: number) => ({ first: BigInt(first), last: BigInt(last), outcome: "filtered" as const });
    const parts = [
      { part: part("a", 1, 4), content: { records: [], runs: [filtered(1, 2), filtered(4, 4)] }, settled: [] },
      { part: part("b", 2, 6), content: { records: [record(3)], runs: [filtered(2, 2), filtered(4, 6)] }, settled: [] },
    ];
    const { entries } = driven.step({ kind: "read", lane: lane(), parts, horizon: undefined });
    const settled = entries.flatMap((entry) => (entry.kind === "settled" ? [[entry.document, entry.first, entry.last]] : []));
    expect(settled).toEqual([
      ["a", 1n, 2n],
      ["a", 4n, 4n],
      ["b", 5n, 6n],
    ]);
    expect(entries).toContainEqual({ kind: "found", document: "b", lane: lane(), records: 3 });
  });

  it("sends what one part has read in time, and another says has expired since", () => {
    const driven = new DrivenMachine();
    driven.start();
    const expired = { first: 0n, last: 99n, outcome: "unrecoverable" as const, reason: "expired" as const };
    const parts = [
      { part: part("a", 1, 2), content: { records: [record(1), record(2)], runs: [] }, settled: [] },
      { part: part("b", 1, 2), content: { records: [record(2)], runs: [{ ...expired, first: 1n, last: 1n }] }, settled: [] },
      { part: part("c", 0, 99), content: { records: [], runs: [expired] }, settled: [] },
    ];
    const read = driven.step({ kind: "read", lane: lane(), parts, horizon: undefined });
    expect(sentIn(read)).toEqual([[1, [1, 2]]]);
    const unrecoverable = read.entries.flatMap((entry) => (entry.kind === "settled" ? [[entry.first, entry.last]] : []));
    expect(unrecoverable).toEqual([
      [0n, 0n],
      [3n, 99n],
    ]);
    const closed = driven.answer(1, delivered).entries.flatMap((entry) => (entry.kind === "closed" ? [entry.document] : []));
    expect(closed).toEqual(["a", "b", "c"]);
  });

  it("does not send again what is settled on disk", () => {
    const driven = new DrivenMachine();
    driven.start();
    const settled = [{ first: 1n, last: 2n, outcome: "redriven" as const }];
    const parts = [{ part: part("a", 1, 3), content: { records: [record(1), record(2), record(3)], runs: [] }, settled }];
    expect(sentIn(driven.step({ kind: "read", lane: lane(), parts, horizon: undefined }))).toEqual([[1, [3]]]);
  });
});

describe("a batch that fails", () => {
  it("is sent again, then in halves, until the poison record is alone and parked", () => {
    const driven = new DrivenMachine({ retries: 1 });
    driven.start();
    const { sent, settled } = play(driven, driven.read([1, 2, 3, 4].map((offset) => record(offset))), [3]);
    expect(sent).toEqual(["1,2,3,4", "1,2,3,4", "1,2", "3,4", "3", "4"]);
    expect(settled).toEqual(["redriven 1-2", "parked poison 3-3", "redriven 4-4"]);
  });

  it("parks what comes behind the poison record with its key, and nothing without a key", () => {
    const driven = new DrivenMachine({ retries: 0 });
    driven.start();
    const records = [record(1, "x"), record(2), record(3, "y"), record(4, "x"), record(5, "y"), record(6, "x")];
    const { settled } = play(driven, driven.read(records), [1]);
    expect(settled).toEqual([
      "parked poison 1-1",
      "redriven 2-2",
      "parked same-key 4-4",
      "redriven 3-3",
      "parked same-key 6-6",
      "redriven 5-5",
    ]);
  });

  it("writes down with the poison record what stands for its key, and never the key", () => {
    const driven = new DrivenMachine({ retries: 0 });
    driven.start();
    driven.read([record(1, "x"), record(2)]);
    driven.answer(1, failed);
    const { entries } = driven.answer(2, failed);
    const parked = entries.flatMap((entry) => (entry.kind === "settled" ? [[entry.reason, entry.first, entry.keyMark]] : []));
    expect(parked).toEqual([["poison", 1n, markOf("x")]]);
  });

  it.each(["park", "stop-lane"] as const)("has no mark where nothing is parked behind it: %s", (onError) => {
    const driven = new DrivenMachine({ retries: 0, onError });
    driven.start();
    driven.read([record(1, "x")]);
    const { entries } = driven.answer(1, failed);
    expect(entries.flatMap((entry) => (entry.kind === "settled" ? [entry.keyMark] : []))).toEqual(onError === "park" ? [undefined] : []);
  });

  it("parks what comes behind a poison record of an earlier sitting, or of an earlier window of a queue", () => {
    const driven = new DrivenMachine({}, 1, [{ mark: markOf("x"), offset: 4n }]);
    driven.start();
    const records = [record(3, "x"), record(5), record(6, "x"), record(7, "y")];
    const { settled, sent } = play(driven, driven.read(records), []);
    expect(sent).toEqual(["3,5,7"]);
    expect(settled).toEqual(["parked same-key 6-6", "redriven 3-3", "redriven 5-5", "redriven 7-7"]);
  });

  it("parks the record that a partial response names, without halves", () => {
    const driven = new DrivenMachine({ retries: 1 });
    driven.start();
    let last = driven.read([1, 2, 3, 4].map((offset) => record(offset)));
    last = driven.answer(1, { kind: "partly", failedFrom: 3n, reason: "no" });
    expect(settledIn(last)).toEqual(["redriven 1-2"]);
    last = driven.wake(last.effects);
    expect(sentIn(last)).toEqual([[2, [3, 4]]]);
    last = driven.answer(2, { kind: "partly", failedFrom: 3n, reason: "no" });
    expect(settledIn(last)).toEqual(["parked poison 3-3"]);
    expect(sentIn(last)).toEqual([[3, [4]]]);
  });

  it("stops its partition where that is wanted, and nothing is parked", () => {
    const driven = new DrivenMachine({ retries: 0, onError: "stop-lane" });
    driven.start();
    driven.read([1, 2].map((offset) => record(offset)));
    const { end, settled } = play(driven, driven.answer(1, failed), [1]);
    expect(settled).toEqual([]);
    expect(end).toMatchObject({ kind: "stopped", cause: "poison" });
  });
});

describe("a target that takes nothing", () => {
  it("costs no attempt when it throttles, and fewer batches go at once", () => {
    const driven = new DrivenMachine({ retries: 0 }, 3);
    driven.start();
    driven.machine.pace.limit = 3;
    driven.read([record(1)]);
    const last = driven.answer(1, { kind: "throttled", reason: "Rate Exceeded", retryAfterMs: 5_000 });
    expect(driven.machine.pace.limit).toBe(2);
    expect(last.effects).toContainEqual({ kind: "wake", atMs: 6_000 });
    expect(driven.wake(last.effects).effects).toContainEqual({
      kind: "send",
      number: 2,
      batch: { lane: lane(), records: [record(1)], attempt: 1 },
    });
  });

  it("is not asked again before a lost batch can have ended", () => {
    const driven = new DrivenMachine();
    driven.start();
    driven.read([record(1)]);
    const last = driven.answer(1, { kind: "unknown", reason: "timed out", settledAtMs: 61_000 });
    expect(last.effects).toContainEqual({ kind: "wake", atMs: 61_000 });
    expect(settledIn(last)).toEqual([]);
  });

  it("gets halves of what is too large, and a single record that is too large is parked", () => {
    const driven = new DrivenMachine();
    driven.start();
    driven.read([1, 2].map((offset) => record(offset)));
    const halves = driven.answer(1, { kind: "too-large" });
    expect(sentIn(halves)).toEqual([[2, [1]]]);
    expect(settledIn(driven.answer(2, { kind: "too-large" }))).toEqual(["parked oversize-record 1-1"]);
  });
});

describe("a run", () => {
  it("sends its canary one batch at a time, and no more than the canary", () => {
    const driven = new DrivenMachine({ canaryRecords: 3 }, 2);
    driven.start();
    expect(sentIn(driven.read([1, 2, 3, 4, 5].map((offset) => record(offset))))).toEqual([[1, [1, 2, 3]]]);
    expect(
      sentIn(
        driven.read(
          [7, 8].map((offset) => record(offset, undefined, 1)),
          1,
          "b",
        ),
      ),
    ).toEqual([]);
    expect(sentIn(driven.answer(1, delivered)).map(([, offsets]) => offsets)).toEqual([
      [7, 8],
      [4, 5],
    ]);
  });

  it("stops when the target fails on most records", () => {
    const driven = new DrivenMachine({ retries: 0, batchSize: 1 });
    driven.start();
    const offsets = Array.from({ length: 40 }, (_, index) => index);
    const { end, settled } = play(driven, driven.read(offsets.map((offset) => record(offset))), offsets);
    expect(settled).toHaveLength(10);
    expect(end).toEqual({ kind: "stopped", cause: "breaker", says: "the target failed on 10 of the last 10 records" });
  });

  it("stops after as many records as asked for", () => {
    const driven = new DrivenMachine({ stopAfterRecords: 6 });
    driven.start();
    const { sent, end } = play(driven, driven.read(Array.from({ length: 20 }, (_, offset) => record(offset))), []);
    expect(sent).toEqual(["0,1,2,3", "4,5"]);
    expect(end).toMatchObject({ kind: "stopped", cause: "stop-after" });
  });

  it("waits for what is on its way when somebody stops it, and sends nothing more", () => {
    const driven = new DrivenMachine();
    driven.start();
    driven.read(Array.from({ length: 8 }, (_, offset) => record(offset)));
    expect(driven.step({ kind: "stop", cause: "interrupted", says: "Ctrl-C" }).effects).toEqual([]);
    const { effects, entries } = driven.answer(1, delivered);
    expect(settledIn({ entries })).toEqual(["redriven 0-3"]);
    expect(effects).toEqual([{ kind: "end", end: { kind: "stopped", cause: "interrupted", says: "Ctrl-C" } }]);
  });

  it("gives each partition its turn", () => {
    const driven = new DrivenMachine({ batchSize: 1, maxConcurrency: 1 }, 3);
    driven.start();
    for (const partition of [0, 1, 2])
      driven.read(
        [1, 2].map((offset) => record(offset, undefined, partition)),
        partition,
        `d${partition}`,
      );
    const order: number[] = [];
    for (let batch = 1; batch <= 6; batch++) {
      order.push(driven.machine.inFlight.get(batch)?.id.partition ?? -1);
      driven.answer(batch, delivered);
    }
    expect(order).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it("yields when the function's live traffic suffers", () => {
    const driven = new DrivenMachine();
    driven.start();
    driven.machine.pace.limit = 10;
    driven.step({ kind: "crowded" });
    expect(concurrencyOf(driven.machine)).toBe(7);
  });
});
