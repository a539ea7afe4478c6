import { expect, it } from "vitest";
import { listPrices } from "../../../src/core/prices.ts";
import { capacityOf } from "../../../src/core/tuning/capacity.ts";
import { monthlyCost, pollerUnits, pollerUnitsIn } from "../../../src/core/tuning/usage.ts";
import { minutesOf, workload } from "../../support/tuning/workloads.ts";

const resting = { invocations: 0, overheadSeconds: 0, recordSeconds: 0, provisionedConcurrency: 0, provisionedShare: 0 };
const mapping = workload(minutesOf(1, () => 1));
const awsMonthHours = 720;

// Lambda Developer Guide, Kafka scaling modes: ten mappings of one poller and less than 2 MB/s each.
it("ten mappings with units of their own cost $1,332.00, and in one poller group $133.20, to the cent", () => {
  const dollars = (units: number) => monthlyCost({ ...resting, pollerUnits: units }, mapping.function, listPrices, awsMonthHours).total;
  const bytesPerSecond = 1_900_000;
  const others = { name: "shared", pollersMinimum: 9, bytesPerSecond: 9 * bytesPerSecond };
  expect((10 * dollars(pollerUnits(1, bytesPerSecond))).toFixed(2)).toBe("1332.00");
  expect((10 * dollars(pollerUnitsIn(others, 1, bytesPerSecond))).toFixed(2)).toBe("133.20");
});

it("a mapping's units in a group are its share by pollers", () => {
  const others = { name: "shared", pollersMinimum: 9, bytesPerSecond: 0 };
  // Twelve pollers take two units, of which a quarter are its own.
  expect(pollerUnitsIn(others, 3, 0)).toBeCloseTo(0.5, 12);
});

// Lambda Developer Guide, low-latency Kafka: 20 records a batch, 50 ms each, five at once.
it("a poller does 2,000 records a second, and 20,000 take ten of them, exactly", () => {
  const example = { ...mapping, work: { invocationMs: 50, recordMs: 0, dispatchMs: 0 } };
  const { pollerByInvocations } = capacityOf(example, { batchSize: 20 });
  expect(pollerByInvocations).toBe(2_000);
  expect(Math.ceil(20_000 / pollerByInvocations)).toBe(10);
});
