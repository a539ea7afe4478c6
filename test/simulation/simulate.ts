import { MskctlError } from "../../src/core/errors.ts";
import type { JournalEntry, PlannedDocument, RunCounts, RunJournal } from "../../src/core/redrive/journal.ts";
import { redrive } from "../../src/core/redrive/redrive.ts";
import type { LaneRunParts } from "../../src/core/redrive/run-lanes.ts";
import type { RunEnd, RunOptions } from "../../src/core/redrive/run-options.ts";
import { MemoryJournal } from "../support/redrive/memory-journal.ts";
import { Chance } from "./chance.ts";
import { newScenario, recordName, type Scenario, type TrueDocument, type TrueRecord } from "./scenario.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { type Faults, noFaults, World } from "./world.ts";

/** Where a process dies: at its n-th effect, before it, after it without hearing of it, or right after it. */
export interface CrashPoint {
  readonly effect: number;
  readonly how: "before" | "unheard" | "after";
}

export interface SimulationOptions {
  readonly seed: number;
  readonly scenario?: Scenario;
  readonly faults?: Faults;
  /** Instead of drawn ones. */
  readonly run?: Partial<RunOptions>;
  /** One a sitting; a sitting without one goes to its end. Undefined: drawn. */
  readonly crashes?: readonly CrashPoint[];
  /** `ack-first`: documents are removed before what became of their records is on disk. */
  readonly plant?: "ack-first";
  /** Once all is done, the function is mended and what is parked is made open again. */
  readonly retry?: boolean;
  /** Undefined: in memory. */
  readonly disk?: SimulatedDisk;
}

/** Where the journal is, whatever becomes of the processes that write it. */
export interface SimulatedDisk {
  /** As a new process finds it, after one that ended well or crashed. */
  open(afterCrash: boolean): RunJournal;
  kept(): Iterable<{ readonly id: string }>;
  /** As `OpenRun.reopen`, of all reasons. */
  retry(): number;
  entries(kinds: readonly JournalEntry["kind"][]): Iterable<JournalEntry>;
}

export interface SimulationResult {
  readonly crashes: number;
  readonly duplicates: number;
  readonly counts: RunCounts;
  readonly lost: readonly string[];
  /** Broken promises beside lost records. */
  readonly problems: readonly string[];
  /** Effects of each sitting. */
  readonly effects: readonly number[];
  /** The same for the same seed. */
  readonly trace: string;
}

class Crash extends Error {}

