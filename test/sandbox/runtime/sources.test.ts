import { describe, expect, it } from "vitest";
import { createSources } from "../../../src/sandbox/runtime/sources.ts";
import type { SandboxCluster } from "../../../src/sandbox/world.ts";
import { testCluster, testTopic } from "../../support/sandbox-world.ts";
import { startedMs } from "./runtime-fixture.ts";

const arn = "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/1a2b3c4d-2";
function sourcesWith(authentication: SandboxCluster["authentication"]) {
  const topics = new Map([["orders", testTopic("orders", 3)]]);
  const cluster = testCluster({ name: "shop", arn, brokers: 2, authentication, topics });
  const onPrem = { name: "on-prem", bootstrapServers: ["10.0.0.1:9096", "10.0.0.2:9096"], topics };
  return createSources({
    clusters: new Map([[arn, cluster]]),
    selfManagedClusters: new Map([["on-prem", onPrem]]),
    age: { seed: 1, startedMs, createdMs: startedMs - 1_000 },
  });
}

const onMsk = { UUID: "u", EventSourceArn: arn, Topics: ["orders"] };

describe("a mapping's source", () => {
  it.each<[SandboxCluster["authentication"], string | undefined, number]>([
    [["mtls", "scram", "iam"], "CLIENT_CERTIFICATE_TLS_AUTH", 9094],
    [["mtls", "scram", "iam"], "SASL_SCRAM_512_AUTH", 9096],
    [["mtls", "scram", "iam"], undefined, 9098],
    [["unauthenticated-tls", "plaintext"], undefined, 9094],
    [["plaintext"], undefined, 9092],
  ])("is the listener that Lambda picks of %j with %s", (authentication, Type, port) => {
    const SourceAccessConfigurations = Type === undefined ? [] : [{ Type, URI: "arn:aws:secretsmanager:eu-central-1:1:secret:s" }];
    const source = sourcesWith(authentication)({ ...onMsk, SourceAccessConfigurations });
    expect(source?.origin).toEqual({
      eventSource: "aws:kafka",
      eventSourceArn: arn,
      bootstrapServers: [`127.0.0.1:${port}`, `127.0.0.2:${port}`],
    });
  });

  it("is the cluster at the other end of a VPC connection", () => {
    const connection = "arn:aws:kafka:eu-central-1:123456789012:vpc-connection/210987654321/shop/9f8e-1";
    const source = sourcesWith(["iam"])({ ...onMsk, EventSourceArn: connection });
    expect(source?.clusterKey).toBe(arn);
    expect(source?.origin.eventSourceArn).toBe(connection);
  });

  it("is the self-managed cluster with which it has a broker in common", () => {
    const mapping = (server: string) => ({
      UUID: "u",
      Topics: ["orders"],
      SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: [server] } },
    });
    const source = sourcesWith(["iam"])(mapping("10.0.0.2:9096"));
    expect(source).toMatchObject({ clusterKey: "on-prem", mskClusterName: undefined });
    expect(source?.origin).toEqual({ eventSource: "SelfManagedKafka", bootstrapServers: ["10.0.0.2:9096"] });
    expect(sourcesWith(["iam"])(mapping("10.9.9.9:9096"))).toBeUndefined();
  });

  it("is nothing without such a topic", () => {
    expect(sourcesWith(["iam"])({ ...onMsk, Topics: ["returns"] })).toBeUndefined();
  });

  it("is one topic for all mappings that read it", () => {
    const find = sourcesWith(["iam"]);
    expect(find(onMsk)?.topic).toBe(find({ ...onMsk, UUID: "v" })?.topic);
  });
});
