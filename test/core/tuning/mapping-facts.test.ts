import { describe, expect, it } from "vitest";
import type { FunctionReader } from "../../../src/core/mapping/ports.ts";
import { readMappingFacts } from "../../../src/core/tuning/mapping-facts.ts";
import { failingPort, fakeFunctions, notPermitted } from "../../support/fakes/surroundings.ts";
import { samplesOf } from "../../support/lag-samples.ts";
import { sampleMapping } from "../../support/mappings.ts";

const arn = "arn:aws:lambda:eu-central-1:123456789012:function:orders";
const clusters = { partitions: async () => 12 };
const nothing = samplesOf({ polled: [1, 1, 1, 1] });

describe("what stands around a mapping", () => {
  it("is read, with what is reserved", async () => {
    const functions = fakeFunctions({ orders: { memoryMb: 1_024, timeoutMs: 60_000, reserved: 5 } });
    expect(await readMappingFacts({ functions, clusters }, sampleMapping(), nothing)).toMatchObject({
      estimate: { partitions: 12, function: { memoryMb: 1_024, architecture: "arm64", timeoutMs: 60_000, concurrency: 5 } },
      reservedConcurrency: 5,
      assumptions: [],
    });
  });

  it("asks for provisioned concurrency of the alias that is invoked, and of no function without one", async () => {
    const provisioned = [
      { qualifier: "7", requested: 9, available: 9, status: "READY" },
      { qualifier: "live", requested: 4, available: 4, status: "READY" },
    ];
    const functions = fakeFunctions({ orders: { provisioned } });
    const withAlias = await readMappingFacts({ functions, clusters }, sampleMapping({ FunctionArn: `${arn}:live` }), nothing);
    expect(withAlias.estimate.settings.provisionedConcurrency).toBe(4);
    const without = await readMappingFacts({ functions, clusters }, sampleMapping(), nothing);
    expect(without.estimate.settings.provisionedConcurrency).toBe(0);
  });

  it("says that the account's quota was taken where nothing is reserved", async () => {
    const facts = await readMappingFacts({ functions: fakeFunctions({ orders: {} }), clusters }, sampleMapping(), nothing);
    expect(facts).toMatchObject({ estimate: { function: { concurrency: 1_000 } }, reservedConcurrency: undefined });
    expect(facts.assumptions).toEqual(["the function can have 1,000 executions at once, the usual quota of an account"]);
  });

  it("goes on without what may not be read, and says what it took instead", async () => {
    const functions = failingPort<FunctionReader>(notPermitted("lambda:GetFunctionConfiguration"));
    const refused = { partitions: () => Promise.reject(notPermitted("kafka:DescribeTopic")) };
    const samples = samplesOf({ pollers: [3, 7, 5, 5] });
    const { estimate, assumptions } = await readMappingFacts(
      { functions, clusters: refused },
      sampleMapping({ FunctionArn: `${arn}:live` }),
      samples,
    );
    expect(estimate).toMatchObject({ partitions: 7, function: { memoryMb: 1_024, timeoutMs: 30_000, concurrency: 1_000 } });
    expect(assumptions).toEqual([
      "the function is taken to have 1,024 MB and a timeout of 30 s (not permitted: lambda:GetFunctionConfiguration)",
      "no provisioned concurrency is assumed (not permitted: lambda:GetFunctionConfiguration)",
      "no concurrency is taken to be reserved for the function (not permitted: lambda:GetFunctionConfiguration)",
      "the function can have 1,000 executions at once, the usual quota of an account",
      "the topic is taken to have 7 partitions, as many as were seen to be read at once (not permitted: kafka:DescribeTopic)",
    ]);
  });

  it("asks no cluster that is not MSK's", async () => {
    const { EventSourceArn: _, ...selfManaged } = sampleMapping({ ProvisionedPollerConfig: { MinimumPollers: 2 } });
    const unasked = { partitions: () => Promise.reject(new Error("asked")) };
    const { estimate, assumptions } = await readMappingFacts(
      { functions: fakeFunctions({ orders: {} }), clusters: unasked },
      selfManaged,
      nothing,
    );
    expect(estimate.partitions).toBe(2);
    expect(assumptions.at(-1)).toContain("(only the brokers know)");
  });
});