/** Plays one run to its end, through crashes and faults, and looks at what came of every record. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const chance = new Chance(options.seed);
  const scenario = options.scenario ?? newScenario(chance);
  const clock = new VirtualClock();
  const world = new World(scenario, options.faults ?? drawnFaults(chance), chance, clock);
  const run = new Simulation(world, chance, options);
  return run.play();
}

function inMemory(): SimulatedDisk {
  const journal = new MemoryJournal();
  return {
    open: () => journal,
    kept: () => journal.kept(),
    retry: () => journal.reopen(undefined),
    entries: (kinds) => journal.entries(kinds),
  };
}

function drawnFaults(chance: Chance): Faults {
  if (chance.is(0.1)) return noFaults;
  const sometimes = (share: number) => (chance.is(0.5) ? share : 0);
  return {
    throttled: sometimes(chance.pick([0.05, 0.5])),
    failed: sometimes(0.05),
    partly: sometimes(0.5),
    lost: sometimes(0.05),
    unavailable: sometimes(0.05),
    unreadable: sometimes(0.05),
    removeFails: sometimes(0.1),
    lateDelivery: sometimes(0.1),
    stolen: sometimes(0.02),
    retention: sometimes(0.02),
  };
}

const mostSittings = 40;
const lateWrites = 3;

class Simulation {
  readonly #world: World;
  readonly #chance: Chance;
  readonly #options: SimulationOptions;
  readonly #disk: SimulatedDisk;
  /** Each write that has reached the disk. */
  readonly #written: ((journal: RunJournal) => unknown)[] = [];
  #journal: RunJournal;
  readonly #problems: string[] = [];
  readonly #effects: number[] = [];
  #pending: (() => void)[] = [];
  #crashes = 0;
  #trace = 0;

  constructor(world: World, chance: Chance, options: SimulationOptions) {
    this.#world = world;
    this.#chance = chance;
    this.#options = options;
    this.#disk = options.disk ?? inMemory();
    this.#journal = this.#disk.open(false);
    world.onRemoved = (document) => this.#checkRemoval(document);
  }

  async play(): Promise<SimulationResult> {
    const runOptions = this.#runOptions();
    let planned = false;
    for (let sitting = 0; sitting < mostSittings; sitting++) {
      const crash = this.#options.crashes === undefined ? this.#drawnCrash() : this.#options.crashes[sitting];
      const end = await this.#sit(runOptions, crash, planned);
      planned = true;
      this.#journal = this.#disk.open(end === "crashed");
      this.#checkRemaining();
      if (end === "crashed") continue;
      if (end.kind === "finished" && !this.#hasMore() && !this.#retries()) break;
    }
    this.#checkEnd();
    return {
      crashes: this.#crashes,
      duplicates: this.#duplicates(),
      counts: this.#journal.counts(),
      lost: this.#lost(),
      problems: this.#problems,
      effects: this.#effects,
      trace: (this.#trace >>> 0).toString(16),
    };
  }

  #runOptions(): RunOptions {
    const chance = this.#chance;
    return {
      batchSize: chance.between(1, 8),
      batchBytes: chance.pick([250, 10_000]),
      maxConcurrency: chance.between(1, 4),
      recordsPerSecond: chance.is(0.2) ? 20 : undefined,
      canaryRecords: chance.pick([0, 5, 100]),
      retries: chance.between(0, 2),
      onError: chance.pick(["park-key", "park"] as const),
      breakerShare: chance.pick([0.5, 1]),
      breakerWindow: 50,
      stopAfterRecords: chance.is(0.1) ? chance.between(1, 30) : undefined,
      window: chance.between(1, 20),
      removeUnrecoverable: false,
      ...this.#options.run,
    };
  }

  #drawnCrash(): CrashPoint | undefined {
    const chance = this.#chance;
    if (!chance.is(0.6)) return undefined;
    return { effect: chance.between(1, 120), how: chance.pick(["before", "unheard", "after"] as const) };
  }

  /** Messages that came late, and documents that could not be removed, are for another sitting. */
  #hasMore(): boolean {
    const { documents } = this.#world.scenario;
    const kept = new Set([...this.#disk.kept()].map(({ id }) => id));
    return documents.some(({ id }) => this.#world.isPresent(id) && !kept.has(id));
  }

  /** Once. */
  #retries(): boolean {
    if (this.#options.retry !== true || this.#world.isMended) return false;
    this.#world.isMended = true;
    const { parked } = this.#journal.counts();
    const reopened = this.#disk.retry();
    if (reopened !== parked) this.#problem(`${parked} records were parked, ${reopened} are open again`);
    this.#checkRemaining();
    return true;
  }

  async #sit(runOptions: RunOptions, crash: CrashPoint | undefined, isPlanned: boolean): Promise<RunEnd | "crashed"> {
    const process = new Sitting(this.#world, this.#chance, crash);
    const isQueue = this.#world.scenario.source === "queue";
    const journal = this.#crashing(process);
    // The plan of a bucket is written before a run begins; one that was not written whole is made anew.
    if (!isQueue && !isPlanned) {
      const documents = this.#world.list(0).map(({ id }) => this.#planned(id));
      this.#write((disk) => disk.add(documents));
    }
    const parts = this.#parts(process, journal, runOptions);
    const ended = redrive({ ...parts, takeIn: isQueue ? (limit) => this.#takeIn(process, journal, limit) : undefined }).catch(
      (error: unknown) => {
        if (error instanceof MskctlError) return { kind: "stopped", cause: "unavailable", says: error.message } as const;
        throw error;
      },
    );
    const end = await this.#drive(process, ended);
    this.#effects.push(process.effects);
    if (end === "crashed") this.#crashes += 1;
    else for (const late of this.#pending) late();
    this.#pending = [];
    this.#world.clock.forget();
    this.#world.letGo();
    return end;
  }

  #parts(process: Sitting, journal: RunJournal, options: RunOptions): LaneRunParts {
    const { clock } = this.#world;
    const chance = this.#chance;
    return {
      journal,
      options,
      clock,
      random: chance.next,
      settleMs: 30_000,
      live: undefined,
      stop: { listen: () => () => {} },
      onStep: () => this.#checkCounts(),
      source: {
        remove: (documents) => process.effect(() => documents.map((each) => this.#world.remove(each))),
      },
      reader: { read: (part) => process.effect(() => process.read(part)) },
      target: { send: (batch) => process.effect(() => this.#world.invoke(batch)) },
    };
  }

  async #takeIn(process: Sitting, journal: RunJournal, limit: number): Promise<number> {
    let count = 0;
    for await (const page of process.pages(limit)) {
      journal.add(page.map(({ id, handle }) => ({ ...this.#planned(id), handle })));
      count += page.length;
    }
    return count;
  }

  #planned(id: string): PlannedDocument {
    const found = this.#world.scenario.documents.find((document) => document.id === id);
    if (found === undefined) throw new Error(`no document ${id}`);
    return found.planned;
  }

  /** The journal as one process sees it: its writes may be the last thing that it does. */
  #crashing(process: Sitting): RunJournal {
    const disk = this.#journal;
    const seen = this.#options.plant === "ack-first" ? this.#copy() : disk;
    const write = <Name extends "add" | "commit">(name: Name) =>
      ((given: never) =>
        process.now(() => {
          if (seen === disk) return this.#write((journal) => journal[name](given));
          // Planted: the process goes on with what is on disk some writes later.
          if (this.#pending.length >= lateWrites) this.#pending.shift()?.();
          this.#pending.push(() => this.#write((journal) => journal[name](given)));
          return seen[name](given);
        })) as unknown as RunJournal[Name];
    return {
      add: write("add"),
      commit: write("commit"),
      lanes: () => seen.lanes(),
      parts: (...given) => seen.parts(...given),
      settled: (...given) => seen.settled(...given),
      removable: (limit) => seen.removable(limit),
      unanswered: () => seen.unanswered(),
      nextBatch: () => seen.nextBatch(),
      counts: () => seen.counts(),
    };
  }

  #write<Answer>(write: (journal: RunJournal) => Answer): Answer {
    const answer = write(this.#journal);
    this.#written.push(write);
    return answer;
  }

  #copy(): RunJournal {
    const copy = new MemoryJournal();
    for (const write of this.#written) write(copy);
    return copy;
  }

  async #drive(process: Sitting, ended: Promise<RunEnd>): Promise<RunEnd | "crashed"> {
    let result: RunEnd | undefined;
    let thrown: unknown;
    ended.then(
      (end) => {
        result = end;
      },
      (error: unknown) => {
        thrown = error;
      },
    );
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (process.isDead) return "crashed";
      if (thrown !== undefined) throw thrown;
      if (result !== undefined) return result;
      if (!this.#world.clock.advance()) throw new Error(`seed ${this.#options.seed}: nothing goes on, and nothing has ended`);
    }
  }

  #problem(text: string): void {
    if (this.#problems.length < 20) this.#problems.push(text);
  }

  /** Invariant 1: each record of a removed document has a terminal outcome on disk. */
  #checkRemoval({ id, records }: TrueDocument): void {
    this.#trace = (Math.imul(this.#trace, 31) + id.length + records.length) | 0;
    for (const { lane, offset } of records) {
      const isSettled = this.#journal.settled(lane, { first: offset, last: offset }).length > 0;
      if (!isSettled) this.#problem(`${id} was removed before ${recordName(lane, offset)} was settled`);
    }
  }

  /** Invariant 2, as far as it can break in the middle of a run. */
  #checkCounts(): void {
    const { remaining, seen } = this.#journal.counts();
    this.#trace = (Math.imul(this.#trace, 31) + seen * 7 + remaining) | 0;
    if (remaining < 0) this.#problem(`${remaining} records remain`);
  }

  /** Invariant 2: nothing remains of a part that is closed. */
  #checkRemaining(): void {
    const { seen, redriven, parked, unrecoverable, filtered, remaining } = this.#journal.counts();
    const open = this.#journal.lanes().flatMap((lane) => this.#journal.parts(lane, undefined, Number.MAX_SAFE_INTEGER));
    const ofParts = open.reduce((sum, { found, claimed, settled }) => sum + (found ?? claimed) - settled, 0);
    if (remaining !== ofParts) this.#problem(`${remaining} records remain, ${ofParts} in open parts`);
    if (seen !== redriven + parked + unrecoverable + filtered + remaining) this.#problem(`${seen} records seen do not add up`);
  }

  #checkEnd(): void {
    const { scenario } = this.#world;
    const counts = this.#journal.counts();
    const openParts = this.#journal.lanes().length;
    if (openParts === 0 && counts.remaining !== 0) this.#problem(`all parts are closed, and ${counts.remaining} records remain`);
    const forfeited = [...this.#disk.entries(["closed"])].some((entry) => entry.kind === "closed" && entry.forfeited !== undefined);
    const failed = this.#failedRecords();
    const settled = counts.redriven + counts.parked + counts.unrecoverable;
    if (openParts === 0 && !forfeited && this.#world.stolen.size === 0 && counts.unrecoverable === 0 && settled !== failed.length) {
      this.#problem(`${failed.length} records failed, ${settled} are accounted for`);
    }
    if (this.#duplicates() > counts.possibleDuplicates) {
      this.#problem(`${this.#duplicates()} duplicates, ${counts.possibleDuplicates} explained`);
    }
    // A queue has no order between its windows, and what was parked comes behind all else.
    if (scenario.source === "bucket" && !this.#world.isMended) this.#checkOrder();
  }

  /** Invariant 3. */
  #checkOrder(): void {
    for (const [lane, offsets] of this.#world.firstSent) {
      const broken = offsets.findIndex((offset, index) => index > 0 && offset < (offsets[index - 1] ?? 0n));
      if (broken > 0) this.#problem(`partition ${lane}: ${offsets[broken]} was first sent behind ${offsets[broken - 1]}`);
    }
  }

  #duplicates(): number {
    return [...this.#world.processed.values()].reduce((sum, times) => sum + times - 1, 0);
  }

  #failedRecords(): readonly TrueRecord[] {
    const names = new Map(
      this.#world.scenario.documents.flatMap(({ records }) => records).map((each) => [recordName(each.lane, each.offset), each]),
    );
    return [...names.values()];
  }

  /** Records that are neither processed, with that on disk, nor in a document that is still there. */
  #lost(): string[] {
    const holding = new Map<string, TrueDocument[]>();
    for (const document of this.#world.scenario.documents) {
      for (const { lane, offset } of document.records) {
        const name = recordName(lane, offset);
        holding.set(name, [...(holding.get(name) ?? []), document]);
      }
    }
    return this.#failedRecords()
      .filter(({ lane, offset }) => {
        const name = recordName(lane, offset);
        const holders = holding.get(name) ?? [];
        if (holders.some(({ id }) => this.#world.isPresent(id)) || holders.every(({ id }) => this.#world.stolen.has(id))) return false;
        const [settled] = this.#journal.settled(lane, { first: offset, last: offset });
        return settled?.outcome !== "redriven" || !this.#world.processed.has(name);
      })
      .map(({ lane, offset }) => recordName(lane, offset));
  }
}

/** One process: counts its effects, and dies at one of them. */
class Sitting {
  isDead = false;
  effects = 0;
  readonly #world: World;
  readonly #chance: Chance;
  readonly #crash: CrashPoint | undefined;

  constructor(world: World, chance: Chance, crash: CrashPoint | undefined) {
    this.#world = world;
    this.#chance = chance;
    this.#crash = crash;
  }

  /** An effect that takes time. */
  async effect<Result>(apply: () => Result): Promise<Result> {
    if (this.isDead) return never();
    const how = this.#next();
    if (how === "before") return this.#die();
    await this.#world.clock.sleep(this.#chance.between(1, 200));
    if (this.isDead) {
      // What was under way reaches the other side or does not.
      if (this.#chance.is(0.5)) apply();
      return never();
    }
    const result = apply();
    if (how === "unheard") return this.#die();
    if (how === "after") queueMicrotask(() => void this.#die());
    return result;
  }

  /** An effect that is done when the call returns. */
  now<Result>(apply: () => Result): Result {
    if (this.isDead) throw new Crash();
    const how = this.#next();
    if (how === "before") this.#kill();
    const result = apply();
    if (how === "unheard") this.#kill();
    if (how === "after") queueMicrotask(() => void this.#die());
    return result;
  }

  read(part: Parameters<World["read"]>[0]): ReturnType<World["read"]> {
    const { faults } = this.#world;
    if (this.#chance.is(faults.stolen)) this.#world.steal();
    if (this.#chance.is(faults.retention)) this.#world.expire();
    if (this.#chance.is(faults.unreadable)) throw new MskctlError("unavailable", "cannot read now");
    return this.#world.read(part);
  }

  async *pages(limit: number): AsyncGenerator<ReturnType<World["list"]>> {
    let left = limit;
    while (left > 0) {
      const page = await this.effect(() => this.#world.list(Math.min(left, 5)));
      if (page.length === 0) return;
      left -= page.length;
      yield page;
    }
  }

  #next(): CrashPoint["how"] | undefined {
    this.effects += 1;
    return this.#crash?.effect === this.effects ? this.#crash.how : undefined;
  }

  #kill(): never {
    void this.#die();
    throw new Crash();
  }

  #die(): Promise<never> {
    this.isDead = true;
    return never();
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}
