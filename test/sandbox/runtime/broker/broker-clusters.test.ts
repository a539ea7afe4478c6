import { describe, expect, it } from "vitest";
import type { MappingDocument } from "../../../../src/core/mapping/model.ts";
import { createBrokerClusters } from "../../../../src/sandbox/runtime/broker/broker-clusters.ts";
import { loadScenario } from "../../../../src/sandbox/scenario/load-scenario.ts";
import { secretsOf } from "../../../../src/sandbox/scenario/scenario-secrets.ts";
import { testCluster } from "../../../support/sandbox-world.ts";

const server = "127.0.0.1:29092";
const user = { username: "eve", password: "hunter2" };
const scenario = loadScenario({ secrets: [{ name: "user", suffix: "AbCdEf", value: user }] });
const userArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:user-AbCdEf";
const real = testCluster({ name: "real", broker: [server], authentication: ["plaintext", "scram"] });
const iamOnly = testCluster({ name: "iam", broker: [server], authentication: ["iam"] });
const embedded = testCluster({ name: "embedded" });

const brokers = createBrokerClusters({
  clusters: new Map([real, iamOnly, embedded].map((cluster) => [cluster.arn, cluster])),
  servers: new Set([server]),
  secrets: secretsOf(scenario, 0),
});

function onMsk(EventSourceArn: string, types: readonly string[] = []): MappingDocument {
  return { UUID: "m", EventSourceArn, Topics: ["orders"], SourceAccessConfigurations: access(types) };
}

function onSelfManaged(bootstrap: readonly string[], types: readonly string[] = []): MappingDocument {
  const SelfManagedEventSource = { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: [...bootstrap] } };
  return { UUID: "m", SelfManagedEventSource, Topics: ["orders"], SourceAccessConfigurations: access(types) };
}

const access = (types: readonly string[], URI = userArn) => types.map((Type) => ({ Type, URI }));
const connectionOf = async (mapping: MappingDocument) => (await brokers.find(mapping)?.settings("lambda-m"))?.connection;

describe("an MSK cluster", () => {
  it("is found by its ARN when it is on real brokers", () => {
    expect(brokers.find(onMsk(real.arn))).toMatchObject({
      origin: { eventSource: "aws:kafka", eventSourceArn: real.arn, bootstrapServers: [server] },
      security: { securityProtocol: "PLAINTEXT" },
      mskClusterName: "real",
      clusterKey: real.arn,
    });
    expect(brokers.find(onMsk(embedded.arn))).toBeUndefined();
    expect(brokers.find(onMsk(real.arn.replace("/real/", "/other/")))).toBeUndefined();
  });

  it("is read in the clear without a secret, and with the user's name and password with one", async () => {
    expect(await connectionOf(onMsk(real.arn))).toEqual({ bootstrapServers: [server], clientId: "lambda-m" });
    const signed = onMsk(real.arn, ["SASL_SCRAM_512_AUTH"]);
    expect(await connectionOf(signed)).toEqual({
      bootstrapServers: [server],
      clientId: "lambda-m",
      tls: {},
      sasl: { mechanism: "SCRAM-SHA-512", ...user },
    });
    expect(brokers.find(signed)?.security).toEqual({ securityProtocol: "SASL_SSL", saslMechanism: "SCRAM-SHA-512" });
  });

  it("with IAM only gives no token: the sandbox has no AWS credentials", async () => {
    const connection = await connectionOf(onMsk(iamOnly.arn));
    const { sasl } = connection ?? {};
    if (sasl?.mechanism !== "OAUTHBEARER") throw new Error("IAM goes by a token");
    await expect(sasl.token()).rejects.toMatchObject({ code: "refused", message: expect.stringContaining("no AWS credentials") });
  });
});

describe("a self-managed cluster", () => {
  it("is found by one of its servers, if that was named when the sandbox was started", () => {
    const both = ["10.0.0.1:9092", server];
    expect(brokers.find(onSelfManaged(both))).toMatchObject({
      origin: { eventSource: "SelfManagedKafka", bootstrapServers: both },
      security: { securityProtocol: "PLAINTEXT" },
      mskClusterName: undefined,
    });
    expect(brokers.find(onSelfManaged(["10.0.0.1:9092"]))).toBeUndefined();
    expect(brokers.find({ UUID: "m", Topics: ["orders"] })).toBeUndefined();
  });

  it("is the same in whatever order its servers are named", () => {
    const keys = [
      ["10.0.0.1:9092", server],
      [server, "10.0.0.1:9092"],
    ].map((servers) => brokers.find(onSelfManaged(servers))?.clusterKey);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[0]).not.toBe(brokers.find(onSelfManaged([server]))?.clusterKey);
  });

  it("is read in the clear without a secret, and over TLS with one", async () => {
    expect(await connectionOf(onSelfManaged([server]))).toEqual({ bootstrapServers: [server], clientId: "lambda-m" });
    expect(await connectionOf(onSelfManaged([server], ["BASIC_AUTH"]))).toMatchObject({
      tls: {},
      sasl: { mechanism: "PLAIN", ...user },
    });
  });

  it("says that there is no such secret, each time anew", async () => {
    const mapping = { ...onSelfManaged([server]), SourceAccessConfigurations: access(["BASIC_AUTH"], `${userArn}X`) };
    const cluster = brokers.find(mapping);
    await expect(cluster?.settings("lambda-m")).rejects.toMatchObject({ code: "not-found" });
  });
});
