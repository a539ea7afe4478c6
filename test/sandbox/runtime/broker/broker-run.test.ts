import { beforeEach, describe, expect, it, vi } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { createManualClock } from "../../../../src/sandbox/clock.ts";
import { defaultAssumptions } from "../../../../src/sandbox/runtime/assumptions.ts";
import type { Batch, Reading } from "../../../../src/sandbox/runtime/batching.ts";
import { type BrokerRunParts, runOnBroker } from "../../../../src/sandbox/runtime/broker/broker-run.ts";
import { type BrokerSessionParts, openBrokerSession } from "../../../../src/sandbox/runtime/broker/broker-session.ts";
import { createBrokerTopic } from "../../../../src/sandbox/runtime/broker/broker-topic.ts";
import { mappingConfig } from "../../../../src/sandbox/runtime/mapping-config.ts";
import { type MappingRun, type MappingRunParts, runMapping } from "../../../../src/sandbox/runtime/mapping-run.ts";
import { newMappingMinute } from "../../../../src/sandbox/runtime/minute-figures.ts";
import { testFunction } from "../../../support/sandbox-world.ts";
import { testRecord } from "../registry/frames.ts";

vi.mock("../../../../src/sandbox/runtime/broker/broker-session.ts", () => ({ openBrokerSession: vi.fn() }));
vi.mock("../../../../src/sandbox/runtime/mapping-run.ts", () => ({ runMapping: vi.fn() }));

const session = { commit: vi.fn(), roomMade: vi.fn(), produce: vi.fn(async () => {}), stop: vi.fn(async () => {}) };
let asked: BrokerSessionParts;
let inner: { readonly parts: MappingRunParts; readonly run: MappingRun & { pollers: number } }[];

beforeEach(() => {
  vi.clearAllMocks();
  inner = [];
  vi.mocked(openBrokerSession).mockImplementation((parts) => {
    asked = parts;
    return session;
  });
  vi.mocked(runMapping).mockImplementation((parts) => {
    const run = { pollers: Math.max(1, parts.startingPollers), assignments: [[0]], evaluate: vi.fn(), wake: vi.fn(), stop: vi.fn() };
    inner.push({ parts, run });
    return run;
  });
});

/** A mapping of a topic with three partitions, each with offsets 0 to 99. */
function setUp() {
  const topic = createBrokerTopic("orders");
  topic.partitions = 3;
  for (const partition of [0, 1, 2]) topic.setLog(partition, { end: 100 });
  const feed = { reach: vi.fn(), release: vi.fn(), startOver: vi.fn() };
  const reading: Reading = { topic, feed, position: [], committed: [], inBatch: [] };
  const minute = newMappingMinute();
  const told = { onPollingFailed: vi.fn(), onCommitFailed: vi.fn(), onLeft: vi.fn() };
  const parts: BrokerRunParts = {
    clock: createManualClock(0),
    config: mappingConfig({ UUID: "m", Topics: ["orders"] }),
    assumptions: defaultAssumptions,
    fn: testFunction("orders"),
    origin: { eventSource: "aws:kafka", bootstrapServers: [] },
    reading,
    calls: { call: vi.fn(), destinationFailed: vi.fn(), close: async () => {} },
    destination: undefined,
    seed: 1,
    startedMs: 0,
    minute: () => minute,
    onResult: vi.fn(),
    onDeliveryFailure: vi.fn(),
    pollFaults: { isCutOff: () => false, refusesCommits: () => false, hindrance: () => undefined, onChange: () => () => {} },
    onPollTimeout: vi.fn(),
    onAssigned: vi.fn(),
    startingPollers: 2,
    topic,
    settings: () => Promise.reject(new Error("no session is opened")),
    after: Promise.resolve(),
    ...told,
  };
  return { run: runOnBroker(parts), topic, reading, feed, minute, told };
}

