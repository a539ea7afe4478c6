import { expect, test } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { estimatePollingGaps } from "../../../../src/core/mapping/lifecycle/polling-gap.ts";
import { fakeClock } from "../../../support/fakes/clock.ts";
import { type FakeMetrics, fakeMetrics } from "../../../support/fakes/metrics.ts";
import { sampleMapping } from "../../../support/mappings.ts";

const gapOf = async (metrics: FakeMetrics, mapping = sampleMapping()) =>
  (await estimatePollingGaps({ metrics, clock: fakeClock() }, [mapping])).get(mapping.UUID);

test("The records of 90 s are what was polled a second, over the whole minutes that have data.", async () => {
  const metrics = fakeMetrics();
  metrics.put("PolledEventCount", Date.parse("2026-11-23T11:57:00Z"), 600);
  metrics.put("PolledEventCount", Date.parse("2026-11-23T11:58:00Z"), 1_200);
  // The minute that still runs.
  metrics.put("PolledEventCount", Date.parse("2026-11-23T12:00:00Z"), 5);
  expect(await gapOf(metrics)).toEqual({
    kind: "known",
    records: 1_350,
    recordsPerSecond: 15,
  });
});

test("A topic without records has none that wait.", async () => {
  const metrics = fakeMetrics();
  metrics.put("PolledEventCount", Date.parse("2026-11-23T11:58:00Z"), 0);
  expect(await gapOf(metrics)).toMatchObject({ kind: "known", records: 0 });
});

test.each([
  ["its EventCount metrics are off", sampleMapping({ MetricsConfig: { Metrics: [] } }), undefined],
  ["no metric has a value in the last 15 min", sampleMapping(), undefined],
  ["slow down", sampleMapping(), new MskctlError("throttled", "slow down")],
  [
    "not permitted: cloudwatch:GetMetricData",
    sampleMapping(),
    new MskctlError("not-permitted", "denied", { details: { action: "cloudwatch:GetMetricData" } }),
  ],
])("Without data the number is unknown: %s", async (reason, mapping, failure) => {
  const metrics = fakeMetrics();
  metrics.failWith = failure;
  expect(await gapOf(metrics, mapping)).toEqual({ kind: "unknown", reason });
});

test("Many mappings are one reading; one that counts nothing asks for nothing.", async () => {
  const metrics = fakeMetrics();
  metrics.put("PolledEventCount", Date.parse("2026-11-23T11:58:00Z"), 600);
  const silent = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000001", MetricsConfig: { Metrics: [] } });
  const other = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000002" });
  const gaps = await estimatePollingGaps({ metrics, clock: fakeClock() }, [silent, sampleMapping(), other]);
  expect([...gaps].map(([uuid, { kind }]) => [uuid, kind])).toEqual([
    [silent.UUID, "unknown"],
    [sampleMapping().UUID, "known"],
    [other.UUID, "known"],
  ]);
  expect(metrics.queries.map(({ dimensions }) => dimensions.get("EventSourceMappingUUID"))).toEqual([sampleMapping().UUID, other.UUID]);
});
