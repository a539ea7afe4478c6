import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { LagPorts } from "../../../src/core/lag/reading.ts";
import { openLagReading } from "../../../src/core/lag/reading.ts";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { type FakeCloudwatch, fakeCloudwatch } from "../../support/fakes/cloudwatch.ts";
import { fakeMappingStore } from "../../support/fakes/mapping-store.ts";
import { fakeClusters, fakeFunctions, notPermitted } from "../../support/fakes/surroundings.ts";
import { sampleMapping, shopClusterArn } from "../../support/mappings.ts";

const nowMs = Date.parse("2026-11-23T12:00:30Z");
const minuteMs = 60_000;
const groups = { MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] } };

interface Account {
  readonly ports: LagPorts & { readonly counted: { calls: number } };
  readonly cloudwatch: FakeCloudwatch;
  readonly mappings: readonly MappingDocument[];
}

function accountOf(mappings: readonly MappingDocument[], changes: Partial<LagPorts> = {}): Account {
  const clock = { now: () => nowMs, sleep: () => Promise.resolve() };
  const cloudwatch = fakeCloudwatch(clock);
  const names = mappings.map(({ Topics = [] }) => Topics[0] ?? "");
  const ports = {
    mappings: fakeMappingStore(mappings),
    functions: fakeFunctions(Object.fromEntries(names.map((name) => [name, { reserved: 5 }]))),
    clusters: fakeClusters(new Map([[shopClusterArn, { facts: {} as never, topics: Object.fromEntries(names.map((name) => [name, 6])) }]])),
    metrics: cloudwatch,
    catalogue: cloudwatch,
    log: { positions: () => Promise.reject(new MskctlError("not-found", "no log")) },
    destinations: { depth: () => Promise.resolve({ kind: "known" as const, documents: 3, what: "objects" as const }) },
    clock,
    callCount: () => cloudwatch.calls.GetMetricData + cloudwatch.calls.ListMetrics,
    counted: { calls: 0 },
    ...changes,
  };
  return { ports, cloudwatch, mappings };
}

/** An hour of a mapping's base metrics: 600 a minute come, `perMinute` are committed. */
function put({ cloudwatch }: Account, { UUID }: MappingDocument, perMinute: number): void {
  const dimensions = { EventSourceMappingUUID: UUID };
  for (let minute = 0; minute < 60; minute++) {
    const atMs = Math.floor(nowMs / minuteMs) * minuteMs - (60 - minute) * minuteMs;
    const put = (name: string, value: number) => cloudwatch.put("AWS/Lambda", name, dimensions, { atMs, value });
    put("SumOffsetLag", (600 - perMinute) * (minute + 1));
    put("MaxOffsetLag", ((600 - perMinute) * (minute + 1)) / 6);
    put("PolledEventCount", perMinute);
    put("CommittedEventCount", perMinute);
    put("InvokedEventCount", perMinute);
  }
}

function putFunction({ cloudwatch }: Account, name: string, throttles: number): void {
  for (let minute = 0; minute < 60; minute++) {
    const atMs = Math.floor(nowMs / minuteMs) * minuteMs - (60 - minute) * minuteMs;
    for (const [metric, value] of Object.entries({
      Invocations: 10,
      Errors: 0,
      Throttles: throttles,
      Duration: 200,
      ConcurrentExecutions: 3,
    }))
      cloudwatch.put("AWS/Lambda", metric, { FunctionName: name }, { atMs, value });
  }
}

function reading({ ports, mappings }: Account) {
  const chosen = mappings.map((mapping) => ({ mapping, name: mapping.Topics?.[0] ?? "" }));
  return openLagReading(ports, { chosen, siblings: mappings }, { fromMs: nowMs - 60 * minuteMs, partitions: false });
}

const orders = sampleMapping({ ...groups, UUID: "aaaaaaaa-0000-4000-8000-000000000001" });
const payments = sampleMapping({ ...groups, name: "payments", UUID: "aaaaaaaa-0000-4000-8000-000000000002" });

