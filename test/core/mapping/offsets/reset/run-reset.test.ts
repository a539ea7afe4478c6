import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../../../src/core/errors.ts";
import type { WaitEvent } from "../../../../../src/core/mapping/lifecycle/waiting.ts";
import type { OffsetMove } from "../../../../../src/core/mapping/offsets/reset/moves.ts";
import { planReset } from "../../../../../src/core/mapping/offsets/reset/reset-plan.ts";
import type { Rollback } from "../../../../../src/core/mapping/offsets/reset/rollback.ts";
import { runReset } from "../../../../../src/core/mapping/offsets/reset/run-reset.ts";
import type { ResetTarget } from "../../../../../src/core/mapping/offsets/reset/target.ts";
import type { Broker } from "../../../../../src/core/record/broker.ts";
import { fakeClock } from "../../../../support/fakes/clock.ts";
import { type FakeLog, fakeGroupBroker, fakeMember } from "../../../../support/fakes/group-broker.ts";
import { fakeMappingStore } from "../../../../support/fakes/mapping-store.ts";
import { fakeMetrics } from "../../../../support/fakes/metrics.ts";
import { sampleMapping } from "../../../../support/mappings.ts";

const file = "/state/orders.json";
const back = `mskctl offsets restore ${file}`;
const [interrupted, lost] = [new MskctlError("interrupted", "interrupted"), new MskctlError("unavailable", "no answer")];

/** Two partitions: 0 stands at 50 of 100, 1 at the end. */
function setUp({ state = "Enabled", target = { kind: "shift", by: -10n } as ResetTarget } = {}) {
  const mapping = sampleMapping({ State: state });
  const [clock, store] = [fakeClock(), fakeMappingStore([mapping])];
  const broker = fakeGroupBroker([
    { end: 100n, committed: 50n },
    { end: 100n, committed: 100n },
  ]);
  const events: WaitEvent[] = [];
  const saved: Rollback[] = [];
  const settled: (readonly OffsetMove[])[] = [];
  const failures = { save: undefined as Error | undefined };
  const reset = async ({ agreedByName = false, timeoutMs = undefined as number | undefined, between = () => {} } = {}) => {
    const untilMs = timeoutMs === undefined ? undefined : clock.now() + timeoutMs;
    const plan = await planReset({ broker, clock }, { mapping, name: "orders", target });
    between();
    const save = async (rollback: Rollback) => {
      if (failures.save !== undefined) throw failures.save;
      expect(broker.altered).toEqual([]);
      saved.push(rollback);
      return file;
    };
    return runReset(
      { mappings: store, metrics: fakeMetrics(), clock, broker, save },
      { plan, untilMs, agreedByName, onEvent: (event) => events.push(event), onSettled: (moves) => settled.push(moves) },
    );
  };
  const standing =
    (...logs: readonly FakeLog[]) =>
    () => {
      broker.logs = logs;
    };
  /** Readers begin where they were set to, once the mapping is resumed. */
  const readOn = () => {
    broker.onCall = (method) => {
      if (method === "committedOffsets" && broker.altered.length > 0)
        broker.logs = broker.logs.map((log) => ({ ...log, committed: log.end }));
    };
  };
  const switches = () => store.calls.filter(({ method }) => method === "update").map(({ settings }) => settings?.Enabled);
  return { clock, store, broker, events, saved, settled, failures, reset, readOn, standing, switches };
}

function failOn(broker: ReturnType<typeof fakeGroupBroker>, method: keyof Broker, error: Error, times = Number.POSITIVE_INFINITY) {
  let left = times;
  broker.onCall = (called) => {
    if (called === method && left-- > 0) throw error;
  };
}

const phases = (events: readonly WaitEvent[]) => events.flatMap((event) => (event.kind === "phase" && event.done ? [event.phase] : []));

