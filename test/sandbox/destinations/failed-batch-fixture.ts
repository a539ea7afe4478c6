import type { FailedBatch, FailedRange } from "../../../src/sandbox/destinations/failed-batch.ts";

export interface TestRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly timestampMs: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
}

export function testRecord(partition: number, offset: bigint, changes: Partial<TestRecord> = {}): TestRecord {
  return { partition, offset, timestampMs: Date.parse("2026-11-23T11:59:00Z"), key: null, value: Buffer.from("v"), ...changes };
}

const source = {
  eventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/11111111-2222-3333-4444-555555555555-2",
  bootstrapServers: ["b-1.shop:9098", "b-2.shop:9098"],
};

/** A batch of a topic that has given up its retries, with the events that these records make. */
export function failedBatch(records: readonly TestRecord[], changes: Partial<FailedBatch> = {}): FailedBatch {
  const topic = changes.topic ?? "orders";
  const from = changes.source ?? source;
  const event = () => eventOf(topic, from, records);
  return {
    requestId: "316aa6d0-8154-4c11-9af7-85d5f4a6bc81",
    functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live",
    condition: "RetryAttemptsExhausted",
    approximateInvokeCount: 3,
    response: { statusCode: 200, executedVersion: "7", functionError: "Unhandled" },
    atMs: Date.parse("2026-11-23T12:00:00.250Z"),
    source: from,
    topic,
    mappingUuid: "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9",
    ranges: rangesOf(records),
    batchSize: records.length,
    payloadSize: () => Buffer.byteLength(event()),
    event,
    records: () => records.map((record) => ({ ...record, event: eventOf(topic, from, [record]) })),
    ...changes,
  };
}

function rangesOf(records: readonly TestRecord[]): FailedRange[] {
  return [...Map.groupBy(records, ({ partition }) => partition)].map(([partition, ofPartition]) => {
    const sorted = ofPartition.toSorted((a, b) => (a.offset < b.offset ? -1 : 1));
    const [first, last] = [sorted[0] ?? testRecord(0, 0n), sorted.at(-1) ?? testRecord(0, 0n)];
    return {
      partition,
      firstOffset: first.offset,
      lastOffset: last.offset,
      firstTimestampMs: first.timestampMs,
      lastTimestampMs: last.timestampMs,
    };
  });
}

function eventOf(topic: string, from: FailedBatch["source"], records: readonly TestRecord[]): string {
  const lists = Map.groupBy(records, ({ partition }) => `${topic}-${partition}`);
  const written = [...lists].map(([name, list]) => `${JSON.stringify(name)}:[${list.map((record) => recordOf(topic, record)).join(",")}]`);
  const head = {
    eventSource: from.eventSourceArn === undefined ? "SelfManagedKafka" : "aws:kafka",
    ...(from.eventSourceArn === undefined ? {} : { eventSourceArn: from.eventSourceArn }),
    bootstrapServers: from.bootstrapServers.join(","),
  };
  return `${JSON.stringify(head).slice(0, -1)},"records":{${written.join(",")}}}`;
}

/** The offset with all its digits, however large. */
function recordOf(topic: string, { partition, offset, timestampMs, key, value }: TestRecord): string {
  const rest = {
    timestamp: timestampMs,
    timestampType: "CREATE_TIME",
    ...(key === null ? {} : { key: Buffer.from(key).toString("base64") }),
    ...(value === null ? {} : { value: Buffer.from(value).toString("base64") }),
    headers: [{ trace: [-61, -85] }],
  };
  return `{"topic":${JSON.stringify(topic)},"partition":${partition},"offset":${offset},${JSON.stringify(rest).slice(1)}`;
}
