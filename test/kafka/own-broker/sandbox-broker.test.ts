import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Broker } from "../../../src/core/record/broker.ts";
import { kafkaBroker } from "../../../src/platform/kafka/kafka-broker.ts";
import { connectionError } from "../../../src/sandbox/runtime/broker/last-result.ts";
import { startBroker, type TestBroker } from "../../support/broker.ts";
import { makeCertificates, type TestCertificates } from "../../support/kafka/certificates.ts";
import { clusterTools, outgoing, settingsFor } from "../../support/kafka/cluster.ts";
import { testUser } from "../../support/kafka/secure-listeners.ts";
import { type SandboxOnBrokers, sandboxOnBrokers } from "../../support/sandbox-on-brokers.ts";

const folder = mkdtempSync(join(tmpdir(), "mskctl-certificates-"));
const partitions = 3;
const patience = { timeout: 60_000, interval: 100 };
let certificates: TestCertificates;
let server: TestBroker;
let broker: Broker;
let account: SandboxOnBrokers;
/** The mapping whose broker came back. */
let returned = "";

beforeAll(async () => {
  certificates = await makeCertificates(folder);
  server = await startBroker({ certificates });
  broker = await kafkaBroker({ ...settingsFor(server.bootstrap), patienceMs: 60_000 });
  account = await sandboxOnBrokers({
    clusters: [{ name: "real", bootstrapServers: [server.bootstrap], authentication: ["plaintext"] }],
    selfManagedClusters: ["SCRAM", "MTLS"].map((name) => ({ name, bootstrapServers: [addressOf(name)], realBrokers: true })),
    secrets: [
      secret("user", testUser),
      secret("wrong", { ...testUser, password: "wrong" }),
      secret("root", { certificate: certificates.authority }),
      secret("client", { certificate: certificates.client.certificate, privateKey: certificates.client.key }),
    ],
  });
});
afterAll(async () => {
  await account?.close();
  await broker?.close();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

const secret = (name: string, value: object) => ({ name, suffix: "AbCdEf", value });
const secretArn = (name: string) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}-AbCdEf`;
const addressOf = (listener: string) => server.addresses.get(listener) ?? "";

async function newTopic(): Promise<string> {
  const tools = clusterTools(server.bootstrap);
  const topic = await tools.createTopic(partitions);
  await tools.close();
  return topic;
}

const numbered = (word: string, count: number) => Array.from({ length: count }, (_, index) => `${word}-${index}`);

async function produce(topic: string, values: readonly string[]): Promise<void> {
  await broker.produce(
    topic,
    values.map((value, index) => outgoing(value, { partition: index % partitions })),
  );
}

/** A mapping of a topic on the MSK cluster; gives its UUID. */
function mapOnMsk(topic: string, StartingPosition: "TRIM_HORIZON" | "LATEST"): Promise<string> {
  return account.map({ EventSourceArn: account.clusterArn("real"), Topics: [topic], StartingPosition });
}

/** Every offset of the topic is the group's. */
async function allCommitted(group: string, topic: string): Promise<void> {
  await vi.waitFor(
    async () => expect(await broker.committedOffsets(group, topic)).toEqual(await broker.offsets(topic, "latest")),
    patience,
  );
}

const untilResult = (uuid: string, result: string) => vi.waitFor(async () => expect(await account.lastResult(uuid)).toBe(result), patience);

const untilReceived = (topic: string, values: readonly string[]) =>
  vi.waitFor(() => expect(account.received(topic).toSorted()).toEqual(values.toSorted()), patience);

describe("a broker that goes away and comes back", () => {
  it("finds the mapping where it was", async () => {
    const topic = await newTopic();
    await produce(topic, numbered("before", 300));
    const uuid = await mapOnMsk(topic, "TRIM_HORIZON");
    await allCommitted(uuid, topic);
    await untilResult(uuid, "OK");
    await server.kill();
    await untilResult(uuid, connectionError);
    await server.start();
    await produce(topic, numbered("after", 300));
    await allCommitted(uuid, topic);
    // What was committed is not read again.
    await untilReceived(topic, [...numbered("before", 300), ...numbered("after", 300)]);
    await untilResult(uuid, "OK");
    returned = uuid;
  });

  it("does not make a mapping with LATEST pass over what comes meanwhile", async () => {
    const topic = await newTopic();
    await produce(topic, numbered("old", 30));
    const uuid = await mapOnMsk(topic, "LATEST");
    await allCommitted(uuid, topic);
    await server.kill();
    await untilResult(uuid, connectionError);
    await server.start();
    await produce(topic, numbered("new", 30));
    await allCommitted(uuid, topic);
    await untilReceived(topic, numbered("new", 30));
  });

  it("can be away when the mapping is created", async () => {
    const topic = await newTopic();
    await produce(topic, numbered("waiting", 30));
    await server.kill();
    const uuid = await mapOnMsk(topic, "TRIM_HORIZON");
    await untilResult(uuid, connectionError);
    await server.start();
    await untilReceived(topic, numbered("waiting", 30));
    await untilResult(uuid, "OK");
  });
});

describe("a self-managed cluster that wants a sign-in", () => {
  const ways = [
    ["SCRAM", "SASL_SCRAM_512_AUTH", "user"],
    ["MTLS", "CLIENT_CERTIFICATE_TLS_AUTH", "client"],
  ] as const;

  function mapOnSelfManaged(listener: string, topic: string, type: (typeof ways)[number][1], name: string): Promise<string> {
    return account.map({
      SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: [addressOf(listener)] } },
      Topics: [topic],
      StartingPosition: "TRIM_HORIZON",
      SourceAccessConfigurations: [
        { Type: type, URI: secretArn(name) },
        { Type: "SERVER_ROOT_CA_CERTIFICATE", URI: secretArn("root") },
      ],
    });
  }

  it.each(ways)("on %s: gets it from the secrets of %s and of the authority", async (listener, type, name) => {
    const topic = await newTopic();
    await produce(topic, numbered("secured", 30));
    const uuid = await mapOnSelfManaged(listener, topic, type, name);
    await untilReceived(topic, numbered("secured", 30));
    await allCommitted(uuid, topic);
  });

  it("refuses a wrong password until the secret has the right one", async () => {
    const topic = await newTopic();
    await produce(topic, numbered("secured", 30));
    const uuid = await mapOnSelfManaged("SCRAM", topic, "SASL_SCRAM_512_AUTH", "wrong");
    await untilResult(uuid, "PROBLEM: SASL authentication failed.");
    expect(account.received(topic)).toEqual([]);
    const secrets = new SecretsManagerClient(account.client);
    await secrets.send(new PutSecretValueCommand({ SecretId: secretArn("wrong"), SecretString: JSON.stringify(testUser) }));
    await untilReceived(topic, numbered("secured", 30));
    await untilResult(uuid, "OK");
  });
});

describe("the metrics of the mapping whose broker came back", () => {
  it("count polling errors, and no record twice", async () => {
    // A minute's figures are published when it is over.
    const untilPublished = { timeout: 90_000, interval: 500 };
    await vi.waitFor(async () => expect(await account.sumOf("CommittedEventCount", returned)).toBe(600), untilPublished);
    expect(await account.sumOf("PollingErrorCount", returned)).toBeGreaterThan(0);
    expect(await account.sumOf("InvokedEventCount", returned)).toBe(600);
  });
});