describe("openLagReading", () => {
  it("looks into a mapping that is in trouble, and not into one that is fine", async () => {
    const account = accountOf([orders, payments]);
    put(account, orders, 600);
    put(account, payments, 300);
    putFunction(account, "payments", 20);
    const { reports } = await reading(account).read();
    expect(reports.map(({ name, verdict, cause }) => ({ name, verdict, cause: cause?.message }))).toEqual([
      { name: "orders", verdict: "ok", cause: undefined },
      { name: "payments", verdict: "falling behind", cause: "throttled: reserved concurrency 5" },
    ]);
    const asked = account.cloudwatch.reads.flatMap(({ queries }) => queries);
    expect(asked.some(({ name, dimensions }) => name === "Throttles" && dimensions.get("FunctionName") === "payments")).toBe(true);
    expect(asked.some(({ dimensions }) => dimensions.get("FunctionName") === "orders")).toBe(false);
  });

  it("looks into a fine mapping that is looked at: pollers, concurrency, destination", async () => {
    const withDestination = sampleMapping({ ...orders, DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } } });
    const account = accountOf([withDestination]);
    put(account, withDestination, 600);
    putFunction(account, "orders", 0);
    const [report] = (await reading(account).read(new Set([withDestination.UUID]))).reports;
    expect(report).toMatchObject({
      verdict: "ok",
      pollers: { partitions: 6 },
      timeoutMs: 30_000,
      destination: { kind: "known", documents: 3 },
    });
    expect(report?.samples.series.has("durationMs")).toBe(true);
  });

  it("tells calls and cost of each reading", async () => {
    const account = accountOf([orders]);
    put(account, orders, 600);
    const lag = reading(account);
    const first = await lag.read();
    // Lag, polled, committed: three metrics at $0.01 a thousand.
    expect(first.costUsd).toBeCloseTo(0.00003, 8);
    expect(first.calls).toBe(account.cloudwatch.calls.GetMetricData + account.cloudwatch.calls.ListMetrics);
    const second = await lag.read();
    expect(second.calls).toBe(1);
    expect(second.costUsd).toBeCloseTo(0.00003, 8);
  });

  it("degrades where CloudWatch may not be read", async () => {
    const account = accountOf([orders]);
    account.cloudwatch.fail = { read: notPermitted("cloudwatch:GetMetricData"), list: notPermitted("cloudwatch:ListMetrics") };
    const { reports, notes } = await reading(account).read();
    expect(reports[0]).toMatchObject({ verdict: "no data", lagRecords: undefined, cause: { id: "not-permitted" } });
    expect(notes.join("\n")).toContain("not permitted: cloudwatch:ListMetrics");
  });

  it("says what it may not see of a destination in its place", async () => {
    const withDestination = sampleMapping({ ...orders, DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } } });
    const account = accountOf([withDestination], { destinations: { depth: () => Promise.reject(notPermitted("s3:ListBucket")) } });
    put(account, withDestination, 600);
    const [report] = (await reading(account).read(new Set([withDestination.UUID]))).reports;
    expect(report?.destination).toEqual({ kind: "unknown", reason: "not permitted: s3:ListBucket" });
  });

  it("names the record that a partition is stuck at, when the log tells", async () => {
    const shipments = sampleMapping({
      ...groups,
      name: "shipments",
      ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 },
      LoggingConfig: { SystemLogLevel: "DEBUG" },
    });
    const positions = [0, 1, 2, 3, 4].map((minute) => ({
      atMs: nowMs - (5 - minute) * minuteMs,
      partition: 3,
      committed: 88_231n,
      end: BigInt(88_300 + minute * 50),
    }));
    const account = accountOf([shipments], { log: { positions: () => Promise.resolve(positions) } });
    put(account, shipments, 0);
    putFunction(account, "shipments", 0);
    for (let minute = 0; minute < 60; minute++) {
      const atMs = Math.floor(nowMs / minuteMs) * minuteMs - (60 - minute) * minuteMs;
      account.cloudwatch.put("AWS/Lambda", "Errors", { FunctionName: "shipments" }, { atMs, value: 10 });
    }
    const [report] = (await reading(account).read()).reports;
    expect(report).toMatchObject({
      verdict: "stalled",
      cause: { id: "function-errors", message: "function errors, shipments-3 stuck at 88,231" },
      partitions: [{ partition: 3, stuck: true }],
    });
  });

  it("says once why brokers do not tell, with the way on", async () => {
    const refused = new MskctlError("unavailable", "no answer", { suggestions: ["start it"] });
    const account = accountOf([orders, payments], { broker: () => Promise.reject(refused) });
    put(account, orders, 600);
    put(account, payments, 600);
    const { reports, notes } = await reading(account).read();
    expect(reports.map(({ verdict, source }) => ({ verdict, source }))).toEqual(
      Array.from({ length: 2 }, () => ({ verdict: "ok", source: "AWS/Lambda SumOffsetLag" })),
    );
    expect(notes).toEqual(["brokers: no answer; start it"]);
  });

  it("drops a mapping that was deleted while it was watched", async () => {
    const account = accountOf([orders, payments]);
    put(account, orders, 600);
    put(account, payments, 600);
    const lag = reading(account);
    await lag.read();
    (account.ports.mappings as ReturnType<typeof fakeMappingStore>).mappings.delete(payments.UUID);
    const { reports, notes } = await lag.read();
    expect(reports.map(({ name }) => name)).toEqual(["orders"]);
    expect(notes).toContain("payments was deleted");
  });

  it("takes few calls for a fleet", async () => {
    const fleet = Array.from({ length: 500 }, (_, index) =>
      sampleMapping({ ...groups, name: `fn-${index}`, UUID: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}` }),
    );
    const account = accountOf(fleet);
    // One in ten falls behind.
    for (const [index, mapping] of fleet.entries()) put(account, mapping, index % 10 === 0 ? 500 : 600);
    const functions = account.ports.functions as ReturnType<typeof fakeFunctions>;
    let asked = 0;
    const clusters: LagPorts["clusters"] = {
      partitions(...given) {
        asked += 1;
        return account.ports.clusters.partitions(...given);
      },
    };
    const lag = reading({ ...account, ports: { ...account.ports, clusters } });
    const callsOf = async () => {
      const before = asked + functions.asked.length;
      const { calls } = await lag.read();
      return calls + asked + functions.asked.length - before;
    };
    // The listing of mappings took five before.
    expect(5 + (await callsOf())).toBeLessThanOrEqual(20);
    // Each refresh reads one page of mappings, too.
    expect(1 + (await callsOf())).toBeLessThanOrEqual(6);
    expect(1 + (await callsOf())).toBeLessThanOrEqual(6);
  });
});
