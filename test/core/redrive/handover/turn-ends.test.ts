import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import type { Ended } from "../../../../src/core/redrive/handover/ledger.ts";
import { workTurn } from "../../../../src/core/redrive/handover/turn.ts";
import type { Delivery, OutgoingBatch } from "../../../../src/core/redrive/ports.ts";
import { lane, planned } from "../../../support/redrive/journal-entries.ts";
import { batchOf, settingsOf, TurnWorld } from "../../../support/redrive/turn-world.ts";

const documents = Array.from({ length: 5 }, (_, index) => planned(`document ${index}`, BigInt(index * 4), BigInt(index * 4 + 3)));
const endOf = (world: TurnWorld, turn = 1) => world.ledger.read(`ledger/objects/4f/000${turn}-ended.jsonl`) as Ended;
const sends = (world: TurnWorld) => world.taken().filter((line) => line.startsWith("send"));
const failsOn =
  (poison: bigint) =>
  ({ records }: OutgoingBatch): Delivery =>
    records.some(({ offset }) => offset === poison) ? { kind: "failed", reason: "boom" } : { kind: "delivered" };

describe("a turn whose time is over", () => {
  it("does not begin when no batch could be heard of before the worker's end", async () => {
    const world = new TurnWorld();
    const batch = batchOf(documents);
    // 10 s for the function, 20 s for the way, 10 s for the ledger.
    const answer = await workTurn(batch, world.parts({ deadlineMs: world.clock.now() + 40_000 }));
    expect(answer).toMatchObject({ isDone: false, waitSeconds: 0, redriven: 0 });
    expect([world.log, batch.asked]).toEqual([[], 0]);
  });

  it("hears of what is on its way, writes down what came of it, and leaves the rest to the next", async () => {
    const world = new TurnWorld();
    world.answers = async () => {
      await world.clock.sleep(8_000);
      return { kind: "delivered" };
    };
    const first = await workTurn(batchOf(documents), world.parts({ deadlineMs: world.clock.now() + 50_000 }));
    expect(first).toMatchObject({ isDone: false, waitSeconds: 0, redriven: 8, removed: 0 });
    expect(sends(world)).toEqual(["send 0-3", "send 4-7"]);
    expect(endOf(world)).toMatchObject({ isDone: false, says: "the worker's time is over" });
    expect(await workTurn(batchOf(documents), world.parts())).toMatchObject({ isDone: true, redriven: 12, removed: 5 });
    expect(sends(world)).toEqual(["send 8-11", "send 12-15", "send 16-19"]);
  });

  it("does not sleep until a batch of unknown outcome is over: the next one is called then", async () => {
    const world = new TurnWorld();
    const sentAtMs = world.clock.now();
    world.answers = () => ({ kind: "unknown", reason: "timed out", settledAtMs: sentAtMs + 30_000 });
    const first = await workTurn(batchOf(documents), world.parts({ deadlineMs: sentAtMs + 50_000 }));
    expect(first).toMatchObject({ isDone: false, waitSeconds: 20, redriven: 0 });
    world.answers = () => ({ kind: "delivered" });
    world.taken();
    expect(await workTurn(batchOf(documents), world.parts())).toMatchObject({ isDone: false, waitSeconds: 20, redriven: 0 });
    expect(world.taken()).toEqual([]);
    await world.clock.sleep(20_000);
    expect(await workTurn(batchOf(documents), world.parts())).toMatchObject({ isDone: true, redriven: 20, removed: 5 });
    // In halves: as far as the ledger knows the function has failed.
    expect(sends(world)).toHaveLength(10);
  });

  it("comes to the record that the function fails on, although each turn has time for one attempt", async () => {
    const world = new TurnWorld();
    world.answers = async (batch) => {
      await world.clock.sleep(8_000);
      return failsOn(2n)(batch);
    };
    let [redriven, parked, turns, isDone] = [0, 0, 0, false];
    for (; !isDone && turns < 20; turns++) {
      const answer = await workTurn(batchOf(documents), world.parts({ deadlineMs: world.clock.now() + 47_500 }));
      redriven += answer.redriven;
      parked += answer.parked;
      isDone = answer.isDone;
    }
    expect({ redriven, parked, isDone }).toEqual({ redriven: 19, parked: 1, isDone: true });
    expect(sends(world).slice(0, 4)).toEqual(["send 0-3", "send 0-1", "send 2-3", "send 2-3"]);
  });

  it("leaves no sleep behind that would hold the next one up", async () => {
    const world = new TurnWorld();
    const startedMs = world.clock.now();
    await workTurn(batchOf(documents), world.parts());
    for (let rounds = 0; rounds < 50; rounds++) await new Promise((resolve) => setImmediate(resolve));
    expect(world.clock.now() - startedMs).toBeLessThanOrEqual(1_000);
  });
});

