import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { LagMetric } from "../../../src/core/lag/samples.ts";
import { createLagSampler } from "../../../src/core/lag/sampling.ts";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { fakeCloudwatch } from "../../support/fakes/cloudwatch.ts";
import { notPermitted } from "../../support/fakes/surroundings.ts";
import { sampleMapping } from "../../support/mappings.ts";

const noonMs = Date.parse("2026-11-23T12:00:00Z");
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const uuid = (n: number) => `${String(n).padStart(8, "0")}-0000-4000-8000-000000000000`;
const watched = sampleMapping({ UUID: uuid(1), MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] } });

function setUp(spanMs = hourMs) {
  const clock = { nowMs: noonMs + 30_000, now: () => clock.nowMs };
  const cloudwatch = fakeCloudwatch(clock);
  const sampler = createLagSampler({ metrics: cloudwatch, catalogue: cloudwatch, clock }, { fromMs: clock.nowMs - spanMs });
  /** Values of the minutes that end with the `last` one before noon. */
  function put(namespace: string, name: string, dimensions: Readonly<Record<string, string>>, values: readonly number[], last = -1) {
    const points = values.map((value, index) => ({ atMs: noonMs + (last - values.length + 1 + index) * minuteMs, value }));
    cloudwatch.put(namespace, name, dimensions, ...points);
  }
  const own = (name: string, values: readonly number[], last = -1, id = uuid(1)) =>
    put("AWS/Lambda", name, { EventSourceMappingUUID: id }, values, last);
  const ofGroup = (name: string, values: readonly number[], last = -1) =>
    put("AWS/Kafka", name, { "Cluster Name": "shop", "Consumer Group": watched.UUID, Topic: "orders" }, values, last);
  const baseOf = async (mapping: MappingDocument) => (await sampler.base([mapping], [mapping])).get(mapping.UUID);
  return { clock, cloudwatch, sampler, put, own, ofGroup, baseOf };
}

const ten = Array.from({ length: 10 }, (_, index) => index);

describe("the base of a mapping", () => {
  it("is its lag, what was polled and what was committed, with where and when the lag is from", async () => {
    const { own, baseOf, sampler } = setUp();
    own("SumOffsetLag", [5, 7], -2);
    own("PolledEventCount", [100]);
    const found = await baseOf(watched);
    expect(found).toMatchObject({ source: "AWS/Lambda SumOffsetLag", asOfMs: noonMs - 2 * minuteMs });
    expect(found).not.toHaveProperty("missing");
    // The minute that began an hour before the running one is the first of 61.
    expect(found?.samples).toMatchObject({ fromMs: noonMs - hourMs, minutes: 61, settledMinutes: 58 });
    expect([...(found?.samples.series.keys() ?? [])]).toEqual(["lagRecords", "polled", "committed"]);
    expect(found?.samples.series.get("lagRecords")?.slice(-4)).toEqual([5, 7, undefined, undefined]);
    expect(found?.samples.series.get("polled")?.at(-2)).toBe(100);
    expect(found?.samples.series.get("committed")).toEqual(Array(61).fill(undefined));
    expect(sampler.takeAsked()).toBe(3);
  });

  it("takes the next place of the lag where the best has nothing of late, and the best again where none has", async () => {
    const stale = setUp();
    stale.own("SumOffsetLag", [5], -40);
    expect(await stale.baseOf(watched)).toMatchObject({ source: "AWS/Lambda SumOffsetLag", asOfMs: noonMs - 40 * minuteMs });
    const better = setUp();
    better.own("SumOffsetLag", [5], -40);
    better.ofGroup("SumOffsetLag", [90]);
    expect(await better.baseOf(watched)).toMatchObject({ source: "AWS/Kafka SumOffsetLag", asOfMs: noonMs - minuteMs });
    expect(better.sampler.takeAsked()).toBe(2);
  });

  it("asks no further place while the best has a value", async () => {
    const { own, ofGroup, baseOf, cloudwatch } = setUp();
    own("SumOffsetLag", [0]);
    ofGroup("SumOffsetLag", [90]);
    expect(await baseOf(watched)).toMatchObject({ source: "AWS/Lambda SumOffsetLag" });
    expect(cloudwatch.listed.toSorted()).toEqual(["AWS/Lambda PolledEventCount", "AWS/Lambda SumOffsetLag"]);
  });

  it("is silent, and not asked for, where nothing has come for three hours", async () => {
    const { baseOf, sampler } = setUp();
    const found = await baseOf(watched);
    expect(found).toMatchObject({ source: undefined, asOfMs: undefined, missing: { id: "metrics-missing" } });
    expect(found?.samples.series.get("polled")).toEqual(Array(61).fill(undefined));
    expect(found?.samples.series.has("lagRecords")).toBe(false);
    expect(sampler.takeAsked()).toBe(0);
  });

  it("slides on, and later reads take the newest quarter of an hour", async () => {
    const { own, baseOf, clock, cloudwatch } = setUp();
    own("SumOffsetLag", ten);
    own("PolledEventCount", ten);
    await baseOf(watched);
    clock.nowMs += minuteMs;
    own("SumOffsetLag", [99], 0);
    const found = await baseOf(watched);
    expect(found?.samples).toMatchObject({ fromMs: noonMs - 59 * minuteMs, minutes: 61 });
    expect(found?.samples.series.get("lagRecords")?.slice(-12)).toEqual([...ten, 99, undefined]);
    expect(cloudwatch.reads.map(({ fromMs }) => (noonMs - fromMs) / minuteMs)).toEqual([60, 13]);
  });
});

