import { describe, expect, it } from "vitest";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { readTuning, type TuningSubject, type TuningWindow } from "../../../src/core/tuning/read-tuning.ts";
import { fakeClock } from "../../support/fakes/clock.ts";
import { fakeCloudwatch } from "../../support/fakes/cloudwatch.ts";
import { fakeMappingStore } from "../../support/fakes/mapping-store.ts";
import { fakeFunctions, notPermitted } from "../../support/fakes/surroundings.ts";
import { sampleMapping } from "../../support/mappings.ts";

const noonMs = Date.parse("2026-11-23T12:00:00Z");
const [minuteMs, hourMs] = [60_000, 3_600_000];
const metrics = { MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] } };
const mappingOf = (name: string, changes: Partial<MappingDocument> = {}) =>
  sampleMapping({ name, UUID: `${name}-uuid`, LastModified: "2026-11-01T00:00:00Z", ...metrics, ...changes });

function setUp(hours = 10) {
  const clock = fakeClock(noonMs);
  const cloudwatch = fakeCloudwatch(clock);
  const functions = fakeFunctions({ orders: {}, audit: {}, emails: {} });
  const store = fakeMappingStore();
  /** 600 records a minute, in batches whose size changes from minute to minute. */
  function works(name: string): void {
    for (let atMs = noonMs - hours * hourMs; atMs < noonMs; atMs += minuteMs) {
      const invocations = 10 + ((atMs / minuteMs) % 20);
      const put = (metric: string, value: number) =>
        cloudwatch.put("AWS/Lambda", metric, { EventSourceMappingUUID: `${name}-uuid` }, { atMs, value });
      for (const metric of ["PolledEventCount", "CommittedEventCount", "InvokedEventCount"]) put(metric, 600);
      put("SumOffsetLag", 0);
      const ofFunction = (metric: string, value: number) => cloudwatch.put("AWS/Lambda", metric, { FunctionName: name }, { atMs, value });
      ofFunction("Invocations", invocations);
      ofFunction("Duration", 40 + (0.8 * 600) / invocations);
    }
  }
  async function read(
    mappings: readonly MappingDocument[],
    window: TuningWindow = { fromMs: noonMs - hours * hourMs, untilMs: undefined },
  ) {
    const ports = {
      mappings: store,
      metrics: cloudwatch,
      catalogue: cloudwatch,
      clock,
      functions,
      clusters: { partitions: async () => 6 },
    };
    const subjects: TuningSubject[] = [];
    const chosen = mappings.map((mapping) => ({ mapping, name: mapping.UUID.replace("-uuid", "") }));
    for await (const subject of readTuning(ports, { chosen, siblings: mappings }, window)) subjects.push(subject);
    return subjects;
  }
  return { cloudwatch, functions, store, works, read };
}

describe("what is read of a mapping", () => {
  it("is its workload, from its own metrics and its function's", async () => {
    const { works, read } = setUp();
    works("orders");
    const [subject] = await read([mappingOf("orders")]);
    expect(subject?.estimate.workload).toMatchObject({ partitionShares: Array(6).fill(1 / 6), function: { memoryMb: 512 } });
    expect(subject?.estimate.workload?.work.invocationMs).toBeCloseTo(40, 0);
    expect(subject?.estimate.workload?.work.recordMs).toBeCloseTo(0.8, 1);
    expect(subject?.estimate.workload?.arrivals.at(-1)).toBe(10);
    expect(subject?.samples).toMatchObject({ fromMs: noonMs - 10 * hourMs });
  });

  it("is who owns it, too, by its tags or its function's", async () => {
    const { store, read } = setUp(1);
    const mapping = mappingOf("orders");
    store.tagsByArn.set(mapping.EventSourceMappingArn ?? "", new Map([["ManagedBy", "terraform"]]));
    expect(await read([mapping])).toMatchObject([{ owner: { kind: "known", value: { tool: "terraform", by: { of: "mapping" } } } }]);
  });

  it("leaves the owner open where tags may not be read", async () => {
    const { store, read } = setUp(1);
    store.failNext("tags", notPermitted("lambda:ListTags"));
    expect(await read([mappingOf("orders")])).toMatchObject([{ owner: { kind: "not-permitted", action: "lambda:ListTags" } }]);
  });

  it("ends where it is told to", async () => {
    const { works, read } = setUp();
    works("orders");
    const [subject] = await read([mappingOf("orders")], { fromMs: noonMs - 8 * hourMs, untilMs: noonMs - 2 * hourMs });
    expect(subject?.samples).toMatchObject({ fromMs: noonMs - 8 * hourMs, minutes: 6 * 60, settledMinutes: 6 * 60 });
  });

  it("begins with the last change of the mapping, and says so", async () => {
    const { works, read } = setUp();
    works("orders");
    const [subject] = await read([mappingOf("orders", { LastModified: "2026-11-23T08:00:00Z" })]);
    // The update itself may stop polling for 90 s.
    expect(subject?.samples.fromMs).toBe(noonMs - 4 * hourMs + 2 * minuteMs);
    expect(subject?.assumptions).toContain("only the 4 h since its last change count: before, its settings may have been others");
  });

  it("is in the given order, also of more than are held at once", async () => {
    const { read } = setUp(1);
    const names = Array.from({ length: 19 }, (_, index) => `m${index}`);
    expect((await read(names.map((name) => mappingOf(name)))).map(({ name }) => name)).toEqual(names);
  });

  it("leaves a disabled mapping's function alone", async () => {
    const { cloudwatch, works, read } = setUp(1);
    works("audit");
    await read([mappingOf("audit", { State: "Disabled" })]);
    expect(cloudwatch.reads.flatMap(({ queries }) => queries).some(({ name }) => name === "Invocations")).toBe(false);
  });

  it("ends where metrics may not be read: nothing can be said without", async () => {
    const { cloudwatch, read } = setUp(1);
    cloudwatch.fail.read = notPermitted("cloudwatch:GetMetricData");
    await expect(read([mappingOf("orders")])).rejects.toMatchObject({
      code: "not-permitted",
      details: { action: "cloudwatch:GetMetricData" },
    });
  });
});
