import { expect, test } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { type WaitEvent, type WaitRequest, waitForMapping, waitUntilGone } from "../../../../src/core/mapping/lifecycle/waiting.ts";
import type { MappingDocument } from "../../../../src/core/mapping/model.ts";
import { fakeClock } from "../../../support/fakes/clock.ts";
import { fakeMappingStore } from "../../../support/fakes/mapping-store.ts";
import { fakeMetrics } from "../../../support/fakes/metrics.ts";
import { sampleMapping } from "../../../support/mappings.ts";

const created = sampleMapping({ State: "Creating", LastProcessingResult: "No records processed" });

function setUp(written: MappingDocument = created) {
  const clock = fakeClock();
  const metrics = fakeMetrics();
  const mappings = fakeMappingStore([written]);
  const events: WaitEvent[] = [];
  const becomes = (change: Partial<MappingDocument>) => () => {
    const now = mappings.mappings.get(written.UUID);
    if (now !== undefined) mappings.mappings.set(written.UUID, { ...now, ...change });
  };
  const request: WaitRequest = { written, name: "orders/orders", until: "polling", timeoutMs: 300_000 };
  const wait = (changes: Partial<WaitRequest> = {}) =>
    waitForMapping({ mappings, metrics, clock }, { ...request, ...changes }, (event) => void events.push(event));
  const finished = () => events.flatMap((event) => (event.kind === "phase" && event.done ? [event.phase] : []));
  return { clock, metrics, mappings, events, becomes, request, wait, finished };
}

test("A new mapping goes through creating, enabled and polling, and each phase is told with its time.", async () => {
  const { clock, metrics, wait, becomes, finished, events } = setUp();
  clock.after(4_000, becomes({ State: "Enabled" }));
  clock.after(11_000, () => metrics.put("PolledEventCount", Date.parse("2026-11-23T12:00:00Z"), 0));
  const waited = await wait({ quietSinceMs: 0 });
  expect(waited.reached).toEqual({ kind: "polling", by: "PolledEventCount" });
  expect(waited.mapping.State).toBe("Enabled");
  expect(finished()).toEqual(["creating", "enabled", "polling"]);
  const running = events.filter((event) => event.kind === "phase" && !event.done && event.phase === "creating");
  expect(running.length).toBeGreaterThan(1);
});

test('A result that leaves "No records processed" tells of polling without any metric.', async () => {
  const { clock, wait, becomes } = setUp();
  clock.after(2_000, becomes({ State: "Enabled" }));
  clock.after(9_000, becomes({ LastProcessingResult: "PROBLEM: Function call failed" }));
  expect((await wait({ quietSinceMs: 0 })).reached).toEqual({ kind: "polling", by: "LastProcessingResult" });
});

test("A result that was cleared after the write and is OK again tells of polling.", async () => {
  const { clock, wait, becomes } = setUp(sampleMapping({ State: "Updating" }));
  clock.after(2_000, becomes({ State: "Enabled", LastProcessingResult: "No records processed" }));
  clock.after(9_000, becomes({ LastProcessingResult: "OK" }));
  expect((await wait()).reached).toEqual({ kind: "polling", by: "LastProcessingResult" });
});

test("A result that was OK before an update and still is proves nothing.", async () => {
  const { wait } = setUp(sampleMapping());
  await expect(wait()).rejects.toMatchObject({ code: "timed-out" });
});

test("A minute of metrics that began before an updated mapping was enabled again proves nothing; the next one does.", async () => {
  const { clock, metrics, wait, becomes } = setUp(sampleMapping({ State: "Updating" }));
  metrics.put("PolledEventCount", Date.parse("2026-11-23T12:00:00Z"), 500);
  clock.after(5_000, becomes({ State: "Enabled" }));
  clock.after(55_000, () => metrics.put("PolledEventCount", Date.parse("2026-11-23T12:01:00Z"), 500));
  expect((await wait()).reached).toEqual({ kind: "polling", by: "PolledEventCount" });
  expect(clock.now()).toBeGreaterThanOrEqual(Date.parse("2026-11-23T12:01:00Z"));
});

test("A provisioned mapping polls once it has pollers.", async () => {
  const { clock, metrics, wait } = setUp(sampleMapping({ MetricsConfig: { Metrics: [] }, ProvisionedPollerConfig: { MinimumPollers: 2 } }));
  clock.after(60_000, () => metrics.put("ProvisionedPollers", Date.parse("2026-11-23T12:01:00Z"), 0));
  clock.after(120_000, () => metrics.put("ProvisionedPollers", Date.parse("2026-11-23T12:02:00Z"), 2));
  expect((await wait()).reached).toEqual({ kind: "polling", by: "ProvisionedPollers" });
  expect(clock.now()).toBeGreaterThanOrEqual(Date.parse("2026-11-23T12:02:00Z"));
});

test("Where no metric can tell, the wait ends once enabled and says how to make polling observable.", async () => {
  const { clock, wait, becomes, finished } = setUp({ ...created, MetricsConfig: { Metrics: ["ErrorCount"] } });
  clock.after(2_000, becomes({ State: "Enabled" }));
  expect((await wait({ quietSinceMs: 0 })).reached).toEqual({
    kind: "not-observable",
    reason: "its EventCount metrics are off",
    fix: `mskctl update ${created.UUID} --metrics ErrorCount,EventCount`,
  });
  expect(finished()).toEqual(["creating", "enabled"]);
});

