import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  type ListEventSourceMappingsCommandInput,
  UpdateEventSourceMappingCommand,
  type UpdateEventSourceMappingCommandInput,
} from "@aws-sdk/client-lambda";
import { lambdaService } from "../../../src/sandbox/lambda/lambda-service.ts";
import { vpcConnectionsOf } from "../../../src/sandbox/msk/vpc-connections.ts";
import type { InvokeOutcome, SandboxFunction, World } from "../../../src/sandbox/world.ts";
import { type ManualClock, manualClock } from "./manual-clock.ts";

export const clusterArn = "arn:aws:kafka:eu-west-1:123456789012:cluster/shop/1a2b3c4d-0000-0000-0000-000000000000-1";
export const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:kafka-abc123";
export const startMs = Date.parse("2026-11-23T10:00:00.000Z");

export interface TestWorld extends World {
  readonly clock: ManualClock;
  /** What the runtime was told: `start <uuid>`, `stop <uuid>`, `forget <uuid>`. */
  readonly runtimeCalls: string[];
  readonly invocations: { readonly name: string; readonly payload: string }[];
  readonly notes: string[];
  invokeOutcome: InvokeOutcome;
}

export function testWorld(delays: World["delays"] = "none"): TestWorld {
  const runtimeCalls: string[] = [];
  const invocations: TestWorld["invocations"] = [];
  const notes: string[] = [];
  const random = mulberry32(7);
  const functions = [sandboxFunction("orders"), sandboxFunction("payments", { aliases: new Map([["live", "3"]]) })];
  const world: TestWorld = {
    accountId: "123456789012",
    region: "eu-west-1",
    clock: manualClock(startMs),
    delays,
    random,
    accountConcurrency: 1_000,
    functions: new Map(functions.map((fn) => [fn.name, fn])),
    clusters: new Map([
      [
        clusterArn,
        {
          arn: clusterArn,
          name: "shop",
          kind: "PROVISIONED",
          kafkaVersion: "3.9.x",
          brokers: 3,
          authentication: ["iam"],
          topics: new Map(),
          tags: new Map(),
          policy: undefined,
        },
      ],
    ]),
    selfManagedClusters: new Map(),
    mappings: new Map(),
    metrics: { publish: () => {}, addSource: () => {}, identities: () => [], read: () => [] },
    runtime: {
      start: (mapping) => runtimeCalls.push(`start ${mapping.document.UUID}`),
      stop: (mapping, options) => runtimeCalls.push(`${options?.forget ? "forget" : "stop"} ${mapping.document.UUID}`),
      invoke: async (fn, payload) => {
        invocations.push({ name: fn.name, payload: new TextDecoder().decode(payload) });
        return world.invokeOutcome;
      },
    },
    note: (line) => notes.push(line),
    runtimeCalls,
    invocations,
    notes,
    invokeOutcome: { kind: "ok", payload: new TextEncoder().encode('{"done":true}'), durationMs: 12 },
  };
  return world;
}

/** A small generator that is good enough for identifiers. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function sandboxFunction(name: string, changes: Partial<SandboxFunction> = {}): SandboxFunction {
  return {
    name,
    arn: functionArn(name),
    runtime: "nodejs24.x",
    memoryMb: 256,
    timeoutSeconds: 30,
    architecture: "arm64",
    role: "arn:aws:iam::123456789012:role/shop",
    lastModified: "2026-11-01T08:00:00.000+0000",
    aliases: new Map(),
    reservedConcurrency: undefined,
    provisionedConcurrency: new Map(),
    tags: new Map(),
    behaviour: { kind: "simulated", baseMs: 10, perRecordMs: 1, poisonShare: 0, errorShare: 0 },
    ...changes,
  };
}

/** Gives the ARN of a VPC connection to the cluster. */
export function connectToCluster(world: World): string {
  const arn = "arn:aws:kafka:eu-west-1:123456789012:vpc-connection/210987654321/shop/1a2b3c4d-0000-0000-0000-000000000000-1";
  vpcConnectionsOf(world).set(arn, {
    arn,
    clusterArn,
    authentication: "SASL_IAM",
    vpcId: "vpc-1",
    subnets: ["subnet-1"],
    securityGroups: ["sg-1"],
    tags: new Map(),
    createdMs: startMs,
    state: "AVAILABLE",
  });
  return arn;
}

export function functionArn(nameAndQualifier: string): string {
  return `arn:aws:lambda:eu-west-1:123456789012:function:${nameAndQualifier}`;
}

export type MappingChanges = Omit<UpdateEventSourceMappingCommandInput, "UUID">;

export interface LambdaEndpoint {
  readonly url: string;
  readonly client: LambdaClient;
  readonly mappings: ReturnType<typeof mappingCalls>;
  close(): Promise<void>;
}

function mappingCalls(client: LambdaClient) {
  const create = (input: CreateEventSourceMappingCommandInput) => client.send(new CreateEventSourceMappingCommand(input));
  return {
    create,
    created: async (input: CreateEventSourceMappingCommandInput) => (await create(input)).UUID ?? "",
    get: (UUID: string) => client.send(new GetEventSourceMappingCommand({ UUID })),
    list: (input: ListEventSourceMappingsCommandInput = {}) => client.send(new ListEventSourceMappingsCommand(input)),
    update: (UUID: string, changes: MappingChanges) => client.send(new UpdateEventSourceMappingCommand({ UUID, ...changes })),
    remove: (UUID: string) => client.send(new DeleteEventSourceMappingCommand({ UUID })),
  };
}

/** The service behind a plain HTTP server, and AWS's own client on it. */
export async function serveLambda(world: World): Promise<LambdaEndpoint> {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const answer = await lambdaService(
      {
        method: request.method ?? "",
        path: url.pathname,
        query: url.searchParams,
        headers: new Map(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
        body: Buffer.concat(chunks),
      },
      world,
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new LambdaClient({
    endpoint: url,
    region: "eu-west-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  return {
    url,
    client,
    mappings: mappingCalls(client),
    async close() {
      client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The smallest Create for MSK that AWS takes. */
export const mskMapping: CreateEventSourceMappingCommandInput = {
  FunctionName: "orders",
  EventSourceArn: clusterArn,
  Topics: ["orders"],
  StartingPosition: "LATEST",
};

/** The smallest Create for a self-managed cluster that AWS takes. */
export const selfManagedMapping: CreateEventSourceMappingCommandInput = {
  FunctionName: "orders",
  SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["kafka-1.shop.example:9096", "kafka-2.shop.example:9096"] } },
  SourceAccessConfigurations: [{ Type: "SASL_SCRAM_512_AUTH", URI: secretArn }],
  Topics: ["orders"],
  StartingPosition: "TRIM_HORIZON",
};

/** What a call is refused with; throws when it is not refused. */
export async function refusalOf(call: Promise<unknown>): Promise<{ name: string; status: number | undefined; message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { readonly $metadata: { readonly httpStatusCode?: number } };
    return { name, status: $metadata.httpStatusCode, message };
  }
  throw new Error("the call was not refused");
}
