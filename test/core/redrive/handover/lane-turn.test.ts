import { expect, it } from "vitest";
import type { LaneItem } from "../../../../src/core/redrive/handover/handover.ts";
import { type LaneTurnParts, workLane } from "../../../../src/core/redrive/handover/lane-turn.ts";
import type { TurnParts } from "../../../../src/core/redrive/handover/turn.ts";
import { lane, planned } from "../../../support/redrive/journal-entries.ts";
import { settingsOf, TurnWorld } from "../../../support/redrive/turn-world.ts";

const chunks = [[planned("a", 0n, 3n)], [planned("b", 4n, 7n), planned("c", 6n, 9n)], [planned("d", 20n, 21n)]];
const item: LaneItem = { lane, folder: "lanes/00017/", chunks: 3, documents: 4, records: 14 };

function partsOf(world: TurnWorld, changes: Partial<TurnParts> = {}): LaneTurnParts & { readonly asked: number[] } {
  const asked: number[] = [];
  return {
    ...world.parts(changes),
    asked,
    async chunk(_, number) {
      asked.push(number);
      return { documents: chunks[number - 1] ?? [] };
    },
  };
}

const sends = (world: TurnWorld) => world.taken().filter((line) => line.startsWith("send"));

it("works off a chunk after the other, in order, with a ledger each", async () => {
  const world = new TurnWorld();
  const parts = partsOf(world);
  expect(await workLane(item, parts)).toEqual({ isDone: true, waitSeconds: 0, chunk: 3, redriven: 12, parked: 0, removed: 4 });
  expect(sends(world)).toEqual(["send 0-3", "send 4-6", "send 7-9", "send 20-21"]);
  expect(parts.asked).toEqual([1, 2, 3]);
  expect(world.ledger.names().filter((name) => name.endsWith("ended.jsonl"))).toEqual(
    [1, 2, 3].map((number) => `ledger/lanes/00017/0000${number}/0001-ended.jsonl`),
  );
});

it("does nothing once more for a lane that is done, wherever it is told to begin", async () => {
  const world = new TurnWorld();
  await workLane(item, partsOf(world));
  world.taken();
  const again = partsOf(world);
  expect(await workLane(item, again)).toMatchObject({ isDone: true, chunk: 3, redriven: 0, removed: 0 });
  expect([world.log, again.asked]).toEqual([[], []]);
});

it("says which chunk comes next when its time is over, and begins with that", async () => {
  const world = new TurnWorld();
  world.answers = async () => {
    await world.clock.sleep(8_000);
    return { kind: "delivered" };
  };
  const first = await workLane(item, partsOf(world, { deadlineMs: world.clock.now() + 47_500 }));
  expect(first).toEqual({ isDone: false, waitSeconds: 0, chunk: 2, redriven: 4, parked: 0, removed: 1 });
  expect(sends(world)).toEqual(["send 0-3"]);
  const parts = partsOf(world);
  expect(await workLane({ ...item, turn: first }, parts)).toMatchObject({ isDone: true, chunk: 3, redriven: 8, removed: 3 });
  expect(parts.asked).toEqual([2, 3]);
});

it("carries keys that are parked from chunk to chunk, within a turn and from one to the next", async () => {
  const poisoned = () => {
    const world = new TurnWorld();
    world.keyOf = (offset) => (offset === 1n || offset === 5n || offset === 20n ? "customer 7" : undefined);
    world.answers = ({ records }) =>
      records.some(({ offset }) => offset === 1n) ? { kind: "failed", reason: "boom" } : { kind: "delivered" };
    return world;
  };
  const parked = { isDone: true, redriven: 9, parked: 3, removed: 1 };
  const atOnce = poisoned();
  expect(await workLane(item, partsOf(atOnce))).toMatchObject(parked);
  const world = poisoned();
  let [turns, redriven, held, removed] = [0, 0, 0, 0];
  let turn = await workLane({ ...item, chunks: 1 }, partsOf(world));
  for (let chunk = 1; chunk <= 3; chunk++) {
    turns += 1;
    redriven += turn.redriven;
    held += turn.parked;
    removed += turn.removed;
    if (chunk < 3) turn = await workLane({ ...item, chunks: chunk + 1, turn: { ...turn, chunk: chunk + 1 } }, partsOf(world));
  }
  expect({ turns, isDone: turn.isDone, redriven, parked: held, removed }).toEqual({ turns: 3, ...parked });
});

it("does not go on behind a chunk that stopped, and goes on with it when it is called again", async () => {
  const world = new TurnWorld();
  const settings = settingsOf({ onError: "stop-lane", retries: 0 });
  world.answers = ({ records }) =>
    records.some(({ offset }) => offset === 5n) ? { kind: "failed", reason: "boom" } : { kind: "delivered" };
  await expect(workLane(item, partsOf(world, { settings }))).rejects.toMatchObject({ code: "refused" });
  expect(world.ledger.names().some((name) => name.includes("00003/"))).toBe(false);
  world.answers = () => ({ kind: "delivered" });
  world.taken();
  expect(await workLane(item, partsOf(world, { settings }))).toMatchObject({ isDone: true, chunk: 3, redriven: 7 });
  expect(sends(world)[0]).toBe("send 5-6");
});

it("refuses to begin behind a chunk of which the ledger does not say that it is done", async () => {
  const world = new TurnWorld();
  const turn = { isDone: false, waitSeconds: 0, chunk: 3, redriven: 0, parked: 0, removed: 0 };
  await expect(workLane({ ...item, turn }, partsOf(world))).rejects.toMatchObject({ code: "storage" });
  expect(world.log).toEqual([]);
});

it("has nothing to do for a lane without chunks", async () => {
  const world = new TurnWorld();
  expect(await workLane({ ...item, chunks: 0 }, partsOf(world))).toMatchObject({ isDone: true, redriven: 0 });
  expect(world.log).toEqual([]);
});
