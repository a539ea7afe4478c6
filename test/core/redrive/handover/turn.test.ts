import { expect, it } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { workTurn } from "../../../../src/core/redrive/handover/turn.ts";
import type { LaneId } from "../../../../src/core/redrive/ports.ts";
import { lane, planned } from "../../../support/redrive/journal-entries.ts";
import { batchOf, settingsOf, TurnWorld, workerMs } from "../../../support/redrive/turn-world.ts";

const [begun, ended, removed] = ["0001-begun", "0001-ended", "removed"].map((file) => `ledger/objects/4f/${file}.jsonl`) as [
  string,
  string,
  string,
];
const twoDocuments = [planned("a", 0n, 3n), planned("b", 4n, 5n)];
const isDone = { isDone: true, waitSeconds: 0 };
const away = () => new MskctlError("unavailable", "the ledger does not answer");

it("sends, writes down what came of it, and only then takes the documents out of their source", async () => {
  const world = new TurnWorld();
  const answer = await workTurn(batchOf(twoDocuments), world.parts());
  expect(world.log).toEqual([`create ${begun}`, "send 0-3", "send 4-5", `create ${ended}`, "remove a", "remove b", `create ${removed}`]);
  expect(answer).toEqual({ ...isDone, chunk: 1, redriven: 6, parked: 0, removed: 2, poisonKeys: [] });
  expect(world.ledger.read(begun)).toMatchObject({ turn: 1, token: "worker 1", documents: [{ id: "a" }, { id: "b" }] });
  expect(world.ledger.read(ended)).toMatchObject({ turn: 1, token: "worker 1", isDone: true });
  expect(world.ledger.read(removed)).toMatchObject({ documents: ["a", "b"], failed: [] });
});

it("asks nobody for anything when the batch is done", async () => {
  const world = new TurnWorld();
  const batch = batchOf(twoDocuments);
  await workTurn(batch, world.parts());
  world.taken();
  expect(await workTurn(batch, world.parts())).toMatchObject({ ...isDone, redriven: 0, removed: 0 });
  expect(world.log).toEqual([]);
  expect(batch.asked).toBe(1);
});

it("removes what a worker that died after its end has left, and sends nothing", async () => {
  const world = new TurnWorld();
  world.removes = ({ id }) => (id === "a" ? { kind: "gone" } : { kind: "failed", reason: "internal error" });
  await workTurn(batchOf(twoDocuments), world.parts());
  world.ledger.delete(removed);
  world.taken();
  expect(await workTurn(batchOf(twoDocuments), world.parts())).toMatchObject({ ...isDone, redriven: 0, removed: 1 });
  expect(world.log).toEqual(["remove a", "remove b", `create ${removed}`]);
  expect(world.ledger.read(removed)).toMatchObject({
    token: "worker 2",
    documents: ["a"],
    failed: [{ id: "b", reason: "internal error" }],
  });
});

it.each([
  ["without a source", { source: undefined }],
  ["when documents stay", { settings: settingsOf({}, { removal: "none" }) }],
] as const)("removes nothing %s, and writes of no removal", async (_, changes) => {
  const world = new TurnWorld();
  expect(await workTurn(batchOf(twoDocuments), world.parts(changes))).toMatchObject({ ...isDone, redriven: 6, removed: 0 });
  expect(world.ledger.names()).toEqual([begun, ended]);
  expect(await workTurn(batchOf(twoDocuments), world.parts(changes))).toMatchObject(isDone);
  expect(world.log.filter((line) => line.startsWith("remove"))).toEqual([]);
});

it("removes nothing when its end could not be written", async () => {
  const world = new TurnWorld();
  world.onLedger = (call) => {
    if (call === `create ${ended}`) throw away();
  };
  await expect(workTurn(batchOf(twoDocuments), world.parts())).rejects.toThrow("the ledger does not answer");
  expect(world.log).toEqual([`create ${begun}`, "send 0-3", "send 4-5"]);
});

it("whose end somebody else has written does not count, and removes nothing", async () => {
  const world = new TurnWorld();
  const [slow, fast] = [world.parts(), world.parts()];
  world.answers = async () => {
    // Time stands still for the slow one.
    world.answers = () => ({ kind: "delivered" });
    const later = { ...fast, clock: { ...world.clock, now: () => world.clock.now() + workerMs } };
    expect(await workTurn(batchOf(twoDocuments), later)).toMatchObject({ isDone: false, waitSeconds: 30 });
    return { kind: "delivered" };
  };
  await expect(workTurn(batchOf(twoDocuments), slow)).rejects.toMatchObject({ code: "conflict" });
  expect(world.log.filter((line) => line.startsWith("remove"))).toEqual([]);
  expect(world.ledger.read(ended)).toMatchObject({ token: fast.token, isDone: false });
});

