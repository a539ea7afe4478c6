import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunFacts, RunStore } from "../../../src/core/redrive/runs.ts";
import { type RunStoreOptions, runStore } from "../../../src/platform/disk/run-store.ts";

export const someOwner = { host: "laptop", pid: 42, user: "kim" };

export function runOf(some: Partial<RunFacts> = {}): Omit<RunFacts, "id" | "createdAtMs"> {
  return {
    verb: "redrive",
    source: "s3://shop-failed-records/aws/lambda/",
    target: "lambda:shipments",
    mappingUuid: "0c7e2f66-51a5-4a2f-9b3f-3c5b7a6d1e0a",
    functionName: "shipments",
    accountId: "123456789012",
    region: "eu-central-1",
    settings: { batchSize: 100, onError: "park-key" },
    ...some,
  };
}

export interface TestStore extends RunStore {
  readonly folder: string;
  /** Moves the clock of this store. */
  passMs(ms: number): void;
}

/** A store in a folder of its own, or in one that is there already. */
export function testStore(options: Partial<RunStoreOptions> = {}): TestStore {
  const folder = options.folder ?? join(mkdtempSync(join(tmpdir(), "mskctl-runs-")), "state", "mskctl");
  let nowMs = Date.parse("2026-11-26T08:00:00Z");
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const store = runStore({ clock: { now: () => nowMs }, random, owner: someOwner, ...options, folder });
  return Object.assign(store, {
    folder,
    passMs(ms: number) {
      nowMs += ms;
    },
  });
}
