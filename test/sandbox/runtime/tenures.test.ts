import { expect, it } from "vitest";
import { createManualClock } from "../../../src/sandbox/clock.ts";
import { createEmbeddedDestinationTopics } from "../../../src/sandbox/destinations/embedded-destination-topics.ts";
import { createMetricStore } from "../../../src/sandbox/metric-store.ts";
import { embeddedTopic } from "../../../src/sandbox/runtime/embedded-topic.ts";
import type { Source } from "../../../src/sandbox/runtime/sources.ts";
import { createTenures, endMinute } from "../../../src/sandbox/runtime/tenures.ts";
import { testTopic } from "../../support/sandbox-world.ts";
import { feedOf } from "./feed-fixture.ts";

const nowMs = 1_000_000_000_000;

/** A mapping that stands at the start of a topic whose records are ten days old, and keeps a week. */
function endedMinute(isEmbedded: boolean): readonly number[] {
  const topic = embeddedTopic(testTopic("orders", 1), { seed: 1, startedMs: nowMs, createdMs: nowMs - 10 * 86_400_000 });
  const source: Source = {
    topic,
    isEmbedded,
    watchesPartitions: false,
    feed: () => feedOf(),
    origin: { eventSource: "SelfManagedKafka", bootstrapServers: ["127.0.0.1:9092"] },
    clusterKey: "on-prem",
    mskClusterName: undefined,
    security: { securityProtocol: "PLAINTEXT" },
    destinationTopics: createEmbeddedDestinationTopics(new Map()),
  };
  const tenures = createTenures(() => undefined, createManualClock(nowMs));
  const mapping = { document: { UUID: "u-1", Topics: ["orders"] }, lastModifiedMs: 0, tags: new Map<string, string>() };
  const tenure = tenures.enterOn(mapping, source);
  tenure.reading.committed[0] = 0;
  tenure.reading.position[0] = 0;
  endMinute(tenure, createMetricStore(), { minuteMs: nowMs - 60_000, nowMs, pollerUnits: 0 });
  expect(topic.earliestOffset(0, nowMs)).toBeGreaterThan(0);
  return [tenure.reading.committed[0], tenure.reading.position[0]];
}

it("passes over what retention has taken of an embedded topic", () => {
  const [committed = 0, position = 0] = endedMinute(true);
  expect(committed).toBeGreaterThan(0);
  expect(position).toBe(committed);
});

it("leaves a real broker's offsets to what is read there: records that were fetched in time are not lost", () => {
  expect(endedMinute(false)).toEqual([0, 0]);
});