describe("a mapping that reads", () => {
  it("is paused, set, resumed and watched, with the old offsets saved before", async () => {
    const { reset, readOn, switches, broker, saved, events } = setUp();
    readOn();
    const done = await reset();
    expect(done).toMatchObject({
      mapping: { State: "Enabled" },
      rollbackFile: file,
      firstCommits: "seen",
      moves: [{ next: 40n }, { next: 90n }],
    });
    expect(broker.altered).toEqual([new Map([[0, 40n], [1, 90n]])]); // biome-ignore format: a table
    expect(saved).toMatchObject([
      {
        partitions: [
          { partition: 0, committed: "50", set: "40" },
          { partition: 1, committed: "100" },
        ],
      },
    ]);
    expect(switches()).toEqual([false, true]);
    expect(phases(events)).toEqual(["disabled", "group empty", "offsets set", "enabled", "first commits"]);
  });

  it("is not watched where nothing is left to read", async () => {
    const { reset, switches } = setUp({ target: { kind: "latest" } });
    expect(await reset()).toMatchObject({ firstCommits: "nothing-to-read", moves: [{ partition: 0, next: 100n }] });
    expect(switches()).toEqual([false, true]);
  });

  it("is set from where it stands once nobody reads", async () => {
    const { reset, standing, readOn, settled, saved } = setUp();
    readOn();
    await reset({ between: standing({ end: 120n, committed: 70n }, { end: 100n, committed: 100n }) });
    expect(settled).toMatchObject([
      [
        { now: 70n, next: 60n },
        { now: 100n, next: 90n },
      ],
    ]);
    expect(saved).toMatchObject([{ partitions: [{ committed: "70" }, { committed: "100" }] }]);
  });

  it("with nothing left to set writes nothing", async () => {
    const { reset, standing, broker, saved, switches } = setUp({ target: { kind: "latest" } });
    const done = await reset({ between: standing({ end: 100n, committed: 100n }, { end: 100n, committed: 100n }) });
    expect(done).toMatchObject({ moves: [], rollbackFile: undefined, firstCommits: "nothing-to-read" });
    expect([broker.altered, saved, switches()]).toEqual([[], [], [false, true]]);
  });
});

describe("a mapping that is disabled", () => {
  it.each(["Disabled", "Disabling"])("stays so: %s", async (state) => {
    const { reset, switches, broker, store } = setUp({ state });
    store.onGet = (uuid) => void store.mappings.set(uuid, sampleMapping({ State: "Disabled" }));
    expect(await reset()).toMatchObject({ mapping: { State: "Disabled" }, firstCommits: "not-resumed", rollbackFile: file });
    expect([switches(), broker.altered.length]).toEqual([[], 1]);
  });

  it("that was changed since the plan is left alone", async () => {
    const { reset, broker, store } = setUp({ state: "Disabled" });
    const between = () => void store.mappings.set(sampleMapping().UUID, sampleMapping({ State: "Disabled", BatchSize: 7 }));
    await expect(reset({ between })).rejects.toMatchObject({
      code: "stale-plan",
      message: expect.stringContaining("no offset was changed"),
    });
    expect(broker.altered).toEqual([]);
  });

  it("whose offsets somebody else has set is left alone", async () => {
    const { reset, standing, broker } = setUp({ state: "Disabled" });
    const between = standing({ end: 100n, committed: 51n }, { end: 100n, committed: 100n });
    await expect(reset({ between })).rejects.toMatchObject({ code: "stale-plan", details: { offsets: "unchanged", isPaused: false } });
    expect(broker.altered).toEqual([]);
  });
});

describe("a failure before anything is set resumes what was paused", () => {
  it("as somebody else reads with the group", async () => {
    const { reset, broker, switches, saved } = setUp();
    broker.members = [fakeMember("orders-reader")];
    await expect(reset({ timeoutMs: 60_000 })).rejects.toMatchObject({
      code: "timed-out",
      message: expect.stringMatching(
        /^group \S+ still has 1 member after \d+ s: orders-reader at 10\.0\.3\.7; no offset was changed; orders is resumed$/,
      ),
      suggestions: [expect.stringContaining("whoever else reads with this group")],
      details: { offsets: "unchanged", isPaused: false, members: [{ clientId: "orders-reader" }] },
    });
    expect([broker.altered, saved, switches()]).toEqual([[], [], [false, true]]);
  });

  it("as the old offsets cannot be saved", async () => {
    const { reset, failures, broker, switches } = setUp();
    failures.save = new MskctlError("storage", "cannot write it: the disk is full");
    await expect(reset()).rejects.toMatchObject({
      code: "storage",
      message: "cannot write it: the disk is full; no offset was changed; orders is resumed",
    });
    expect([broker.altered, switches()]).toEqual([[], [false, true]]);
  });

  it("as the brokers refuse", async () => {
    const { reset, broker, switches } = setUp();
    failOn(
      broker,
      "alterCommittedOffsets",
      new MskctlError("not-permitted", "no permission", { suggestions: ["allow kafka-cluster:AlterGroup"] }),
    );
    await expect(reset()).rejects.toMatchObject({
      code: "not-permitted",
      message: "no permission; no offset was changed; orders is resumed",
      suggestions: ["allow kafka-cluster:AlterGroup"],
      details: { rollbackFile: file },
    });
    expect(switches()).toEqual([false, true]);
  });

  it("as more would be read again than a plain yes allows", async () => {
    const { reset, standing, broker, switches } = setUp({ target: { kind: "offset", offset: 0n } });
    const between = standing({ end: 2_000n, committed: 1_500n }, { end: 100n, committed: 100n });
    await expect(reset({ between })).rejects.toMatchObject({
      code: "stale-plan",
      message: expect.stringContaining("1,600 records would be read again now"),
      suggestions: ["run the command again with --confirm orders"],
    });
    expect([broker.altered, switches()]).toEqual([[], [false, true]]);
  });

  it("but not where the name was given", async () => {
    const { reset, standing, readOn } = setUp({ target: { kind: "offset", offset: 0n } });
    readOn();
    const between = standing({ end: 2_000n, committed: 1_500n }, { end: 100n, committed: 100n });
    await expect(reset({ between, agreedByName: true })).resolves.toMatchObject({ firstCommits: "seen" });
  });

  it("and says so when that fails, too", async () => {
    const { reset, failures, store } = setUp();
    failures.save = new MskctlError("storage", "cannot write it");
    store.onGet = () => {
      if (store.calls.filter(({ method }) => method === "update").length > 0)
        store.failNext("update", new MskctlError("throttled", "slow down"));
    };
    await expect(reset()).rejects.toMatchObject({
      code: "storage",
      message: "cannot write it; no offset was changed; orders is paused; it could not be resumed: slow down",
      suggestions: ["mskctl resume orders"],
      details: { isPaused: true },
    });
  });
});

