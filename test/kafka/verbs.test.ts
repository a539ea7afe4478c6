import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Broker } from "../../src/core/record/broker.ts";
import { joinGroup } from "../../src/platform/kafka/group-member.ts";
import { kafkaBroker } from "../../src/platform/kafka/kafka-broker.ts";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { clusterTools, outgoing, settingsFor } from "../support/kafka/cluster.ts";
import { type Ended, runProgram } from "../support/program.ts";
import { schemaErrors } from "../support/schema.ts";

// The built program, an account in a sandbox, and the topics of a real broker, which the sandbox itself does not read.

const bootstrap = inject("bootstrap");
const cluster = clusterTools(bootstrap);
const groupId = `verbs-${randomUUID()}`;
const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:brokers-Xq3v7T";
const silent = "127.0.0.1:1";
let broker: Broker;
let sandbox: E2eSandbox;
let configHome: string;
let topic: string;

beforeAll(async () => {
  broker = await kafkaBroker(settingsFor(bootstrap));
  topic = await cluster.createTopic(3);
  const value = (index: number) => (index % 4 === 0 ? `{"status":"PAID","n":${index}}` : `{"status":"NEW","n":${index}}`);
  await broker.produce(
    topic,
    Array.from({ length: 300 }, (_, index) =>
      outgoing(value(index), { partition: index % 2, timestampMs: Date.now() - (300 - index) * 1_000 }),
    ),
  );
  await cluster.admin.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 1, offset: 10n }] }] });
  await broker.alterCommittedOffsets(groupId, topic, new Map([[0, 100n], [1, 4n]])); // biome-ignore format: a table
  sandbox = await e2eSandbox("none", loadScenario(accountDocument()));
  configHome = await mkdtemp(join(tmpdir(), "mskctl-verbs-"));
  await mkdir(join(configHome, "mskctl"));
  await writeFile(join(configHome, "mskctl", "config.yaml"), `kafka:\n  - cluster: ${bootstrap}\n    encryption: none\n`);
});
afterAll(async () => {
  await sandbox?.close();
  await broker?.close();
  await cluster.close();
  await rm(configHome, { recursive: true, force: true });
});

function accountDocument() {
  const signIn = [{ Type: "BASIC_AUTH", URI: secretArn }];
  const common = { StartingPosition: "TRIM_HORIZON", SourceAccessConfigurations: signIn };
  const filters = { FilterCriteria: { Filters: [{ Pattern: '{"value":{"status":["PAID"]}}' }] } };
  return {
    functions: [{ name: "orders" }, { name: "silent" }, { name: "embedded" }],
    clusters: [{ name: "shop", topics: [{ name: "embedded" }] }],
    selfManagedClusters: [
      { name: "real", bootstrapServers: [bootstrap], topics: [{ name: topic }] },
      { name: "silent", bootstrapServers: [silent], topics: [{ name: "silent" }] },
    ],
    mappings: [
      {
        cluster: "real",
        FunctionName: "orders",
        Topics: [topic],
        ...common,
        ...filters,
        SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: groupId },
      },
      { cluster: "silent", FunctionName: "silent", Topics: ["silent"], ...common },
      { cluster: "shop", FunctionName: "embedded", Topics: ["embedded"], StartingPosition: "TRIM_HORIZON" },
    ],
    secrets: [{ name: "brokers", suffix: "Xq3v7T", value: { username: "me", password: "only-for-trying" } }],
  };
}

const mskctl = (...argv: string[]): Promise<Ended> =>
  runProgram(argv, { environment: { ...sandbox.environment, XDG_CONFIG_HOME: configHome } });

