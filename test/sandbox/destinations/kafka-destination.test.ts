import { expect, it, vi } from "vitest";
import { createManualClock } from "../../../src/sandbox/clock.ts";
import { assumedDeliveryMs } from "../../../src/sandbox/destinations/delivery-time.ts";
import { createEmbeddedDestinationTopics } from "../../../src/sandbox/destinations/embedded-destination-topics.ts";
import { kafkaDestination } from "../../../src/sandbox/destinations/kafka-destination.ts";
import { kafkaDocument } from "../../../src/sandbox/destinations/kafka-document.ts";
import { startMs, testTopic } from "../../support/sandbox-world.ts";
import { failedBatch, testRecord } from "./failed-batch-fixture.ts";

const batch = failedBatch([testRecord(0, 1n, { key: Buffer.from("k") }), testRecord(4, 2n)]);
const messages = Array.from(batch.records(), (record) => ({ key: record.key, value: Buffer.from(kafkaDocument(batch, record)) }));

it("writes a message a record to an embedded topic, under the record's own key", () => {
  const clock = createManualClock(startMs);
  const topics = createEmbeddedDestinationTopics(new Map([["failed", testTopic("failed", 1)]]));
  const done = vi.fn();
  kafkaDestination("failed", topics, clock).deliver(batch, done);
  clock.advanceTo(startMs + assumedDeliveryMs - 1);
  expect(done).not.toHaveBeenCalled();
  clock.advanceTo(startMs + assumedDeliveryMs);
  expect(done).toHaveBeenCalledExactlyOnceWith({ delivered: true });
  expect(topics.find("failed")?.messages(0)).toEqual(messages.map((message, index) => ({ offset: BigInt(index), ...message })));
});

it("says that the cluster has no such topic", () => {
  const clock = createManualClock(startMs);
  const done = vi.fn();
  kafkaDestination("none", createEmbeddedDestinationTopics(new Map()), clock).deliver(batch, done);
  clock.advanceTo(startMs + assumedDeliveryMs);
  expect(done).toHaveBeenCalledExactlyOnceWith({ delivered: false, reason: expect.stringContaining("no topic none") });
});

it.each([
  ["has acknowledged", () => Promise.resolve(), { delivered: true }],
  [
    "refuses",
    () => Promise.reject(new Error("TOPIC_AUTHORIZATION_FAILED")),
    { delivered: false, reason: "Error: TOPIC_AUTHORIZATION_FAILED" },
  ],
])("ends on the clock when the broker %s, and holds nobody else up until then", async (_, answer, outcome) => {
  const clock = createManualClock(startMs);
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const produce = vi.fn(() => asked.then(answer));
  const done = vi.fn();
  kafkaDestination("failed", { kind: "broker", produce }, clock).deliver(batch, done);
  expect(produce).toHaveBeenCalledExactlyOnceWith("failed", messages);
  clock.advanceTo(startMs + 60_000);
  expect([clock.now(), done.mock.calls]).toEqual([startMs + 60_000, []]);
  ask();
  await vi.waitFor(() => {
    clock.advanceTo(startMs + 60_000);
    expect(done).toHaveBeenCalledExactlyOnceWith(outcome);
  });
});
