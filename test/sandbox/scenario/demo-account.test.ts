import { beforeAll, describe, expect, it } from "vitest";
import { demoAccount } from "../../../src/sandbox/scenario/demo-account.ts";
import type { Scenario } from "../../../src/sandbox/scenario/scenario.ts";
import { type Account, accountIn, minutesOf, startedMs, sumsOf, total } from "../runtime/runtime-fixture.ts";

const minutes = 15;
/** The demo account with these mappings alone, which makes its time go faster. */
function only(...topics: readonly string[]): Scenario {
  const demo = demoAccount();
  return { ...demo, mappings: demo.mappings.filter(({ settings: { Topics = [] } }) => Topics.some((topic) => topics.includes(topic))) };
}

const names = ["orders", "payments", "shipments", "emails", "clicks", "audit", "legacy"];

describe("the demo account", () => {
  const pollersOfEmails: number[] = [];
  let account: Account;
  const pollersOf = (name: string): number => account.world.runtime.progress(account.mapping(name).document.UUID)?.pollers ?? 0;
  const lagOf = (name: string, from = startedMs): number[] => sumsOf(account, "SumOffsetLag", account.mapping(name), from);
  const functionSums = (name: string, metric: string): number[] => minutesOf(account, metric, { FunctionName: name }).map(({ sum }) => sum);

  beforeAll(() => {
    account = accountIn(demoAccount());
    for (let minute = 0; minute < minutes; minute++) {
      pollersOfEmails.push(pollersOf("emails"));
      account.advanceMinutes(1);
    }
  });

  it("has seven mappings, orders first, each with a valid UUID, counts of events and Kafka metrics", () => {
    const documents = [...account.world.mappings.values()].map(({ document }) => document);
    expect(documents.map(({ FunctionArn = "" }) => FunctionArn.split(":")[6])).toEqual(names);
    for (const { UUID, MetricsConfig, Topics } of documents) {
      expect(UUID).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(MetricsConfig?.Metrics).toEqual(["EventCount", "KafkaMetrics"]);
      expect(Topics).toHaveLength(1);
    }
    expect(new Set(documents.map(({ UUID }) => UUID)).size).toBe(7);
    expect(account.world.accountId).toBe("123456789012");
    expect(account.world.region).toBe("eu-central-1");
  });

  it("orders keeps up", () => {
    const polled = sumsOf(account, "PolledEventCount", account.mapping("orders"));
    for (const lag of lagOf("orders")) expect(lag).toBeLessThan(0.05 * Math.max(...polled));
    expect(total(functionSums("orders", "Errors"))).toBe(0);
    expect(total(functionSums("orders", "Throttles"))).toBe(0);
    expect(pollersOf("orders")).toBe(10);
  });

  it.each([0, 3, 6, 12, 18, 21])("orders keeps up at %i h, too", (hour) => {
    const other = accountIn(only("orders"), { startMs: Date.parse("2026-11-24T00:00:00Z") + hour * 3_600_000 });
    other.advanceMinutes(5);
    const polled = sumsOf(other, "PolledEventCount", other.mapping("orders"), other.clock.originMs);
    for (const lag of sumsOf(other, "SumOffsetLag", other.mapping("orders"), other.clock.originMs)) {
      expect(lag).toBeLessThan(0.05 * Math.max(...polled));
    }
  });

  it("payments is throttled all the time and falls behind", () => {
    const throttles = functionSums("payments", "Throttles");
    expect(throttles).toHaveLength(minutes);
    for (const times of throttles) expect(times).toBeGreaterThan(20);
    const lag = lagOf("payments");
    for (const [minute, records] of lag.entries()) expect(records).toBeGreaterThan(lag[minute - 1] ?? 0);
    expect(Math.max(...minutesOf(account, "ConcurrentExecutions", { FunctionName: "payments" }).map(({ maximum }) => maximum))).toBe(5);
    expect(total(functionSums("payments", "Errors"))).toBe(0);
  });

  it("shipments fails on poison, retries, and falls behind without standing still for ever", () => {
    const errors = functionSums("shipments", "Errors");
    const invocations = functionSums("shipments", "Invocations");
    expect(total(errors) / total(invocations)).toBeGreaterThan(0.25);
    expect(total(errors) / total(invocations)).toBeLessThan(0.7);
    expect(lagOf("shipments").at(-1)).toBeGreaterThan(1.2 * (lagOf("shipments")[0] ?? 0));
    expect(total(sumsOf(account, "CommittedEventCount", account.mapping("shipments")))).toBeGreaterThan(0);
    expect(total(functionSums("shipments", "Throttles"))).toBe(0);
    expect(minutesOf(account, "Errors", { FunctionName: "shipments", Resource: "shipments:live" })).toHaveLength(minutes);
  });

  it("shipments was well until its poison came", () => {
    const before = minutesOf(account, "Errors", { FunctionName: "shipments" }, startedMs - 3_600_000).slice(0, 44);
    expect(total(before.map(({ sum }) => sum))).toBe(0);
  });

  it("emails grows: its pollers become more until there is one for each partition, and the lag grows all the same", () => {
    expect(pollersOfEmails[0]).toBeLessThan(6);
    for (const [minute, pollers] of pollersOfEmails.entries()) expect(pollers).toBeGreaterThanOrEqual(pollersOfEmails[minute - 1] ?? 0);
    expect(pollersOfEmails.at(-1)).toBe(6);
    expect(lagOf("emails").at(-1)).toBeGreaterThan(lagOf("emails")[0] ?? 0);
    expect(total(functionSums("emails", "Throttles")) + total(functionSums("emails", "Errors"))).toBe(0);
  });

  it("clicks sends tiny batches with many more pollers than it needs", () => {
    const mapping = account.mapping("clicks");
    const records = total(sumsOf(account, "InvokedEventCount", mapping)) / total(functionSums("clicks", "Invocations"));
    expect(records).toBeLessThan(2);
    expect(sumsOf(account, "ProvisionedPollers", mapping)).toEqual(new Array<number>(minutes).fill(40));
    expect(sumsOf(account, "EventPollerUnit", mapping)).toEqual(new Array<number>(minutes).fill(4));
    expect(Math.max(...lagOf("clicks"))).toBeLessThan(50);
  });

  it("audit has been disabled for days: only its consumer group's lag is there", () => {
    const { document } = account.mapping("audit");
    expect([document.State, document.LastProcessingResult]).toEqual(["Disabled", "No records processed"]);
    for (const { name, dimensions } of account.world.metrics.identities()) {
      expect(`${name} ${dimensions.get("EventSourceMappingUUID")} ${dimensions.get("FunctionName")}`).not.toMatch(`audit|${document.UUID}`);
    }
    const dimensions = { "Cluster Name": "shop", "Consumer Group": document.UUID, Topic: "audit" };
    const lag = minutesOf(account, "SumOffsetLag", dimensions, startedMs, "AWS/Kafka").at(-1);
    expect(Math.abs((lag?.sum ?? 0) - 5 * (6 * 86_400 + 60 * minutes))).toBeLessThan(100);
  });

  it("legacy filters nearly everything out and keeps up", () => {
    const mapping = account.mapping("legacy");
    const polled = total(sumsOf(account, "PolledEventCount", mapping));
    expect(polled).toBeGreaterThan(40_000);
    expect(total(sumsOf(account, "FilteredOutEventCount", mapping)) / polled).toBeGreaterThan(0.95);
    expect(total(functionSums("legacy", "Invocations"))).toBeGreaterThan(0);
    expect(Math.max(...lagOf("legacy"))).toBeLessThan(200);
    expect(mapping.document.EventSourceArn).toBeUndefined();
  });

  it("has a fortnight of history", () => {
    const fortnight = 14 * 24 * 60;
    for (const name of ["payments", "legacy"]) expect(lagOf(name, startedMs - fortnight * 60_000)).toHaveLength(fortnight + minutes);
    expect(lagOf("shipments", startedMs - 15 * 86_400_000)).toHaveLength(fortnight + minutes);
  });

  it("payments was throttled in yesterday's rush, too, and caught up after it", () => {
    const throttles = minutesOf(account, "Throttles", { FunctionName: "payments" }, startedMs - 86_400_000).map(({ sum }) => sum);
    // The rush begins ten minutes before the start, as it did the day before, and lasts four hours.
    expect(throttles[120]).toBeGreaterThan(20);
    expect(throttles[20 * 60]).toBe(0);
    expect(lagOf("payments", startedMs - 3_600_000)[0]).toBeLessThan(1_000);
  });

  it("has a function and a topic that nothing maps to yet", () => {
    expect(account.world.functions.has("invoices")).toBe(true);
    const [cluster] = account.world.clusters.values();
    expect(cluster?.topics.has("invoices")).toBe(true);
  });
});

