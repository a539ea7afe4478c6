import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import type { ApplyEvent } from "../../../../src/core/tuning/apply/apply-events.ts";
import type { OpenApplyRun } from "../../../../src/core/tuning/apply/ports.ts";
import { type ApplyProgress, runApply } from "../../../../src/core/tuning/apply/run-apply.ts";
import { type Applying, applying, memoryRun, samplePlan, tunedMapping } from "../../../support/tuning/applying.ts";

const uuid = tunedMapping.UUID;
const startedMs = Date.parse("2026-11-23T12:00:00Z");
const options = { siblings: [tunedMapping], onProgress: () => {} };

const updates = ({ store }: Applying) => store.calls.filter(({ method }) => method === "update").map(({ settings }) => settings);
const types = ({ events }: OpenApplyRun) => events.map((event) => ("step" in event ? `${event.type} ${event.step}` : event.type));
const asItWas = { BatchSize: 100, MaximumBatchingWindowInSeconds: 1, ProvisionedPollerConfig: { MinimumPollers: 4, MaximumPollers: 4 } };
const asPlanned = { BatchSize: 200, MaximumBatchingWindowInSeconds: 2, ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 } };

describe("a plan that does what was predicted", () => {
  it("is applied step by step, each in the journal before and after, and measured beside what was predicted", async () => {
    const account = applying();
    const run = memoryRun(samplePlan());
    const progress: ApplyProgress[] = [];
    await expect(runApply(account.ports, run, { ...options, onProgress: (each) => progress.push(each) })).resolves.toEqual({
      kind: "done",
    });
    expect(types(run)).toEqual(["began", "sending 0", "sent 0", "kept 0", "sending 1", "sent 1", "kept 1", "done"]);
    expect(updates(account)).toEqual([
      { BatchSize: 200, MaximumBatchingWindowInSeconds: 2 },
      { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 } },
    ]);
    expect(account.store.mappings.get(uuid)).toMatchObject(asPlanned);
    const kept = run.events.find((event) => event.type === "kept");
    // 120 invocations of 100 ms and 6,000 records a minute; an EPU is $135 a month.
    expect(kept).toMatchObject({ realised: { arrivedPerSecond: 100, measured: { batch: 50, durationMs: 100, invocationsPerSecond: 2 } } });
    expect(progress.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["step", "wait", "watch"]));
  });

  it("is watched for as long as planned, and until the minutes of that time are known", async () => {
    const account = applying();
    const run = memoryRun(samplePlan());
    await runApply(account.ports, run, options);
    const at = (type: string) => run.events.find((event) => event.type === type)?.atMs ?? 0;
    expect(at("kept") - at("sent")).toBeGreaterThanOrEqual(15 * 60_000);
    expect(at("kept") - at("sent")).toBeLessThan(25 * 60_000);
  });
});

describe("a mapping that is behind, and is given more", () => {
  it("is watched until it has caught up, not taken back for its old records", async () => {
    // 90,000 records of before, which 3,000 a minute more than come are taken of.
    const behind = (atMs: number) => Math.max(150, 90_000 - 3_000 * ((atMs - startedMs) / 60_000));
    const account = applying((name, atMs) => {
      if (name === "SumOffsetLag") return behind(atMs);
      return name === "CommittedEventCount" && behind(atMs) > 150 ? 9_000 : undefined;
    });
    const run = memoryRun(samplePlan());
    await expect(runApply(account.ports, run, options)).resolves.toEqual({ kind: "done" });
    const [, , sent, kept] = run.events;
    expect((kept?.atMs ?? 0) - (sent?.atMs ?? 0)).toBeGreaterThan(25 * 60_000);
  });
});

describe("a mapping of a poller group", () => {
  it("is not held to a cost that no metric tells", async () => {
    const plan = samplePlan();
    const steps = plan.steps.map((step) => ({
      ...step,
      settings: { ...step.settings, pollerGroup: "shop" },
      // A tenth of an event poller unit.
      expectation: step.expectation.map((each) => ({ ...each, costMonth: { low: 13, high: 14 } })),
    }));
    const before = { ...plan.before, settings: { ...plan.before.settings, pollerGroup: "shop" } };
    const mapping = { ...tunedMapping, ProvisionedPollerConfig: { ...tunedMapping.ProvisionedPollerConfig, PollerGroupName: "shop" } };
    const account = applying();
    account.store.mappings.set(uuid, mapping);
    const run = memoryRun(samplePlan({ mapping, before, steps }));
    await expect(runApply(account.ports, run, options)).resolves.toEqual({ kind: "done" });
    const kept = run.events.find((event) => event.type === "kept");
    expect(kept?.realised?.measured).toMatchObject({ costMonth: undefined, batch: 50 });
  });
});

