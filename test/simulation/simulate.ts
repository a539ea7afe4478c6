import { MskctlError } from "../../src/core/errors.ts";
import type { PlannedDocument, RunCounts, RunJournal } from "../../src/core/redrive/journal.ts";
import type { LaneRunParts } from "../../src/core/redrive/lane-run-parts.ts";
import type { Delivery, OutgoingBatch } from "../../src/core/redrive/ports.ts";
import { redrive } from "../../src/core/redrive/redrive.ts";
import type { RunEnd, RunOptions } from "../../src/core/redrive/run-options.ts";
import { brokenPromises, duplicatesIn, lostRecords, unaccounted } from "./aftermath.ts";
import { Chance } from "./chance.ts";
import { drawnCrash, drawnFaults, drawnRunOptions } from "./drawn.ts";
import { HeldKeys } from "./held-keys.ts";
import { JournalOfProcesses, type Plant } from "./journal-of-processes.ts";
import { newScenario, recordName, type Scenario, type TrueDocument } from "./scenario.ts";
import { inMemory, type SimulatedDisk } from "./simulated-disk.ts";
import { type CrashPoint, Sitting, sittingEnd } from "./sitting.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { type Faults, World } from "./world.ts";

export interface SimulationOptions {
  readonly seed: number;
  readonly scenario?: Scenario;
  readonly faults?: Faults;
  /** Instead of drawn ones. */
  readonly run?: Partial<RunOptions>;
  /** One a sitting; a sitting without one goes to its end. Undefined: drawn. */
  readonly crashes?: readonly CrashPoint[];
  readonly plant?: Plant;
  /** Once all is done, the function is mended and what is parked is made open again. */
  readonly retry?: boolean;
  /** Undefined: in memory. */
  readonly disk?: SimulatedDisk;
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

/** Plays one run to its end, through crashes and faults, and looks at what came of every record. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const chance = new Chance(options.seed);
  const scenario = options.scenario ?? newScenario(chance);
  const clock = new VirtualClock();
  const world = new World(scenario, options.faults ?? drawnFaults(chance), chance, clock);
  const run = new Simulation(world, chance, options);
  return run.play();
}

const mostSittings = 40;

class Simulation {
  readonly #world: World;
  readonly #chance: Chance;
  readonly #options: SimulationOptions;
  readonly #journal: JournalOfProcesses;
  readonly #heldKeys: HeldKeys;
  readonly #problems: string[] = [];
  readonly #effects: number[] = [];
  #crashes = 0;
  #trace = 0;

  constructor(world: World, chance: Chance, options: SimulationOptions) {
    this.#world = world;
    this.#chance = chance;
    this.#options = options;
    this.#journal = new JournalOfProcesses(options.disk ?? inMemory(), options.plant);
    this.#heldKeys = new HeldKeys(world.scenario);
    world.onRemoved = (document) => this.#checkRemoval(document);
  }

  async play(): Promise<SimulationResult> {
    const runOptions = { ...drawnRunOptions(this.#chance), ...this.#options.run };
    if (runOptions.onError === "park-key") this.#journal.onWritten = (entries) => this.#heldKeys.written(entries);
    let planned = false;
    for (let sitting = 0; sitting < mostSittings; sitting++) {
      const crash = this.#options.crashes === undefined ? drawnCrash(this.#chance) : this.#options.crashes[sitting];
      const end = await this.#sit(runOptions, crash, planned);
      planned = true;
      this.#journal.reopen(end === "crashed");
      this.#note(unaccounted(this.#journal.onDisk));
      if (end === "crashed") continue;
      if (end.kind === "finished" && !this.#hasMore() && !this.#retries()) break;
    }
    const { onDisk, disk } = this.#journal;
    this.#note(brokenPromises(this.#world, onDisk, disk));
    return {
      crashes: this.#crashes,
      duplicates: duplicatesIn(this.#world),
      counts: onDisk.counts(),
      lost: lostRecords(this.#world, onDisk),
      problems: this.#problems,
      effects: this.#effects,
      trace: (this.#trace >>> 0).toString(16),
    };
  }

  /** Messages that came late, and documents that could not be removed, are for another sitting. */
  #hasMore(): boolean {
    const { documents } = this.#world.scenario;
    const kept = new Set([...this.#journal.disk.kept()].map(({ id }) => id));
    return documents.some(({ id }) => this.#world.isPresent(id) && !kept.has(id));
  }

  /** Once. */
  #retries(): boolean {
    if (this.#options.retry !== true || this.#world.isMended) return false;
    this.#world.isMended = true;
    const { onDisk, disk } = this.#journal;
    const { parked } = onDisk.counts();
    const reopened = disk.retry();
    this.#heldKeys.retried();
    if (reopened !== parked) this.#problem(`${parked} records were parked, ${reopened} are open again`);
    this.#note(unaccounted(onDisk));
    return true;
  }

  async #sit(runOptions: RunOptions, crash: CrashPoint | undefined, isPlanned: boolean): Promise<RunEnd | "crashed"> {
    const process = new Sitting(this.#world, this.#chance, crash);
    const isQueue = this.#world.scenario.source === "queue";
    const journal = this.#journal.seenBy(process);
    // The plan of a bucket is written before a run begins; one that was not written whole is made anew.
    if (!isQueue && !isPlanned) {
      this.#journal.add(this.#world.list(0).map(({ id }) => this.#planned(id)));
    }
    const parts = this.#parts(process, journal, runOptions);
    const ended = redrive({ ...parts, takeIn: isQueue ? (limit) => this.#takeIn(process, journal, limit) : undefined }).catch(
      (error: unknown) => {
        if (error instanceof MskctlError) return { kind: "stopped", cause: "unavailable", says: error.message } as const;
        throw error;
      },
    );
    const end = await sittingEnd(process, ended, this.#world.clock);
    if (end === "stuck") throw new Error(`seed ${this.#options.seed}: nothing goes on, and nothing has ended`);
    this.#effects.push(process.effects);
    if (end === "crashed") this.#crashes += 1;
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
      target: { send: (batch) => process.effect(() => this.#invoke(batch)) },
    };
  }

  #invoke(batch: OutgoingBatch): Delivery {
    this.#note(this.#heldKeys.overtaking(batch));
    return this.#world.invoke(batch);
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

  #note(problems: readonly string[]): void {
    for (const problem of problems) this.#problem(problem);
  }

  #problem(text: string): void {
    if (this.#problems.length < 20) this.#problems.push(text);
  }

  /** Invariant 1: each record of a removed document has a terminal outcome on disk. */
  #checkRemoval({ id, records }: TrueDocument): void {
    this.#trace = (Math.imul(this.#trace, 31) + id.length + records.length) | 0;
    for (const { lane, offset } of records) {
      const isSettled = this.#journal.onDisk.settled(lane, { first: offset, last: offset }).length > 0;
      if (!isSettled) this.#problem(`${id} was removed before ${recordName(lane, offset)} was settled`);
    }
  }

  /** Invariant 2, as far as it can break in the middle of a run. */
  #checkCounts(): void {
    const { remaining, seen } = this.#journal.onDisk.counts();
    this.#trace = (Math.imul(this.#trace, 31) + seen * 7 + remaining) | 0;
    if (remaining < 0) this.#problem(`${remaining} records remain`);
  }
}