describe("an hour and more after the start", () => {
  const later = 65;
  const stories = ["payments", "shipments", "emails"];
  let account: Account;
  const lagOf = (name: string): number[] => sumsOf(account, "SumOffsetLag", account.mapping(name));
  const functionSums = (name: string, metric: string): number[] => minutesOf(account, metric, { FunctionName: name }).map(({ sum }) => sum);

  beforeAll(() => {
    account = accountIn(only(...stories));
    account.advanceMinutes(later);
  });

  it.each(stories)("%s falls behind, in each ten minutes from the start on", (name) => {
    const lag = lagOf(name);
    for (let minute = 10; minute < later; minute += 10) expect(lag[minute]).toBeGreaterThan(lag[minute - 10] ?? 0);
  });

  it("payments is throttled all the time, and never fails", () => {
    expect(Math.min(...functionSums("payments", "Throttles"))).toBeGreaterThan(20);
    expect(total(functionSums("payments", "Errors"))).toBe(0);
  });

  it("shipments fails all the time, and whole batches arrive in its bucket", () => {
    expect(Math.min(...functionSums("shipments", "Errors"))).toBeGreaterThan(0);
    expect(total(functionSums("shipments", "Throttles"))).toBe(0);
    const delivered = sumsOf(account, "OnFailureDestinationDeliveredEventCount", account.mapping("shipments"));
    for (let from = 0; from + 10 <= later; from += 10) expect(total(delivered.slice(from, from + 10))).toBeGreaterThan(0);
    expect(account.failed.length).toBeGreaterThan(50);
    for (const { condition, batchSize } of account.failed) expect([condition, batchSize]).toEqual(["RetryAttemptsExhausted", 200]);
    // What the history says of the minute of the start comes on top.
    expect(total(delivered)).toBeGreaterThanOrEqual(200 * account.failed.length);
  });

  it("emails has a poller for each partition, and is neither throttled nor failing", () => {
    expect(account.world.runtime.progress(account.mapping("emails").document.UUID)?.pollers).toBe(6);
    expect(total([...functionSums("emails", "Errors"), ...functionSums("emails", "Throttles")])).toBe(0);
  });
});
