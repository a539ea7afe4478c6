import { describe, expect, it } from "vitest";
import { scenarioFaults } from "../../../src/sandbox/scenario/check-scenario.ts";
import { loadScenario } from "../../../src/sandbox/scenario/load-scenario.ts";

const mapping = { FunctionName: "orders", Topics: ["orders"], StartingPosition: "LATEST" };
const servers = ["127.0.0.1:29092"];

function accountWith(clusters: object, cluster: string, changes: object = {}): object {
  return { functions: [{ name: "orders" }], ...clusters, mappings: [{ cluster, ...mapping, ...changes }] };
}

const selfManaged = (cluster: object) => ({ selfManagedClusters: [{ name: "own", bootstrapServers: servers, ...cluster }] });
const vpc = {
  SourceAccessConfigurations: [
    { Type: "VPC_SUBNET", URI: "subnet:subnet-1" },
    { Type: "VPC_SECURITY_GROUP", URI: "security_group:sg-1" },
  ],
};

describe("a mapping of a cluster on real brokers", () => {
  it("may name any topic: the brokers have them", () => {
    const scenario = loadScenario(
      accountWith({ clusters: [{ name: "real", bootstrapServers: servers, authentication: ["plaintext"] }] }, "real"),
    );
    expect(scenarioFaults(scenario)).toEqual([]);
    expect(scenario.mappings).toHaveLength(1);
    expect(scenario.brokerServers).toEqual(servers);
  });

  it("of a self-managed one, too", () => {
    const scenario = loadScenario(accountWith(selfManaged({ realBrokers: true }), "own", vpc));
    expect(scenarioFaults(scenario)).toEqual([]);
    expect(scenario.brokerServers).toEqual(servers);
  });

  it("names a topic of the scenario where the topics are embedded", () => {
    expect(() => loadScenario(accountWith({ clusters: [{ name: "shop" }] }, "shop"))).toThrow("mappings[0].Topics: names no topic of shop");
    expect(() => loadScenario(accountWith(selfManaged({}), "own", vpc))).toThrow("mappings[0].Topics: names no topic of own");
  });

  it("still needs its function, its version and settings that AWS takes", () => {
    const real = { clusters: [{ name: "real", bootstrapServers: servers, authentication: ["plaintext"] }] };
    const refusal = (changes: object) => expect(() => loadScenario(accountWith(real, "real", changes)));
    refusal({ FunctionName: "audit" }).toThrow("mappings[0].FunctionName: names no function of the scenario");
    refusal({ FunctionName: "orders:live" }).toThrow("mappings[0].FunctionName: names no alias or version of orders");
    refusal({ BatchSize: 10_001 }).toThrow("mappings[0].BatchSize");
    refusal({ cluster: "other" }).toThrow("mappings[0].cluster: names no cluster of the scenario");
  });

  it("is there once for a function and a topic", () => {
    const real = { clusters: [{ name: "real", bootstrapServers: servers, authentication: ["plaintext"] }] };
    const twice = { functions: [{ name: "orders" }], ...real, mappings: [0, 1].map(() => ({ cluster: "real", ...mapping })) };
    expect(() => loadScenario(twice)).toThrow("mappings[1]: is there already");
  });
});

it("mappings may have the tags that only AWS gives", () => {
  const account = (Tags: object) => accountWith({ clusters: [{ name: "shop", topics: [{ name: "orders" }] }] }, "shop", { Tags });
  const tags = { "aws:cloudformation:stack-name": "shop", team: "shop" };
  expect(loadScenario(account(tags)).mappings).toMatchObject([{ settings: { Tags: tags } }]);
  expect(() => loadScenario(account({ ["x".repeat(129)]: "long" }))).toThrow("A tag's key has 1 to 128 characters");
});

it("clusters of either kind share their names", () => {
  const clusters = {
    clusters: [{ name: "own", bootstrapServers: servers, authentication: ["plaintext"] }],
    ...selfManaged({ realBrokers: true }),
  };
  expect(() => loadScenario(clusters)).toThrow("clusters: has two with the name own");
});
