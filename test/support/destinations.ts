import type { Destinations } from "../../src/sandbox/destinations/destinations.ts";
import type { FailedBatch } from "../../src/sandbox/destinations/failed-batch.ts";

/** Destinations that take everything at once, and keep it. */
export function keepingDestinations(): Destinations & { readonly batches: FailedBatch[] } {
  const batches: FailedBatch[] = [];
  return {
    batches,
    destinationFor: () => ({
      deliver(batch, done) {
        batches.push(batch);
        done({ delivered: true });
      },
    }),
  };
}
