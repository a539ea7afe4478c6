import { join } from "node:path";
import { expect } from "vitest";
import { archiveFolder } from "../../../src/platform/disk/archive/archive-folder.ts";
import { openArchiveReader } from "../../../src/platform/disk/archive/archive-reader.ts";
import { heldQueue } from "./held-queue.ts";
import type { KillTrack } from "./kill-rounds.ts";
import { someOf } from "./redrive-tracks.ts";
import type { ShopOnBroker } from "./shop-on-broker.ts";

/** A queue, into an archive. */
export async function drainTrack(shop: ShopOnBroker): Promise<KillTrack> {
  const name = "failed-to-archive";
  const queue = heldQueue(shop.sqs, await shop.createQueue(name));
  return {
    name: "drain",
    choices: { operations: ["ReceiveMessage", "DeleteMessageBatch"], writes: false },
    sends: "DeleteMessageBatch",
    written: undefined,
    async begin(chance, { folder }) {
      const bodies = someOf(shop.documents.sqs, chance, 40).map(({ body }) => body);
      await queue.fill(bodies);
      const archive = join(folder, "archive");
      return {
        argv: async () => ["drain", `sqs:${name}`, "--mapping", "sqs", "--to", archive, "--window", "4", "--yes", "--json"],
        onCarriedOut: queue.onCarriedOut,
        // It has no journal: what is hidden from a drain is for the next one.
        between: () => queue.showAgain(),
        isDone: async () => (await queue.size()) === 0,
        async check() {
          expect((await archived(archive)).toSorted()).toEqual(bodies.toSorted());
          return 0;
        },
      };
    },
  };
}

async function archived(folder: string): Promise<readonly string[]> {
  const reader = await openArchiveReader(await archiveFolder(folder, "reading"));
  const bodies: string[] = [];
  for await (const page of reader.documents(Number.MAX_SAFE_INTEGER)) {
    for (const { bytes } of page) bodies.push(Buffer.from(bytes ?? []).toString("utf8"));
  }
  await reader.close();
  return bodies;
}
