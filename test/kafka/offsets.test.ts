import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import type { Broker, OutgoingRecord } from "../../src/core/record/broker.ts";
import { joinGroup } from "../../src/platform/kafka/group-member.ts";
import { kafkaBroker } from "../../src/platform/kafka/kafka-broker.ts";
import { clusterTools, outgoing, settingsFor } from "../support/kafka/cluster.ts";
import { bareEnvironment, type Ended, ended, runProgram, startProgram } from "../support/program.ts";
import { type SandboxOnBrokers, sandboxOnBrokers } from "../support/sandbox-on-brokers.ts";
import { schemaErrors } from "../support/schema.ts";

// The built program, and mappings of a sandbox that read a real broker.

const bootstrap = inject("bootstrap");
const tools = clusterTools(bootstrap);
const patience = { timeout: 60_000, interval: 100 };
const poisonKey = "customer-13";
let broker: Broker;
let account: SandboxOnBrokers;
let lambda: LambdaClient;
let home: string;

beforeAll(async () => {
  broker = await kafkaBroker(settingsFor(bootstrap));
  account = await sandboxOnBrokers({
    clusters: [{ name: "real", bootstrapServers: [bootstrap], authentication: ["plaintext"] }],
    faults: [{ kind: "function-error", function: "sink", keys: [poisonKey] }],
  });
  lambda = new LambdaClient(account.client);
  home = await mkdtemp(join(tmpdir(), "mskctl-offsets-"));
});
afterAll(async () => {
  await account?.close();
  await broker?.close();
  await tools.close();
  if (home !== undefined) await rm(home, { recursive: true, force: true });
});

const environment = () => ({
  ...bareEnvironment,
  AWS_ENDPOINT_URL: account.client.endpoint,
  AWS_REGION: account.client.region,
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  XDG_STATE_HOME: home,
});
const mskctl = (...argv: readonly string[]): Promise<Ended> => runProgram(argv, { environment: environment() });

async function json(schema: string, ...argv: readonly string[]): Promise<unknown> {
  const { stdout, exitCode } = await mskctl(...argv, "--json");
  const document = JSON.parse(stdout) as unknown;
  expect([exitCode, schemaErrors(schema, document)]).toEqual([0, []]);
  return document;
}

/** A topic with these records, and a mapping that has read them. */
async function mapped(records: readonly OutgoingRecord[], { partitions = 1, BatchSize = 100 } = {}) {
  const topic = await tools.createTopic(partitions);
  await broker.produce(topic, records);
  const uuid = await account.map({
    EventSourceArn: account.clusterArn("real"),
    Topics: [topic],
    StartingPosition: "TRIM_HORIZON",
    BatchSize,
  });
  return { topic, uuid, name: `topic:${topic}` };
}

const committedIs = (uuid: string, topic: string, ...offsets: readonly bigint[]) =>
  vi.waitFor(async () => expect([...(await broker.committedOffsets(uuid, topic)).values()]).toEqual(offsets), patience);