it("waits for another worker's turn, as long as that one may live", async () => {
  const world = new TurnWorld();
  const [first, second] = [world.parts(), world.parts()];
  world.answers = async () => {
    world.answers = () => ({ kind: "delivered" });
    expect(await workTurn(batchOf(twoDocuments), second)).toMatchObject({ isDone: false, waitSeconds: 900, redriven: 0 });
    return { kind: "delivered" };
  };
  expect(await workTurn(batchOf(twoDocuments), first)).toMatchObject({ ...isDone, redriven: 6 });
  expect(world.log.filter((line) => line.startsWith("send"))).toEqual(["send 0-3", "send 4-5"]);
});

it("looks again when another worker has begun the turn between its look and its beginning", async () => {
  const world = new TurnWorld();
  const other = world.parts();
  const batch = batchOf(twoDocuments);
  const late = {
    ...batch,
    async documents() {
      await workTurn(batch, other);
      return { planned: [planned("z", 0n, 9n)], left: [] };
    },
  };
  expect(await workTurn(late, world.parts())).toMatchObject({ ...isDone, redriven: 0 });
  expect(world.log.filter((line) => line.startsWith("send"))).toEqual(["send 0-3", "send 4-5"]);
});

it("gives up when somebody else is always faster", async () => {
  const world = new TurnWorld();
  const parts = world.parts();
  let looks = 0;
  const ledger = { ...parts.ledger, create: async () => ++looks < 0 };
  await expect(workTurn(batchOf(twoDocuments), { ...parts, ledger })).rejects.toMatchObject({ code: "conflict" });
  expect(looks).toBe(5);
});

it("ends the turn of a worker that died, waits for what that one may have sent, and goes on", async () => {
  const world = new TurnWorld();
  const dead = world.parts();
  world.onLedger = (call) => {
    if (call === `create ${ended}`) throw away();
  };
  await workTurn(batchOf(twoDocuments), dead).catch(() => undefined);
  world.onLedger = () => {};
  world.taken();
  await world.clock.sleep(dead.deadlineMs - world.clock.now());
  expect(await workTurn(batchOf(twoDocuments), world.parts())).toMatchObject({ isDone: false, waitSeconds: 30 });
  expect(world.ledger.read(ended)).toMatchObject({
    token: "worker 2",
    isDone: false,
    says: "the worker died",
    entries: [{ kind: "dispatched", batch: 1, lane, runs: [{ first: 0n, last: 5n }], records: 6, atMs: dead.deadlineMs }],
  });
  await world.clock.sleep(30_000);
  expect(await workTurn(batchOf(twoDocuments), world.parts())).toMatchObject({ ...isDone, redriven: 6, removed: 2 });
  expect(world.taken().filter((line) => line.startsWith("send"))).toEqual(["send 0-3", "send 4-5"]);
});

it("tells of a batch in which nothing is to be sent", async () => {
  const world = new TurnWorld();
  const batch = { ...batchOf([]), documents: async () => ({ planned: [], left: [{ id: "x", why: "no failure document" }] }) };
  expect(await workTurn(batch, world.parts())).toMatchObject({ ...isDone, redriven: 0, removed: 0 });
  expect(world.log).toEqual([`create ${begun}`, `create ${ended}`]);
  expect(world.ledger.read(begun)).toMatchObject({ documents: [], left: [{ id: "x", why: "no failure document" }] });
  expect(world.ledger.read(ended)).toMatchObject({ isDone: true, entries: [] });
});

it("works off its own lane only, and leaves documents of several lanes where they are", async () => {
  const other: LaneId = { topic: "shipments", partition: 9 };
  const world = new TurnWorld();
  const [part] = planned("a", 0n, 3n).parts;
  if (part === undefined) throw new Error("no part");
  const documents = [planned("a", 0n, 3n, { parts: [part, { ...part, lane: other, first: 70n, last: 73n }] }), planned("b", 4n, 5n)];
  expect(await workTurn(batchOf(documents, { lane }), world.parts())).toMatchObject({ ...isDone, redriven: 6, removed: 1 });
  expect(world.log).toEqual([`create ${begun}`, "send 0-3", "send 4-5", `create ${ended}`, "remove b", `create ${removed}`]);
  expect(world.ledger.read(begun)).toMatchObject({ documents: [{ id: "a", parts: [{ lane }, { lane: other }] }, { id: "b" }] });
});
