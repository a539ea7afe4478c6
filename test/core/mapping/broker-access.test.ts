import { describe, expect, it } from "vitest";
import { brokerAccess } from "../../../src/core/mapping/broker-access.ts";
import type { MappingSettings } from "../../../src/core/mapping/model.ts";

const arn = "arn:aws:kafka:eu-central-1:1:cluster/shop/uuid";
const secretArn = "arn:aws:secretsmanager:eu-central-1:1:secret:x";
const secret = { kind: "secret", arn: secretArn } as const;
const all = {
  BootstrapBrokerString: "b-1:9092,b-2:9092",
  BootstrapBrokerStringTls: "b-1:9094,b-2:9094",
  BootstrapBrokerStringSaslScram: "b-1:9096",
  BootstrapBrokerStringSaslIam: "b-1:9098",
  BootstrapBrokerStringPublicSaslIam: "public:9198",
  BootstrapBrokerStringVpcConnectivitySaslIam: "vpc:14001",
};

type Entries = NonNullable<MappingSettings["SourceAccessConfigurations"]>;
const msk = (...SourceAccessConfigurations: Entries): MappingSettings => ({ EventSourceArn: arn, SourceAccessConfigurations });
const selfManaged = (...SourceAccessConfigurations: Entries): MappingSettings => ({
  SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["k-1:9093", "k-2:9093"] } },
  SourceAccessConfigurations,
});

describe("brokers of MSK, strongest way first", () => {
  const { BootstrapBrokerStringSaslIam: _, ...withoutIam } = all;

  it.each<[what: string, mapping: MappingSettings, brokers: Record<string, string>, access: object]>([
    [
      "a certificate",
      msk({ Type: "CLIENT_CERTIFICATE_TLS_AUTH", URI: secretArn }, { Type: "SASL_SCRAM_512_AUTH", URI: "other" }),
      all,
      { bootstrapServers: ["b-1:9094", "b-2:9094"], tls: true, signIn: { kind: "client-certificate", place: secret } },
    ],
    [
      "a SCRAM secret",
      msk({ Type: "SASL_SCRAM_512_AUTH", URI: secretArn }),
      all,
      { bootstrapServers: ["b-1:9096"], tls: true, signIn: { kind: "scram-sha-512", secret } },
    ],
    ["IAM", msk(), all, { bootstrapServers: ["b-1:9098"], tls: true, signIn: { kind: "iam", region: "eu-central-1" } }],
    [
      "IAM, from outside only",
      msk(),
      { BootstrapBrokerStringPublicSaslIam: "public:9198", BootstrapBrokerString: "b-1:9092" },
      { bootstrapServers: ["public:9198"], tls: true, signIn: { kind: "iam", region: "eu-central-1" } },
    ],
    [
      "through a VPC connection",
      { EventSourceArn: "arn:aws:kafka:us-east-1:2:vpc-connection/1/shop/uuid" },
      all,
      { bootstrapServers: ["vpc:14001"], tls: true, signIn: { kind: "iam", region: "us-east-1" } },
    ],
    [
      "TLS",
      msk(),
      { BootstrapBrokerString: "b-1:9092", BootstrapBrokerStringTls: "b-1:9094" },
      { bootstrapServers: ["b-1:9094"], tls: true, signIn: { kind: "none" } },
    ],
    ["plaintext", msk(), { BootstrapBrokerString: "b-1:9092" }, { bootstrapServers: ["b-1:9092"], tls: false, signIn: { kind: "none" } }],
  ])("%s", (_what, mapping, brokers, access) => {
    expect(brokerAccess(mapping, brokers)).toEqual(access);
  });

  it("never a weaker one in place of the secret's", () => {
    const scram = msk({ Type: "SASL_SCRAM_512_AUTH", URI: secretArn });
    const { BootstrapBrokerStringSaslScram: _scram, ...withoutScram } = all;
    expect(() => brokerAccess(scram, withoutScram)).toThrow(/MSK names none under BootstrapBrokerStringSaslScram/);
    expect(brokerAccess(msk(), withoutIam)).toMatchObject({ bootstrapServers: ["public:9198"] });
  });
});

