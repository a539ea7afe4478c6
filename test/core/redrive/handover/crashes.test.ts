import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LaneItem } from "../../../../src/core/redrive/handover/handover.ts";
import { workLane } from "../../../../src/core/redrive/handover/lane-turn.ts";
import { workTurn } from "../../../../src/core/redrive/handover/turn.ts";
import { Chance } from "../../../simulation/chance.ts";
import { drawnCrash, drawnFaults } from "../../../simulation/drawn.ts";
import { newScenario, recordName, type Scenario, type TrueDocument, type TrueRecord } from "../../../simulation/scenario.ts";
import type { CrashPoint } from "../../../simulation/sitting.ts";
import { VirtualClock } from "../../../simulation/virtual-clock.ts";
import { type Faults, noFaults, World } from "../../../simulation/world.ts";
import { ChildExecution } from "../../../support/redrive/child-execution.ts";
import { batchOf, settingsOf } from "../../../support/redrive/turn-world.ts";

const lane = { topic: "orders-eu", partition: 0 };

/** Documents that overlap, one record that is poison, and later ones of its key. */
function smallScenario(): Scenario {
  const key = (offset: number) => (offset % 5 === 1 ? "k" : undefined);
  const record = (offset: number): TrueRecord => ({
    lane,
    offset: BigInt(offset),
    key: key(offset),
    isPoison: offset === 6,
    isFiltered: false,
  });
  const ranges = [
    [0, 2],
    [5, 9],
    [8, 11],
    [20, 22],
  ] as const;
  const documents = ranges.map(([first, last], index): TrueDocument => {
    const records = Array.from({ length: last - first + 1 }, (_, at) => record(first + at));
    const part = { lane, first: BigInt(first), last: BigInt(last), firstTimestampMs: 0, lastTimestampMs: 0, claimed: records.length };
    const id = `document-${index}`;
    return { id, records, planned: { id, handle: "1", condition: "c", failedAtMs: index, records: records.length, parts: [part] } };
  });
  const log = new Map(documents.flatMap(({ records }) => records).map((each) => [recordName(lane, each.offset), each]));
  return { reading: "payloads", source: "bucket", lanes: [lane], log, documents };
}

interface Played {
  readonly seed: number;
  readonly scenario?: Scenario;
  readonly faults?: Faults;
  readonly workerMs: number;
  readonly crash: (invocation: number, chance: Chance) => CrashPoint | undefined;
  readonly by: "batch" | "lane";
}

/** A batch of all documents, or the only lane in chunks of its documents that overlap. */
async function played({ seed, scenario, faults = noFaults, workerMs, crash, by }: Played): Promise<ChildExecution> {
  const chance = new Chance(seed);
  const what = scenario ?? { ...newScenario(chance, 6), source: "bucket" as const };
  const world = new World(what, faults, chance, new VirtualClock());
  const planned = what.documents.map((document) => document.planned);
  const chunks = [planned.slice(0, 1), planned.slice(1, 3), planned.slice(3)];
  const item: LaneItem = { lane, folder: "lanes/00000/", chunks: chunks.length, documents: planned.length, records: 0 };
  const child = new ChildExecution({
    world,
    chance,
    settings: settingsOf({ batchSize: 3, retries: 0, breakerShare: 1 }),
    workerMs,
    // Where time is short, there is enough of it for two batches about.
    functionMs: workerMs < 900_000 ? 2_000 : 0,
    crash: (invocation) => crash(invocation, chance),
    work: (parts, turn) =>
      by === "batch"
        ? workTurn(batchOf(planned), parts)
        : workLane({ ...item, turn }, { ...parts, chunk: async (_, number) => ({ documents: chunks[number - 1] ?? [] }) }),
  });
  await child.play();
  return child;
}

const hows = ["before", "unheard", "after"] as const;

describe.each([
  ["a batch, with time for all of it", "batch", 900_000],
  ["a batch, with time for little of it", "batch", 43_500],
  ["a lane's chunks, with time for all of them", "lane", 900_000],
  ["a lane's chunks, with time for little of them", "lane", 43_500],
] as const)("%s, through a crash at every effect", (_, by, workerMs) => {
  it("loses nothing, removes nothing early, sends nothing behind a poison record of its key, and explains every duplicate", async () => {
    const scenario = smallScenario();
    const whole = await played({ seed: 1, scenario, workerMs, by, crash: () => undefined });
    expect(whole.problems).toEqual([]);
    expect(whole.answers.length > 1).toBe(workerMs < 900_000);
    const redriven = whole.batches().reduce((sum, { journal }) => sum + journal.counts().redriven, 0);
    expect([redriven, whole.ledger.names().some((name) => name.endsWith("removed.jsonl"))]).toEqual([10, true]);
    let crashes = 0;
    for (const [invocation, effects] of whole.effects.entries()) {
      for (let effect = 1; effect <= effects; effect++) {
        for (const how of hows) {
          const crash = (now: number) => (now === invocation ? { effect, how } : undefined);
          const child = await played({ seed: 1, scenario, workerMs, by, crash });
          expect(child.problems, `${how} effect ${effect} of invocation ${invocation}`).toEqual([]);
          crashes += 1;
        }
      }
    }
    expect(crashes).toBeGreaterThan(50);
  });
});

it("a batch of any documents keeps its promises through faults and crashes of any number", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.constantFrom(45_000, 60_000, 900_000), async (seed, workerMs) => {
      const faults = { ...drawnFaults(new Chance(seed)), stolen: 0, retention: 0, lateDelivery: 0 };
      // A function that never answers in time would be called for ever.
      const crash = (invocation: number, chance: Chance) => (invocation < 12 ? drawnCrash(chance) : undefined);
      const { problems } = await played({ seed, faults, workerMs, by: "batch", crash });
      expect(problems).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
