import { expect, test } from "vitest";
import { runJob } from "../../../../src/core/mapping/lifecycle/jobs.ts";
import { isSwitched, pauseNotes, switchJob } from "../../../../src/core/mapping/lifecycle/switching.ts";
import type { MappingDocument } from "../../../../src/core/mapping/model.ts";
import { fakeClock } from "../../../support/fakes/clock.ts";
import { fakeMappingStore } from "../../../support/fakes/mapping-store.ts";
import { fakeMetrics } from "../../../support/fakes/metrics.ts";
import { sampleMapping } from "../../../support/mappings.ts";

function setUp(mapping: MappingDocument) {
  const ports = { clock: fakeClock(), mappings: fakeMappingStore([mapping]), metrics: fakeMetrics() };
  const sent = () => ports.mappings.calls.filter(({ method }) => method === "update").map(({ settings }) => settings);
  return { ...ports, ports, sent };
}

test("A mapping is paused by Enabled alone, and followed until it is disabled.", async () => {
  const { ports, sent } = setUp(sampleMapping());
  const waited = await runJob(ports, switchJob(sampleMapping(), "orders", false, { until: "settled", timeoutMs: 300_000 }), () => {});
  expect(waited).toMatchObject({ mapping: { State: "Disabled" }, reached: { kind: "settled" } });
  expect(sent()).toEqual([{ Enabled: false }]);
});

test("A resumed mapping polls when the minute after its pause has metrics.", async () => {
  const paused = sampleMapping({ State: "Disabled", LastModified: "2026-11-23T11:30:00.000Z" });
  const { ports, metrics, clock } = setUp(paused);
  clock.after(3_000, () => metrics.put("PolledEventCount", Date.parse("2026-11-23T12:00:00Z"), 7));
  const waited = await runJob(ports, switchJob(paused, "orders", true, { until: "polling", timeoutMs: 300_000 }), () => {});
  expect(waited.reached).toEqual({ kind: "polling", by: "PolledEventCount" });
  expect(clock.now()).toBeLessThan(Date.parse("2026-11-23T12:01:00Z"));
});

test("A mapping that settled as wanted while it was planned for is not written.", async () => {
  const updating = sampleMapping({ State: "Updating" });
  const { ports, sent, mappings } = setUp(sampleMapping({ State: "Disabled" }));
  mappings.mappings.set(updating.UUID, sampleMapping({ State: "Disabled" }));
  await runJob(ports, switchJob(updating, "orders", false, { until: "settled", timeoutMs: 300_000 }), () => {});
  expect(sent()).toEqual([]);
});

test("A mapping is paused or resumed already while it is on its way there.", () => {
  const switched = (enabled: boolean) =>
    ["Disabled", "Disabling", "Enabled", "Enabling", "Creating", "Updating", undefined].filter((State) =>
      isSwitched(State === undefined ? { UUID: "u" } : sampleMapping({ State }), enabled),
    );
  expect(switched(false)).toEqual(["Disabled", "Disabling"]);
  expect(switched(true)).toEqual(["Enabled", "Enabling", "Creating"]);
});

test("A pause warns that offsets expire, except where a share group has none.", () => {
  const queue = { UUID: "u", SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } };
  expect(pauseNotes([queue, sampleMapping()])).toEqual([expect.stringMatching(/7 days.*offsets\.retention\.minutes/)]);
  expect(pauseNotes([queue])).toEqual([]);
});