describe("brokers of one's own", () => {
  const servers = { bootstrapServers: ["k-1:9093", "k-2:9093"], tls: true };

  it.each<[type: string, signIn: object]>([
    ["SASL_SCRAM_512_AUTH", { kind: "scram-sha-512", secret }],
    ["SASL_SCRAM_256_AUTH", { kind: "scram-sha-256", secret }],
    ["BASIC_AUTH", { kind: "plain", secret }],
    ["CLIENT_CERTIFICATE_TLS_AUTH", { kind: "client-certificate", place: secret }],
    ["OAUTHBEARER_AUTH", { kind: "oauth", secret }],
    ["VPC_SUBNET", { kind: "none" }],
  ])("%s", (Type, signIn) => {
    expect(brokerAccess(selfManaged({ Type, URI: secretArn }), undefined)).toEqual({ ...servers, signIn });
  });

  it("with what belongs to a token, and a private authority", () => {
    const mapping = selfManaged(
      { Type: "OAUTHBEARER_AUTH", URI: secretArn },
      { Type: "OAUTHBEARER_SCOPE", URI: "kafka" },
      { Type: "OAUTHBEARER_AUDIENCE", URI: "brokers" },
      { Type: "OAUTHBEARER_LOGICAL_CLUSTER", URI: "lkc-1" },
      { Type: "OAUTHBEARER_IDENTITY_POOL", URI: "pool-1" },
      { Type: "SERVER_ROOT_CA_CERTIFICATE", URI: "arn:ca" },
    );
    expect(brokerAccess(mapping, undefined)).toEqual({
      ...servers,
      signIn: { kind: "oauth", secret, scope: "kafka", audience: "brokers", logicalCluster: "lkc-1", identityPool: "pool-1" },
      rootCa: { kind: "secret", arn: "arn:ca" },
    });
  });

  it("with IAM, in the mapping's own Region", () => {
    const mapping = { ...selfManaged({ Type: "IAM_AUTH" }), EventSourceMappingArn: "arn:aws:lambda:eu-west-1:1:event-source-mapping:u" };
    expect(brokerAccess(mapping, undefined).signIn).toEqual({ kind: "iam", region: "eu-west-1" });
  });

  it("but not by a web identity", () => {
    expect(() => brokerAccess(selfManaged({ Type: "IAM_OAUTHBEARER_AUTH" }), undefined)).toThrow(
      /cannot sign in to the brokers with IAM_OAUTHBEARER_AUTH/,
    );
  });
});

describe("the configuration file comes first", () => {
  const scram = { tls: true, signIn: { kind: "scram-sha-512", secret: { kind: "file", path: "/me.json" } } } as const;

  it.each<[name: string, mapping: MappingSettings, servers: string[]]>([
    [arn, msk(), ["b-1:9098"]],
    ["B-2:9094", msk(), ["b-1:9098"]],
    ["k-2:9093", selfManaged({ Type: "BASIC_AUTH", URI: secretArn }), ["k-1:9093", "k-2:9093"]],
  ])("for a cluster known as %s", (cluster, mapping, bootstrapServers) => {
    expect(brokerAccess(mapping, all, [{ cluster, ...scram }])).toEqual({ bootstrapServers, ...scram });
  });

  it("with other addresses, then MSK need not name any", () => {
    const setting = { cluster: arn, bootstrapServers: ["tunnel:1"], ...scram };
    expect(brokerAccess(msk(), undefined, [setting])).toEqual({ bootstrapServers: ["tunnel:1"], ...scram });
  });

  it("but not for another cluster", () => {
    expect(brokerAccess(msk(), all, [{ cluster: "k-1:9093", ...scram }]).signIn).toEqual({ kind: "iam", region: "eu-central-1" });
  });
});
