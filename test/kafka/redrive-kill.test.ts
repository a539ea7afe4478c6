import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { randomSequence, seedOf } from "../../src/sandbox/runtime/chance.ts";
import { drainTrack } from "../support/kills/drain-track.ts";
import { type KillTrack, killRounds } from "../support/kills/kill-rounds.ts";
import { bucketTrack, queueTrack, topicTrack } from "../support/kills/redrive-tracks.ts";
import { type ShopOnBroker, shopOnBroker } from "../support/kills/shop-on-broker.ts";

/** Of all kinds of runs together. */
const kills = Number(process.env["MSKCTL_KILLS"] ?? 200);
const seed = Number(process.env["MSKCTL_KILL_SEED"] ?? 11);

const tracks: readonly [name: string, make: (shop: ShopOnBroker) => KillTrack | Promise<KillTrack>][] = [
  ["documents in S3, to their function", bucketTrack],
  ["pointers in SQS, read back from the broker, to their function", (shop) => queueTrack(shop, "function")],
  ["a failure topic, to its function", topicTrack],
  ["pointers in SQS, read back from the broker, to a topic", (shop) => queueTrack(shop, "topic")],
  ["a queue that is drained into an archive", drainTrack],
];
const killsEach = Math.ceil(kills / tracks.length);
/** Two cores; a kill takes about two seconds on one of them. */
const longestMs = 60_000 + killsEach * 10_000;

let shop: ShopOnBroker;
beforeAll(async () => {
  shop = await shopOnBroker(inject("bootstrap"), 400);
});
afterAll(() => shop?.close());

describe(`${killsEach} kills each`, () => {
  let total = 0;

  it.concurrent.each(tracks)("%s: nothing is lost, and what came twice was in doubt", { timeout: longestMs }, async (name, make) => {
    const track = await make(shop);
    const {
      kills: hits,
      rounds,
      duplicates,
    } = await killRounds(track, {
      environment: shop.environment,
      endpoint: shop.environment["AWS_ENDPOINT_URL"] ?? "",
      kills: killsEach,
      chance: randomSequence(seedOf(seed, name)),
    }).catch((error: unknown) => {
      throw new Error(`again: MSKCTL_KILL_SEED=${seed} npm run test:kafka -- test/kafka/redrive-kill -t "${name}"`, { cause: error });
    });
    // biome-ignore lint/suspicious/noConsole: how often something really came twice is the figure of this test
    console.log(`${track.name}: ${hits} kills in ${rounds} rounds, ${duplicates} duplicates, 0 lost`);
    total += hits;
    expect(hits).toBeGreaterThanOrEqual(killsEach);
  });

  it("are as many as were asked for, all of them of living programs", () => {
    expect(total).toBeGreaterThanOrEqual(kills);
  });
});
