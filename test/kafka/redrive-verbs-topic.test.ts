import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { redriveGroup } from "../../src/core/redrive/topic-source.ts";
import { outgoing } from "../support/kafka/cluster.ts";
import { type FailedOnBrokers, failedOnBrokers, inLanes, partitions } from "../support/redrive/failed-on-brokers.ts";
import { comparableRecords, expectedInTarget, unlikeRecord } from "../support/redrive/topic-copies.ts";

// A mapping's on-failure topic: each of its records is a document with the record that failed in it.

const perPartition = 10;
const all = partitions * perPartition;
let shop: FailedOnBrokers;

beforeAll(async () => {
  const foreign = ["not a document", '{"hello":"world"}', null].flatMap((value) =>
    [0, 1].map((partition) => outgoing(value, { partition })),
  );
  shop = await failedOnBrokers(inject("bootstrap"), { destination: "kafka", perPartition, recordOf: unlikeRecord, foreign });
});
afterAll(() => shop?.close());

interface RunDocument {
  readonly plan: unknown;
  readonly applied: boolean;
  readonly result: { readonly run: { readonly id: string; readonly state: string }; readonly counts: Readonly<Record<string, number>> };
}

async function redrive(...argv: readonly string[]) {
  const { stdout, exitCode, stderr } = await shop.mskctl("redrive", ...argv, "--json");
  expect(stdout, stderr).not.toBe("");
  return { exitCode, ...(JSON.parse(stdout) as RunDocument) };
}

const committed = () => shop.broker.committedOffsets(redriveGroup(shop.failedTopic), shop.failedTopic);
const ends = () => shop.broker.offsets(shop.failedTopic, "latest");

it("to a topic, and nothing committed: records are as they were; the documents are there for another run", async () => {
  const target = await shop.tools.createTopic(partitions);
  const { result, exitCode } = await redrive("shipments", "--to", `kafka://${target}`, "--ack", "none", "--yes");
  expect(exitCode).toBe(0);
  // The sandbox's events have an empty list for a header without a value (docs/fidelity.md), so that documents with payloads do not tell.
  const originals = (await comparableRecords(shop.broker, shop.topic)).map((record) => ({
    ...record,
    headers: record.headers.map(([key, value]) => [key, value ?? ""] as const),
  }));
  expect(await comparableRecords(shop.broker, target)).toEqual(expectedInTarget(originals, { topic: shop.topic, runId: result.run.id }));
  expect(await shop.mskctl("redrive", "verify", result.run.id)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/✔ target/) });
  expect(await committed()).toEqual(new Map());
});

it("to the topic that the mapping reads: no run begins unless that is allowed", async () => {
  const ended = await shop.mskctl("redrive", "shipments", "--to", `kafka://${shop.topic}`, "--yes");
  expect(ended).toMatchObject({ exitCode: 70, stderr: expect.stringContaining("--yes-all-consumers") });
  expect(await comparableRecords(shop.broker, shop.topic)).toHaveLength(all);
});

it("a part of them, then the rest when the run is gone on with; foreign messages are counted, left alone and passed", async () => {
  const before = await ends();
  shop.fn.behave(() => undefined);

  const dry = await redrive("shipments", "--dry-run");
  const strangers = { foreign: [{ documents: 2 }], malformed: expect.arrayContaining([{ what: expect.any(String), documents: 2 }]) };
  expect(dry.plan).toMatchObject({ documents: all, records: all, ...strangers });
  expect(await committed()).toEqual(new Map());

  const { result, exitCode } = await redrive("shipments", "--yes", "--stop-after", "18", "--batch-size", "4");
  expect({ exitCode, result }).toMatchObject({ exitCode: 3, result: { run: { state: "stopped" }, counts: { seen: all } } });
  expect(result.counts["remaining"]).toBeGreaterThan(0);
  expect(await committed()).not.toEqual(before);
  const resumed = await shop.mskctl("redrive", "resume", result.run.id, "--json");
  expect(resumed).toMatchObject({ exitCode: 0 });
  expect(inLanes(shop.fn.invocations)).toEqual(shop.records);
  expect(await ends()).toEqual(before);
  expect(await committed()).toEqual(before);
  expect(await shop.mskctl("redrive", "verify", result.run.id)).toMatchObject({ exitCode: 0 });

  const again = await redrive("shipments", "--yes");
  expect(again).toMatchObject({ exitCode: 0, applied: false, plan: { documents: 0, foreign: [], malformed: [] } });
});
