import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createManualClock } from "../../../../src/sandbox/clock.ts";
import type { RuntimeFault } from "../../../../src/sandbox/runtime/faults/runtime-fault.ts";
import { runtimeFaultKinds } from "../../../../src/sandbox/runtime/faults/runtime-fault.ts";
import { createRuntimeFaults } from "../../../../src/sandbox/runtime/faults/runtime-faults.ts";
import { type Account, accountOf, oneMapping, startedMs } from "../runtime-fixture.ts";

const loss = (changes: object = {}): RuntimeFault => ({ kind: "broker-loss", cluster: "shop", afterMs: 0, ...changes });
const throttle = (changes: object = {}): RuntimeFault => ({
  kind: "throttle",
  function: "orders",
  concurrency: 0,
  afterMs: 0,
  ...changes,
});

describe("a fault", () => {
  it("is on from its beginning until before its end", () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.integer({ min: 1, max: 1_000 }), fc.nat(2_500), (afterMs, forMs, atMs) => {
        const clock = createManualClock(startedMs);
        const faults = createRuntimeFaults(clock, [loss({ afterMs, forMs })]);
        clock.advanceTo(startedMs + atMs);
        expect(faults.find("broker-loss", () => true) !== undefined).toBe(atMs >= afterMs && atMs < afterMs + forMs);
        expect(faults.waiting()).toHaveLength(atMs < afterMs + forMs ? 1 : 0);
      }),
    );
  });

  it("counts its time from when it is given", () => {
    const clock = createManualClock(startedMs);
    const faults = createRuntimeFaults(clock, []);
    clock.advanceTo(startedMs + 500);
    expect(faults.add(loss({ afterMs: 100, forMs: 50 }))).toMatchObject({
      id: "runtime-1",
      fault: { fromMs: startedMs + 600, untilMs: startedMs + 650 },
    });
  });

  it("waits for those before it that fit, until they are used up", () => {
    const faults = createRuntimeFaults(createManualClock(startedMs), [throttle({ times: 2 }), throttle({ concurrency: 5, times: 1 })]);
    const taken = [1, 2, 3, 4].map(() => faults.take("throttle", ({ function: name }) => name === "orders")?.concurrency);
    expect(taken).toEqual([0, 0, 5, undefined]);
    expect(faults.waiting()).toEqual([]);
  });

  it("is not counted by what it is not of", () => {
    const faults = createRuntimeFaults(createManualClock(startedMs), [throttle({ times: 1 })]);
    expect(faults.take("throttle", ({ function: name }) => name === "other")).toBeUndefined();
    expect(faults.take("latency", () => true)).toBeUndefined();
    expect(faults.waiting()).toMatchObject([{ left: 1 }]);
  });

  it("tells when it begins and when it ends, by time or by hand", () => {
    const clock = createManualClock(startedMs);
    const faults = createRuntimeFaults(clock, [loss({ afterMs: 10, forMs: 10 })]);
    const seen: [number, boolean][] = [];
    const stop = faults.onChange(() => seen.push([clock.now() - startedMs, faults.find("broker-loss", () => true) !== undefined]));
    clock.advanceTo(startedMs + 50);
    const { id } = faults.add(loss());
    clock.advanceTo(startedMs + 60);
    expect(faults.remove(id)).toBe(true);
    expect(faults.remove(id)).toBe(false);
    clock.advanceTo(startedMs + 70);
    expect(seen).toEqual([
      [10, true],
      [20, false],
      [50, true],
      [60, false],
    ]);
    stop();
    faults.clear();
    clock.advanceTo(startedMs + 80);
    expect(seen).toHaveLength(4);
  });
});

describe("a story of every kind of fault", () => {
  const story = {
    ...oneMapping({
      mapping: {
        ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 3 },
        MaximumRetryAttempts: 1,
        BisectBatchOnFunctionError: true,
        DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } },
        MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
        LoggingConfig: { SystemLogLevel: "WARN" },
      },
    }),
    faults: [
      { kind: "latency", function: "orders", ms: 300, jitterMs: 400, after: "30s", for: "3m" },
      { kind: "function-error", function: "orders", keys: ["customer-00000006", "customer-00000007"], for: "10m" },
      { kind: "throttle", function: "orders", concurrency: 1, after: "2m", for: "1m" },
      { kind: "slow-polls", mapping: "orders", bytesPerSecond: 20_000, after: "4m", for: "1m" },
      { kind: "denied-destination", after: "5m", times: 2 },
      { kind: "broker-loss", cluster: "shop", after: "7m", for: "90s" },
      { kind: "rewind", mapping: "orders", records: 20, after: "9m" },
      { kind: "commit-errors", cluster: "shop", after: "10m", for: "30s" },
    ],
  };

  /** Everything that an account has to tell. */
  function told(account: Account): unknown {
    const { world, clock, failed } = account;
    const minutes = [...world.metrics.identities()].map((identity) => [identity, world.metrics.read(identity, startedMs, clock.now())]);
    return [minutes, world.logs.events("/aws/lambda/orders"), failed.map(({ atMs, requestId }) => [atMs, requestId]), account.notes];
  }

  function played(seed: number): Account {
    const account = accountOf(story, { seed });
    account.advanceMinutes(9);
    // A rewind waits for this.
    account.world.runtime.stop(account.mapping());
    account.advanceMinutes(0.5);
    account.world.runtime.start(account.mapping());
    account.advanceMinutes(2.5);
    return account;
  }

  it("is the same in every run with the same seed", () => {
    expect(new Set(story.faults.map(({ kind }) => kind))).toEqual(new Set(runtimeFaultKinds));
    expect(told(played(1))).toEqual(told(played(1)));
    expect(told(played(1))).not.toEqual(told(played(2)));
  });

  it("is over in the end: all faults are gone and the mapping has caught up", () => {
    const account = played(1);
    expect(account.faults.waiting()).toEqual([]);
    expect(account.mapping().document.LastProcessingResult).toBe("OK");
    const { partitions = [] } = account.world.runtime.progress(account.mapping().document.UUID) ?? {};
    for (const { committed, end } of partitions) expect(end - committed).toBeLessThan(30n);
  });
});
