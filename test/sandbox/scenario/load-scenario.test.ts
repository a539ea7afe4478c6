import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { defaultAssumptions } from "../../../src/sandbox/runtime/assumptions.ts";
import { loadScenario } from "../../../src/sandbox/scenario/load-scenario.ts";

const account = {
  functions: [{ name: "orders", aliases: { live: "3" } }],
  clusters: [{ name: "shop", topics: [{ name: "orders" }] }],
  mappings: [{ cluster: "shop", FunctionName: "orders", Topics: ["orders"], StartingPosition: "LATEST" }],
};

function problemsOf(document: unknown): { readonly path: readonly unknown[]; readonly message: string }[] {
  try {
    loadScenario(document);
  } catch (error) {
    if (error instanceof MskctlError && error.code === "malformed-file") {
      return error.details["problems"] as { path: readonly unknown[]; message: string }[];
    }
    throw error;
  }
  return [];
}

describe("a scenario", () => {
  it("is an empty account in eu-central-1 when it says nothing", () => {
    expect(loadScenario({})).toEqual({
      accountId: "123456789012",
      region: "eu-central-1",
      delays: "short",
      historyMs: 3_600_000,
      concurrencyLimit: 1_000,
      functions: [],
      clusters: [],
      selfManagedClusters: [],
      brokerServers: [],
      mappings: [],
      assumptions: defaultAssumptions,
      secrets: [],
      schemaRegistries: [],
      faults: [],
    });
  });

  it("takes other assumptions about Lambda, one by one", () => {
    const assumptions = {
      partialResponse: "listed",
      splitsUseRetries: true,
      failurePause: { firstMs: 5 },
      scalingDelay: { onDemand: "30s" },
    };
    expect(loadScenario({ assumptions }).assumptions).toEqual({
      ...defaultAssumptions,
      partialResponse: "listed",
      splitsUseRetries: true,
      failurePause: { firstMs: 5, longestMs: 10_000 },
      scalingDelayMs: { "on-demand": 30_000, provisioned: 40_000 },
    });
  });

  it("takes one behaviour for a function, and an address for one behind HTTP", () => {
    const of = (fn: object) => () => loadScenario({ functions: [{ name: "orders", ...fn }] }).functions[0]?.behaviour;
    expect(of({ http: "http://127.0.0.1:9000" })()).toEqual({ kind: "http", url: "http://127.0.0.1:9000" });
    expect(of({ http: "127.0.0.1:9000" })).toThrow("functions[0].http: must be an address such as http://127.0.0.1:9000");
    expect(of({ http: "http://127.0.0.1:9000", simulated: {} })).toThrow("functions[0].simulated: does not go with http");
    expect(of({ http: "http://127.0.0.1:9000", module: "a.mjs" })).toThrow("functions[0].http: does not go with module");
  });

  it("fills in what functions, topics and clusters leave out", () => {
    const { functions, clusters } = loadScenario(account);
    expect(functions[0]).toMatchObject({
      memoryMb: 512,
      timeoutSeconds: 30,
      architecture: "arm64",
      behaviour: { kind: "simulated", poisonShare: 0 },
    });
    expect(clusters[0]).toMatchObject({ kind: "PROVISIONED", brokers: 3, authentication: ["iam"] });
    expect(clusters[0]?.topics[0]).toEqual({
      name: "orders",
      partitions: 6,
      traffic: { shape: { kind: "constant", perSecond: 1 }, recordBytes: 1_024, keySkew: 0, filterPassShare: 1 },
    });
  });

  it("reads every kind of traffic", () => {
    const shapeOf = (traffic: unknown) =>
      loadScenario({ clusters: [{ name: "shop", topics: [{ name: "orders", traffic }] }] }).clusters[0]?.topics[0]?.traffic.shape;
    expect(shapeOf({ kind: "diurnal", meanPerSecond: 5 })).toEqual({ kind: "diurnal", meanPerSecond: 5, amplitude: 0.5, peakHourUtc: 12 });
    expect(shapeOf({ kind: "burst", perSecond: 1, burstPerSecond: 9, every: "2h", for: "90s", startedAgo: "10m" })).toEqual({
      kind: "burst",
      perSecond: 1,
      burstPerSecond: 9,
      everySeconds: 7_200,
      forSeconds: 90,
      startedSecondsAgo: 600,
    });
    expect(shapeOf({ kind: "growing", perSecond: 1, addedPerSecondEachHour: 60, maximumPerSecond: 30 })).toEqual({
      kind: "growing",
      perSecond: 1,
      addedPerSecondEachHour: 60,
      maximumPerSecond: 30,
      startedSecondsAgo: 0,
    });
  });

  it("takes module files from the scenario's own directory", () => {
    const { functions } = loadScenario({ functions: [{ name: "orders", module: "./orders.mjs" }] }, { directory: "/accounts" });
    expect(functions[0]?.behaviour).toEqual({ kind: "module", file: "/accounts/orders.mjs" });
  });

  it("takes mappings in the API's own names, disabled by Enabled or by since when", () => {
    const mappings = [
      { ...account.mappings[0], Enabled: false },
      { ...account.mappings[0], FunctionName: "orders:live", disabledSince: "6d" },
    ];
    const [first, second] = loadScenario({ ...account, mappings }).mappings;
    expect(first).toMatchObject({ cluster: "shop", disabledAgoMs: 0, settings: { FunctionName: "orders", Topics: ["orders"] } });
    expect(second?.disabledAgoMs).toBe(6 * 86_400_000);
  });

  it("passes faults on to the front", () => {
    const faults = [
      { service: "lambda", operation: "ListEventSourceMappings", status: 429, errorName: "TooManyRequestsException", times: 2 },
      { service: "monitoring", kind: "lost-answer" },
    ];
    expect(loadScenario({ faults }).faults).toEqual([{ ...faults[0], kind: "error" }, faults[1]]);
  });

  it("adds a fleet of mappings that cost little", () => {
    const { mappings, functions } = loadScenario({ ...account, fleet: { mappings: 500 } });
    expect(mappings).toHaveLength(501);
    expect(functions).toHaveLength(501);
    expect(mappings.filter(({ disabledAgoMs }) => disabledAgoMs !== undefined)).toHaveLength(100);
  });

  it.each<[string, unknown, readonly unknown[], RegExp]>([
    ["is no object", [], [], /must be an object/],
    ["has an unknown field", { functoins: [] }, ["functoins"], /does not exist; did you mean functions\?/],
    ["has a field that resembles none", { colour: "red" }, ["colour"], /fields here: account, region, .*fleet$/],
    ["has an unknown field deep inside", { clusters: [{ name: "shop", brokrs: 3 }] }, ["clusters", 0, "brokrs"], /did you mean brokers/],
    ["has a list that is none", { functions: { name: "orders" } }, ["functions"], /must be a list/],
    ["has a number out of range", { functions: [{ name: "a", timeoutSeconds: 901 }] }, ["functions", 0, "timeoutSeconds"], /from 1 to 900/],
    [
      "has text for a number",
      { functions: [{ name: "a", simulated: { baseMs: "20ms" } }] },
      ["functions", 0, "simulated", "baseMs"],
      /must be a number/,
    ],
    ["goes back further than metrics are kept", { history: "16d" }, ["history"], /at most 15 d$/],
    [
      "has a list where text belongs",
      { functions: [{ name: "a", tags: { team: ["b"] } }] },
      ["functions", 0, "tags", "team"],
      /must be text/,
    ],
    ["has a wrong duration", { history: "an hour" }, ["history"], /such as 90s, 60m or 14d/],
    ["lacks a name", { clusters: [{}] }, ["clusters", 0, "name"], /is missing/],
    ["has an unknown kind", { clusters: [{ name: "c", kind: "EXPRESS" }] }, ["clusters", 0, "kind"], /one of PROVISIONED, SERVERLESS/],
    [
      "has records too small for their fields",
      { clusters: [{ name: "c", topics: [{ name: "t", recordBytes: 10 }] }] },
      ["clusters", 0, "topics", 0, "recordBytes"],
      /from 256/,
    ],
    [
      "has a burst longer than its period",
      {
        clusters: [
          { name: "c", topics: [{ name: "t", traffic: { kind: "burst", perSecond: 1, burstPerSecond: 2, every: "1m", for: "2m" } }] },
        ],
      },
      ["clusters", 0, "topics", 0, "traffic", "for"],
      /no longer than every/,
    ],
    [
      "has an unknown authentication",
      { clusters: [{ name: "c", authentication: ["iam", "kerberos"] }] },
      ["clusters", 0, "authentication"],
      /one or more of mtls, scram, iam, unauthenticated-tls, plaintext$/,
    ],
    [
      "has no bootstrap server",
      { selfManagedClusters: [{ name: "c", bootstrapServers: [] }] },
      ["selfManagedClusters", 0, "bootstrapServers"],
      /one or more/,
    ],
    [
      "has a fault of no service",
      { faults: [{ status: 500, errorName: "E" }] },
      ["faults", 0, "service"],
      /missing; it is one of lambda, kafka/,
    ],
    ["has an account id that is none", { account: "42" }, ["account"], /12 digits/],
    [
      "has two behaviours for a function",
      { functions: [{ name: "a", module: "a.js", simulated: {} }] },
      ["functions", 0, "simulated"],
      /module/,
    ],
    ["has a name twice", { functions: [{ name: "a" }, { name: "a" }] }, ["functions"], /two with the name a$/],
    ["has a topic twice", { clusters: [{ name: "c", topics: [{ name: "t" }, { name: "t" }] }] }, ["clusters", 0, "topics"], /name t$/],
    [
      "has a cluster of each kind with one name",
      { clusters: [{ name: "c" }], selfManagedClusters: [{ name: "c" }] },
      ["clusters"],
      /two with the name c$/,
    ],
    [
      "maps an unknown alias",
      { ...account, mappings: [{ ...account.mappings[0], FunctionName: "orders:blue" }] },
      ["mappings", 0, "FunctionName"],
      /no alias or version of orders/,
    ],
    ["maps an unknown function", { ...account, functions: [] }, ["mappings", 0, "FunctionName"], /no function/],
    ["maps an unknown topic", { ...account, clusters: [{ name: "shop" }] }, ["mappings", 0, "Topics"], /no topic/],
    ["maps on an unknown cluster", { ...account, clusters: [] }, ["mappings", 0, "cluster"], /no cluster/],
    [
      "has a mapping twice",
      { ...account, mappings: [account.mappings[0], account.mappings[0]] },
      ["mappings", 1],
      /one mapping for a function, a topic and a cluster/,
    ],
    [
      "has a mapping field that AWS does not know",
      { ...account, mappings: [{ ...account.mappings[0], BatchSise: 5 }] },
      ["mappings", 0, "BatchSise"],
      /did you mean BatchSize/,
    ],
    [
      "names a mapping's source twice",
      { ...account, mappings: [{ ...account.mappings[0], EventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/a/b" }] },
      ["mappings", 0, "EventSourceArn"],
      /left out: cluster says/,
    ],
    [
      "has a mapping that AWS would refuse",
      { ...account, mappings: [{ ...account.mappings[0], BatchSize: 0 }] },
      ["mappings", 0, "BatchSize"],
      /1/,
    ],
  ])("says where it %s", (_what, document, path, message) => {
    const problems = problemsOf(document);
    expect(problems).toContainEqual({ path, message: expect.stringMatching(message) });
  });

  it("names every problem in its error", () => {
    const document = { history: "soon", clusters: [{ name: "shop", topics: [{ name: "orders", partitions: 0 }] }] };
    expect(() => loadScenario(document)).toThrow(
      "history: must be a duration such as 90s, 60m or 14d, at most 15 d\nclusters[0].topics[0].partitions: must be a whole number from 1 to 10000",
    );
  });
});
