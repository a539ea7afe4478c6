import { expect, test } from "vitest";
import { readPollingMetrics, tellsOfPolling, tellsOfSilence } from "../../../../src/core/mapping/lifecycle/polling.ts";
import { fakeClock } from "../../../support/fakes/clock.ts";
import { fakeMetrics } from "../../../support/fakes/metrics.ts";
import { sampleMapping } from "../../../support/mappings.ts";

test.each([
  ["OK", true, false],
  ["PROBLEM: Function call failed", true, false],
  ["PROBLEM: Connection error. Please check your event source connection configuration.", false, false],
  ["No records processed", false, true],
  [undefined, false, true],
  ["something that AWS says from tomorrow on", false, false],
])("The result %j tells of polling: %s, of silence: %s", (result, polling, silence) => {
  expect([tellsOfPolling(result), tellsOfSilence(result)]).toEqual([polling, silence]);
});

test("An empty poll is a poll.", async () => {
  const metrics = fakeMetrics();
  metrics.put("PolledEventCount", Date.parse("2026-11-23T12:00:00Z"), 0);
  expect(await readPollingMetrics({ metrics, clock: fakeClock() }, sampleMapping(), 0)).toEqual({ kind: "seen", by: "PolledEventCount" });
});

test("Only the mapping's own metrics are asked for, and only those that it publishes.", async () => {
  const metrics = fakeMetrics();
  const mapping = sampleMapping({ MetricsConfig: { Metrics: [] }, ProvisionedPollerConfig: { MinimumPollers: 1 } });
  await readPollingMetrics({ metrics, clock: fakeClock() }, mapping, 0);
  expect(metrics.queries).toEqual([
    {
      namespace: "AWS/Lambda",
      name: "ProvisionedPollers",
      dimensions: new Map([["EventSourceMappingUUID", mapping.UUID]]),
      statistic: "Maximum",
    },
  ]);
});

test("A minute that began before the mapping was enabled is not asked for.", async () => {
  const metrics = fakeMetrics();
  const clock = fakeClock(Date.parse("2026-11-23T12:00:40Z"));
  metrics.put("PolledEventCount", Date.parse("2026-11-23T12:00:00Z"), 5);
  expect(await readPollingMetrics({ metrics, clock }, sampleMapping(), Date.parse("2026-11-23T12:00:30Z"))).toEqual({ kind: "not-yet" });
});
