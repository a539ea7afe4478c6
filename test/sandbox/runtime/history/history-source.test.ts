import { describe, expect, it } from "vitest";
import { accountOf, minutesOf, startedMs, sumsOf, total } from "../runtime-fixture.ts";

const topic = (name: string, perSecond: number) => ({ name, partitions: 2, traffic: { kind: "constant", perSecond } });
const mapping = (topicName: string, changes: object = {}) => ({
  cluster: "shop",
  FunctionName: "orders",
  Topics: [topicName],
  StartingPosition: "LATEST",
  MetricsConfig: { Metrics: ["EventCount"] },
  ...changes,
});

describe("metrics from before the start", () => {
  const scenario = {
    history: "1h",
    functions: [{ name: "orders", aliases: { live: "3" } }],
    clusters: [{ name: "shop", topics: [topic("web", 10), topic("phone", 30)] }],
    mappings: [mapping("web"), mapping("phone"), { ...mapping("phone"), FunctionName: "orders:live", disabledSince: "3d" }],
  };

  it("are one series for a function that two mappings share", () => {
    const account = accountOf(scenario);
    const fromMs = startedMs - 3_600_000;
    const [web, phone] = [...account.world.mappings.values()];
    if (web === undefined || phone === undefined) throw new Error("no mappings");
    const invocations = minutesOf(account, "Invocations", { FunctionName: "orders" }, fromMs).map(({ sum }) => sum);
    expect(invocations).toHaveLength(60);
    expect(total(sumsOf(account, "InvokedEventCount", web, fromMs))).toBeGreaterThan(35_000);
    expect(total(sumsOf(account, "InvokedEventCount", phone, fromMs))).toBeGreaterThan(105_000);
    // About one invocation for each poller and half second, of both mappings.
    expect(total(invocations)).toBeGreaterThan(2 * 60 * 60);
  });

  it("do not list what was never published", () => {
    const { world } = accountOf(scenario);
    const disabled = [...world.mappings.keys()][2];
    const identities = [...world.metrics.identities()];
    expect(identities.some(({ dimensions }) => dimensions.get("Consumer Group") === disabled)).toBe(true);
    expect(identities.some(({ dimensions }) => dimensions.get("EventSourceMappingUUID") === disabled)).toBe(false);
  });

  it("end where the sandbox starts, and only whole minutes of the asked range come", () => {
    const account = accountOf(scenario, { startMs: startedMs + 30_000 });
    const [web] = account.world.mappings.values();
    if (web === undefined) throw new Error("no mapping");
    expect(sumsOf(account, "PolledEventCount", web, startedMs - 150_000)).toHaveLength(2);
  });

  it("are known to have data exactly where there is some to read, whichever time is asked about first", () => {
    // A mapping that was disabled half an hour ago, and the group that still lags.
    const { world } = accountOf({ ...scenario, mappings: [mapping("web", { disabledSince: "30m" })] });
    for (const minutesAgo of [10, 90, 0, 45, 29, 31, 1, 200]) {
      const sinceMs = startedMs - minutesAgo * 60_000;
      for (const identity of world.metrics.identities()) {
        expect(world.metrics.hasDataSince(identity, sinceMs), `${identity.name} since ${minutesAgo} min`).toBe(
          world.metrics.read(identity, sinceMs, startedMs).length > 0,
        );
      }
    }
    expect(world.metrics.hasDataSince({ namespace: "AWS/Lambda", name: "None", dimensions: new Map() }, 0)).toBe(false);
  });

  it("are unknown for names that no mapping has", () => {
    const account = accountOf(scenario);
    expect(minutesOf(account, "ErrorCount", { FunctionName: "orders" }, startedMs - 3_600_000)).toEqual([]);
  });
});
