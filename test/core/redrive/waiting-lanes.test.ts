import { expect, it } from "vitest";
import type { EventRecord } from "../../../src/core/record/event-record.ts";
import { WaitingLanes } from "../../../src/core/redrive/waiting-lanes.ts";

const record = (offset: bigint, bytes = 744): EventRecord => {
  return { topic: "t", partition: 0, offset, timestampMs: 0, json: new Uint8Array(bytes), key: undefined };
};
/** A thousand bytes for each lane. */
const loaded = (...names: readonly string[]) => ({ names: new Set(names), lanes: new Map(names.map((name) => [name, [record(1n)]])) });

it("gives each lane once", () => {
  const waiting = new WaitingLanes(10_000);
  waiting.add("d", loaded("a", "b"));
  expect(waiting.take("d", "a")).toHaveLength(1);
  expect(waiting.take("d", "a")).toBeUndefined();
  expect(waiting.take("d", "b")).toHaveLength(1);
  expect(waiting.take("d", "b")).toBeUndefined();
  expect(waiting.take("other", "a")).toBeUndefined();
});

it("counts what waits: room is there again when lanes were taken", () => {
  const waiting = new WaitingLanes(4_000);
  waiting.add("1", loaded("a", "b"));
  waiting.add("2", loaded("a", "b"));
  waiting.take("1", "a");
  waiting.take("2", "a");
  // Two lanes left: two more have room, a third has not, and takes that of the document that waits longest.
  waiting.add("3", loaded("a", "b"));
  expect(waiting.take("1", "b")).toHaveLength(1);
  waiting.add("4", loaded("a", "b"));
  expect(waiting.take("2", "b")).toBeUndefined();
  expect(waiting.take("3", "a")).toHaveLength(1);
  expect(waiting.take("4", "a")).toHaveLength(1);
});

it("gives up what is too large by itself, but not to whoever has it", () => {
  const waiting = new WaitingLanes(500);
  const document = loaded("a");
  waiting.add("d", document);
  expect(waiting.take("d", "a")).toBeUndefined();
  expect(waiting.takeFrom("d", document, "a")).toHaveLength(1);
  expect(waiting.takeFrom("d", document, "a")).toBeUndefined();
});

it("takes a document that is fetched again for the newer one", () => {
  const waiting = new WaitingLanes(2_000);
  waiting.add("d", loaded("a", "b"));
  waiting.add("d", loaded("a", "b"));
  expect(waiting.take("d", "a")).toHaveLength(1);
  waiting.add("e", loaded("a"));
  expect(waiting.take("d", "b")).toHaveLength(1);
});
