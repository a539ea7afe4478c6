import { describe, expect, it } from "vitest";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { createLogStore } from "../../../src/sandbox/logs/log-store.ts";
import { createEsmLog, type PartitionStatus, type PollerConnection } from "../../../src/sandbox/runtime/esm-log.ts";

// The values of the samples in the Lambda Developer Guide, Kafka event source mapping logging.
const UUID = "12345678-1234-1234-1234-123456789012";
const mapping: MappingDocument = {
  UUID,
  EventSourceMappingArn: `arn:aws:lambda:us-east-1:123456789012:event-source-mapping:${UUID}`,
  EventSourceArn: "arn:aws:kafka:us-east-1:123456789012:cluster/tests-cluster/87654321-4321-4321-4321-876543221-s1",
  FunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:orders:live",
  Topics: ["test"],
  ProvisionedPollerConfig: { MinimumPollers: 1 },
  LoggingConfig: { SystemLogLevel: "DEBUG" },
};
const atMs = 1_546_347_650_000;
const common = {
  timestamp: atMs,
  resourceArn: mapping.EventSourceMappingArn,
  eventSourceArn: mapping.EventSourceArn,
  eventProcessorId: `${UUID}/0`,
};
const error = { message: "Timeout expired while fetching topic metadata", code: "org.apache.kafka.common.errors.TimeoutException" };
const connection: PollerConnection = {
  brokers: ["boot-abcd1234.c2.kafka-serverless.us-east-1.amazonaws.com:9098"],
  securityProtocol: "SASL_SSL",
  saslMechanism: "AWS_MSK_IAM",
  totalPartitions: 2,
  assignedPartitions: [
    { topic: "test", partition: 0 },
    { topic: "test", partition: 1 },
  ],
  generation: 5,
  network: { ipAddresses: ["10.100.141.1"], subnetCidrBlock: "10.100.128.0/20", securityGroups: ["sg-abcdefabcdefabcdef"] },
};
const status: PartitionStatus = { topic: "test", partition: 1, end: 5_004n, consumed: 5_003n, processed: 5_003, committed: 5_004 };

function written(changes: Partial<MappingDocument> = {}) {
  const logs = createLogStore();
  const log = createEsmLog({ logs, clock: { now: () => atMs + 0.5 } });
  const changed = { ...mapping, ...changes };
  log.processingError(changed, 0, error);
  log.pollerStatus(changed, 0, connection);
  log.kafkaStatus(changed, 0, status);
  return logs.events("/aws/lambda/orders");
}

describe("system logs of a mapping", () => {
  it("are the documented lines, in the function's group and in a stream of the day and the mapping", () => {
    const events = written();
    expect(events.map(({ message }) => JSON.parse(message))).toEqual([
      { eventType: "ESM_PROCESSING_EVENT", ...common, logLevel: "WARN", error: { errorMessage: error.message, errorCode: error.code } },
      {
        eventType: "POLLER_STATUS_EVENT",
        ...common,
        logLevel: "INFO",
        kafkaEventSourceConnection: {
          brokerEndpoints: "boot-abcd1234.c2.kafka-serverless.us-east-1.amazonaws.com:9098",
          consumerId: `${UUID}-0`,
          topics: ["test"],
          consumerGroupId: UUID,
          securityProtocol: "SASL_SSL",
          saslMechanism: "AWS_MSK_IAM",
          totalPartitionCount: 2,
          assignedPartitionCount: 2,
          partitionsAssignmentGeneration: 5,
          assignedPartitions: ["test-0", "test-1"],
          networkConfig: connection.network,
        },
      },
      {
        eventType: "KAFKA_STATUS_EVENT",
        ...common,
        logLevel: "DEBUG",
        kafkaPartitionOffsets: {
          partition: "test-1",
          endOffset: 5_004,
          consumedOffset: 5_003,
          processedOffset: 5_003,
          committedOffset: 5_004,
        },
      },
    ]);
    expect(events[0]).toMatchObject({ stream: `2019/01/01/${UUID}`, atMs });
    expect(events.every(({ message }) => !message.includes("\n"))).toBe(true);
  });

  it.each([
    ["DEBUG", ["WARN", "INFO", "DEBUG"]],
    ["INFO", ["WARN", "INFO"]],
    ["WARN", ["WARN"]],
    ["LOUD", []],
    [undefined, []],
  ])("of level %s are %j", (SystemLogLevel, expected) => {
    const LoggingConfig = SystemLogLevel === undefined ? {} : { SystemLogLevel };
    expect(written({ LoggingConfig }).map(({ message }) => JSON.parse(message).logLevel)).toEqual(expected);
  });

  it("are not written on demand", () => {
    expect(written({ ProvisionedPollerConfig: {} })).toEqual([]);
  });

  it("leave out what a source does not have", () => {
    const { EventSourceArn: _, ...selfManaged } = mapping;
    const logs = createLogStore();
    const { saslMechanism: _sasl, network: _network, ...plain } = { ...connection, securityProtocol: "PLAINTEXT" };
    createEsmLog({ logs, clock: { now: () => atMs } }).pollerStatus(selfManaged, 3, { ...plain, brokers: ["a:9092", "b:9092"] });
    const line = JSON.parse(logs.events("/aws/lambda/orders")[0]?.message ?? "");
    expect(line).not.toHaveProperty("eventSourceArn");
    expect(line.eventProcessorId).toBe(`${UUID}/3`);
    expect(line.kafkaEventSourceConnection).toMatchObject({ brokerEndpoints: "a:9092,b:9092", consumerId: `${UUID}-3` });
    for (const member of ["saslMechanism", "networkConfig"]) expect(line.kafkaEventSourceConnection).not.toHaveProperty(member);
  });
});
