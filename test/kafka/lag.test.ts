import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import type { Broker } from "../../src/core/record/broker.ts";
import { kafkaBroker } from "../../src/platform/kafka/kafka-broker.ts";
import { clusterArn } from "../../src/sandbox/scenario/identities.ts";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { clusterTools, outgoing, settingsFor } from "../support/kafka/cluster.ts";
import { runProgram } from "../support/program.ts";
import { schemaErrors } from "../support/schema.ts";

// The built program, and mappings of a sandbox that read a real broker.

const bootstrap = inject("bootstrap");
const tools = clusterTools(bootstrap);
const patience = { timeout: 60_000, interval: 200 };
/** Errors are counted by the minute, and a cause takes two of them. */
const minutes = { timeout: 400_000, interval: 5_000 };
const poisonKey = "customer-13";
const groups = { waiting: `waiting-${randomUUID()}`, poisoned: `poisoned-${randomUUID()}`, again: `again-${randomUUID()}` };
const topics = new Map<keyof typeof groups, string>();
let broker: Broker;
let sandbox: E2eSandbox;
let configHome: string | undefined;

const topicOf = (name: keyof typeof groups) => topics.get(name) ?? expect.unreachable(`no topic of ${name}`);

beforeAll(async () => {
  broker = await kafkaBroker(settingsFor(bootstrap));
  for (const name of ["waiting", "poisoned", "again"] as const) topics.set(name, await tools.createTopic(3));
  const aged = (value: string, partition: number, agoMs: number) => outgoing(value, { partition, timestampMs: Date.now() - agoMs });
  await broker.produce(
    topicOf("waiting"),
    Array.from({ length: 200 }, (_, index) => aged(`${index}`, index % 2, (200 - index) * 1_000)),
  );
  await broker.alterCommittedOffsets(groups.waiting, topicOf("waiting"), new Map([[0, 90n], [1, 100n]])); // biome-ignore format: a table
  await broker.produce(
    topicOf("again"),
    Array.from({ length: 90 }, (_, index) => aged(`${index}`, index % 3, 600_000)),
  );
  await broker.produce(
    topicOf("poisoned"),
    Array.from({ length: 90 }, (_, index) => ({
      ...aged(`${index}`, index % 3, 600_000),
      // Record 20 of partition 2.
      key: Buffer.from(index === 62 ? poisonKey : `customer-${index + 100}`),
    })),
  );
  const scenario = loadScenario(account());
  sandbox = await e2eSandbox("none", scenario);
  configHome = await mkdtemp(join(tmpdir(), "mskctl-lag-"));
  await mkdir(join(configHome, "mskctl"));
  await writeFile(
    join(configHome, "mskctl", "config.yaml"),
    `kafka:\n  - cluster: ${clusterArn(scenario, "real")}\n    bootstrapServers: ${bootstrap}\n    encryption: none\n`,
  );
});

afterAll(async () => {
  await sandbox?.close();
  await broker?.close();
  await tools.close();
  if (configHome !== undefined) await rm(configHome, { recursive: true, force: true });
});

function account() {
  const names = ["waiting", "poisoned", "again"] as const;
  return {
    history: "0s",
    functions: names.map((name) => ({ name, simulated: { baseMs: 5, perRecordMs: 0 } })),
    clusters: [{ name: "real", bootstrapServers: [bootstrap], authentication: ["plaintext"] }],
    mappings: names.map((name) => ({
      cluster: "real",
      FunctionName: name,
      Topics: [topicOf(name)],
      StartingPosition: "TRIM_HORIZON",
      BatchSize: 5,
      MaximumBatchingWindowInSeconds: 0,
      ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 1 },
      MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: groups[name] },
      ...(name === "waiting" ? { disabledSince: "1h" } : {}),
    })),
    faults: [{ kind: "function-error", function: "poisoned", keys: [poisonKey] }],
  };
}

const mskctl = (...argv: readonly string[]) =>
  runProgram(argv, { environment: { ...sandbox.environment, XDG_CONFIG_HOME: configHome ?? "" } });

async function lagOf(name: keyof typeof groups): Promise<unknown> {
  const { stdout } = await mskctl("lag", name, "--offsets", "--partitions", "--json");
  const document = JSON.parse(stdout) as { readonly mappings: readonly unknown[] };
  expect(schemaErrors("lag", document)).toEqual([]);
  return document.mappings[0];
}

