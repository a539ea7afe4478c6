import { describe, expect, it } from "vitest";
import { bootstrapBrokers, bootstrapServers } from "../../../src/sandbox/msk/bootstrap-brokers.ts";
import { testCluster } from "../../support/sandbox-world.ts";

describe("a cluster with embedded topics", () => {
  it("has addresses where nothing listens, one a broker up to three", () => {
    const serversOf = (brokers: number) => bootstrapServers(testCluster({ name: "shop", brokers }), 9098);
    expect(serversOf(2)).toEqual(["127.0.0.1:9098", "127.0.0.2:9098"]);
    expect(serversOf(30)).toEqual(["127.0.0.1:9098", "127.0.0.2:9098", "127.0.0.3:9098"]);
    expect(serversOf(0)).toEqual(["127.0.0.1:9098"]);
  });

  it("has a port for each kind of authentication", () => {
    const authentication = ["mtls", "scram", "iam", "unauthenticated-tls", "plaintext"] as const;
    expect(bootstrapBrokers(testCluster({ name: "shop", brokers: 1, authentication }))).toEqual({
      bootstrapBrokerString: "127.0.0.1:9092",
      bootstrapBrokerStringTls: "127.0.0.1:9094",
      bootstrapBrokerStringSaslScram: "127.0.0.1:9096",
      bootstrapBrokerStringSaslIam: "127.0.0.1:9098",
    });
    expect(bootstrapBrokers(testCluster({ name: "shop", authentication: [] }))).toEqual({});
  });
});

describe("a cluster on real brokers", () => {
  const broker = ["127.0.0.1:29092", "localhost:29093"];

  it("has them on whatever port", () => {
    expect(bootstrapServers(testCluster({ name: "real", broker }), 9098)).toEqual(broker);
  });

  it("answers with them under each kind of authentication that it is said to have, and no other", () => {
    const joined = "127.0.0.1:29092,localhost:29093";
    expect(bootstrapBrokers(testCluster({ name: "real", broker, authentication: ["plaintext"] }))).toEqual({
      bootstrapBrokerString: joined,
    });
    expect(bootstrapBrokers(testCluster({ name: "real", broker, authentication: ["scram", "mtls"] }))).toEqual({
      bootstrapBrokerStringTls: joined,
      bootstrapBrokerStringSaslScram: joined,
    });
  });
});
