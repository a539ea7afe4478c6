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
import { afterEach, beforeEach } from "vitest";
import { vpcConnectionsOf } from "../../../src/sandbox/msk/vpc-connections.ts";
import type { InvokeOutcome, World } from "../../../src/sandbox/world.ts";
import { startMs, type TestWorld, testCluster, testFunction, testWorld } from "../../support/sandbox-world.ts";
import { startTestFront, type TestFront } from "../../support/test-front.ts";

const shop = testCluster({ name: "shop" });
export const clusterArn = shop.arn;
export const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:kafka-abc123";

export interface LambdaWorld extends TestWorld {
  /** What the runtime was told: `start <uuid>`, `stop <uuid>`, `forget <uuid>`. */
  readonly runtimeCalls: string[];
  readonly invocations: { readonly name: string; readonly qualifier: string; readonly payload: string }[];
  invokeOutcome: InvokeOutcome;
}

/** An account with a cluster and two functions, one of which has the alias `live`; its runtime only takes notes. */
export function lambdaWorld(delays: World["delays"] = "none"): LambdaWorld {
  const runtimeCalls: string[] = [];
  const invocations: LambdaWorld["invocations"] = [];
  const functions = [testFunction("orders"), testFunction("payments", { aliases: new Map([["live", "3"]]) })];
  const runtime: World["runtime"] = {
    start: (mapping) => runtimeCalls.push(`start ${mapping.document.UUID}`),
    readsBroker: () => false,
    stop: (mapping, options) => runtimeCalls.push(`${options?.forget ? "forget" : "stop"} ${mapping.document.UUID}`),
    invoke: async ({ name }, qualifier, payload) => {
      invocations.push({ name, qualifier, payload: new TextDecoder().decode(payload) });
      return world.invokeOutcome;
    },
  };
  const world: LambdaWorld = {
    ...testWorld({
      delays,
      functions: new Map(functions.map((fn) => [fn.name, fn])),
      clusters: new Map([[shop.arn, shop]]),
      runtime,
    }),
    runtimeCalls,
    invocations,
    invokeOutcome: { kind: "ok", payload: new TextEncoder().encode('{"done":true}'), durationMs: 12 },
  };
  return world;
}

export type MappingChanges = Omit<UpdateEventSourceMappingCommandInput, "UUID">;

/** A world behind the sandbox's front, and AWS's own client on it; new ones for each test of the file, or of the describe block. */
export function useLambda(delays: World["delays"] = "none") {
  let world: LambdaWorld;
  let front: TestFront;
  let client: LambdaClient;
  beforeEach(async () => {
    world = lambdaWorld(delays);
    front = await startTestFront(() => world);
    client = new LambdaClient(front.client);
  });
  afterEach(async () => {
    client.destroy();
    await front.close();
  });
  const create = (input: CreateEventSourceMappingCommandInput) => client.send(new CreateEventSourceMappingCommand(input));
  return {
    get world() {
      return world;
    },
    get client() {
      return client;
    },
    get url() {
      return front.endpoint;
    },
    advance: (ms: number) => world.clock.advanceTo(world.clock.now() + ms),
    create,
    created: async (input: CreateEventSourceMappingCommandInput) => (await create(input)).UUID ?? "",
    get: (UUID: string) => client.send(new GetEventSourceMappingCommand({ UUID })),
    list: (input: ListEventSourceMappingsCommandInput = {}) => client.send(new ListEventSourceMappingsCommand(input)),
    update: (UUID: string, changes: MappingChanges) => client.send(new UpdateEventSourceMappingCommand({ UUID, ...changes })),
    remove: (UUID: string) => client.send(new DeleteEventSourceMappingCommand({ UUID })),
  };
}

/** Gives the ARN of a VPC connection to the cluster. */
export function connectToCluster(world: World): string {
  const arn = "arn:aws:kafka:eu-central-1:123456789012:vpc-connection/210987654321/shop/1a2b3c4d-0000-0000-0000-000000000000-1";
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
  return `arn:aws:lambda:eu-central-1:123456789012:function:${nameAndQualifier}`;
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
