import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { SandboxMapping } from "../../../src/sandbox/world.ts";
import { type Account, accountOf, minutesOf, oneMapping, startedMs, sumsOf, total } from "./runtime-fixture.ts";

function progressOf({ world }: Account, mapping: SandboxMapping) {
  const progress = world.runtime.progress(mapping.document.UUID);
  if (progress === undefined) throw new Error("the mapping never started");
  return progress;
}

/** How far the mapping is as its figures of the minute are drawn up: what comes later in that millisecond counts for the next one. */
function progressAtMinute(minute: number, account: Account) {
  const { clock, mapping } = account;
  const endMs = startedMs + minute * 60_000;
  let progress: ReturnType<typeof progressOf> | undefined;
  clock.at(endMs - 60_000, () => clock.at(endMs, () => (progress = progressOf(account, mapping()))));
  clock.advanceTo(endMs);
  if (progress === undefined) throw new Error("the minute did not end");
  return progress;
}

const sumOfOffsets = (offsets: readonly bigint[]): number => Number(offsets.reduce((sum, offset) => sum + offset, 0n));

/** Another mapping of the same function and topic, as Create would make it. */
function addMapping({ world, mapping }: Account, changes: Partial<SandboxMapping["document"]>): SandboxMapping {
  const { StartingPosition: _position, AmazonManagedKafkaEventSourceConfig: _config, ...document } = mapping().document;
  const UUID = "11111111-2222-4333-8444-555555555555";
  const added: SandboxMapping = {
    document: { ...document, LastProcessingResult: "No records processed", ...changes, UUID },
    lastModifiedMs: 0,
    tags: new Map(),
  };
  world.mappings.set(UUID, added);
  return added;
}

