import { describe, expect, it } from "vitest";
import { type Account, accountOf, minutesOf, oneMapping, startedMs, sumsOf, total } from "../runtime-fixture.ts";

const connectionError = "PROBLEM: Connection error. Please check your event source connection configuration.";
const pollers = 2;

/** A function that takes three seconds, so that batches are under way when brokers are lost after a minute and a half. */
function cutOff(fault: object = { after: "90s", for: "2m" }, scenario: object = {}): Account {
  const mapping = {
    ProvisionedPollerConfig: { MinimumPollers: pollers, MaximumPollers: pollers },
    LoggingConfig: { SystemLogLevel: "WARN" },
    MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
  };
  return accountOf({
    ...oneMapping({ mapping, fn: { simulated: { baseMs: 3_000, perRecordMs: 0 } } }),
    faults: [{ kind: "broker-loss", cluster: "shop", ...fault }],
    ...scenario,
  });
}

const atSeconds = (account: Account, seconds: number) => account.clock.advanceTo(startedMs + seconds * 1_000);
const sums = (account: Account, name: string) => sumsOf(account, name, account.mapping());
const resultOf = (account: Account) => account.mapping().document.LastProcessingResult;

/** A rare metric by the minute that it was published for. */
function byMinute({ world, mapping }: Account, name: string): [minute: number, sum: number][] {
  const dimensions = new Map([["EventSourceMappingUUID", mapping().document.UUID]]);
  return world.metrics
    .read({ namespace: "AWS/Lambda", name, dimensions }, startedMs, startedMs + 3_600_000)
    .map(({ minuteMs, set }) => [(minuteMs - startedMs) / 60_000, set.sum]);
}

function positions({ world, mapping }: Account) {
  return world.runtime.progress(mapping().document.UUID)?.partitions ?? [];
}

