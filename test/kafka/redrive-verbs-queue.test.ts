import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, it, vi } from "vitest";
import {
  type FailedOnBrokers,
  type FailureDestination,
  failedOnBrokers,
  inLanes,
  partitions,
} from "../support/redrive/failed-on-brokers.ts";
import { comparableRecords, expectedInTarget, unlikeRecord } from "../support/redrive/topic-copies.ts";

// Documents in a queue only say where records are: these are read back from the broker. At once, since each waits for a queue to be surely empty.

vi.setConfig({ testTimeout: 240_000 });

const perPartition = 15;
const all = partitions * perPartition;

interface RunDocument {
  readonly result: { readonly run: { readonly id: string; readonly state: string }; readonly counts: Readonly<Record<string, number>> };
}

async function withShop(destination: FailureDestination, use: (shop: FailedOnBrokers) => Promise<void>): Promise<void> {
  const shop = await failedOnBrokers(inject("bootstrap"), { destination, perPartition, recordOf: unlikeRecord });
  try {
    await use(shop);
  } finally {
    await shop.close();
  }
}

const expire = ({ tools, topic }: FailedOnBrokers, offsets: readonly bigint[]) =>
  tools.admin.deleteRecords({ topics: [{ name: topic, partitions: offsets.map((offset, partition) => ({ partition, offset })) }] });

async function ran(shop: FailedOnBrokers, ...argv: readonly string[]) {
  const { stdout, stderr, exitCode } = await shop.mskctl("redrive", ...argv, "--yes", "--json");
  expect({ stderr, exitCode }).toMatchObject({ stderr: "", exitCode: expect.any(Number) });
  return { exitCode, ...(JSON.parse(stdout) as RunDocument).result };
}

const report = async (shop: FailedOnBrokers, id: string) =>
  JSON.parse((await shop.mskctl("redrive", "report", id, "--json")).stdout) as Readonly<Record<string, unknown>>;

it.concurrent.each(["sqs", "sns"] as const)("%s: each record reaches the function once, in order, and the queue is empty", (destination) =>
  withShop(destination, async (shop) => {
    const dry = await shop.mskctl("redrive", "shipments", "--dry-run");
    expect(dry).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`${all} records`) });
    expect(shop.fn.invocations).toEqual([]);
    expect(await shop.queued()).toBe(all / 5);

    const { run, counts, exitCode } = await ran(shop, "shipments");
    expect(counts).toMatchObject({ seen: all, redriven: all, removed: all / 5, kept: 0, remaining: 0, possibleDuplicates: 0 });
    expect({ state: run.state, exitCode }).toEqual({ state: "finished", exitCode: 0 });
    expect(inLanes(shop.fn.invocations)).toEqual(shop.records);
    expect(await shop.queued()).toBe(0);

    expect(await shop.mskctl("redrive", "verify", run.id)).toMatchObject({ exitCode: 0 });
    expect(await report(shop, run.id)).toMatchObject({ counts, unrecoverable: [], parked: [], sending: { unanswered: 0 } });
    const again = await shop.mskctl("redrive", "shipments", "--yes");
    expect(again).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("Nothing to redrive.") });
    expect(shop.fn.invocations.flatMap(({ records }) => records)).toHaveLength(all);
  }),
);

it.concurrent("what has expired is told by the plan, and reported to the offset; its documents stay", () =>
  withShop("sqs", async (shop) => {
    // Documents have five records each: of the first nothing is left, the second has lost its beginning.
    await expire(shop, [7n]);
    const dry = await shop.mskctl("redrive", "shipments", "--dry-run", "--json");
    const { plan } = JSON.parse(dry.stdout) as { readonly plan: unknown };
    const gone = { topic: shop.topic, partition: 0, first: "0", last: "6" };
    expect(plan).toMatchObject({ recovery: { records: all, behindExpired: 3, expired: { records: 7, complete: true, ranges: [gone] } } });

    const { run, counts, exitCode } = await ran(shop, "shipments");
    expect(counts).toMatchObject({
      seen: all,
      redriven: all - 10,
      parked: 3,
      unrecoverable: 7,
      removed: all / 5 - 2,
      kept: 2,
      remaining: 0,
    });
    expect(exitCode).toBe(3);
    expect(inLanes(shop.fn.invocations)).toEqual(shop.records.slice(10));
    expect(await shop.queued()).toBe(2);
    expect(await shop.mskctl("redrive", "verify", run.id)).toMatchObject({ exitCode: 0 });
    expect(await report(shop, run.id)).toMatchObject({
      counts,
      unrecoverable: [{ ...gone, records: 7, reason: "expired" }],
      parked: [{ topic: shop.topic, partition: 0, records: 3, reason: "broken-range" }],
      kept: { documents: 2 },
    });
  }));

it.concurrent("to a topic: records are as they were, with what tells a redrive; nothing is written twice", () =>
  withShop("sqs", async (shop) => {
    const target = await shop.tools.createTopic(partitions);
    const { run, exitCode } = await ran(shop, "shipments", "--to", `kafka://${target}`);
    expect(exitCode).toBe(0);
    const written = await comparableRecords(shop.broker, target);
    expect(written).toEqual(expectedInTarget(await comparableRecords(shop.broker, shop.topic), { topic: shop.topic, runId: run.id }));
    expect(await shop.queued()).toBe(0);
    const verified = await shop.mskctl("redrive", "verify", run.id);
    expect(verified).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/✔ target/) });
    await shop.mskctl("redrive", "shipments", "--to", `kafka://${target}`, "--yes");
    expect(await comparableRecords(shop.broker, target)).toEqual(written);
    expect(shop.fn.invocations).toEqual([]);
  }));

it.concurrent("drain --materialize saves records before they expire; the archive brings them in total order", () =>
  withShop("sqs", async (shop) => {
    const folder = mkdtempSync(join(tmpdir(), "mskctl-archive-"));
    try {
      const archive = join(folder, "archive");
      await shop.turnQueueAround();
      const drained = await shop.mskctl("drain", "shipments", "--to", archive, "--materialize", "--window", "4", "--yes", "--json");
      expect(JSON.parse(drained.stdout)).toMatchObject({
        finished: true,
        counts: { archived: all / 5, materialised: all, removed: all / 5 },
      });
      expect(await shop.queued()).toBe(0);
      await expire(
        shop,
        Array.from({ length: partitions }, () => BigInt(perPartition)),
      );

      const { run, counts, exitCode } = await ran(shop, `archive:${archive}`);
      expect(counts).toMatchObject({ seen: all, redriven: all, unrecoverable: 0, parked: 0, remaining: 0 });
      expect(exitCode).toBe(0);
      expect(inLanes(shop.fn.invocations)).toEqual(shop.records);
      expect(await shop.mskctl("redrive", "verify", run.id)).toMatchObject({ exitCode: 0 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }));
