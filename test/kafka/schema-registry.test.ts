import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, expect, inject, it, vi } from "vitest";
import type { Broker, OutgoingRecord } from "../../src/core/record/broker.ts";
import { kafkaBroker } from "../../src/platform/kafka/kafka-broker.ts";
import { createManualClock } from "../../src/sandbox/clock.ts";
import { createDestinations } from "../../src/sandbox/destinations/destinations.ts";
import { createFaultList } from "../../src/sandbox/front/faults.ts";
import { findSchemaVersion } from "../../src/sandbox/glue/schema-registry.ts";
import { createMetricStore } from "../../src/sandbox/metric-store.ts";
import { createWorld } from "../../src/sandbox/scenario/create-world.ts";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
import { avroOrder, confluentFrame, glueFrame, orderSchema } from "../sandbox/runtime/registry/frames.ts";
import { clusterTools, settingsFor } from "../support/kafka/cluster.ts";
import { startMs } from "../support/sandbox-world.ts";

const bootstrap = inject("bootstrap");
const { createTopic, close } = clusterTools(bootstrap);
let broker: Broker;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  broker = await kafkaBroker(settingsFor(bootstrap));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(async () => {
  await broker.close();
  await close();
});

async function serverOf(answer: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<string> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface EventRecord {
  readonly offset: number;
  readonly key?: string;
  readonly value?: string;
  readonly keySchemaMetadata?: unknown;
  readonly valueSchemaMetadata?: unknown;
}

const recordsOf = (event: string) => Object.values((JSON.parse(event) as { records: Record<string, EventRecord[]> }).records).flat();
const decoded = (base64 = "") => Buffer.from(base64, "base64").toString("latin1");

/** A sandbox with a mapping of `topic` that has S3 as its destination, and what function and bucket have got. */
async function sandboxWith(topic: string, registry: object, settings: object = {}) {
  const received: EventRecord[] = [];
  const url = await serverOf(async (request, response) => {
    received.push(...recordsOf(await text(request)));
    response.end("null");
  });
  const objects: { payload: string; requestContext: unknown; responseContext: unknown; KafkaBatchInfo: { batchSize: number } }[] = [];
  const client = {
    putObject: async (_arn: string, _key: string, body: string) => {
      objects.push(JSON.parse(body) as (typeof objects)[number]);
      return { kind: "done" } as const;
    },
    sendMessage: () => expect.unreachable("no queue in this test"),
    publish: () => expect.unreachable("no topic in this test"),
  };
  const clock = createManualClock(startMs);
  const notes: string[] = [];
  const scenario = loadScenario({
    history: "0s",
    functions: [{ name: "orders", http: url }],
    clusters: [{ name: "local", bootstrapServers: [bootstrap], authentication: ["plaintext"] }],
    schemaRegistries: [{ name: "shop", schemas: [{ name: "orders", definition: JSON.parse(orderSchema) as object }] }],
    mappings: [
      {
        cluster: "local",
        FunctionName: "orders",
        Topics: [topic],
        StartingPosition: "TRIM_HORIZON",
        ProvisionedPollerConfig: { MinimumPollers: 1 },
        LoggingConfig: { SystemLogLevel: "WARN" },
        MetricsConfig: { Metrics: ["EventCount", "ErrorCount"] },
        DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } },
        AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: registry },
        ...settings,
      },
    ],
  });
  const destinations = createDestinations({ clock, client, faults: createFaultList([]), newUuid: () => "x" });
  const world = createWorld(scenario, { clock, seed: 1, metrics: createMetricStore(), destinations, note: (line) => notes.push(line) });
  cleanups.push(() => world.runtime.close());
  const [mapping] = world.mappings.values();
  if (mapping === undefined) throw new Error("the scenario has a mapping");
  const uuid = mapping.document.UUID;
  return {
    received,
    objects,
    notes,
    world,
    mapping,
    /** Time goes on until `holds` does. */
    until: (holds: () => unknown) =>
      vi.waitFor(
        async () => {
          clock.advanceTo(clock.now() + 200);
          await holds();
        },
        { timeout: 90_000, interval: 20 },
      ),
    committed: async () => (await broker.committedOffsets(uuid, topic)).get(0),
    /** Sums of all minutes, the one that is under way included. */
    sumOf(name: string) {
      clock.advanceTo(clock.now() + 120_000);
      const identity = { namespace: "AWS/Lambda", name, dimensions: new Map([["EventSourceMappingUUID", uuid]]) };
      return world.metrics.read(identity, startMs, clock.now()).reduce((sum, { set }) => sum + set.sum, 0);
    },
  };
}

const outgoing = (value: Uint8Array, key: Uint8Array | null = null): OutgoingRecord => ({ partition: 0, key, value, headers: [] });