describe("the details of a mapping", () => {
  const provisioned = { ...watched, ProvisionedPollerConfig: { MinimumPollers: 1 } };

  it("come beside its base, which is not read again, with the zeros that absence stands for", async () => {
    const { own, put, baseOf, sampler } = setUp();
    own("SumOffsetLag", [5]);
    own("MaxOffsetLag", [4]);
    own("PolledEventCount", [1, 0]);
    own("ProvisionedPollers", [3]);
    own("PollingErrorCount", [2], -2);
    put("AWS/Lambda", "Invocations", { FunctionName: "orders" }, [8]);
    await baseOf(provisioned);
    sampler.takeAsked();
    const series = (await sampler.detail([provisioned])).get(provisioned.UUID)?.samples.series;
    const lastTwo = (metric: LagMetric) => series?.get(metric)?.slice(-3, -1);
    expect(lastTwo("lagRecords")).toEqual([undefined, 5]);
    expect(lastTwo("maxPartitionLagRecords")).toEqual([undefined, 4]);
    expect(lastTwo("pollers")).toEqual([undefined, 3]);
    expect(lastTwo("pollingErrors")).toEqual([2, 0]);
    expect(lastTwo("commitErrors")).toEqual([0, 0]);
    expect(lastTwo("errors")).toEqual([undefined, 0]);
    expect(lastTwo("dropped")).toEqual([undefined, undefined]);
    // Maximum of lag, 3 counts, 3 errors, 2 of pollers, 7 of the function.
    expect(sampler.takeAsked()).toBe(16);
  });

  it("of mappings that share a function read its metrics once", async () => {
    const { sampler } = setUp();
    const bare = sampleMapping({ MetricsConfig: {} });
    const two = [bare, { ...bare, UUID: uuid(2), Topics: ["other"] }];
    await sampler.base(two, two);
    sampler.takeAsked();
    expect([...(await sampler.detail(two)).keys()]).toEqual([bare.UUID, uuid(2)]);
    expect(sampler.takeAsked()).toBe(7);
  });
});

