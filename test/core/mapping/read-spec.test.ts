import { describe, expect, it } from "vitest";
import { readSpec } from "../../../src/core/mapping/read-spec.ts";
import { mskSettings, selfManagedSettings, uuid } from "./samples.ts";

describe("readSpec reads", () => {
  it("a spec with its name, and patterns written as objects", () => {
    const value = {
      Name: "orders",
      ...mskSettings,
      FilterCriteria: { Filters: [{ Pattern: { value: { a: ["x"] } } }, { Pattern: '{"b":[1]}' }] },
    };
    expect(readSpec(value)).toEqual({
      kind: "spec",
      name: "orders",
      uuid: undefined,
      settings: { ...mskSettings, FilterCriteria: { Filters: [{ Pattern: '{"value":{"a":["x"]}}' }, { Pattern: '{"b":[1]}' }] } },
    });
  });

  it("the UUID of the mapping that it means", () =>
    expect(readSpec({ UUID: uuid, ...mskSettings })).toMatchObject({ uuid, settings: mskSettings }));

  it("a field without a value as absent, wherever it stands", () => {
    const ProvisionedPollerConfig = { MinimumPollers: 1, MaximumPollers: null };
    const read = readSpec({ Name: null, UUID: null, ...mskSettings, KMSKeyArn: null, ProvisionedPollerConfig });
    expect(read).toEqual({
      kind: "spec",
      name: undefined,
      uuid: undefined,
      settings: { ...mskSettings, ProvisionedPollerConfig: { MinimumPollers: 1 } },
    });
  });

  it("values out of range: they are the rules' matter", () =>
    expect(readSpec({ ...mskSettings, BatchSize: 0 })).toMatchObject({ kind: "spec" }));
});

describe("readSpec refuses", () => {
  const problems: [what: string, value: unknown, path: (string | number)[], words: string, suggestion?: string][] = [
    ["a list", [mskSettings], [], "object"],
    ["text", "orders", [], "object"],
    ["an unknown field", { ...mskSettings, BatchSise: 5 }, ["BatchSise"], "did you mean BatchSize?", "BatchSize"],
    ["another spelling of a field", { ...mskSettings, batchSize: 5 }, ["batchSize"], "did you mean BatchSize?", "BatchSize"],
    ["an unknown field like no other", { ...mskSettings, Colour: 5 }, ["Colour"], "unknown field Colour"],
    ["a hostile field", { ...mskSettings, "\u001b[2J": 5 }, ["\u001b[2J"], "unknown field \\x1b[2J"],
    ["what AWS sets", { ...mskSettings, State: "Enabled" }, ["State"], "set by AWS"],
    ["a field of other sources", { ...mskSettings, ParallelizationFactor: 2 }, ["ParallelizationFactor"], "does not exist for Kafka"],
    ["a wrong type", { ...mskSettings, BatchSize: "5" }, ["BatchSize"], "whole number"],
    ["a topic that is no list", { ...mskSettings, Topics: "orders" }, ["Topics"], "a list"],
    ["a name that is no text", { ...mskSettings, Name: 5 }, ["Name"], "text"],
    [
      "an unknown member",
      { ...mskSettings, ProvisionedPollerConfig: { MinPollers: 1 } },
      ["ProvisionedPollerConfig", "MinPollers"],
      "unknown field MinPollers",
    ],
    [
      "an unknown member of a list's entry",
      { ...selfManagedSettings, SourceAccessConfigurations: [{ Type: "IAM_AUTH", Uri: "x" }] },
      ["SourceAccessConfigurations", 0, "Uri"],
      "did you mean URI?",
      "URI",
    ],
    [
      "an unknown member of a consumer block",
      { ...mskSettings, AmazonManagedKafkaEventSourceConfig: { ConsumerGroupID: "g", Group: 1 } },
      ["AmazonManagedKafkaEventSourceConfig", "ConsumerGroupID"],
      "did you mean ConsumerGroupId?",
      "ConsumerGroupId",
    ],
    [
      "a consumer block that is no object",
      { ...mskSettings, AmazonManagedKafkaEventSourceConfig: "g" },
      ["AmazonManagedKafkaEventSourceConfig"],
      "must be an object",
    ],
    [
      "a pattern that is a list",
      { ...mskSettings, FilterCriteria: { Filters: [{ Pattern: ["x"] }] } },
      ["FilterCriteria", "Filters", 0, "Pattern"],
      "text",
    ],
    ["a key of the prototype", JSON.parse('{"__proto__":1,"constructor":2}'), ["__proto__"], "unknown field __proto__"],
  ];
  it.each(problems)("%s", (_, value, path, words, suggestion) => {
    const read = readSpec(value);
    expect(read.kind).toBe("malformed");
    const [problem] = read.kind === "malformed" ? read.problems : [];
    expect(problem).toMatchObject({ path, message: expect.stringContaining(words) });
    expect(problem?.suggestion).toBe(suggestion);
  });

  it("all of it at once, each from the root of the document", () => {
    const read = readSpec({ Topics: "orders", BatchSise: 5, BatchSize: 1.5 }, ["specs", 1]);
    expect(read.kind === "malformed" ? read.problems.map(({ path }) => path) : []).toEqual([
      ["specs", 1, "BatchSise"],
      ["specs", 1, "Topics"],
      ["specs", 1, "BatchSize"],
    ]);
  });
});
