import { expect, test } from "vitest";
import { runJob } from "../../../../src/core/mapping/lifecycle/jobs.ts";
import { removalJob } from "../../../../src/core/mapping/lifecycle/removal.ts";
import type { MappingDocument } from "../../../../src/core/mapping/model.ts";
import { fakeClock } from "../../../support/fakes/clock.ts";
import { fakeMappingStore } from "../../../support/fakes/mapping-store.ts";
import { fakeMetrics } from "../../../support/fakes/metrics.ts";
import { sampleMapping } from "../../../support/mappings.ts";

function setUp(mapping: MappingDocument) {
  const ports = { clock: fakeClock(), mappings: fakeMappingStore([mapping]), metrics: fakeMetrics() };
  return { ports, mappings: ports.mappings };
}

test("A deleted mapping is followed until it is gone.", async () => {
  const { ports, mappings } = setUp(sampleMapping());
  const waited = await runJob(ports, removalJob(sampleMapping(), "orders", { until: "settled", timeoutMs: 300_000 }), () => {});
  expect(waited.reached).toEqual({ kind: "gone" });
  expect(mappings.mappings.size).toBe(0);
});

test("A mapping that somebody else has deleted counts as deleted.", async () => {
  const { ports, mappings } = setUp(sampleMapping());
  mappings.mappings.clear();
  expect((await runJob(ports, removalJob(sampleMapping(), "orders", { until: "settled", timeoutMs: 300_000 }), () => {})).reached).toEqual({
    kind: "gone",
  });
});

test("A mapping that was changed after the plan is not deleted.", async () => {
  const { ports, mappings } = setUp(sampleMapping({ BatchSize: 7, LastModified: "2026-11-23T12:00:00.000Z" }));
  await expect(
    runJob(ports, removalJob(sampleMapping(), "orders", { until: "settled", timeoutMs: 300_000 }), () => {}),
  ).rejects.toMatchObject({ code: "stale-plan" });
  expect(mappings.mappings.size).toBe(1);
});
