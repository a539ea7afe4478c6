import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "vitest";
import { redriveGroup } from "../../../src/core/redrive/topic-source.ts";
import { collected } from "../kafka/cluster.ts";
import type { HttpFunction } from "../redrive/http-function.ts";
import { heldQueue } from "./held-queue.ts";
import { journalAccount, runsIn } from "./journal-account.ts";
import type { KillRound, KillTrack, RoundPlace } from "./kill-rounds.ts";
import { checkRound, type Delivered } from "./round-account.ts";
import { bucket, type FailedDocument, type ShopOnBroker } from "./shop-on-broker.ts";
import type { TappedCall } from "./tapped-services.ts";

/** Small, so that there is much to kill between. */
const speed = ["--batch-size", "5", "--concurrency", "2", "--canary", "5", "--retries", "0"];
/** Of a round with a poison record. */
const poisonShare = 0.4;

/** Documents in a bucket, to the function. */
export function bucketTrack(shop: ShopOnBroker): KillTrack {
  const { s3 } = shop;
  const keys = async () =>
    ((await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "aws/lambda/" }))).Contents ?? []).map(({ Key = "" }) => Key).sort();
  return {
    name: "bucket",
    choices: { operations: ["Invoke", "Invoke", "GetObject", "DeleteObjects", "ListObjectsV2"], writes: false },
    sends: "Invoke",
    written: undefined,
    async begin(chance, place) {
      const documents = someOf(shop.documents.s3, chance, 30);
      for (const Key of await keys()) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
      for (const { s3Key, body } of documents) await s3.send(new PutObjectCommand({ Bucket: bucket, Key: s3Key, Body: body }));
      const target = functionTarget(shop.functions.s3, poisonIn(documents, chance));
      return redriveRound(place, {
        documents,
        target,
        begins: ["redrive", "s3", ...speed],
        orderHolds: "always",
        async checkSource(notDelivered) {
          const kept = documents.filter(({ records }) => records.some((name) => notDelivered.has(name)));
          expect(await keys()).toEqual(kept.map(({ s3Key }) => s3Key).sort());
        },
      });
    },
  };
}

/** The failure topic of a mapping, to the function. */
export function topicTrack(shop: ShopOnBroker): KillTrack {
  const { broker, failedTopic } = shop;
  return {
    name: "topic",
    choices: { operations: ["Invoke"], writes: false },
    sends: "Invoke",
    written: undefined,
    async begin(chance, place) {
      const documents = someOf(shop.documents.kafka, chance, 200);
      await broker.alterCommittedOffsets(redriveGroup(failedTopic), failedTopic, await broker.offsets(failedTopic, "latest"));
      await broker.produce(
        failedTopic,
        documents.map(({ body, message }, index) => ({
          partition: index % 2,
          key: message?.key ?? null,
          value: Buffer.from(body),
          headers: message?.headers ?? [],
        })),
      );
      const target = functionTarget(shop.functions.kafka, poisonIn(documents, chance));
      return redriveRound(place, {
        documents,
        target,
        begins: ["redrive", "kafka", ...speed],
        orderHolds: "always",
        async checkSource() {
          const committed = await broker.committedOffsets(redriveGroup(failedTopic), failedTopic);
          expect(committed).toEqual(await broker.offsets(failedTopic, "latest"));
        },
      });
    },
  };
}

/** Pointers in a queue, whose records are read back from the broker: to the function, or to a topic. */
export async function queueTrack(shop: ShopOnBroker, to: "function" | "topic"): Promise<KillTrack> {
  const name = `failed-to-${to}`;
  const queue = heldQueue(shop.sqs, await shop.createQueue(name));
  const log = to === "topic" ? await shop.createTopic(1) : undefined;
  const written = async () => Number((await shop.broker.offsets(log ?? "", "latest")).get(0) ?? 0n);
  const own = ["--mapping", "sqs", "--confirm", `sqs:${name}`, "--allow-shared-queue"];
  return {
    name: `queue to ${to}`,
    choices: {
      operations: ["ReceiveMessage", "DeleteMessageBatch", ...(log === undefined ? ["Invoke", "Invoke"] : [])],
      writes: log !== undefined,
    },
    sends: "Invoke",
    written: log === undefined ? undefined : written,
    async begin(chance, place) {
      const documents = someOf(shop.documents.sqs, chance, 30);
      await queue.fill(documents.map(({ body }) => body));
      const target = log === undefined ? functionTarget(shop.functions.sqs, undefined) : logTarget(shop, log, await written(), written);
      const where = log === undefined ? [] : ["--to", `kafka://${log}`, "--yes-all-consumers"];
      const window = chance() < 0.5 ? [] : ["--window", "12"];
      return redriveRound(place, {
        documents,
        target,
        begins: ["redrive", `sqs:${name}`, ...own, ...where, ...window, ...speed],
        orderHolds: window.length > 0 ? "never" : "within a sitting",
        queue: { ...queue, showsAgain: () => chance() < 0.5 },
        checkSource: async () => expect(await queue.size()).toBe(0),
      });
    },
  };
}