describe("the mapping runtime", () => {
  it("accounts for every record: polled is committed, and what is between them is in batches", () => {
    const scenarios = fc.record({
      // Filters look at every record.
      load: fc.oneof(
        fc.record({ perSecond: fc.integer({ min: 1, max: 200 }), passShare: fc.constantFrom(1, 0.1) }),
        fc.record({ perSecond: fc.integer({ min: 1, max: 3_000 }), passShare: fc.constant(undefined) }),
      ),
      batchSize: fc.integer({ min: 1, max: 1_000 }),
      window: fc.constantFrom(0, 1, 5),
      baseMs: fc.integer({ min: 1, max: 2_000 }),
      errorShare: fc.constantFrom(0, 0.3),
      poisonShare: fc.constantFrom(0, 0.001),
      reserved: fc.constantFrom(undefined, 1, 3),
      provisioned: fc.boolean(),
      seed: fc.nat(1_000),
    });
    fc.assert(
      fc.property(scenarios, (given) => {
        const account = accountOf(
          oneMapping({
            topic: { filterPassShare: given.load.passShare ?? 1 },
            traffic: { kind: "constant", perSecond: given.load.perSecond },
            fn: {
              simulated: { baseMs: given.baseMs, perRecordMs: 0.1, errorShare: given.errorShare, poisonShare: given.poisonShare },
              ...(given.reserved === undefined ? {} : { reservedConcurrency: given.reserved }),
            },
            mapping: {
              BatchSize: given.batchSize,
              MaximumBatchingWindowInSeconds: given.window,
              ...(given.load.passShare === undefined
                ? {}
                : { FilterCriteria: { Filters: [{ Pattern: '{"value":{"kind":["changed"]}}' }] } }),
              ...(given.provisioned ? { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 } } : {}),
            },
          }),
          { seed: given.seed },
        );
        const mapping = account.mapping();
        const before = progressOf(account, mapping).partitions.map(({ committed }) => committed);
        const { partitions } = progressAtMinute(4, account);
        const committed = sumOfOffsets(partitions.map((each) => each.committed)) - sumOfOffsets(before);
        const read = sumOfOffsets(partitions.map((each) => each.position)) - sumOfOffsets(before);
        expect(total(sumsOf(account, "PolledEventCount", mapping))).toBe(read);
        expect(total(sumsOf(account, "CommittedEventCount", mapping))).toBe(committed);
        const lag = sumOfOffsets(partitions.map((each) => each.end)) - sumOfOffsets(partitions.map((each) => each.committed));
        expect(sumsOf(account, "SumOffsetLag", mapping).at(-1)).toBe(lag);
        for (const each of partitions) {
          expect(each.committed <= each.position && each.position <= each.end).toBe(true);
        }
        const passed = total(sumsOf(account, "InvokedEventCount", mapping)) - total(sumsOf(account, "FailedInvokeEventCount", mapping));
        const filtered = total(sumsOf(account, "FilteredOutEventCount", mapping));
        // Filtered records count when they are polled, passed ones when the function has taken them.
        expect(passed + filtered).toBeGreaterThanOrEqual(committed);
        expect(passed + filtered).toBeLessThanOrEqual(read);
        expect(total(sumsOf(account, "DroppedEventCount", mapping))).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it("does the same again with the same seed, and something else with another one", () => {
    const scenario = oneMapping({
      traffic: { kind: "constant", perSecond: 700 },
      fn: { simulated: { baseMs: 300, perRecordMs: 2, errorShare: 0.1, poisonShare: 0.001 }, reservedConcurrency: 2 },
      history: "30m",
    });
    const run = (seed: number) => {
      const account = accountOf(scenario, { seed });
      account.advanceMinutes(10);
      const series = [...account.world.metrics.identities()].map((identity) => ({
        name: identity.name,
        minutes: account.world.metrics.read(identity, startedMs - 1_800_000, startedMs + 600_000),
      }));
      return { series, progress: progressOf(account, account.mapping()) };
    };
    expect(run(5)).toEqual(run(5));
    expect(run(5)).not.toEqual(run(6));
  });

  it("stamps figures with their minute and publishes them as it ends", () => {
    const account = accountOf(oneMapping(), { startMs: startedMs + 20_000 });
    account.clock.advanceTo(startedMs + 59_999);
    expect(sumsOf(account, "PolledEventCount", account.mapping())).toEqual([]);
    account.clock.advanceTo(startedMs + 60_000);
    const [minute] = account.world.metrics.read(
      {
        namespace: "AWS/Lambda",
        name: "PolledEventCount",
        dimensions: new Map([["EventSourceMappingUUID", account.mapping().document.UUID]]),
      },
      startedMs,
      startedMs + 600_000,
    );
    expect(minute).toMatchObject({ minuteMs: startedMs, unit: "Count" });
  });

  it("polls zero records when none come, and still says so every minute", () => {
    const account = accountOf(oneMapping({ traffic: { kind: "constant", perSecond: 0 } }));
    account.advanceMinutes(3);
    expect(sumsOf(account, "PolledEventCount", account.mapping())).toEqual([0, 0, 0]);
    expect(minutesOf(account, "Invocations", { FunctionName: "orders" })).toEqual([]);
  });

  it("publishes opt-in metrics only for mappings that asked for them", () => {
    const account = accountOf(oneMapping({ mapping: { MetricsConfig: undefined } }));
    account.advanceMinutes(2);
    const names = [...account.world.metrics.identities()].map(({ namespace, name }) => `${namespace} ${name}`);
    expect(new Set(names)).toEqual(
      new Set([
        "AWS/Lambda OffsetLag",
        "AWS/Lambda Invocations",
        "AWS/Lambda Errors",
        "AWS/Lambda Throttles",
        "AWS/Lambda Duration",
        "AWS/Lambda ConcurrentExecutions",
        "AWS/Kafka SumOffsetLag",
        "AWS/Kafka MaxOffsetLag",
        "AWS/Kafka EstimatedMaxTimeLag",
      ]),
    );
  });

  it("publishes an alias's metrics for the function and for the alias", () => {
    const account = accountOf(oneMapping({ fn: { aliases: { live: "3" } }, mapping: { FunctionName: "orders:live" } }));
    account.advanceMinutes(2);
    const whole = minutesOf(account, "Invocations", { FunctionName: "orders" });
    expect(whole.length).toBe(2);
    expect(minutesOf(account, "Invocations", { FunctionName: "orders", Resource: "orders:live" })).toEqual(whole);
  });

  it("counts an invocation in the minute in which it began", () => {
    const slow = { kind: "constant", perSecond: 0.02 };
    const account = accountOf(oneMapping({ traffic: slow, fn: { simulated: { baseMs: 40_000, perRecordMs: 0 }, timeoutSeconds: 60 } }));
    account.advanceMinutes(30);
    const starts = minutesOf(account, "ConcurrentExecutions", { FunctionName: "orders" }).map(({ count }) => count);
    const invocations = minutesOf(account, "Invocations", { FunctionName: "orders" }).map(({ count }) => count);
    expect(total(invocations)).toBeGreaterThan(20);
    expect(total(starts) - total(invocations)).toBeLessThanOrEqual(1);
  });

  it("tells in the mapping that the function fails, and that it is well again", () => {
    const account = accountOf(oneMapping({ fn: { simulated: { baseMs: 5, perRecordMs: 0, errorShare: 1 } } }));
    const documentBefore = account.mapping().document;
    account.advanceMinutes(1);
    expect(account.mapping().document.LastProcessingResult).toBe("PROBLEM: Function call failed");
    expect(documentBefore.LastProcessingResult).toBe("OK");
    const well = accountOf(oneMapping({ fn: { simulated: { baseMs: 5, perRecordMs: 0, poisonShare: 0.01 } } }));
    const seen = new Set<string | undefined>();
    for (let second = 0; second < 300; second++) {
      well.clock.advanceTo(well.clock.now() + 1_000);
      seen.add(well.mapping().document.LastProcessingResult);
    }
    expect(seen).toEqual(new Set(["OK", "PROBLEM: Function call failed"]));
  });

  it("counts failed batches for a mapping that asked for errors, in minutes that had any", () => {
    const failing = { baseMs: 5, perRecordMs: 0, errorShare: 1 };
    const errorsOf = (simulated: object) => {
      const account = accountOf(oneMapping({ fn: { simulated }, mapping: { MetricsConfig: { Metrics: ["ErrorCount"] } }, history: "10m" }));
      account.advanceMinutes(2);
      return [
        sumsOf(account, "InvokeErrorCount", account.mapping(), startedMs - 600_000),
        minutesOf(account, "Errors", { FunctionName: "orders" }, startedMs - 600_000).map(({ sum }) => sum),
      ];
    };
    const [counted, errors] = errorsOf(failing);
    expect(counted?.length).toBeGreaterThanOrEqual(2);
    expect(counted).toEqual(errors?.filter((sum) => sum > 0));
    expect(errorsOf({ ...failing, errorShare: 0 })[0]).toEqual([]);
  });

  it("does not count a throttled attempt as a failure, and goes on when there is room again", () => {
    const account = accountOf(oneMapping({ fn: { reservedConcurrency: 0 } }));
    account.advanceMinutes(2);
    expect(total(sumsOf(account, "FailedInvokeEventCount", account.mapping()))).toBe(0);
    expect(total(minutesOf(account, "Throttles", { FunctionName: "orders" }).map(({ sum }) => sum))).toBeGreaterThan(50);
    expect(minutesOf(account, "Invocations", { FunctionName: "orders" })).toEqual([]);
    const fn = account.world.functions.get("orders");
    if (fn !== undefined) fn.reservedConcurrency = undefined;
    account.advanceMinutes(2);
    expect(sumsOf(account, "SumOffsetLag", account.mapping()).at(-1)).toBeLessThan(200);
  });

  it("shares the account's concurrency between functions", () => {
    const scenario = { ...oneMapping({ fn: { simulated: { baseMs: 1_000, perRecordMs: 0 } } }), concurrencyLimit: 1 };
    const account = accountOf(scenario);
    account.advanceMinutes(2);
    expect(Math.max(...minutesOf(account, "ConcurrentExecutions", { FunctionName: "orders" }).map(({ maximum }) => maximum))).toBe(1);
    expect(total(minutesOf(account, "Throttles", { FunctionName: "orders" }).map(({ sum }) => sum))).toBeGreaterThan(0);
  });

  it("sends what fails for good to the destination, and goes on behind it", () => {
    const poisonous = { simulated: { baseMs: 5, perRecordMs: 0, poisonShare: 0.002 } };
    const mapping = {
      ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 1 },
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } },
    };
    const account = accountOf(oneMapping({ fn: poisonous, mapping }));
    account.advanceMinutes(10);
    expect(account.failed.length).toBeGreaterThan(30);
    expect(new Set(account.failed.map(({ batchSize }) => batchSize))).toEqual(new Set([1]));
    const delivered = total(sumsOf(account, "OnFailureDestinationDeliveredEventCount", account.mapping()));
    // What came in the minute that is still open is not published yet.
    expect(account.failed.length - delivered).toBeGreaterThanOrEqual(0);
    expect(account.failed.length - delivered).toBeLessThan(5);
    const committed = total(sumsOf(account, "CommittedEventCount", account.mapping()));
    const invoked = total(sumsOf(account, "InvokedEventCount", account.mapping()));
    const failed = total(sumsOf(account, "FailedInvokeEventCount", account.mapping()));
    expect(committed).toBeGreaterThan(30_000);
    // Between them is what a batch under way had done by the end of the minute.
    expect(Math.abs(committed - (invoked - failed) - delivered)).toBeLessThan(100);
  });

  it("stops a partition for ever at a record that fails, without a limit", () => {
    const account = accountOf(
      oneMapping({ fn: { simulated: { baseMs: 5, perRecordMs: 0, poisonShare: 0.01 } }, topic: { partitions: 1 } }),
    );
    account.advanceMinutes(10);
    const [stuck] = progressOf(account, account.mapping()).partitions;
    account.advanceMinutes(60);
    expect(progressOf(account, account.mapping()).partitions[0]?.committed).toBe(stuck?.committed);
    expect(account.mapping().document.LastProcessingResult).toBe("PROBLEM: Function call failed");
  });

  it("does not poll in queue mode", () => {
    const account = accountOf(oneMapping());
    const added = addMapping(account, { SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } });
    account.world.runtime.start(added);
    account.advanceMinutes(3);
    expect(sumsOf(account, "PolledEventCount", added)).toEqual([]);
    expect(added.document.LastProcessingResult).toBe("No records processed");
  });

  it("writes the log that a mapping asks for", () => {
    const mapping = { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 2 }, LoggingConfig: { SystemLogLevel: "DEBUG" } };
    const account = accountOf(oneMapping({ mapping }));
    account.advanceMinutes(2);
    const lines = account.world.logs.events("/aws/lambda/orders").map(({ message }) => JSON.parse(message) as Record<string, unknown>);
    const ofType = (type: string) => lines.filter(({ eventType }) => eventType === type);
    expect(ofType("POLLER_STATUS_EVENT")).toHaveLength(2);
    expect(ofType("KAFKA_STATUS_EVENT")).toHaveLength(2 * 6);
    expect(ofType("POLLER_STATUS_EVENT")[0]).toMatchObject({
      kafkaEventSourceConnection: { totalPartitionCount: 6, assignedPartitionCount: 3, saslMechanism: "AWS_MSK_IAM" },
    });
  });

  it("says that it cannot connect when the topic is not there", () => {
    const account = accountOf(oneMapping());
    const added = addMapping(account, { Topics: ["no-such-topic"] });
    account.world.runtime.start(added);
    expect(added.document.LastProcessingResult).toBe("PROBLEM: Connection error. Please check your event source connection configuration.");
    account.advanceMinutes(1);
    expect(sumsOf(account, "PolledEventCount", added)).toEqual([]);
  });
});