describe("a plan that reality disagrees with", () => {
  const fromThen = (ms: number, names: Readonly<Record<string, number | "no data">>) => (name: string, atMs: number) =>
    atMs >= startedMs + ms ? names[name] : undefined;

  it.each<[string, Readonly<Record<string, number | "no data">>, string]>([
    ["errors", { Errors: 12 }, "% of invocations fail, before it was 0 %"],
    ["throttles", { Throttles: 5 }, "4 % of invocations are throttled, before it was 0 %"],
    ["a slow function", { Duration: 400 }, "an invocation takes 400 ms, predicted were 110 ms at most"],
    ["lag", { SumOffsetLag: 600 }, "the lag is 600 records, predicted were 400 at most"],
    ["old records", { SumOffsetLag: 4_000 }, "s and longer, they are to be no older than 20 s"],
    ["records that are given up", { DroppedEventCount: 1 }, "given up, more than before"],
    [
      "no metrics",
      { SumOffsetLag: "no data", InvokedEventCount: "no data", CommittedEventCount: "no data" },
      "there are no metrics for 5 minutes",
    ],
  ])("%s: is taken back by itself", async (_, told, why) => {
    const account = applying(fromThen(3 * 60_000, told));
    const run = memoryRun(samplePlan({ ageP99Ms: 20_000 }));
    const state = await runApply(account.ports, run, options);
    expect(state).toEqual({ kind: "rolled back", why: expect.stringContaining(why) });
    expect(types(run)).toEqual(["began", "sending 0", "sent 0", "rolling back", "rolled back"]);
    expect(account.store.mappings.get(uuid)).toMatchObject(asItWas);
  });

  it("also when that shows in a later step", async () => {
    const account = applying(fromThen(25 * 60_000, { Errors: 12 }));
    const run = memoryRun(samplePlan());
    await runApply(account.ports, run, options);
    expect(types(run).slice(-4)).toEqual(["sending 1", "sent 1", "rolling back", "rolled back"]);
    expect(account.store.mappings.get(uuid)).toMatchObject(asItWas);
  });

  it("also when metrics cannot be read at all", async () => {
    const account = applying();
    const run = memoryRun(samplePlan(), [], (event) => {
      if (event.type !== "sent") return;
      account.ports.metrics.read = () => Promise.reject(new MskctlError("throttled", "Rate exceeded"));
    });
    await expect(runApply(account.ports, run, options)).resolves.toEqual({
      kind: "rolled back",
      why: expect.stringMatching(/^metrics could not be read for \d+ min$/),
    });
    expect(account.store.mappings.get(uuid)).toMatchObject(asItWas);
  });

  it("a default window does not come back, and is taken back to none", async () => {
    const { MaximumBatchingWindowInSeconds: _, ...unset } = tunedMapping;
    const account = applying(fromThen(3 * 60_000, { Errors: 12 }));
    account.store.mappings.set(uuid, unset as typeof tunedMapping);
    const plan = samplePlan({ mapping: unset as typeof tunedMapping });
    const settings = { ...plan.before.settings, windowMs: 500 };
    await runApply(account.ports, memoryRun({ ...plan, before: { ...plan.before, settings } }), options);
    expect(account.store.mappings.get(uuid)).toMatchObject({ ...asItWas, MaximumBatchingWindowInSeconds: 0 });
  });
});

describe("a mapping that is somebody else's meanwhile", () => {
  const byColleague = { BatchSize: 777, LastModified: "2026-11-23T12:08:00.000Z" };

  it("before the first step: nothing is sent", async () => {
    const account = applying();
    account.store.mappings.set(uuid, { ...tunedMapping, ...byColleague });
    const run = memoryRun(samplePlan());
    await expect(runApply(account.ports, run, options)).rejects.toMatchObject({ code: "stale-plan" });
    expect(updates(account)).toEqual([]);
    expect(types(run)).toEqual(["began", "left"]);
  });

  it("while it is watched: it is left as it is, not rolled back", async () => {
    const account = applying();
    account.clock.after(8 * 60_000, () => {
      const current = account.store.mappings.get(uuid);
      if (current !== undefined) account.store.mappings.set(uuid, { ...current, ...byColleague });
    });
    const run = memoryRun(samplePlan());
    await expect(runApply(account.ports, run, options)).rejects.toMatchObject({
      code: "stale-plan",
      message: expect.stringContaining("somebody else"),
    });
    expect(types(run).at(-1)).toBe("left");
    expect(account.store.mappings.get(uuid)).toMatchObject({ BatchSize: 777 });
  });

  it("before a rollback that was asked for", async () => {
    const account = applying();
    account.store.mappings.set(uuid, { ...tunedMapping, ...byColleague });
    const run = memoryRun(samplePlan(), [
      { type: "began", atMs: 0 },
      { type: "rolling back", atMs: 0, why: "it was asked for" },
    ]);
    await expect(runApply(account.ports, run, options)).rejects.toMatchObject({ code: "stale-plan" });
    expect(account.store.mappings.get(uuid)).toMatchObject({ BatchSize: 777 });
  });
});

