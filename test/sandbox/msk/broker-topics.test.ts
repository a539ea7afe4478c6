import { expect, it, vi } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { kafkaBroker } from "../../../src/platform/kafka/kafka-broker.ts";
import { brokerTopics } from "../../../src/sandbox/msk/broker-topics.ts";
import { fakeBroker } from "../../support/fakes/broker.ts";
import { testCluster } from "../../support/sandbox-world.ts";

vi.mock("../../../src/platform/kafka/kafka-broker.ts", () => ({ kafkaBroker: vi.fn() }));

const cluster = testCluster({ name: "real", broker: ["127.0.0.1:29092"], authentication: ["plaintext"] });

function brokerIs(broker = fakeBroker({ orders: [{ log: [] }, { log: [] }], audit: [{ log: [] }] })) {
  vi.mocked(kafkaBroker).mockResolvedValueOnce(broker);
  return broker;
}

it("tells the topics and how many partitions each has, and closes the connection", async () => {
  const broker = brokerIs();
  expect(await brokerTopics(cluster)).toEqual([
    { name: "audit", partitions: 1 },
    { name: "orders", partitions: 2 },
  ]);
  expect(broker.calls.at(-1)).toBe("close");
  expect(kafkaBroker).toHaveBeenLastCalledWith(
    expect.objectContaining({ connection: { bootstrapServers: ["127.0.0.1:29092"], clientId: "mskctl-sandbox" } }),
  );
});

it.each(["topics", "partitions"] as const)("answers as MSK would when %s cannot be asked for", async (method) => {
  const broker = brokerIs();
  broker.failWith(method, new MskctlError("unavailable", "127.0.0.1:29092 does not answer"));
  await expect(brokerTopics(cluster)).rejects.toMatchObject({
    name: "ServiceUnavailableException",
    status: 503,
    message: "127.0.0.1:29092 does not answer",
  });
  expect(broker.calls.at(-1)).toBe("close");
});

it("does not hide a bug behind that", async () => {
  const bug = new TypeError("undefined is not iterable");
  brokerIs().failWith("topics", bug);
  await expect(brokerTopics(cluster)).rejects.toBe(bug);
});