describe("brokers that are lost", () => {
  it("give nothing, and each poller counts an error for each wait that was in vain", () => {
    const account = cutOff();
    atSeconds(account, 420);
    const polled = sums(account, "PolledEventCount");
    expect(polled[0]).toBeGreaterThan(3_000);
    expect(polled[2]).toBe(0);
    // Waits end after 120, 150 and 180 s; at 210 s the brokers are back.
    expect(byMinute(account, "PollingErrorCount")).toEqual([
      [2, 2 * pollers],
      [3, pollers],
    ]);
  });

  it("are the mapping's problem until they are back, and stand in its log", () => {
    const account = cutOff();
    atSeconds(account, 119);
    expect(resultOf(account)).toBe("OK");
    atSeconds(account, 121);
    expect(resultOf(account)).toBe(connectionError);
    atSeconds(account, 209);
    expect(resultOf(account)).toBe(connectionError);
    atSeconds(account, 211);
    expect(resultOf(account)).toBe("OK");
    const lines = account.world.logs.events("/aws/lambda/orders").map(({ message }) => JSON.parse(message) as Record<string, unknown>);
    expect(lines).toHaveLength(3 * pollers);
    expect(lines[0]).toMatchObject({
      eventType: "ESM_PROCESSING_EVENT",
      logLevel: "WARN",
      timestamp: startedMs + 120_000,
      eventProcessorId: `${account.mapping().document.UUID}/0`,
      error: {
        errorMessage: "Timeout expired while fetching topic metadata",
        errorCode: "org.apache.kafka.common.errors.TimeoutException",
      },
    });
  });

  it("keep commits waiting, which are made when they are back: nothing is read twice, and nothing is left out", () => {
    const account = cutOff();
    const before = positions(account).map(({ position }) => position);
    atSeconds(account, 89.9);
    const underWay = positions(account);
    atSeconds(account, 150);
    const waiting = positions(account);
    expect(waiting.map(({ position }) => position)).toEqual(underWay.map(({ position }) => position));
    expect(waiting.some(({ committed, position }) => committed < position)).toBe(true);
    const [[minute, errors] = []] = byMinute(account, "CommitErrorCount");
    expect(minute).toBe(1);
    expect(errors).toBeGreaterThan(0);
    expect(errors).toBeLessThanOrEqual(5 * pollers);
    atSeconds(account, 420);
    expect(byMinute(account, "CommitErrorCount")).toHaveLength(1);
    const after = positions(account);
    for (const { committed, end } of after) expect(end - committed).toBeLessThan(60n);
    const read = after.reduce((sum, { position }, partition) => sum + Number(position - (before[partition] ?? 0n)), 0);
    expect(total(sums(account, "PolledEventCount"))).toBe(read);
  });

  it("let a mapping that is stopped meanwhile read again what was not committed", () => {
    const account = cutOff();
    const before = positions(account).map(({ position }) => position);
    atSeconds(account, 150);
    const { runtime } = account.world;
    const waiting = positions(account);
    runtime.stop(account.mapping());
    expect(positions(account).map(({ committed }) => committed)).toEqual(waiting.map(({ committed }) => committed));
    runtime.start(account.mapping());
    expect(positions(account).map(({ position }) => position)).toEqual(waiting.map(({ committed }) => committed));
    atSeconds(account, 420);
    // It met lost brokers at once: its own wait ended after 180 s, the one before it was given up.
    expect(byMinute(account, "PollingErrorCount")).toEqual([
      [2, 2 * pollers],
      [3, pollers],
    ]);
    const read = positions(account).reduce((sum, { position }, partition) => sum + Number(position - (before[partition] ?? 0n)), 0);
    const readAgain = waiting.reduce((sum, { committed, position }) => sum + Number(position - committed), 0);
    expect(readAgain).toBeGreaterThan(0);
    expect(total(sums(account, "PolledEventCount"))).toBe(read + readAgain);
    for (const { committed, end } of positions(account)) expect(end - committed).toBeLessThan(60n);
    expect(resultOf(account)).toBe("OK");
  });

  it("do not bring a mapping that was stopped to commit once they are back", () => {
    const account = cutOff();
    atSeconds(account, 150);
    const waiting = positions(account);
    account.world.runtime.stop(account.mapping());
    atSeconds(account, 300);
    expect(positions(account).map(({ committed }) => committed)).toEqual(waiting.map(({ committed }) => committed));
    expect(byMinute(account, "PollingErrorCount")).toEqual([[2, 2 * pollers]]);
    expect(resultOf(account)).toBe(connectionError);
  });

  it("do not concern the mappings on other clusters", () => {
    const account = cutOff({ cluster: "elsewhere" }, { selfManagedClusters: [{ name: "elsewhere" }] });
    atSeconds(account, 180);
    expect(Math.min(...sums(account, "PolledEventCount"))).toBeGreaterThan(3_000);
    expect(byMinute(account, "PollingErrorCount")).toEqual([]);
  });

  it("may be self-managed ones, and answer again when the fault is taken back", () => {
    const { functions } = oneMapping() as { functions: unknown };
    const account = accountOf({
      functions,
      selfManagedClusters: [{ name: "on-prem", topics: [{ name: "orders", traffic: { perSecond: 60 } }] }],
      mappings: [
        {
          cluster: "on-prem",
          FunctionName: "orders",
          Topics: ["orders"],
          StartingPosition: "LATEST",
          SourceAccessConfigurations: [
            { Type: "SASL_SCRAM_512_AUTH", URI: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-Xq3v7T" },
          ],
          MetricsConfig: { Metrics: ["EventCount", "ErrorCount"] },
        },
      ],
      faults: [{ kind: "broker-loss", cluster: "on-prem" }],
      assumptions: { pollTimeoutMs: 5_000 },
    });
    account.advanceMinutes(2);
    expect(sums(account, "PolledEventCount")).toEqual([0, 0]);
    // Three pollers, twelve waits a minute; the one that ends with the minute counts to the next.
    expect(byMinute(account, "PollingErrorCount")).toEqual([
      [0, 33],
      [1, 36],
    ]);
    expect(resultOf(account)).toBe(connectionError);
    account.faults.clear();
    account.advanceMinutes(2);
    expect(resultOf(account)).toBe("OK");
    for (const { committed, end } of positions(account)) expect(end - committed).toBeLessThan(30n);
    expect(minutesOf(account, "Errors", { FunctionName: "orders" }).map(({ sum }) => sum)).toEqual([0, 0]);
  });

  it("hide what becomes of batches that are still under way, which shows afterwards", () => {
    const failing = [{ name: "orders", timeoutSeconds: 900, simulated: { baseMs: 60_000, perRecordMs: 0, errorShare: 1 } }];
    const account = cutOff({ after: "10s", for: "2m" }, { functions: failing });
    // They fail after 60 s and a bit; the waits end after 40 and 70 s.
    atSeconds(account, 69);
    expect(resultOf(account)).toBe(connectionError);
    atSeconds(account, 131);
    expect(resultOf(account)).toBe("PROBLEM: Function call failed");
  });
});