const stateOf = async (UUID: string) => (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;

const values = (word: string, count: number, agoMs: number, partition = 0) =>
  Array.from({ length: count }, (_, index) =>
    outgoing(`${word}-${partition}-${index}`, { partition, timestampMs: Date.now() - agoMs + index }),
  );
const named = (word: string, count: number, partition = 0) => Array.from({ length: count }, (_, index) => `${word}-${partition}-${index}`);

describe("offsets on a real broker", () => {
  it("go back to a time, and what came since is processed again", async () => {
    const [old, fresh] = [3_600_000, 60_000];
    const records = [0, 1].flatMap((partition) => [...values("old", 10, old, partition), ...values("new", 5, fresh, partition)]);
    const { topic, uuid, name } = await mapped(records, { partitions: 2 });
    await committedIs(uuid, topic, 15n, 15n);
    expect(await json("offsets-show", "offsets", "show", name)).toMatchObject({
      offsets: {
        group: { id: uuid, state: "Stable", members: [{}] },
        partitions: [{ committed: "15", lagRecords: 0 }, { committed: "15" }],
      },
    });

    const dry = await mskctl("offsets", "reset", name, "--to-timestamp", "-10m", "--dry-run");
    expect(dry.stdout).toMatch(/^ +0 +0 +15 +→ +10 +−5 +15$/m);
    expect(await broker.committedOffsets(uuid, topic)).toEqual(new Map([[0, 15n], [1, 15n]])); // biome-ignore format: a table

    const once = records.map(({ value }) => Buffer.from(value ?? []).toString());
    expect(account.received(topic).toSorted()).toEqual(once.toSorted());
    expect(await json("offsets-reset", "offsets", "reset", name, "--to-timestamp", "-10m", "--yes")).toMatchObject({
      applied: true,
      mapping: { State: "Enabled" },
      plan: { effect: { skippedRecords: 0, repeatedRecords: 10, unseenRecords: 0 } },
      result: {
        partitions: [
          { now: "15", new: "10" },
          { now: "15", new: "10" },
        ],
        firstCommits: "seen",
      },
    });
    await committedIs(uuid, topic, 15n, 15n);
    const again = [...named("new", 5, 0), ...named("new", 5, 1)];
    expect(account.received(topic).toSorted()).toEqual([...once, ...again].toSorted());
  });

  it("go past a poison record, and the mapping goes on behind it", async () => {
    const records = values("value", 12, 60_000).map((record, index) => (index === 5 ? { ...record, key: Buffer.from(poisonKey) } : record));
    const { topic, uuid, name } = await mapped(records, { BatchSize: 1 });
    await committedIs(uuid, topic, 5n);
    const { stdout, exitCode } = await mskctl("offsets", "reset", name, "--skip", `${topic}-0:5`, "--yes");
    expect(stdout).toContain("Up to 1 record is skipped");
    expect(stdout).toMatch(/: offsets of 1 partition set; enabled and committing again$/m);
    expect(exitCode).toBe(0);
    await committedIs(uuid, topic, 12n);
    expect(account.received(topic)).toEqual(named("value", 12).filter((_, index) => index !== 5));
  });

  it("of a mapping that is disabled come back from the file that was written before", async () => {
    const { topic, uuid, name } = await mapped(values("value", 8, 60_000));
    await committedIs(uuid, topic, 8n);
    expect((await mskctl("pause", name, "--yes")).exitCode).toBe(0);
    const reset = (await json("offsets-reset", "offsets", "reset", name, "--to-earliest", "--yes")) as {
      readonly result: { readonly rollbackFile: string };
    };
    expect(reset).toMatchObject({ applied: true, mapping: { State: "Disabled" }, result: { firstCommits: "not-resumed" } });
    expect([...(await broker.committedOffsets(uuid, topic))]).toEqual([[0, 0n]]);

    const { rollbackFile } = reset.result;
    expect(rollbackFile).toMatch(new RegExp(`^${home}/mskctl/offsets/sink-\\d{8}T\\d{6}Z\\.json$`));
    const restored = await mskctl("offsets", "restore", rollbackFile, "--yes", "--save", join(home, "after.json"));
    expect(restored).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Up to 8 records are skipped") });
    expect([...(await broker.committedOffsets(uuid, topic))]).toEqual([[0, 8n]]);
    expect((await mskctl("offsets", "restore", rollbackFile, "--yes")).stderr).toContain("Nothing to change.");

    expect((await mskctl("resume", name, "--yes")).exitCode).toBe(0);
    await broker.produce(topic, values("later", 1, 0));
    await committedIs(uuid, topic, 9n);
    expect(account.received(topic)).toEqual([...named("value", 8), "later-0-0"]);
  });

  it("are not touched while somebody else reads with the group; the mapping reads on", async () => {
    const { topic, uuid, name } = await mapped(values("value", 4, 60_000), { partitions: 2 });
    await vi.waitFor(async () => expect((await broker.committedOffsets(uuid, topic)).get(0)).toBe(4n), patience);
    const quiet = { onAssigned: () => undefined, onRevoked: () => undefined, onLost: () => undefined };
    const member = await joinGroup(settingsFor(bootstrap, { clientId: "orders-reader" }), { groupId: uuid, topic, ...quiet });
    try {
      const { stderr, exitCode } = await mskctl("offsets", "reset", name, "--to-earliest", "--yes", "--timeout", "20s");
      expect(stderr.replaceAll(/\s+/g, " ")).toMatch(
        /still has 1 member after \d+ s: orders-reader at 127\.0\.0\.1; no offset was changed; .* is resumed/,
      );
      expect([exitCode, (await broker.committedOffsets(uuid, topic)).get(0)]).toEqual([75, 4n]);
      await vi.waitFor(async () => expect(await stateOf(uuid)).toBe("Enabled"), patience);
    } finally {
      await member.leave();
    }
  });

  it("leave the way on behind after Ctrl-C", async () => {
    const { topic, uuid, name } = await mapped(values("value", 4, 60_000), { partitions: 2 });
    await vi.waitFor(async () => expect((await broker.committedOffsets(uuid, topic)).get(0)).toBe(4n), patience);
    const quiet = { onAssigned: () => undefined, onRevoked: () => undefined, onLost: () => undefined };
    const member = await joinGroup(settingsFor(bootstrap, { clientId: "orders-reader" }), { groupId: uuid, topic, ...quiet });
    try {
      const child = startProgram(["offsets", "reset", name, "--to-earliest", "--yes"], environment());
      const end = ended(child);
      await vi.waitFor(async () => expect(await stateOf(uuid)).toBe("Disabled"), patience);
      child.kill("SIGINT");
      const { stderr, exitCode } = await end;
      expect(stderr).toMatch(/no offset was changed/);
      expect(stderr).toMatch(/^ {2}mskctl resume sink\/test-\S+$/m);
      expect([exitCode, await stateOf(uuid)]).toEqual([130, "Disabled"]);
    } finally {
      await member.leave();
    }
  });
});