it("Glue: filters and function see the JSON of Avro; what cannot be read goes to S3 as it stands in the topic", async () => {
  const topic = await createTopic(1);
  const validation = { SchemaValidationConfigs: [{ Attribute: "VALUE" }], EventRecordFormat: "JSON" };
  const registry = { SchemaRegistryURI: "arn:aws:glue:eu-central-1:123456789012:registry/shop", ...validation };
  const filters = { FilterCriteria: { Filters: [{ Pattern: { value: { status: ["PAID"] } } }] } };
  const sandbox = await sandboxWith(topic, registry, filters);
  const versions = [...sandbox.world.schemaRegistries.values()].flatMap(({ schemas }) => schemas.get("orders")?.versions ?? []);
  const id = versions[0]?.id ?? "";
  expect(findSchemaVersion(sandbox.world.schemaRegistries, id)).toBeDefined();
  const unknown = "00000000-0000-4000-8000-000000000000";
  const poison = Uint8Array.of(3, 0, 1, 2);
  await broker.produce(topic, [
    outgoing(glueFrame(id, avroOrder(1))),
    outgoing(glueFrame(id, avroOrder(2, "OPEN"))),
    outgoing(poison),
    outgoing(glueFrame(unknown, avroOrder(4))),
    outgoing(glueFrame(id, avroOrder(5), true)),
  ]);

  await sandbox.until(async () => expect(await sandbox.committed()).toBe(5n));
  expect(sandbox.received.map(({ offset, value, valueSchemaMetadata }) => [offset, decoded(value), valueSchemaMetadata])).toEqual([
    [0, '{"id":1,"status":"PAID"}', { dataFormat: "AVRO", schemaId: id }],
    [4, '{"id":5,"status":"PAID"}', { dataFormat: "AVRO", schemaId: id }],
  ]);
  const documents = sandbox.objects.map(({ requestContext, responseContext, payload }) => {
    const values = recordsOf(payload).map(({ offset, value }) => [offset, decoded(value)]);
    return { requestContext, responseContext, values };
  });
  const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
  const notCalled = { approximateInvokeCount: 0, functionArn: expect.any(String), requestId: expect.any(String) };
  expect(documents.toSorted((a, b) => Number(a.values[0]?.[0]) - Number(b.values[0]?.[0]))).toEqual([
    { requestContext: { ...notCalled, condition: "DESERIALIZATION_ERROR" }, responseContext: null, values: [[2, latin1(poison)]] },
    {
      requestContext: { ...notCalled, condition: "SCHEMA_NOT_FOUND" },
      responseContext: null,
      values: [[3, latin1(glueFrame(unknown, avroOrder(4)))]],
    },
  ]);
  expect(sandbox.mapping.document.LastProcessingResult).toBe("OK");
  const names = ["PolledEventCount", "FilteredOutEventCount", "InvokedEventCount", "SchemaRegistryErrorCount"];
  expect([...names, "OnFailureDestinationDeliveredEventCount"].map(sandbox.sumOf)).toEqual([5, 1, 2, 2, 2]);
});

it("Confluent: nothing is lost while the registry is down; keys and values lose their headers in SOURCE", async () => {
  const topic = await createTopic(1);
  let isDown = true;
  const asked: (string | undefined)[] = [];
  const url = await serverOf((request, response) => {
    asked.push(request.url);
    if (isDown) response.writeHead(403).end();
    else if (request.url === "/schemas/ids/7") response.end(JSON.stringify({ schema: orderSchema }));
    else response.writeHead(404).end(JSON.stringify({ error_code: 40403, message: "Schema not found" }));
  });
  const both = { SchemaValidationConfigs: [{ Attribute: "KEY" }, { Attribute: "VALUE" }] };
  const sandbox = await sandboxWith(topic, { SchemaRegistryURI: url, EventRecordFormat: "SOURCE", ...both });
  const framed = (id: number) => confluentFrame(7, avroOrder(id));
  await broker.produce(topic, [outgoing(framed(1), framed(0)), outgoing(confluentFrame(8, avroOrder(2)), framed(0)), outgoing(framed(3))]);

  await sandbox.until(() => expect(sandbox.notes.join("\n")).toContain(url));
  expect(sandbox.mapping.document.LastProcessingResult).toMatch(/^PROBLEM: Connection error\./);
  expect([sandbox.received, sandbox.objects]).toEqual([[], []]);
  isDown = false;
  await sandbox.until(async () => expect(await sandbox.committed()).toBe(3n));
  const source = (id: number) => Buffer.from(avroOrder(id)).toString("latin1");
  expect(sandbox.received.map(({ offset, key, value }) => [offset, decoded(key), decoded(value)])).toEqual([
    [0, source(0), source(1)],
    [2, "", source(3)],
  ]);
  const schema = { dataFormat: "AVRO", schemaId: "7" };
  expect(sandbox.received[0]).toMatchObject({ keySchemaMetadata: schema, valueSchemaMetadata: schema });
  expect(sandbox.received[1]).not.toHaveProperty("keySchemaMetadata");
  expect(sandbox.objects).toMatchObject([{ requestContext: { condition: "SCHEMA_NOT_FOUND" }, KafkaBatchInfo: { batchSize: 1 } }]);
  expect(asked.filter((path) => path === "/schemas/ids/7").length).toBeGreaterThan(1);
  expect(sandbox.world.logs.events("/aws/lambda/orders").map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/"errorMessage":"the schema registry .*","errorCode":"SchemaRegistryError"/),
  );
  expect(sandbox.sumOf("PollingErrorCount")).toBeGreaterThan(0);
  expect(sandbox.sumOf("SchemaRegistryErrorCount")).toBe(1);
});
