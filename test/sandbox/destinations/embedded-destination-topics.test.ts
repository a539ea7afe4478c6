import { expect, it } from "vitest";
import { createEmbeddedDestinationTopics } from "../../../src/sandbox/destinations/embedded-destination-topics.ts";
import { testTopic } from "../../support/sandbox-world.ts";

const topics = () => createEmbeddedDestinationTopics(new Map([["failed", testTopic("failed", 2)]]));
const message = (bytes: number) => ({ key: null, value: new Uint8Array(bytes) });

it("has the topics of the cluster, no others", () => {
  const embedded = topics();
  expect(embedded.append("failed", [message(1)])).toBeUndefined();
  expect(embedded.find("failed")?.messages(0)).toHaveLength(1);
  expect(embedded.append("none", [message(1)])).toBe("UnknownTopicOrPartitionException: the cluster has no topic none");
  expect(embedded.find("none")).toBeUndefined();
});

it("writes no message of a batch that has one too large for a broker", () => {
  const embedded = topics();
  expect(embedded.append("failed", [message(1), message(1_048_589)])).toMatch(/^RecordTooLargeException: .*1048589 bytes/);
  expect(embedded.append("failed", [message(1_048_588)])).toBeUndefined();
  expect([0, 1].flatMap((partition) => embedded.find("failed")?.messages(partition) ?? [])).toHaveLength(1);
});
