import { expect, it, vi } from "vitest";
import { createManualClock } from "../../../src/sandbox/clock.ts";
import { assumedDeliveryMs } from "../../../src/sandbox/destinations/delivery-time.ts";
import { createDestinations } from "../../../src/sandbox/destinations/destinations.ts";
import { createEmbeddedDestinationTopics } from "../../../src/sandbox/destinations/embedded-destination-topics.ts";
import type { FauxqsClient } from "../../../src/sandbox/fauxqs-client.ts";
import { createFaultList } from "../../../src/sandbox/front/faults.ts";
import { startMs, testTopic } from "../../support/sandbox-world.ts";
import { failedBatch, testRecord } from "./failed-batch-fixture.ts";

const batch = failedBatch([testRecord(0, 1n)]);

function setUp() {
  const clock = createManualClock(startMs);
  const call = () => vi.fn<(arn: string, ...rest: string[]) => Promise<{ kind: "done" }>>(() => Promise.resolve({ kind: "done" }));
  const client = { sendMessage: call(), publish: call(), putObject: call() } satisfies FauxqsClient;
  const topics = createEmbeddedDestinationTopics(new Map([["failed", testTopic("failed", 1)]]));
  const destinations = createDestinations({ clock, client, faults: createFaultList([]), newUuid: () => "x" });
  return { clock, client, topics, deliver: (to: string, done = vi.fn()) => destinations.destinationFor(to, topics).deliver(batch, done) };
}

it.each([
  ["arn:aws:sqs:eu-central-1:123456789012:failed", "sendMessage"],
  ["arn:aws:sns:eu-central-1:123456789012:failed", "publish"],
  ["arn:aws:s3:::failed-records", "putObject"],
] as const)("calls for %s %s, and nothing else", (arn, called) => {
  const { client, deliver } = setUp();
  deliver(arn);
  const calls = Object.entries(client).flatMap(([name, { mock }]) => mock.calls.map(([first]) => [name, first]));
  expect(calls).toEqual([[called, arn]]);
});

it("writes to a topic of the mapping's cluster", () => {
  const { topics, deliver } = setUp();
  deliver("kafka://failed");
  expect(topics.find("failed")?.messages(0)).toHaveLength(1);
});

it.each([
  "arn:aws:sqs:eu-central-1:123456789012:failed.fifo",
  "arn:aws:sns:eu-central-1:123456789012:failed.fifo",
  "arn:aws:lambda:x",
  "kafka://",
])("delivers nothing to %s", (destination) => {
  const { clock, client, deliver } = setUp();
  const done = vi.fn();
  deliver(destination, done);
  clock.advanceTo(startMs + assumedDeliveryMs);
  expect(done).toHaveBeenCalledExactlyOnceWith({ delivered: false, reason: expect.stringContaining(destination) });
  expect(Object.values(client).flatMap(({ mock }) => mock.calls)).toEqual([]);
});