describe("an answer about the offsets that is lost", () => {
  it("is no failure when the group has them", async () => {
    const { reset, broker } = setUp({ state: "Disabled" });
    failAfterSetting(broker, [0, 1]);
    await expect(reset()).resolves.toMatchObject({ rollbackFile: file });
  });

  it("leaves the mapping paused when some are set", async () => {
    const { reset, broker, switches } = setUp();
    failAfterSetting(broker, [0]);
    await expect(reset()).rejects.toMatchObject({
      code: "unavailable",
      message: "no answer; some of the offsets are set; orders is paused",
      suggestions: ["mskctl offsets show orders", "mskctl resume orders", back],
      details: { offsets: "partly-set", isPaused: true, rollbackFile: file },
    });
    expect(switches()).toEqual([false]);
  });

  it("leaves it paused when nobody can tell", async () => {
    const { reset, broker, switches } = setUp();
    broker.onCall = (method) => {
      const isSetting = broker.calls.includes("alterCommittedOffsets");
      if (method === "alterCommittedOffsets" || (isSetting && method === "committedOffsets")) throw lost;
    };
    await expect(reset()).rejects.toMatchObject({
      message: "no answer; whether the offsets are set is not known; orders is paused",
      suggestions: ["mskctl offsets show orders", "mskctl resume orders", back],
      details: { offsets: "unknown" },
    });
    expect(switches()).toEqual([false]);
  });
});

/** The brokers set the offsets of these partitions, and their answer is lost. */
function failAfterSetting(broker: ReturnType<typeof fakeGroupBroker>, partitions: readonly number[]) {
  const { alterCommittedOffsets } = broker;
  broker.alterCommittedOffsets = async (group, topic, offsets) => {
    await alterCommittedOffsets(group, topic, new Map([...offsets].filter(([partition]) => partitions.includes(partition))));
    throw lost;
  };
}

