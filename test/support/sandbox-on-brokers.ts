import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  GetEventSourceMappingCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { clusterArn } from "../../src/sandbox/scenario/identities.ts";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";

/** A sandbox whose function `sink` keeps what mappings bring to it. */
export interface SandboxOnBrokers {
  readonly client: { readonly endpoint: string; readonly region: string; readonly credentials: typeof credentials };
  /** Of an MSK cluster of the account. */
  clusterArn(name: string): string;
  /** Values of the records that came from a topic, in their order. */
  received(topic: string): readonly string[];
  /** Creates a mapping of `sink`; gives its UUID, which is its consumer group. */
  map(settings: Omit<CreateEventSourceMappingCommandInput, "FunctionName">): Promise<string>;
  lastResult(uuid: string): Promise<string | undefined>;
  /** Of all that was published so far: that of the minute is still to come. */
  sumOf(metric: string, uuid: string): Promise<number>;
  close(): Promise<void>;
}

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const hourMs = 3_600_000;

export async function sandboxOnBrokers(account: Readonly<Record<string, unknown>>): Promise<SandboxOnBrokers> {
  const sink = await startSink();
  const scenario = loadScenario({ delays: "none", history: "0s", functions: [{ name: "sink", http: sink.url }], ...account });
  const sandbox = await startSandbox({
    port: 0,
    host: "127.0.0.1",
    scenario,
    speed: 1,
    seed: 1,
    note: () => {},
    signal: new AbortController().signal,
    inherited: {},
  });
  const client = { endpoint: sandbox.endpoint, region: sandbox.region, credentials };
  const lambda = new LambdaClient(client);
  return {
    client,
    clusterArn: (name) => clusterArn(scenario, name),
    received: sink.received,
    async map(settings) {
      const { UUID = "" } = await lambda.send(
        new CreateEventSourceMappingCommand({
          FunctionName: "sink",
          MaximumBatchingWindowInSeconds: 0,
          ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 1 },
          MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
          ...settings,
        }),
      );
      return UUID;
    },
    lastResult: async (UUID) => (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).LastProcessingResult,
    async sumOf(MetricName, Value) {
      const { Datapoints = [] } = await new CloudWatchClient(client).send(
        new GetMetricStatisticsCommand({
          Namespace: "AWS/Lambda",
          MetricName,
          Dimensions: [{ Name: "EventSourceMappingUUID", Value }],
          StartTime: new Date(Date.now() - hourMs),
          EndTime: new Date(Date.now() + hourMs),
          Period: 3_600,
          Statistics: ["Sum"],
        }),
      );
      return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
    },
    async close() {
      await sandbox.close();
      await sink.close();
    },
  };
}

interface EventRecord {
  readonly topic: string;
  readonly value: string;
}

async function startSink() {
  const values = new Map<string, string[]>();
  const server = createServer(async (request, response) => {
    const event = JSON.parse(await text(request)) as { readonly records: Readonly<Record<string, readonly EventRecord[]>> };
    for (const { topic, value } of Object.values(event.records).flat()) {
      const known = values.get(topic) ?? [];
      known.push(Buffer.from(value, "base64").toString("utf8"));
      values.set(topic, known);
    }
    response.end("null");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: (topic: string): readonly string[] => values.get(topic) ?? [],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
