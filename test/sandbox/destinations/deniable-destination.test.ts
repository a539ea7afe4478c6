import { expect, it, vi } from "vitest";
import { createManualClock } from "../../../src/sandbox/clock.ts";
import { assumedDeliveryMs } from "../../../src/sandbox/destinations/delivery-time.ts";
import { deniableDestination } from "../../../src/sandbox/destinations/deniable-destination.ts";
import { startMs } from "../../support/sandbox-world.ts";
import { failedBatch, testRecord } from "./failed-batch-fixture.ts";

const batch = failedBatch([testRecord(0, 1n)]);

it("refuses while there is a reason, after a delivery's time, and hands nothing on", () => {
  const clock = createManualClock(startMs);
  const deliver = vi.fn();
  const done = vi.fn();
  deniableDestination({ deliver }, () => "AccessDenied: no", clock).deliver(batch, done);
  clock.advanceTo(startMs + assumedDeliveryMs - 1);
  expect(done).not.toHaveBeenCalled();
  clock.advanceTo(startMs + assumedDeliveryMs);
  expect(done.mock.calls).toEqual([[{ delivered: false, reason: "AccessDenied: no" }]]);
  expect(deliver).not.toHaveBeenCalled();
});

it("is the destination itself without one, asked for each document", () => {
  const deliver = vi.fn();
  const done = vi.fn();
  const refusal = vi.fn(() => undefined);
  const destination = deniableDestination({ deliver }, refusal, createManualClock(startMs));
  destination.deliver(batch, done);
  destination.deliver(batch, done);
  expect(deliver.mock.calls).toEqual([
    [batch, done],
    [batch, done],
  ]);
  expect(refusal).toHaveBeenCalledTimes(2);
});
