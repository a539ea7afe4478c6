import { describe, expect, it } from "vitest";
import type { Delivery } from "../../../src/core/redrive/ports.ts";
import { concurrencyOf } from "../../../src/core/redrive/schedule.ts";
import { DrivenMachine, lane, part, play, record, sentIn, settledIn } from "../../support/redrive-machine.ts";

const delivered: Delivery = { kind: "delivered" };

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

  it("writes what a part holds as soon as it is not what it claims, else with the first record that is settled", () => {
    const driven = new DrivenMachine({ batchSize: 2 });
    driven.start();
    const parts = [
      { part: part("a", 1, 3), content: { records: [record(1), record(2), record(3)], runs: [] }, settled: [] },
      { part: part("b", 3, 4), content: { records: [record(3), record(4)], runs: [] }, settled: [] },
    ];
    const found = (entries: readonly { readonly kind: string }[]) => entries.filter(({ kind }) => kind === "found");
    const read = driven.step({ kind: "read", lane: lane(), parts, horizon: undefined });
    expect(found(read.entries)).toEqual([{ kind: "found", document: "b", lane: lane(), records: 1 }]);
    const first = driven.answer(1, delivered).entries;
    expect(found(first)).toEqual([{ kind: "found", document: "a", lane: lane(), records: 3 }]);
    expect(first.findIndex(({ kind }) => kind === "found")).toBeLessThan(first.findIndex(({ kind }) => kind === "settled"));
    expect(found(driven.answer(2, delivered).entries)).toEqual([]);
  });

  it("does not write what a part was found to hold when it closes with it, unless some of it is parked", () => {
    const driven = new DrivenMachine({ batchSize: 2, retries: 0 });
    driven.start();
    const parts = [1, 2, 3].map((first) => ({
      part: part(`${first}`, first, first),
      content: { records: [record(first)], runs: [] },
      settled: [],
    }));
    driven.step({ kind: "read", lane: lane(), parts, horizon: undefined });
    const told = (entries: readonly { readonly kind: string }[]) =>
      entries.map(({ kind }) => kind).filter((kind) => /found|settled|closed/.test(kind));
    expect(told(driven.answer(1, delivered).entries)).toEqual(["settled", "settled", "closed", "closed"]);
    expect(told(driven.answer(2, { kind: "failed", reason: "no" }).entries)).toEqual(["found", "settled", "closed"]);
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