describe("where a consumer group begins", () => {
  const firstCommits = (
    changes: Partial<SandboxMapping["document"]>,
  ): { readonly partitions: readonly bigint[]; readonly account: Account } => {
    const account = accountOf(oneMapping({ topic: { retention: "1h" } }));
    const added = addMapping(account, changes);
    account.world.runtime.start(added);
    return { partitions: progressOf(account, added).partitions.map(({ committed }) => committed), account };
  };
  const ends = ({ world, mapping }: Account, agoMs: number): bigint[] => {
    const perPartition = (10 * (7 * 86_400_000 - agoMs)) / 1_000;
    return world.runtime.progress(mapping().document.UUID)?.partitions.map(() => BigInt(perPartition)) ?? [];
  };
  const near = (actual: readonly bigint[], expected: readonly bigint[]): void => {
    expect(actual).toHaveLength(expected.length);
    for (const [partition, offset] of actual.entries())
      expect(Math.abs(Number(offset - (expected[partition] ?? 0n)))).toBeLessThanOrEqual(1);
  };

  it("is the end with LATEST", () => {
    const { partitions, account } = firstCommits({ StartingPosition: "LATEST" });
    near(partitions, ends(account, 0));
  });

  it("is the oldest record that is left with TRIM_HORIZON", () => {
    const { partitions, account } = firstCommits({ StartingPosition: "TRIM_HORIZON" });
    near(partitions, ends(account, 3_600_000));
  });

  it("is the first record at the time with AT_TIMESTAMP, and no older than what is left", () => {
    const at = (agoMs: number): Partial<SandboxMapping["document"]> => ({
      StartingPosition: "AT_TIMESTAMP",
      StartingPositionTimestamp: new Date(startedMs - agoMs).toISOString(),
    });
    const recent = firstCommits(at(600_000));
    near(recent.partitions, ends(recent.account, 600_000));
    const old = firstCommits(at(7_200_000));
    near(old.partitions, ends(old.account, 3_600_000));
  });

  it("is where the group stood when the mapping is enabled again, whatever its starting position", () => {
    const account = accountOf(oneMapping());
    const mapping = account.mapping();
    account.advanceMinutes(2);
    account.world.runtime.stop(mapping);
    const stopped = progressOf(account, mapping);
    expect(stopped.pollers).toBe(0);
    account.advanceMinutes(5);
    expect(progressOf(account, mapping).partitions.map(({ committed }) => committed)).toEqual(
      stopped.partitions.map(({ committed }) => committed),
    );
    account.world.runtime.start(mapping);
    account.advanceMinutes(2);
    const polled = sumsOf(account, "PolledEventCount", mapping);
    // Two minutes before, none while it was disabled, and then everything that had been waiting.
    expect(polled).toHaveLength(4);
    expect(Math.abs(total(polled) - 9 * 3_600)).toBeLessThan(200);
  });

  it("is forgotten with a deleted mapping's own group, and kept with a group that has a name", () => {
    const ofGroup = (group: string | undefined, forget: boolean): bigint => {
      const account = accountOf(oneMapping());
      const settings = {
        StartingPosition: "LATEST",
        AmazonManagedKafkaEventSourceConfig: group === undefined ? {} : { ConsumerGroupId: group },
      };
      const added = addMapping(account, settings);
      account.world.runtime.start(added);
      account.advanceMinutes(1);
      account.world.runtime.stop(added, { forget });
      account.advanceMinutes(10);
      account.world.runtime.start(added);
      const [first] = progressOf(account, added).partitions;
      return (first?.end ?? 0n) - (first?.committed ?? 0n);
    };
    expect(ofGroup(undefined, true)).toBe(0n);
    expect(ofGroup("orders-v2", false)).toBeGreaterThan(6_000n);
  });

  it("moves on past records that retention has taken", () => {
    const account = accountOf(oneMapping({ topic: { retention: "5m" }, fn: { reservedConcurrency: 0 } }));
    account.world.runtime.stop(account.mapping());
    account.advanceMinutes(30);
    const [first] = progressOf(account, account.mapping()).partitions;
    expect(Math.abs(Number((first?.end ?? 0n) - (first?.committed ?? 0n)) - 3_000)).toBeLessThanOrEqual(1);
  });
});