describe("inspect --offsets on a real broker", () => {
  it("shows where the group stands, and what is wrong with that", async () => {
    const { stdout, exitCode } = await mskctl("inspect", "orders", "--offsets", "--json");
    const document = JSON.parse(stdout) as unknown;
    expect(schemaErrors("inspect", document)).toEqual([]);
    expect(document).toMatchObject({
      offsets: {
        topic,
        group: { id: groupId, state: "Empty", members: [] },
        totals: { lagRecords: 190, uncommittedPartitions: 0 },
        partitions: [
          { partition: 0, earliest: "0", committed: "100", end: "150", lagRecords: 50, oldestUnread: { ageMs: expect.any(Number) } },
          { partition: 1, earliest: "10", committed: "4", end: "150", lagRecords: 140, oldestUnread: { ageMs: expect.any(Number) } },
          { partition: 2, earliest: "0", committed: null, end: "0", lagRecords: 0, oldestUnread: null },
        ],
      },
      findings: expect.arrayContaining([expect.objectContaining({ id: "MSK018" })]),
    });
    expect(exitCode).toBe(0);
  });

  it("shows a member, and adds none", async () => {
    const quiet = { onAssigned: () => undefined, onRevoked: () => undefined, onLost: () => undefined };
    const member = await joinGroup(settingsFor(bootstrap, { clientId: "reader-1" }), { groupId, topic, ...quiet });
    try {
      const { stdout } = await mskctl("inspect", "orders", "--offsets", "--json");
      expect(JSON.parse(stdout)).toMatchObject({
        offsets: { group: { state: "Stable", members: [{ clientId: "reader-1", partitions: [0, 1, 2] }] } },
      });
    } finally {
      await member.leave();
    }
    expect(await broker.committedOffsets(groupId, topic)).toEqual(new Map([[0, 100n], [1, 4n]])); // biome-ignore format: a table
  });

  it("keeps the rest where nothing listens, and does not wait for it", async () => {
    const { stdout, exitCode } = await mskctl("inspect", "--offsets", "--json");
    const document = JSON.parse(stdout) as {
      readonly mappings: readonly { readonly mapping: { readonly FunctionArn: string }; readonly offsets: unknown }[];
    };
    expect(schemaErrors("inspect", document)).toEqual([]);
    const offsets = new Map(document.mappings.map((each) => [each.mapping.FunctionArn.split(":").at(-1), each.offsets]));
    expect(offsets.get("orders")).toHaveProperty("partitions");
    for (const name of ["silent", "embedded"])
      expect(offsets.get(name)).toMatchObject({
        unavailable: { code: "unavailable", next: expect.stringContaining("embedded clusters of the sandbox") },
      });
    expect(exitCode).toBe(0);
  });
});

describe("lint --from-topic on a real broker", () => {
  it("previews the live filter on the newest records, and leaves the group as it was", async () => {
    const before = await broker.group(groupId);
    const { stdout, exitCode } = await mskctl("lint", "--mapping", "orders", "--from-topic", "100", "--min-delivered", "20%", "--json");
    const document = JSON.parse(stdout) as { readonly samples: { readonly kept: number } };
    expect(schemaErrors("lint", document)).toEqual([]);
    // The hundred newest are a quarter paid; where the last of them are is a matter of the second in which they are looked for.
    const { kept } = document.samples;
    expect([24, 25, 26]).toContain(kept);
    const filteredOut = 100 - kept;
    expect(document).toMatchObject({
      samples: { total: 100, kept, filteredOut, filters: [{ rejectedBy: [{ path: "value.status", count: filteredOut }] }] },
      topic: { name: topic, partitions: 3, records: 100, gaps: [] },
    });
    expect(exitCode).toBe(0);
    expect(await broker.group(groupId)).toEqual(before);
    expect(await broker.committedOffsets(groupId, topic)).toEqual(new Map([[0, 100n], [1, 4n]])); // biome-ignore format: a table
  });

  it("reads all there is once, with what was deleted left out", async () => {
    const { stdout } = await mskctl("lint", "--mapping", "orders", "--from-topic", "5000");
    expect(stdout.split("\n")).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^topic test-\S+ {2}290 records through the filter, orders:1$/),
        "5,000 were asked for; there are no more",
      ]),
    );
  });

  it("bounds them by time, and tries another pattern", async () => {
    const other = ["--pattern", '{"value":{"n":[{"numeric":[">=",290]}]}}', "--max-delivered", "50%"];
    const { stdout, exitCode } = await mskctl("lint", "--mapping", "orders", "--from-topic", "5000", "--since", "4m", ...other, "--json");
    expect(JSON.parse(stdout)).toMatchObject({ samples: { kept: 10 } });
    expect(exitCode).toBe(0);
  });

  it.each([
    ["silent", 75, /127\.0\.0\.1:1 does not answer/],
    ["embedded", 75, /embedded clusters of the sandbox have no brokers/],
  ])("says why there is nothing to read: %s", async (name, exitCode, words) => {
    const ended = await mskctl("lint", "--mapping", name, "--from-topic", "10");
    expect(ended).toMatchObject({ exitCode, stdout: "", stderr: expect.stringMatching(words) });
  });
});