describe("Ctrl-C says where things stand and how to go on", () => {
  it("while the group empties", async () => {
    const { reset, broker, clock, switches } = setUp();
    broker.members = [fakeMember("lambda-1")];
    clock.interruptAfter(2_500, interrupted);
    await expect(reset()).rejects.toMatchObject({
      code: "interrupted",
      message: "interrupted; no offset was changed; orders is paused",
      suggestions: ["mskctl resume orders"],
    });
    expect(switches()).toEqual([false]);
  });

  it("while the offsets are set", async () => {
    const { reset, broker, switches } = setUp();
    failOn(broker, "alterCommittedOffsets", interrupted);
    await expect(reset()).rejects.toMatchObject({
      message: "interrupted; whether the offsets are set is not known; orders is paused",
      suggestions: ["mskctl offsets show orders", "mskctl resume orders", back],
    });
    expect(switches()).toEqual([false]);
  });

  it("while it is being resumed", async () => {
    const { reset, store } = setUp();
    store.onGet = () => {
      if (store.calls.filter(({ method }) => method === "update").length === 1) store.failNext("update", interrupted);
    };
    await expect(reset()).rejects.toMatchObject({
      message: "interrupted; the offsets are set; orders is paused",
      suggestions: ["mskctl resume orders", back],
      details: { offsets: "set", isPaused: true },
    });
  });

  it("while it is on its way to being enabled", async () => {
    const { reset, store, clock, switches } = setUp();
    store.onGet = (uuid) => {
      if (switches().at(-1) !== true) return;
      store.mappings.set(uuid, sampleMapping({ State: "Enabling" }));
      clock.interruptAfter(0, interrupted);
    };
    const update = store.update;
    store.update = async (uuid, changes) => ({
      ...(await update(uuid, changes)),
      ...(changes.Enabled === true ? { State: "Enabling" } : {}),
    });
    await expect(reset()).rejects.toMatchObject({
      message: expect.stringMatching(/^interrupted: orders is Enabling, .*; the offsets are set; orders is being enabled$/),
      suggestions: ["mskctl lag orders --offsets --partitions", back],
    });
  });

  it("while the first commits are waited for", async () => {
    const { reset, clock } = setUp();
    clock.interruptAfter(5_000, interrupted);
    await expect(reset()).rejects.toMatchObject({
      message: "interrupted; the offsets are set; orders is enabled",
      suggestions: ["mskctl lag orders --offsets --partitions", back],
      details: { offsets: "set", isPaused: false },
    });
  });

  it("while it is being paused", async () => {
    const { reset, store, broker } = setUp();
    store.failNext("update", interrupted);
    await expect(reset()).rejects.toMatchObject({
      message: "interrupted; no offset was changed; orders may be paused",
      suggestions: ["mskctl resume orders"],
    });
    expect(broker.altered).toEqual([]);
  });

  it("of a disabled mapping", async () => {
    const { reset, broker, clock } = setUp({ state: "Disabled" });
    broker.members = [fakeMember("lambda-1")];
    clock.interruptAfter(1_500, interrupted);
    await expect(reset()).rejects.toMatchObject({ message: "interrupted; no offset was changed", suggestions: [] });
  });
});

describe("a pause", () => {
  it.each<[string, MskctlError, object]>([
    [
      "that is refused leaves all as it was",
      new MskctlError("not-permitted", "not allowed"),
      { message: "not allowed; no offset was changed", suggestions: [] },
    ],
    [
      "whose answer is lost may have happened",
      lost,
      { message: "no answer; no offset was changed; orders may be paused", suggestions: ["mskctl resume orders"] },
    ],
  ])("%s", async (_, error, expected) => {
    const { reset, store } = setUp();
    store.failNext("update", error);
    await expect(reset()).rejects.toMatchObject(expected);
  });

  it("is not made of a mapping that was changed since the plan", async () => {
    const { reset, store, switches } = setUp();
    const between = () => void store.mappings.set(sampleMapping().UUID, sampleMapping({ BatchSize: 7 }));
    await expect(reset({ between })).rejects.toMatchObject({ code: "stale-plan" });
    expect(switches()).toEqual([]);
  });
});

it("A mapping that somebody else paused since the plan is neither set nor resumed.", async () => {
  const { reset, store, broker, switches } = setUp();
  const between = () => void store.mappings.set(sampleMapping().UUID, sampleMapping({ State: "Disabled" }));
  await expect(reset({ between })).rejects.toMatchObject({
    code: "stale-plan",
    message: "orders was paused by somebody else since this plan was made; no offset was changed",
  });
  expect([broker.altered, switches()]).toEqual([[], []]);
});

it("A pause that AWS carried out before it called the mapping in use is one of ours.", async () => {
  const { reset, store, switches } = setUp({ target: { kind: "latest" } });
  store.failNext("update", new MskctlError("refused", "in use", { details: { awsCode: "ResourceInUseException" } }));
  store.onGet = (uuid) => {
    if (switches().length === 1) store.mappings.set(uuid, sampleMapping({ State: "Disabled" }));
  };
  await expect(reset()).resolves.toMatchObject({ mapping: { State: "Enabled" } });
  expect(switches()).toEqual([false, true]);
});

describe("first commits that do not come", () => {
  it("end with where things stand, and with what Lambda says of it", async () => {
    const { reset, store, events } = setUp();
    store.onGet = (uuid) => {
      const mapping = store.mappings.get(uuid);
      if (mapping?.State === "Enabled") store.mappings.set(uuid, { ...mapping, LastProcessingResult: "PROBLEM: Function call failed" });
    };
    await expect(reset({ timeoutMs: 60_000 })).rejects.toMatchObject({
      code: "timed-out",
      message: expect.stringMatching(/^no commit was seen on partitions 0, 1 in \d+ s; the offsets are set; orders is enabled$/),
      suggestions: ["mskctl lag orders --offsets --partitions", back],
    });
    expect(events).toContainEqual({ kind: "problem", explained: expect.objectContaining({ kind: "function-error" }) });
  });
});