it("a rollback takes back what tune has set, and nothing that somebody else has changed since", async () => {
  const account = applying();
  const run = memoryRun(samplePlan());
  await runApply(account.ports, run, options);
  const filters = { Filters: [{ Pattern: '{"value":{"kind":["changed"]}}' }] };
  const current = account.store.mappings.get(uuid);
  if (current !== undefined) account.store.mappings.set(uuid, { ...current, FilterCriteria: filters });
  await run.append({ type: "rolling back", atMs: account.clock.now(), why: "it was asked for" });
  await runApply(account.ports, run, options);
  expect(account.store.mappings.get(uuid)).toMatchObject({ ...asItWas, FilterCriteria: filters });
});

describe("a run that is broken off", () => {
  const crash = new Error("the process is gone");
  const rows = 8;
  const points = Array.from({ length: rows }, (_, row) => row);

  it.each(points)("before row %i of its journal: goes on to the same end", async (row) => {
    await endsAsPlanned((appended) => {
      if (appended === row) throw crash;
    });
  });

  it.each([0, 1])("after update %i was carried out and before that was known", async (index) => {
    const account = applying();
    const events = await brokenOff(account, () => {}, breakingAfterUpdate(account, index));
    await endsFrom(account, events);
  });

  it("in the middle of a rollback: the rollback goes on", async () => {
    const account = applying((name, atMs) => (name === "Errors" && atMs >= startedMs + 3 * 60_000 ? 12 : undefined));
    const events = await brokenOff(account, (_, event) => {
      if (event.type === "rolled back") throw crash;
    });
    const run = memoryRun(samplePlan(), events);
    await expect(runApply(account.ports, run, options)).resolves.toMatchObject({ kind: "rolled back" });
    expect(account.store.mappings.get(uuid)).toMatchObject(asItWas);
    // The second time there was nothing to send.
    expect(updates(account)).toHaveLength(2);
  });

  it("by Ctrl-C: says so, and stays as it stands", async () => {
    const account = applying();
    account.clock.interruptAfter(6 * 60_000, new MskctlError("interrupted", "interrupted"));
    const run = memoryRun(samplePlan());
    await expect(runApply(account.ports, run, options)).rejects.toMatchObject({ code: "interrupted" });
    expect(types(run)).toEqual(["began", "sending 0", "sent 0"]);
  });

  async function endsAsPlanned(onAppend: (appended: number, event: ApplyEvent) => void): Promise<void> {
    const account = applying();
    await endsFrom(account, await brokenOff(account, onAppend));
  }

  async function brokenOff(
    account: Applying,
    onAppend: (appended: number, event: ApplyEvent) => void,
    ports = account.ports,
  ): Promise<readonly ApplyEvent[]> {
    let appended = 0;
    const run = memoryRun(samplePlan(), [], (event) => onAppend(appended++, event));
    await expect(runApply(ports, run, options)).rejects.toBe(crash);
    return run.events;
  }

  async function endsFrom(account: Applying, events: readonly ApplyEvent[]): Promise<void> {
    const run = memoryRun(samplePlan(), events);
    await expect(runApply(account.ports, run, options)).resolves.toEqual({ kind: "done" });
    expect(account.store.mappings.get(uuid)).toMatchObject(asPlanned);
    // None is sent twice.
    expect(updates(account)).toHaveLength(2);
  }

  function breakingAfterUpdate(account: Applying, index: number): Applying["ports"] {
    let sent = 0;
    return {
      ...account.ports,
      mappings: {
        ...account.store,
        update: async (id, changes) => {
          const answer = await account.store.update(id, changes);
          if (sent++ === index) throw crash;
          return answer;
        },
      },
    };
  }
});