describe("what may not be read", () => {
  it("is said of each mapping, and reading goes on when it is allowed", async () => {
    const { own, sampler, cloudwatch } = setUp();
    own("SumOffsetLag", [5]);
    own("PolledEventCount", [5]);
    const other = { ...watched, UUID: uuid(2), Topics: ["other"] };
    cloudwatch.fail = { read: notPermitted("cloudwatch:GetMetricData") };
    const missing = { id: "not-permitted", message: "not permitted: cloudwatch:GetMetricData" };
    for (const found of [await sampler.base([watched, other], undefined), await sampler.detail([watched, other])]) {
      expect([...found.values()].map((each) => each.missing)).toEqual([missing, missing]);
      expect(found.get(watched.UUID)?.samples).toMatchObject({ minutes: 61, series: new Map() });
    }
    expect(sampler.takeAsked()).toBe(0);
    cloudwatch.fail = {};
    expect((await sampler.base([watched], undefined)).get(watched.UUID)).toMatchObject({ source: "AWS/Lambda SumOffsetLag" });
  });

  it("is a note where only listing is refused", async () => {
    const { own, sampler, baseOf, cloudwatch } = setUp();
    own("SumOffsetLag", [5]);
    cloudwatch.fail = { list: notPermitted("cloudwatch:ListMetrics") };
    expect(await baseOf(watched)).toMatchObject({ source: "AWS/Lambda SumOffsetLag" });
    expect(sampler.notes).toEqual([expect.stringContaining("not permitted: cloudwatch:ListMetrics")]);
  });

  it("is thrown for any other reason", async () => {
    const { own, baseOf, sampler, cloudwatch } = setUp();
    own("SumOffsetLag", [5]);
    await baseOf(watched);
    cloudwatch.fail = { read: new MskctlError("throttled", "too many") };
    await expect(baseOf(watched)).rejects.toThrow("too many");
    await expect(sampler.detail([watched])).rejects.toThrow("too many");
  });
});

describe("500 mappings", () => {
  /** Half read through a filter; a tenth publish no lag of their own, and a tenth are disabled. */
  function fleet({ put, own }: ReturnType<typeof setUp>): MappingDocument[] {
    return Array.from({ length: 500 }, (_, index) => {
      const id = uuid(index);
      const name = `f${index}`;
      const isOwn = index % 10 !== 0;
      if (index % 10 !== 1) {
        if (isOwn) own("SumOffsetLag", ten, -1, id);
        for (const count of ["PolledEventCount", "CommittedEventCount", "FilteredOutEventCount"]) own(count, ten, -1, id);
        put("AWS/Lambda", "OffsetLag", { FunctionName: name }, ten);
      }
      put("AWS/Kafka", "SumOffsetLag", { "Cluster Name": "shop", "Consumer Group": id, Topic: name }, ten);
      return sampleMapping({
        UUID: id,
        name,
        State: index % 10 === 1 ? "Disabled" : "Enabled",
        MetricsConfig: { Metrics: isOwn ? ["EventCount", "KafkaMetrics"] : ["EventCount"] },
        ...(index % 2 === 0 ? { FilterCriteria: { Filters: [{ Pattern: "{}" }] } } : {}),
      });
    });
  }

  it("take 15 calls at most beside 5 to list them, then 6 a refresh, and 3 metrics each, 4 with a filter", async () => {
    const setting = setUp();
    const { sampler, cloudwatch, clock } = setting;
    const mappings = fleet(setting);
    const callsOf = async (work: () => Promise<unknown>) => {
      const before = { ...cloudwatch.calls };
      await work();
      return cloudwatch.calls.GetMetricData - before.GetMetricData + cloudwatch.calls.ListMetrics - before.ListMetrics;
    };
    expect(await callsOf(() => sampler.base(mappings, mappings))).toBeLessThanOrEqual(15);
    // 450 enabled mappings with polled, committed and lag, the lag of 50 disabled ones, and 250 filters.
    expect(sampler.takeAsked()).toBe(450 * 3 + 50 + 250);
    for (let refresh = 0; refresh < 20; refresh++) {
      clock.nowMs += minuteMs;
      for (let index = 0; index < 500; index++) setting.own("SumOffsetLag", [1], refresh, uuid(index));
      for (let index = 0; index < 500; index += 10) {
        setting.put(
          "AWS/Kafka",
          "SumOffsetLag",
          { "Cluster Name": "shop", "Consumer Group": uuid(index), Topic: `f${index}` },
          [1],
          refresh,
        );
        setting.put(
          "AWS/Kafka",
          "SumOffsetLag",
          { "Cluster Name": "shop", "Consumer Group": uuid(index + 1), Topic: `f${index + 1}` },
          [1],
          refresh,
        );
      }
      expect(await callsOf(() => sampler.base(mappings, mappings))).toBeLessThanOrEqual(6);
    }
    expect(cloudwatch.listed.filter((name) => name === "AWS/Kafka SumOffsetLag")).toHaveLength(2);
  });
});