test("Metrics that may not be read make polling not observable and name the action.", async () => {
  const { metrics, wait } = setUp(sampleMapping());
  metrics.failWith = new MskctlError("not-permitted", "denied", { details: { action: "cloudwatch:GetMetricData" } });
  expect((await wait()).reached).toEqual({ kind: "not-observable", reason: "not permitted: cloudwatch:GetMetricData" });
});

test("A mapping that may not be read after the write is not followed, and the action is named.", async () => {
  const { mappings, wait } = setUp();
  mappings.failNext("get", new MskctlError("not-permitted", "denied", { details: { action: "lambda:GetEventSourceMapping" } }));
  expect((await wait()).reached).toEqual({ kind: "not-observable", reason: "not permitted: lambda:GetEventSourceMapping" });
});

test("A problem that appears while waiting is told once, and the wait goes on.", async () => {
  const problem = "PROBLEM: Connection error. Please check your event source connection configuration.";
  const { clock, wait, becomes, events } = setUp();
  clock.after(2_000, becomes({ State: "Enabled", LastProcessingResult: problem }));
  clock.after(30_000, becomes({ LastProcessingResult: "OK" }));
  expect((await wait({ quietSinceMs: 0 })).reached).toEqual({ kind: "polling", by: "LastProcessingResult" });
  expect(events.filter((event) => event.kind === "problem")).toEqual([
    { kind: "problem", explained: expect.objectContaining({ text: problem, remedy: expect.stringContaining("security group") }) },
  ]);
});

test("A wait for settled ends there, and a mapping that settles disabled is not asked for polling.", async () => {
  const { clock, wait, becomes, finished } = setUp(sampleMapping({ State: "Disabling" }));
  clock.after(2_000, becomes({ State: "Disabled" }));
  expect((await wait({ expectedState: "Disabled" })).reached).toEqual({ kind: "settled" });
  expect(finished()).toEqual(["disabling", "disabled"]);
});

test("A state that mskctl does not know ends the wait and is told as it is.", async () => {
  const { clock, wait, becomes, finished } = setUp();
  clock.after(2_000, becomes({ State: "Hibernating" }));
  expect((await wait()).mapping.State).toBe("Hibernating");
  expect(finished()).toEqual(["creating", "hibernating"]);
});

test("A mapping that Lambda disables instead of enabling is refused with Lambda's reason.", async () => {
  const { clock, wait, becomes } = setUp();
  clock.after(2_000, becomes({ State: "Disabled", StateTransitionReason: "EVENT_SOURCE_AUTHN_ERROR" }));
  await expect(wait({ expectedState: "Enabled" })).rejects.toMatchObject({
    code: "refused",
    message: expect.stringMatching(
      /^orders\/orders became Disabled instead of Enabled: EVENT_SOURCE_AUTHN_ERROR\. Lambda stopped the mapping/,
    ),
  });
});

test("Throttled and unavailable answers while waiting are asked again.", async () => {
  const { clock, mappings, wait, becomes } = setUp();
  mappings.failNext("get", new MskctlError("throttled", "slow down"));
  mappings.failNext("get", new MskctlError("unavailable", "no answer"));
  clock.after(8_000, becomes({ State: "Enabled" }));
  expect((await wait({ until: "settled" })).mapping.State).toBe("Enabled");
});

test("Past the deadline the verb ends with timed-out, the state and how to look again.", async () => {
  const { wait } = setUp();
  await expect(wait({ timeoutMs: 60_000 })).rejects.toMatchObject({
    code: "timed-out",
    message: expect.stringMatching(/orders\/orders is Creating, AWS goes on by itself/),
    suggestions: [`mskctl inspect ${created.UUID}`],
    details: { uuid: created.UUID, state: "Creating" },
  });
});

test("Ctrl-C while waiting says the state and how to look again.", async () => {
  const { clock, wait } = setUp();
  clock.interruptAfter(3_000, new MskctlError("interrupted", "interrupted"));
  await expect(wait()).rejects.toMatchObject({
    code: "interrupted",
    message: "interrupted: orders/orders is Creating, AWS goes on by itself",
    suggestions: [`mskctl inspect ${created.UUID}`],
  });
});

test("Nothing is asked when nobody wants to wait.", async () => {
  const { mappings, wait } = setUp();
  expect(await wait({ until: "none" })).toEqual({ mapping: created, reached: { kind: "not-waited" } });
  expect(mappings.calls).toEqual([]);
});

test("A mapping that somebody deletes meanwhile is not found.", async () => {
  const { clock, mappings, wait } = setUp();
  clock.after(2_000, () => mappings.mappings.clear());
  await expect(wait()).rejects.toMatchObject({ code: "not-found", message: "orders/orders was deleted while mskctl waited for it" });
});

test("A delete is done when AWS no longer knows the mapping.", async () => {
  const written = sampleMapping({ State: "Deleting" });
  const { clock, metrics, mappings, request, events, finished } = setUp(written);
  clock.after(7_000, () => mappings.mappings.clear());
  const waited = await waitUntilGone({ mappings, metrics, clock }, request, (event) => void events.push(event));
  expect(waited.reached).toEqual({ kind: "gone" });
  expect(finished()).toEqual(["deleting", "deleted"]);
});
