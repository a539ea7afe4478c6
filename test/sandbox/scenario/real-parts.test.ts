import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { loadScenario } from "../../../src/sandbox/scenario/load-scenario.ts";
import { emptyAccount, withRealParts } from "../../../src/sandbox/scenario/real-parts.ts";

const none = { bootstrapServers: [], functions: [] };
const servers = ["127.0.0.1:29092", "127.0.0.1:29093"];

describe("the account for real brokers", () => {
  it("is empty, and has no past", () => {
    const { functions, clusters, selfManagedClusters, mappings, brokerServers, historyMs } = emptyAccount();
    expect({ functions, clusters, selfManagedClusters, mappings, brokerServers, historyMs }).toEqual({
      functions: [],
      clusters: [],
      selfManagedClusters: [],
      mappings: [],
      brokerServers: [],
      historyMs: 0,
    });
  });
});

describe("bootstrap servers", () => {
  it("are an MSK cluster without authentication, beside those of the scenario", () => {
    const scenario = loadScenario({ clusters: [{ name: "shop", topics: [{ name: "orders", partitions: 1 }] }] });
    const { clusters, brokerServers } = withRealParts(scenario, { ...none, bootstrapServers: servers });
    expect(clusters[0]).toBe(scenario.clusters[0]);
    expect(clusters[1]).toMatchObject({ name: "local", broker: servers, brokers: 2, authentication: ["plaintext"], topics: [] });
    expect(brokerServers).toEqual(servers);
  });

  it("join those that the scenario names", () => {
    const scenario = loadScenario({ selfManagedClusters: [{ name: "own", bootstrapServers: ["127.0.0.1:19092"], realBrokers: true }] });
    expect(withRealParts(scenario, { ...none, bootstrapServers: servers }).brokerServers).toEqual(["127.0.0.1:19092", ...servers]);
  });

  it("leave the scenario as it is when there are none", () => {
    const scenario = loadScenario({ functions: [{ name: "orders" }] });
    expect(withRealParts(scenario, none)).toEqual(scenario);
  });
});

describe("functions", () => {
  const withFunctions = (...functions: string[]) =>
    withRealParts(loadScenario({ functions: [{ name: "orders", timeoutSeconds: 9 }, { name: "audit" }] }), { ...none, functions })
      .functions;

  it("are a module or an address", () => {
    const added = withFunctions("mine=lib/mine.mjs", "theirs=HTTP://127.0.0.1:9000/a=b").slice(2);
    expect(added.map(({ name, behaviour }) => [name, behaviour])).toEqual([
      ["mine", { kind: "module", file: resolve("lib/mine.mjs") }],
      ["theirs", { kind: "http", url: "HTTP://127.0.0.1:9000/a=b" }],
    ]);
  });

  it("take the place of one of that name, which keeps its other settings", () => {
    const before = withFunctions();
    const functions = withFunctions("orders=./orders.mjs");
    expect(functions).toEqual([{ ...before[0], behaviour: { kind: "module", file: resolve("orders.mjs") } }, before[1]]);
  });

  it("of a name given twice are the last one", () => {
    const functions = withFunctions("mine=a.mjs", "mine=b.mjs");
    expect(functions.map(({ name }) => name)).toEqual(["orders", "audit", "mine"]);
    expect(functions[2]?.behaviour).toEqual({ kind: "module", file: resolve("b.mjs") });
  });

  it.each(["orders", "orders=", "=orders.mjs", "or ders=orders.mjs", `${"a".repeat(65)}=orders.mjs`])("refuses %j", (text) => {
    expect(() => withFunctions(text)).toThrow(
      expect.objectContaining({ code: "usage", message: `"${text}" is no function; write NAME=FILE for a JavaScript module, or NAME=URL` }),
    );
  });

  it("refuses an address that is none", () => {
    expect(() => withFunctions("orders=http://:9000")).toThrow(
      expect.objectContaining({ code: "usage", message: expect.stringContaining('"http://:9000" is no address') }),
    );
  });
});
