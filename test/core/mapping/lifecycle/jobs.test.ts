import { expect, test } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { type JobsProgress, runJobs } from "../../../../src/core/mapping/lifecycle/jobs.ts";
import { switchJob } from "../../../../src/core/mapping/lifecycle/switching.ts";
import type { MappingDocument } from "../../../../src/core/mapping/model.ts";
import type { MappingStore } from "../../../../src/core/mapping/ports.ts";
import { fakeClock } from "../../../support/fakes/clock.ts";
import { fakeMappingStore } from "../../../support/fakes/mapping-store.ts";
import { fakeMetrics } from "../../../support/fakes/metrics.ts";
import { sampleMapping } from "../../../support/mappings.ts";

const names = Array.from({ length: 12 }, (_, index) => `00000000-0000-4000-8000-0000000000${String(index).padStart(2, "0")}`);
const uuids = names.slice(0, 6);

function setUp(states: readonly string[] = uuids.map(() => "Enabled")) {
  const clock = fakeClock();
  const sample = states.map((State, index) => sampleMapping({ UUID: names[index] ?? "", State }));
  const mappings = fakeMappingStore(sample);
  const ports = { clock, mappings, metrics: fakeMetrics() };
  const callTimes: number[] = [];
  const timed = timing(mappings, () => void callTimes.push(clock.now()));
  const progress: JobsProgress[] = [];
  const jobs = sample.map((mapping) => switchJob(mapping, mapping.UUID, false, { until: "settled", timeoutMs: 300_000 }));
  const run = () => runJobs({ ...ports, mappings: timed }, jobs, (each) => void progress.push(each));
  return { clock, mappings, callTimes, progress, run };
}

function timing(store: MappingStore, called: () => void): MappingStore {
  return {
    ...store,
    async *list(query) {
      for await (const page of store.list(query)) {
        called();
        yield page;
      }
    },
    get: (uuid) => {
      called();
      return store.get(uuid);
    },
    update: (uuid, changes) => {
      called();
      return store.update(uuid, changes);
    },
  };
}

test("Every mapping is paused, with no more than five calls in any second.", async () => {
  const { run, callTimes, mappings } = setUp();
  const outcomes = await run();
  expect(outcomes.map(({ ok }) => ok)).toEqual(uuids.map(() => true));
  expect([...mappings.mappings.values()].map(({ State }) => State)).toEqual(uuids.map(() => "Disabled"));
  for (const [index, time] of callTimes.entries())
    expect((callTimes[index + 5] ?? Number.POSITIVE_INFINITY) - time).toBeGreaterThanOrEqual(1_000);
});

test("What fails stays with its mapping, and the others go on.", async () => {
  const { run, mappings, progress } = setUp();
  mappings.failNext("update", new MskctlError("not-permitted", "denied", { details: { action: "lambda:UpdateEventSourceMapping" } }));
  const outcomes = await run();
  expect(outcomes.map(({ ok }) => ok)).toEqual([false, true, true, true, true, true]);
  expect(outcomes[0]).toMatchObject({ error: { code: "not-permitted" }, mapping: { UUID: uuids[0] } });
  expect(progress.at(-1)).toEqual({ sent: 5, finished: 5, failed: 1, total: 6 });
});

test("Many mappings are waited for by listings, not one by one.", async () => {
  const { run, mappings, clock } = setUp();
  const update = mappings.update;
  mappings.update = async (uuid, changes) => {
    const written: MappingDocument = { ...(await update(uuid, changes)), State: "Disabling" };
    mappings.mappings.set(uuid, written);
    return written;
  };
  clock.after(10_000, () => {
    for (const [uuid, mapping] of mappings.mappings) mappings.mappings.set(uuid, { ...mapping, State: "Disabled" });
  });
  const outcomes = await run();
  expect(outcomes.map((outcome) => outcome.ok && outcome.mapping.State)).toEqual(uuids.map(() => "Disabled"));
  const gets = mappings.calls.filter(({ method }) => method === "get").length;
  const lists = mappings.calls.filter(({ method }) => method === "list").length;
  expect(gets).toBe(uuids.length);
  expect(lists).toBeGreaterThan(0);
  expect(lists).toBeLessThan(2 * uuids.length);
});

test("Ctrl-C between two writes says how many were written, what failed, and names some of the rest.", async () => {
  const { run, clock, mappings } = setUp([...uuids, ...uuids].map(() => "Enabled"));
  mappings.failNext("update", new MskctlError("refused", "no"));
  clock.interruptAfter(1_100, new MskctlError("interrupted", "interrupted: orders is Enabled"));
  const error = await run().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: "interrupted",
    message: `interrupted: 2 of 12 mappings were written; 1 failed: ${names[0]}; 9 not touched: ${names.slice(3, 6).join(", ")} and 6 more`,
  });
  expect((error as MskctlError).details).toEqual({ written: names.slice(1, 3), failed: names.slice(0, 1), untouched: names.slice(3) });
});

test("SIGTERM while all are followed says that AWS goes on.", async () => {
  const { run, clock, mappings } = setUp();
  const update = mappings.update;
  mappings.update = async (uuid, changes) => {
    const written: MappingDocument = { ...(await update(uuid, changes)), State: "Disabling" };
    mappings.mappings.set(uuid, written);
    return written;
  };
  clock.interruptAfter(20_000, new MskctlError("terminated", "terminated"));
  await expect(run()).rejects.toMatchObject({
    code: "terminated",
    message: "terminated: 6 of 6 mappings were written; AWS goes on by itself",
  });
});
