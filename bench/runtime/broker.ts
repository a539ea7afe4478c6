import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CreateEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Broker } from "../../src/core/record/broker.ts";
import type { KafkaRecord } from "../../src/core/record/kafka-record.ts";
import { kafkaBroker } from "../../src/platform/kafka/kafka-broker.ts";
import { httpFunction } from "../../src/sandbox/runtime/http-function.ts";
import { kafkaEvent } from "../../src/sandbox/runtime/kafka-event.ts";
import { offsetRange } from "../../src/sandbox/runtime/offsets.ts";
import type { FunctionCall, FunctionResult } from "../../src/sandbox/runtime/ports.ts";
import { startBroker } from "../../test/support/broker.ts";
import { clusterTools, settingsFor } from "../../test/support/kafka/cluster.ts";
import { ended, peakMibOf, secondsSince, started } from "../processes.ts";
import type { Rate } from "./rates.ts";

/** On demand, half as many pollers: provisioned ones carry 5 MB/s each and no more. */
const partitions = 12;
const lanes = partitions / 2;
const batchSize = 1_000;

export interface BrokerRates {
  readonly whole: Rate;
  readonly stages: readonly Rate[];
  /** The sandbox's peak resident memory. */
  readonly peakMib: number;
}

/** A real broker → the sandbox, a process of its own → an HTTP sink, another one; and each stage alone. */
export async function brokerRates(records: number): Promise<BrokerRates> {
  const server = await startBroker();
  const tools = clusterTools(server.bootstrap);
  const broker = await kafkaBroker(settingsFor(server.bootstrap));
  const sink = await started([fileURLToPath(new URL("sink.ts", import.meta.url))]);
  const url = `http://127.0.0.1:${sink.line}`;
  try {
    const topic = await tools.createTopic(partitions);
    await produce(broker, topic, records);
    const read = await rawRead(broker, topic, records);
    const events = encoding(read.sample, records);
    const invoked = await bareSink(url, events.event, records);
    const whole = await throughSandbox(server.bootstrap, broker, topic, url, records);
    return {
      whole: { name: "real broker → HTTP sink", perSecond: whole.perSecond },
      stages: [
        { name: "raw read", perSecond: read.perSecond },
        { name: "event encoding", perSecond: events.perSecond },
        { name: "bare sink", perSecond: invoked },
      ],
      peakMib: whole.peakMib,
    };
  } finally {
    await ended(sink.process);
    await broker.close();
    await tools.close();
    await server.stop();
  }
}

async function produce(broker: Broker, topic: string, records: number): Promise<void> {
  const value = Buffer.alloc(1_024, "x");
  for (let from = 0; from < records; from += 10_000) {
    const count = Math.min(10_000, records - from);
    await broker.produce(
      topic,
      Array.from({ length: count }, (_, index) => ({
        partition: (from + index) % partitions,
        key: Buffer.from(`key-${from + index}`),
        value,
        headers: [],
      })),
    );
  }
}

/** By the client, partition by partition, with nothing done to the records. */
async function rawRead(broker: Broker, topic: string, records: number): Promise<{ perSecond: number; sample: readonly KafkaRecord[] }> {
  const sample: KafkaRecord[] = [];
  const ends = await broker.offsets(topic, "latest");
  const startedAt = performance.now();
  for (const [partition, until] of ends) {
    for await (const item of broker.read({ topic, partition, from: 0n, until })) {
      if (item.kind === "record" && sample.length < batchSize) sample.push(item.record);
    }
  }
  return { perSecond: records / secondsSince(startedAt), sample };
}

/** Events of the batch size, again and again from the same records. */
function encoding(sample: readonly KafkaRecord[], records: number): { perSecond: number; event: string } {
  const record = (_: number, offset: number): KafkaRecord => {
    const found = sample[offset];
    if (found === undefined) throw new Error(`no record at ${offset}`);
    return found;
  };
  const origin = {
    eventSource: "aws:kafka",
    eventSourceArn: "arn:aws:kafka:eu-central-1:1:cluster/local/1",
    bootstrapServers: ["127.0.0.1:9092"],
  } as const;
  const shares = [{ partition: 0, offsets: offsetRange(0, sample.length) }];
  const times = Math.ceil(records / sample.length);
  let event = "";
  const startedAt = performance.now();
  for (let time = 0; time < times; time++) event = kafkaEvent(origin, { name: "orders", record }, shares);
  return { perSecond: (times * sample.length) / secondsSince(startedAt), event };
}

/** By the sandbox's own client, as many invocations at a time as the whole has pollers. */
async function bareSink(url: string, event: string, records: number): Promise<number> {
  const body = Buffer.from(event);
  const call: FunctionCall = {
    requestId: () => "bench",
    qualifier: "$LATEST",
    records: batchSize,
    event: () => event,
    writeEvent: () => body,
    withKeys: () => [],
    chance: 0,
    poison: () => [],
    partialResponse: undefined,
  };
  const target = httpFunction({ name: "sink", timeoutSeconds: 30 }, url, () => {});
  let left = Math.ceil(records / batchSize);
  const startedAt = performance.now();
  const lane = async (): Promise<void> => {
    while (left-- > 0) await new Promise<FunctionResult>((resolve) => target.invoke(call, resolve));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const perSecond = records / secondsSince(startedAt);
  await target.close();
  return perSecond;
}

async function throughSandbox(bootstrap: string, broker: Broker, topic: string, url: string, records: number) {
  const folder = mkdtempSync(join(tmpdir(), "mskctl-bench-"));
  const scenario = join(folder, "scenario.json");
  // The time that Lambda is assumed to need for itself is not what is measured.
  writeFileSync(scenario, JSON.stringify({ assumptions: { dispatchMs: 0 }, functions: [{ name: "sink", http: url }] }));
  const sandbox = await started([
    "bin/run.js",
    ...["sandbox", "start", "--port", "0", "--json", "--bootstrap-servers", bootstrap, "--scenario", scenario],
  ]);
  try {
    const { endpoint, region } = JSON.parse(sandbox.line) as { readonly endpoint: string; readonly region: string };
    const lambda = new LambdaClient({ endpoint, region, credentials: { accessKeyId: "bench", secretAccessKey: "bench" } });
    const { UUID = "" } = await lambda.send(
      new CreateEventSourceMappingCommand({
        SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: [bootstrap] } },
        SourceAccessConfigurations: [{ Type: "VPC_SUBNET", URI: "subnet:subnet-0a1b2c3d4e5f60001" }],
        FunctionName: "sink",
        Topics: [topic],
        StartingPosition: "TRIM_HORIZON",
        BatchSize: batchSize,
        MaximumBatchingWindowInSeconds: 0,
      }),
    );
    const committed = async (): Promise<number> =>
      [...(await broker.committedOffsets(UUID, topic)).values()].reduce((sum, offset) => sum + Number(offset), 0);
    let startedAt = performance.now();
    let before = 0;
    // From the first batch on: creating the mapping and joining the group are not what is measured.
    while (before === 0) {
      before = await committed();
      startedAt = performance.now();
    }
    while ((await committed()) < records) await new Promise((resolve) => setTimeout(resolve, 20));
    return { perSecond: (records - before) / secondsSince(startedAt), peakMib: peakMibOf(sandbox.process) };
  } finally {
    await ended(sandbox.process);
    rmSync(folder, { recursive: true });
  }
}