describe("a function as a module", () => {
  const file = fileURLToPath(new URL("./functions/echo.mjs", import.meta.url));
  const withModule = () => ({
    ...oneMapping({ traffic: { kind: "constant", perSecond: 60 } }),
    functions: [{ name: "orders", module: file }],
  });

  it("is invoked with real events, whose records are committed afterwards", async () => {
    const account = accountOf(withModule());
    const mapping = account.mapping();
    account.clock.advanceTo(startedMs + 5_000);
    const [before] = progressOf(account, mapping).partitions;
    await vi.waitFor(() => expect(progressOf(account, mapping).partitions[0]?.committed).toBeGreaterThan(before?.committed ?? 0n), {
      timeout: 20_000,
    });
    expect(mapping.document.LastProcessingResult).toBe("OK");
    await account.world.runtime.close();
  });

  it("answers an invocation through the API", async () => {
    const account = accountOf(withModule());
    const fn = account.world.functions.get("orders");
    if (fn === undefined) throw new Error("no function");
    const outcome = await account.world.runtime.invoke(fn, "$LATEST", new TextEncoder().encode('{"hello":"you"}'));
    if (outcome.kind === "throttled") throw new Error("throttled");
    expect(outcome.kind).toBe("ok");
    expect(JSON.parse(new TextDecoder().decode(outcome.payload))).toMatchObject({ event: { hello: "you" } });
    await account.world.runtime.close();
  });
});