describe("a turn among the function's failures", () => {
  it("waits within its time for a batch of unknown outcome, and sends it again", async () => {
    const world = new TurnWorld();
    const startedMs = world.clock.now();
    world.answers = () => {
      world.answers = () => ({ kind: "delivered" });
      return { kind: "unknown", reason: "timed out", settledAtMs: startedMs + 30_000 };
    };
    expect(await workTurn(batchOf(documents), world.parts())).toMatchObject({ isDone: true, redriven: 20 });
    expect(world.clock.now() - startedMs).toBeGreaterThanOrEqual(30_000);
    expect(sends(world).slice(0, 2)).toEqual(["send 0-3", "send 0-3"]);
  });

  it("tries throttled batches again, which costs no attempt", async () => {
    const world = new TurnWorld();
    let left = 6;
    world.answers = () => (left-- > 0 ? { kind: "throttled", reason: "Rate Exceeded", retryAfterMs: 1_000 } : { kind: "delivered" });
    const settings = settingsOf({ retries: 0 });
    expect(await workTurn(batchOf(documents), world.parts({ settings }))).toMatchObject({ isDone: true, redriven: 20, parked: 0 });
  });

  it("bisects, parks the record that the function fails on with those behind it of its key, and keeps their documents", async () => {
    const world = new TurnWorld();
    world.keyOf = (offset) => (offset === 5n || offset === 14n ? "customer 7" : `${offset}`);
    world.answers = failsOn(5n);
    const answer = await workTurn(batchOf(documents, { lane }), world.parts());
    expect(answer).toMatchObject({ isDone: true, redriven: 18, parked: 2, removed: 3 });
    expect(answer.poisonKeys).toEqual([{ mark: "mark of customer 7", offset: 5n }]);
    expect(endOf(world).poisonKeys).toEqual(answer.poisonKeys);
    const settled = endOf(world).entries.flatMap((entry) => (entry.kind === "settled" && entry.outcome === "parked" ? [entry] : []));
    expect(settled.map(({ first, reason }) => [first, reason])).toEqual([
      [5n, "poison"],
      [14n, "same-key"],
    ]);
    expect(world.log.filter((line) => line.startsWith("remove")).length).toBe(3);
  });

  it("takes a partial response for what it says", async () => {
    const world = new TurnWorld();
    world.answers = ({ records }) => {
      const failing = records.find(({ offset }) => offset === 2n);
      return failing === undefined ? { kind: "delivered" } : { kind: "partly", failedFrom: 2n, reason: "named" };
    };
    const settings = settingsOf({ retries: 0 });
    expect(await workTurn(batchOf(documents), world.parts({ settings }))).toMatchObject({ isDone: true, redriven: 19, parked: 1 });
  });
});

describe("a turn that stops before its time", () => {
  it.each([
    ["stop-run", "the target fails on a record"],
    ["stop-lane", "1 of 1 partitions stopped at a record that the target fails on"],
  ] as const)("by %s fails after its end is written; called again it goes on with what is open", async (onError, says) => {
    const world = new TurnWorld();
    const settings = settingsOf({ onError, retries: 0 });
    world.answers = failsOn(5n);
    await expect(workTurn(batchOf(documents), world.parts({ settings }))).rejects.toMatchObject({ code: "refused" });
    expect(endOf(world)).toMatchObject({ isDone: false, says });
    expect(world.taken().filter((line) => line.startsWith("remove"))).toEqual([]);
    world.answers = () => ({ kind: "delivered" });
    expect(await workTurn(batchOf(documents), world.parts({ settings }))).toMatchObject({ isDone: true, redriven: 15, removed: 5 });
    expect(sends(world)[0]).toBe("send 5-7");
  });

  it("by the breaker fails although nothing is left to be sent: what failed has to be looked at", async () => {
    const world = new TurnWorld();
    const settings = settingsOf({ batchSize: 1, retries: 0, breakerShare: 0.54 });
    world.answers = ({ records }) =>
      records.some(({ offset }) => offset > 8n) ? { kind: "failed", reason: "boom" } : { kind: "delivered" };
    await expect(workTurn(batchOf(documents), world.parts({ settings }))).rejects.toThrow("11 of the last 20 records");
    expect(endOf(world)).toMatchObject({ isDone: true, says: "the target failed on 11 of the last 20 records" });
    world.taken();
    expect(await workTurn(batchOf(documents), world.parts({ settings }))).toMatchObject({ isDone: true, redriven: 0, removed: 2 });
    expect(sends(world)).toEqual([]);
  });

  it("by what nothing can mend tells of it, and goes on when it is mended", async () => {
    const world = new TurnWorld();
    world.answers = ({ records }) => {
      if (records.some(({ offset }) => offset === 8n)) throw new MskctlError("not-permitted", "lambda:InvokeFunction is not permitted");
      return { kind: "delivered" };
    };
    await expect(workTurn(batchOf(documents), world.parts())).rejects.toMatchObject({ code: "not-permitted" });
    expect(endOf(world)).toMatchObject({ isDone: false, says: "lambda:InvokeFunction is not permitted" });
    world.answers = () => ({ kind: "delivered" });
    world.taken();
    expect(await workTurn(batchOf(documents), world.parts())).toMatchObject({ isDone: true, redriven: 12, removed: 5 });
    expect(sends(world)[0]).toBe("send 8-11");
  });

  it("throws what ended it, also when that cannot be written down; of an error of ours nothing is quoted", async () => {
    const world = new TurnWorld();
    world.answers = () => {
      throw new Error("a bug, with customer 7 in it");
    };
    world.onLedger = (call) => {
      if (call.endsWith("-ended.jsonl") && call.startsWith("create")) throw new MskctlError("storage", "no ledger");
    };
    await expect(workTurn(batchOf(documents), world.parts())).rejects.toThrow("a bug");
    const told = new TurnWorld();
    told.answers = world.answers;
    await expect(workTurn(batchOf(documents), told.parts())).rejects.toThrow("a bug");
    expect(endOf(told).says).toBe("an error of mskctl itself");
  });
});