interface Target {
  /** The program that runs from now on is the next one. */
  nextSitting(): Promise<void>;
  delivered(): Promise<readonly Delivered[]>;
}

function functionTarget(fn: HttpFunction, poison: string | undefined): Target {
  const delivered: Delivered[] = [];
  let sitting = 0;
  fn.behave(({ records }) => {
    if (poison !== undefined && records.includes(poison)) throw new Error("no such address");
    for (const record of records) delivered.push({ record, sitting });
  });
  return {
    async nextSitting() {
      sitting += 1;
    },
    delivered: async () => delivered,
  };
}

function logTarget({ broker }: ShopOnBroker, topic: string, from: number, end: () => Promise<number>): Target {
  const ends: number[] = [];
  return {
    async nextSitting() {
      ends.push(await end());
    },
    async delivered() {
      const items = await collected(broker.read({ topic, partition: 0, from: BigInt(from), until: BigInt(await end()) }));
      return items.flatMap((item) => {
        if (item.kind === "gap") return [];
        const origin = item.record.headers.find(({ key }) => key === "mskctl-origin")?.value ?? [];
        const [partition, offset] = Buffer.from(origin).toString("utf8").split("/").slice(-2);
        return [{ record: `${partition}:${offset}`, sitting: ends.findLastIndex((start) => start <= Number(item.record.offset)) }];
      });
    },
  };
}

interface RedriveRoundFacts {
  readonly documents: readonly FailedDocument[];
  readonly target: Target;
  readonly begins: readonly string[];
  readonly orderHolds: "always" | "within a sitting" | "never";
  readonly queue?: {
    showsAgain(): boolean;
    showAgain(): Promise<void>;
    size(): Promise<number>;
    onCarriedOut(call: TappedCall): void;
  };
  checkSource(notDelivered: ReadonlySet<string>): Promise<void>;
}

/** A run that begins, and is resumed until it is finished; of a queue, whose messages may have been hidden from it, perhaps a second one. */
function redriveRound({ stateHome }: RoundPlace, facts: RedriveRoundFacts): KillRound {
  const { documents, target, begins, orderHolds, queue, checkSource } = facts;
  const runs = runsIn(stateHome);
  return {
    async argv() {
      const open = (await runs.list()).find(({ state }) => state === "running" || state === "stopped");
      return open === undefined ? [...begins, "--yes", "--json"] : ["redrive", "resume", open.facts.id, "--json"];
    },
    onCarriedOut: (call) => queue?.onCarriedOut(call),
    async between(isLast) {
      await target.nextSitting();
      if (isLast || queue?.showsAgain() === true) await queue?.showAgain();
    },
    async isDone() {
      const [newest] = (await runs.list()).filter(({ state }) => state !== "planned");
      return newest?.state === "finished" && (queue === undefined || (await queue.size()) === 0);
    },
    async check() {
      const ids = (await runs.list()).filter(({ state }) => state !== "planned").map((run) => run.facts.id);
      const journal = await journalAccount(runs, ids);
      const wanted = new Set(documents.flatMap(({ records }) => records));
      const duplicates = checkRound({ wanted, delivered: await target.delivered(), journal, orderHolds });
      await checkSource(journal.notDelivered);
      return duplicates;
    },
  };
}

export function someOf<Item>(items: readonly Item[], chance: () => number, count: number): readonly Item[] {
  return items
    .map((item) => ({ item, place: chance() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, count)
    .map(({ item }) => item);
}

function poisonIn(documents: readonly FailedDocument[], chance: () => number): string | undefined {
  const records = documents.flatMap((each) => each.records);
  const drawn = records[Math.floor(chance() * records.length)];
  return chance() < poisonShare ? drawn : undefined;
}
