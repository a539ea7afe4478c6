import { describe, expect, it, vi } from "vitest";
import { createClock, createManualClock } from "../../../src/sandbox/clock.ts";
import { createMetricStore } from "../../../src/sandbox/metric-store.ts";
import { createWorld } from "../../../src/sandbox/scenario/create-world.ts";
import { demoAccount } from "../../../src/sandbox/scenario/demo-account.ts";
import { loadScenario } from "../../../src/sandbox/scenario/load-scenario.ts";
import type { Scenario } from "../../../src/sandbox/scenario/scenario.ts";
import { keepingDestinations } from "../../support/destinations.ts";
import { startedMs } from "../runtime/runtime-fixture.ts";

const worldOf = (scenario: Scenario, changes: { readonly region?: string; readonly speed?: number; readonly seed?: number } = {}) => {
  const { speed = 1, seed = 1, ...region } = changes;
  const clock = { ...createManualClock(startedMs), speed };
  return createWorld(scenario, {
    clock,
    seed,
    metrics: createMetricStore(),
    destinations: keepingDestinations(),
    note: () => {},
    ...region,
  });
};

describe("a world", () => {
  it("has documents as AWS answers them", () => {
    const [orders, , shipments, , , audit, legacy] = [...worldOf(demoAccount()).mappings.values()].map(({ document }) => document);
    expect(orders).toMatchObject({
      EventSourceMappingArn: `arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:${orders?.UUID}`,
      FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders",
      EventSourceArn: expect.stringMatching(/^arn:aws:kafka:eu-central-1:123456789012:cluster\/shop\/[0-9a-f-]{36}-2$/),
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: orders?.UUID },
      ProvisionedPollerConfig: { MinimumPollers: 10, MaximumPollers: 12 },
      MaximumRetryAttempts: -1,
      State: "Enabled",
      StateTransitionReason: "User action",
      LastProcessingResult: "OK",
    });
    expect(orders).not.toHaveProperty("FunctionName");
    expect(shipments).toMatchObject({
      FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:shipments:live",
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "shipments-v2" },
    });
    expect(audit).toMatchObject({ State: "Disabled", BatchSize: 100 });
    expect(legacy).toMatchObject({
      SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["127.0.0.11:9096", "127.0.0.12:9096"] } },
      SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: legacy?.UUID },
      FilterCriteria: { Filters: [{ Pattern: '{"value":{"kind":["changed"]}}' }] },
    });
  });

  it("has the same ARNs and UUIDs whatever the seed", () => {
    const uuids = (seed: number): string[] => [...worldOf(demoAccount(), { seed }).mappings.keys()];
    expect(uuids(1)).toEqual(uuids(2));
  });

  it("does not share what changes with another world of the same scenario", () => {
    const scenario = demoAccount();
    const [one, other] = [worldOf(scenario), worldOf(scenario)];
    const [functionOfOne, functionOfOther] = [one.functions.get("shipments"), other.functions.get("shipments")];
    functionOfOne?.aliases.set("blue", "8");
    functionOfOne?.provisionedConcurrency.set("live", 3);
    expect(functionOfOther?.aliases.has("blue")).toBe(false);
    expect(functionOfOther?.provisionedConcurrency.size).toBe(0);
  });

  it("has the same events for the same seed, however long the machine takes to make it", async () => {
    const minutesOf = async (lookAtClockTakesMs: number) => {
      let wallMs = startedMs;
      let stepMs = lookAtClockTakesMs;
      const wallNow = () => {
        const nowMs = wallMs;
        wallMs += stepMs;
        return nowMs;
      };
      const clock = createClock({ speed: 50, onError: (error) => expect.unreachable(String(error)), wallNow });
      const metrics = createMetricStore();
      createWorld(demoAccount(), { clock, seed: 1, destinations: keepingDestinations(), metrics, note: () => {} });
      stepMs = 0;
      wallMs = startedMs + 120_000 / clock.speed;
      const minutes = () =>
        [...metrics.identities()].map((identity) => [identity, metrics.read(identity, startedMs, startedMs + 120_000)] as const);
      await vi.waitFor(() => expect(minutes().some(([{ name }, sets]) => name === "SumOffsetLag" && sets.length === 2)).toBe(true), {
        timeout: 30_000,
      });
      clock.stop();
      return minutes();
    };
    expect(await minutesOf(1)).toEqual(await minutesOf(0));
  });

  it("is empty in every other Region", () => {
    const world = worldOf(demoAccount(), { region: "us-east-1" });
    expect([world.region, world.accountId]).toEqual(["us-east-1", "123456789012"]);
    expect([world.functions.size, world.clusters.size, world.mappings.size, [...world.metrics.identities()].length]).toEqual([0, 0, 0, 0]);
  });

  it("refuses a fast clock with functions that really run, and says what to do", () => {
    for (const behaviour of [{ module: "orders.mjs" }, { http: "http://127.0.0.1:9000" }]) {
      const scenario = loadScenario({ functions: [{ name: "orders", ...behaviour }] });
      expect(() => worldOf(scenario, { speed: 60 })).toThrow("--speed 60 needs simulated functions: orders runs in real time.");
      expect(() => worldOf(scenario)).not.toThrow();
    }
    expect(() => worldOf(demoAccount(), { speed: 60 })).not.toThrow();
  });

  it("dates functions and mappings from before its start", () => {
    const world = worldOf(demoAccount());
    expect(world.functions.get("orders")?.lastModified).toBe("2026-11-21T12:00:00.000+0000");
    const audit = [...world.mappings.values()][5];
    expect(audit?.lastModifiedMs).toBe(startedMs - 6 * 86_400_000);
  });
});