describe("a mapping on a real broker", () => {
  it("has no pollers before it has partitions", () => {
    const { run } = setUp();
    expect([run.pollers, run.assignments, inner.length]).toEqual([0, [], 0]);
    run.wake();
    run.evaluate({ sumLagRecords: 0, maxLagRecords: 0, pollers: 0, pollerUnits: 0 }, newMappingMinute());
  });

  it("begins where the group is; another member's partition has no lag of this mapping's", () => {
    const { run, reading, feed } = setUp();
    reading.inBatch[0] = true;
    asked.onAssigned(
      new Map([
        [0, 40],
        [2, 0],
      ]),
    );
    expect([reading.position, reading.committed, reading.inBatch]).toEqual([
      [40, 0, 0],
      [40, 100, 0],
      [false, false, false],
    ]);
    expect(feed.startOver.mock.calls).toEqual([[0], [1], [2]]);
    expect([run.pollers, run.assignments]).toEqual([2, [[0]]]);
    asked.onArrival();
    run.wake();
    expect(inner[0]?.run.wake).toHaveBeenCalledTimes(2);
  });

  it("keeps its number of pollers when the partitions are shared out again", () => {
    const { run } = setUp();
    asked.onAssigned(new Map([[0, 0]]));
    if (inner[0] !== undefined) inner[0].run.pollers = 5;
    asked.onRevoked();
    expect(inner[0]?.run.stop).toHaveBeenCalledOnce();
    expect(run.pollers).toBe(0);
    asked.onRevoked();
    asked.onAssigned(new Map([[1, 0]]));
    expect(inner[1]?.parts.startingPollers).toBe(5);
    // Shared out without a word before.
    asked.onAssigned(new Map([[2, 0]]));
    expect(inner[1]?.run.stop).toHaveBeenCalledOnce();
    expect(inner).toHaveLength(3);
  });
});

describe("a batch that is done with", () => {
  it("frees its partitions, makes room in the buffer and goes to the group", () => {
    const { topic, reading } = setUp();
    asked.onAssigned(new Map([[0, 0]]));
    topic.startAt(0, 0);
    topic.add(
      0,
      [0, 1, 2].map((offset) => ({ kind: "record", record: testRecord({ offset: BigInt(offset) }) })),
      3,
      0,
    );
    reading.inBatch[0] = true;
    const batch = { segments: [{ partition: 0, from: 0, until: 2 }] } as unknown as Batch;
    inner[0]?.parts.commitBatch(batch);
    expect(reading.inBatch[0]).toBe(false);
    expect(topic.next(0, 0)).toBe(2);
    expect(session.commit).toHaveBeenCalledExactlyOnceWith(0, 2);
    expect(session.roomMade).toHaveBeenCalledOnce();
    // The group has not said so yet.
    expect(reading.committed[0]).toBe(0);
  });

  it("counts when the group has it, one sample a partition", () => {
    const { reading, minute } = setUp();
    asked.onAssigned(
      new Map([
        [0, 10],
        [1, 10],
      ]),
    );
    asked.onCommitted(
      new Map([
        [0, 25],
        [1, 10],
      ]),
    );
    expect(reading.committed).toEqual([25, 10, 100]);
    expect(minute.committed).toMatchObject({ sum: 15, count: 2 });
  });
});

describe("what goes wrong", () => {
  it("is counted and told", () => {
    const { minute, told } = setUp();
    const error = new MskctlError("unavailable", "gone");
    asked.onPollingFailed(error);
    asked.onCommitFailed(error);
    asked.onCommitFailed(error);
    expect([minute.pollingErrors.sum, minute.commitErrors.sum]).toEqual([1, 2]);
    expect(told.onPollingFailed).toHaveBeenCalledExactlyOnceWith(error);
    expect(told.onCommitFailed).toHaveBeenCalledTimes(2);
  });
});

describe("a mapping that is stopped", () => {
  it("stops its pollers and leaves the group once", () => {
    const { run, told } = setUp();
    const left = Promise.resolve();
    session.stop.mockReturnValue(left);
    asked.onAssigned(new Map([[0, 0]]));
    run.stop();
    run.stop();
    expect(inner[0]?.run.stop).toHaveBeenCalledOnce();
    expect(session.stop).toHaveBeenCalledOnce();
    expect(told.onLeft).toHaveBeenCalledExactlyOnceWith(left);
  });
});