describe("lag --offsets --partitions on a real broker", () => {
  it("is exact, partition by partition, with the age of the oldest unread record", async () => {
    const lag = await lagOf("waiting");
    expect(lag).toMatchObject({
      verdict: "disabled",
      lagRecords: 10,
      maxPartitionLag: 10,
      source: "brokers",
      ageMs: { method: "record-timestamp", errorMs: 0 },
      partitions: [
        { partition: 0, lagRecords: 10, committed: "90", end: "100", ageMs: expect.any(Number), stuck: false },
        { partition: 1, lagRecords: 0, committed: "100", end: "100", ageMs: null },
        { partition: 2, lagRecords: 0, committed: null, end: "0", ageMs: null },
      ],
    });
    // Record 90 of partition 0 is the 180th of 200, a second apart.
    const { ageMs, partitions } = lag as {
      readonly ageMs: { readonly value: number };
      readonly partitions: readonly { readonly ageMs: number }[];
    };
    expect(ageMs.value).toBeGreaterThanOrEqual(20_000);
    expect(partitions[0]?.ageMs).toBe(ageMs.value);
    const { stdout } = await mskctl("lag", "waiting", "--offsets", "--partitions");
    expect(stdout).toMatch(/^PARTITION +LAG +COMMITTED +END +AGE/m);
    expect(stdout).toMatch(/^ +0 +10 +90 +100 +\d+ s$/m);
    expect(stdout).toMatch(/ brokers · \d+ calls?$/m);
  });

  it("gates on what brokers say", async () => {
    expect((await mskctl("lag", "waiting", "--offsets", "--max-lag", "10")).exitCode).toBe(0);
    expect((await mskctl("lag", "waiting", "--offsets", "--max-lag", "9", "--max-age", "10s")).exitCode).toBe(2);
  });

  it("does not wait once a topic is drained, and sees offsets that were set back", async () => {
    const [group, topic] = [groups.again, topicOf("again")];
    const allCommitted = () =>
      vi.waitFor(async () => expect(await broker.committedOffsets(group, topic)).toEqual(await broker.offsets(topic, "latest")), patience);
    await allCommitted();
    const drained = await mskctl("lag", "again", "--until-lag", "0", "--offsets");
    expect(drained).toMatchObject({ exitCode: 0, stderr: "", stdout: expect.stringMatching(/^✔ 1 mapping has a lag of 0 .* brokers\n$/) });

    expect((await mskctl("pause", "again", "--yes")).exitCode).toBe(0);
    const back = new Map([[0, 10n], [1, 30n], [2, 30n]]); // biome-ignore format: a table
    // Kafka takes them once the pollers have left.
    await vi.waitFor(() => broker.alterCommittedOffsets(group, topic, back), patience);
    expect(await lagOf("again")).toMatchObject({
      lagRecords: 20,
      partitions: [{ partition: 0, lagRecords: 20, committed: "10" }, { lagRecords: 0 }, { lagRecords: 0 }],
    });
    const paused = await mskctl("lag", "again", "--until-lag", "0", "--offsets", "--timeout", "4s");
    expect(paused).toMatchObject({ exitCode: 75, stderr: expect.stringContaining("again 20 (disabled)") });
    expect((await mskctl("resume", "again", "--yes")).exitCode).toBe(0);
    await allCommitted();
    expect((await mskctl("lag", "again", "--until-lag", "0", "--offsets")).exitCode).toBe(0);
  });

  it("names the record that a partition is stuck at", { timeout: minutes.timeout }, async () => {
    const [group, topic] = [groups.poisoned, topicOf("poisoned")];
    // Batches of five: record 20 begins one.
    await vi.waitFor(
      async () => expect(await broker.committedOffsets(group, topic)).toEqual(new Map([[0, 30n], [1, 30n], [2, 20n]])), // biome-ignore format: a table
      patience,
    );
    const stuck = { cause: { id: "function-errors", message: expect.stringContaining(`${topic}-2 stuck at 20`) } };
    await vi.waitFor(async () => expect(await lagOf("poisoned")).toMatchObject(stuck), minutes);
    expect(await lagOf("poisoned")).toMatchObject({
      verdict: expect.stringMatching(/^(stalled|falling behind)$/),
      lagRecords: 10,
      partitions: [{ stuck: false }, { stuck: false }, { partition: 2, lagRecords: 10, committed: "20", stuck: true }],
    });
  });
});