describe("an invocation through the API", () => {
  it("takes as long as for a batch of the event's records, and counts in the function's metrics", async () => {
    const account = accountOf(oneMapping({ traffic: { kind: "constant", perSecond: 0 } }));
    const fn = account.world.functions.get("orders");
    if (fn === undefined) throw new Error("no function");
    const event = JSON.stringify({ records: { "orders-0": [{}, {}], "orders-1": [{}] } });
    const pending = account.world.runtime.invoke(fn, "$LATEST", new TextEncoder().encode(event));
    account.advanceMinutes(1);
    expect(await pending).toMatchObject({ kind: "ok", durationMs: 23 });
    expect(minutesOf(account, "Invocations", { FunctionName: "orders" })).toMatchObject([{ sum: 1 }]);
  });

  it("counts for the alias, too, when one is invoked", async () => {
    const account = accountOf(oneMapping({ traffic: { kind: "constant", perSecond: 0 }, fn: { aliases: { live: "3" } } }));
    const fn = account.world.functions.get("orders");
    if (fn === undefined) throw new Error("no function");
    const pending = account.world.runtime.invoke(fn, "live", new Uint8Array());
    account.advanceMinutes(1);
    await pending;
    expect(minutesOf(account, "Invocations", { FunctionName: "orders", Resource: "orders:live" })).toMatchObject([{ sum: 1 }]);
  });

  it("is throttled with the reason when no concurrency is left", async () => {
    const account = accountOf(oneMapping({ traffic: { kind: "constant", perSecond: 0 }, fn: { reservedConcurrency: 0 } }));
    const fn = account.world.functions.get("orders");
    if (fn === undefined) throw new Error("no function");
    expect(await account.world.runtime.invoke(fn, "$LATEST", new Uint8Array())).toEqual({
      kind: "throttled",
      reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    });
  });
});
