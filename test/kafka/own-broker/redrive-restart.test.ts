import { afterAll, beforeAll, expect, it } from "vitest";
import { redriveGroup } from "../../../src/core/redrive/topic-source.ts";
import { startBroker, type TestBroker } from "../../support/broker.ts";
import { ended, startProgram } from "../../support/program.ts";
import { type FailedOnBrokers, failedOnBrokers, inLanes, partitions } from "../../support/redrive/failed-on-brokers.ts";

// More than a broker sends in one answer (4 MiB of a partition), so that no run has read everything when the broker goes.
const perPartition = 50;
const recordOf = () => ({ value: Buffer.alloc(100_000, "x") });
const all = partitions * perPartition;
// Of a topic, documents of 32 MiB are kept from when they were listed, and as much may be read ahead.
const documentsPerPartition = 200;
let server: TestBroker;
let queueShop: FailedOnBrokers;
let topicShop: FailedOnBrokers;

beforeAll(async () => {
  server = await startBroker();
  queueShop = await failedOnBrokers(server.bootstrap, { destination: "sqs", perPartition, recordOf });
  topicShop = await failedOnBrokers(server.bootstrap, { destination: "kafka", perPartition: documentsPerPartition, recordOf });
});
afterAll(async () => {
  await queueShop?.close();
  await topicShop?.close();
  await server?.stop();
});

interface RunDocument {
  readonly result: { readonly run: { readonly says: string | null }; readonly counts: object };
}

/** Starts the program, and ends the broker while the function has its first batch. */
async function withoutBroker({ fn, environment }: FailedOnBrokers, argv: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const [invoked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  fn.behave(() => {
    invoked.resolve();
    return released.promise;
  });
  const end = ended(startProgram(argv, { ...environment, ...more }));
  await invoked.promise;
  await server.kill();
  released.resolve();
  return { end };
}

/** As many records of each partition as were sent of it. */
function beginnings(records: readonly string[], sent: readonly string[]): readonly string[] {
  const counts = Map.groupBy(sent, partitionOf);
  return [...Map.groupBy(records, partitionOf)].flatMap(([partition, all]) => all.slice(0, counts.get(partition)?.length ?? 0));
}

const partitionOf = (place: string) => Number.parseInt(place, 10);

it("a broker that comes back finds the run waiting: it goes on, and no record counts as failed", async () => {
  // Short of all, it does not wait until the queue is surely empty.
  const { end } = await withoutBroker(queueShop, [
    "redrive",
    "shipments",
    "--confirm",
    "shipments",
    "--stop-after",
    `${all - 30}`,
    "--json",
  ]);
  await server.start();
  const { stdout, stderr, exitCode } = await end;
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 3 });
  const { run, counts } = (JSON.parse(stdout) as RunDocument).result;
  expect(run.says).toBe(`${all - 30} records were sent, as asked for`);
  const sent = inLanes(queueShop.fn.invocations);
  expect(sent).toEqual(beginnings(queueShop.records, sent));
  expect(sent).toHaveLength(all - 30);
  expect(counts).toMatchObject({ seen: all, redriven: sent.length, parked: 0, unrecoverable: 0, possibleDuplicates: 0 });
});

it("a broker that stays away ends the run as resumable; when it is back, resume sends the rest, each record once", async () => {
  const fast = { MSKCTL_CLOCK: `${Date.now()},50` };
  const { end } = await withoutBroker(topicShop, ["redrive", "shipments", "--yes"], fast);
  const { stderr, exitCode } = await end;
  expect(exitCode).toBe(75);
  expect(stderr).toContain(`${server.bootstrap} does not answer`);
  const sent = inLanes(topicShop.fn.invocations).length;
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(partitions * documentsPerPartition);
  const [, run = ""] = /mskctl redrive resume (\w+)$/.exec(stderr.trimEnd()) ?? [];
  await server.start();
  expect(await topicShop.mskctl("redrive", "resume", run)).toMatchObject({ exitCode: 0 });
  expect(inLanes(topicShop.fn.invocations)).toEqual(topicShop.records);
  const { failedTopic, broker } = topicShop;
  expect(await broker.committedOffsets(redriveGroup(failedTopic), failedTopic)).toEqual(await broker.offsets(failedTopic, "latest"));
  expect(await topicShop.mskctl("redrive", "verify", run)).toMatchObject({ exitCode: 0 });
});
