import { describe, expect, it } from "vitest";
import { DrivenMachine, failed, markOf, play, record, sentIn, settledIn } from "../../support/redrive-machine.ts";

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
