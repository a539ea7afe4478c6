import { describe, expect, it } from "vitest";
import { defaultAssumptions } from "../../../../src/sandbox/runtime/assumptions.ts";
import {
  type EndlessBatches,
  freeOf,
  isRead,
  noEndlessBatches,
  recordsOfAttempt,
  rescaled,
  runIntoPoison,
} from "../../../../src/sandbox/runtime/history/endless-batches.ts";
import type { Carrying } from "../../../../src/sandbox/runtime/history/fluid-minute.ts";
import { assignPartitions } from "../../../../src/sandbox/runtime/poller-limits.ts";

const limits = { minimumPollers: 1, maximumPollers: 6, bytesPerSecondPerPoller: 5_000_000 };
const onDemand = { ...limits, batchesInFlightPerPoller: 1 };
const provisioned = { ...limits, batchesInFlightPerPoller: 5 };

function minute(
  endless: EndlessBatches,
  changes: { pollers: number; until: readonly number[]; saturated?: boolean; limits?: typeof onDemand; batchPartitions?: number },
) {
  const wanted = new Float64Array(6).fill(100);
  runIntoPoison({
    endless,
    limits: onDemand,
    saturated: false,
    recordsOfAttempt: 10,
    able: { batchPartitions: changes.batchPartitions ?? 3 } as Carrying,
    wanted,
    untilPoison: (partition) => changes.until[partition] ?? Number.POSITIVE_INFINITY,
    ...changes,
  });
  return [...wanted];
}
const never = Number.POSITIVE_INFINITY;

describe("batches that are retried without end", () => {
  it("stop an on-demand poller with all of its partitions, at the first poison in any of them", () => {
    const endless = noEndlessBatches(6, onDemand);
    expect(minute(endless, { pollers: 2, until: [never, 40, 80] })).toEqual([40, 40, 40, 100, 100, 100]);
    expect(freeOf(endless, 2, onDemand)).toEqual({ pollers: 1, partitions: Uint8Array.of(0, 0, 0, 1, 1, 1) });
  });

  it("hold only their own partition under a backlog; the others of the poller wait, until another one gets them", () => {
    const endless = noEndlessBatches(6, onDemand);
    minute(endless, { pollers: 2, until: [never, 40], saturated: true });
    expect([...endless.held]).toEqual([0, 1, 0, 0, 0, 0]);
    expect(isRead(endless, 2, 2, onDemand)).toBe(false);
    rescaled(endless, 3);
    expect(isRead(endless, 0, 3, onDemand)).toBe(false);
    expect(isRead(endless, 2, 3, onDemand)).toBe(true);
  });

  it("leave a provisioned poller its other batches", () => {
    const endless = noEndlessBatches(6, provisioned);
    expect(minute(endless, { pollers: 1, until: [50, never, never, 20], saturated: true, limits: provisioned })).toEqual([
      50, 100, 100, 20, 100, 100,
    ]);
    expect([endless.batches, endless.records]).toEqual([2, 20]);
    expect(freeOf(endless, 1, provisioned).partitions).toEqual(Uint8Array.of(0, 1, 1, 0, 1, 1));
  });

  it("stay when their poller goes", () => {
    const endless = noEndlessBatches(6, onDemand);
    minute(endless, { pollers: 6, until: [never, never, never, never, never, 0], batchPartitions: 1 });
    rescaled(endless, 1);
    expect(freeOf(endless, 1, onDemand)).toEqual({ pollers: 1, partitions: Uint8Array.of(1, 1, 1, 1, 1, 0) });
    expect(endless.batches).toBe(1);
  });

  it("are as small as the mapping's settings make them", () => {
    const able = { batchRecords: 60, batchPartitions: 3 } as Carrying;
    const retry = { retries: never, bisect: false, partialResponses: false, maximumAgeMs: never };
    const listed = { ...defaultAssumptions, partialResponse: "listed" } as const;
    expect(recordsOfAttempt(retry, defaultAssumptions, able)).toBe(60);
    expect(recordsOfAttempt({ ...retry, bisect: true }, defaultAssumptions, able)).toBe(1);
    expect(recordsOfAttempt({ ...retry, partialResponses: true }, defaultAssumptions, able)).toBe(10);
    expect(recordsOfAttempt({ ...retry, partialResponses: true }, listed, able)).toBe(1);
  });

  it("know whose a partition is, as assignPartitions deals them out", () => {
    for (let pollers = 1; pollers <= 7; pollers++) {
      for (const [poller, partitions] of assignPartitions(7, pollers).entries()) {
        const endless = noEndlessBatches(7, { ...onDemand, maximumPollers: 7 });
        endless.ofPoller[poller] = 1;
        const stopped = Array.from({ length: 7 }, (_, partition) => partition).filter(
          (partition) => !isRead(endless, partition, pollers, onDemand),
        );
        expect(stopped).toEqual(partitions);
      }
    }
  });
});
