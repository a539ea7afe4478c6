import { MskctlError } from "../../../src/core/errors.ts";
import type { TurnAnswer } from "../../../src/core/redrive/handover/handover.ts";
import type { TurnParts } from "../../../src/core/redrive/handover/turn.ts";
import type { RunSettings } from "../../../src/core/redrive/run-settings.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { duplicatesIn, lostRecords } from "../../simulation/aftermath.ts";
import type { Chance } from "../../simulation/chance.ts";
import { HeldKeys } from "../../simulation/held-keys.ts";
import { recordName, type TrueDocument } from "../../simulation/scenario.ts";
import { type CrashPoint, Sitting, sittingEnd } from "../../simulation/sitting.ts";
import type { World } from "../../simulation/world.ts";
import { markOf } from "../redrive-machine.ts";
import { MemoryLedger } from "./memory-ledger.ts";
import { ReopenableJournal } from "./reopenable-journal.ts";

export interface ChildOptions {
  readonly world: World;
  readonly chance: Chance;
  readonly settings: RunSettings;
  /** From a worker's beginning to its end from outside. */
  readonly workerMs: number;
  /** What the function takes for a batch. */
  readonly functionMs: number;
  /** One invocation after the other; one without a crash goes on to its end. */
  readonly crash: (invocation: number) => CrashPoint | undefined;
  /** What the worker does with its parts, and the last answer. */
  readonly work: (parts: TurnParts, turn: TurnAnswer | undefined) => Promise<TurnAnswer>;
}

const mostInvocations = 200;

/** One child execution of a Map, as its state machine plays it, redriven whenever it fails; sees whether every promise is kept. */
export class ChildExecution {
  readonly ledger = new MemoryLedger();
  readonly problems: string[] = [];
  /** Of each invocation. */
  readonly effects: number[] = [];
  readonly answers: TurnAnswer[] = [];
  readonly #options: ChildOptions;
  readonly #heldKeys: HeldKeys;

  constructor(options: ChildOptions) {
    this.#options = options;
    this.#heldKeys = new HeldKeys(options.world.scenario);
    options.world.onRemoved = (document) => this.#checkRemoval(document);
  }

  async play(): Promise<void> {
    const { clock } = this.#options.world;
    let turn: TurnAnswer | undefined;
    for (let invocation = 0; invocation < mostInvocations; invocation++) {
      const end = await this.#invoke(invocation, turn);
      clock.forget();
      if (typeof end === "object") {
        turn = end;
        this.answers.push(end);
        if (end.isDone) return this.#check();
      }
      const waitMs = typeof end === "object" ? end.waitSeconds * 1_000 : 1_000;
      clock.at(clock.now() + waitMs, () => {});
      clock.advance();
    }
    this.problems.push(`not done after ${mostInvocations} invocations`);
  }

  async #invoke(invocation: number, turn: TurnAnswer | undefined): Promise<TurnAnswer | "failed" | "crashed"> {
    const { world, chance, crash, work, workerMs } = this.#options;
    const process = new Sitting(world, chance, crash(invocation));
    const deadlineMs = world.clock.now() + workerMs;
    world.clock.at(deadlineMs, () => {
      process.isDead = true;
    });
    const ended = work(this.#parts(process, `invocation ${invocation}`, deadlineMs), turn).catch((error: unknown) => {
      if (error instanceof MskctlError) return "failed" as const;
      throw error;
    });
    const end = await sittingEnd(process, ended, world.clock);
    this.effects.push(process.effects);
    if (end === "stuck") throw new Error("nothing goes on, and nothing has ended");
    return end;
  }

  #parts(process: Sitting, token: string, deadlineMs: number): TurnParts {
    const { world, chance, settings, functionMs } = this.#options;
    return {
      ledger: this.ledger.seenThrough((apply, { kind, name }) =>
        process.effect(() => {
          const answer = apply();
          if (kind === "create" && answer === true) this.#noteWritten(name);
          return answer;
        }),
      ),
      settings,
      source: { remove: (documents) => process.effect(() => documents.map((each) => world.remove(each))) },
      reader: { read: (part) => process.effect(() => process.read(part)) },
      target: {
        send: async (batch) => {
          const delivery = await process.effect(() => {
            this.problems.push(...this.#heldKeys.overtaking(batch));
            return world.invoke(batch);
          });
          await world.clock.sleep(functionMs);
          return delivery;
        },
      },
      clock: world.clock,
      random: chance.next,
      markOf,
      bytes: nodeBytes,
      token,
      deadlineMs,
    };
  }

  #noteWritten(name: string): void {
    const object = this.ledger.read(name);
    if (object?.kind === "ended") this.#heldKeys.written(object.entries);
  }

  /** What the ledger's batches say of a document, each in a journal of its own, with whether they are done. */
  batches(): readonly { readonly journal: ReopenableJournal; readonly isDone: boolean }[] {
    const batches = new Map<string, { journal: ReopenableJournal; isDone: boolean }>();
    for (const name of this.ledger.names()) {
      const folder = name.slice(0, name.lastIndexOf("/"));
      const batch = batches.get(folder) ?? { journal: new ReopenableJournal(), isDone: false };
      batches.set(folder, batch);
      const object = this.ledger.read(name);
      if (object?.kind === "begun") batch.journal.add(object.documents);
      if (object?.kind === "ended") batch.journal.commit(object.entries);
      if (object?.kind === "ended") batch.isDone = object.isDone;
    }
    return [...batches.values()];
  }

  #checkRemoval({ id, records }: TrueDocument): void {
    const { processed } = this.#options.world;
    const batch = this.batches().find(({ journal }) => journal.removable(Number.MAX_SAFE_INTEGER).some((each) => each.id === id));
    if (batch?.isDone !== true) this.problems.push(`${id} was removed before the ledger had the end of its batch`);
    for (const { lane, offset } of records) {
      const name = recordName(lane, offset);
      const settled = batch?.journal.settled(lane, { first: offset, last: offset })[0];
      if (settled === undefined) this.problems.push(`${id} was removed before ${name} was settled`);
      else if (settled.outcome === "redriven" && !processed.has(name)) this.problems.push(`${id} was removed, ${name} was never processed`);
    }
  }

  #check(): void {
    const { world } = this.#options;
    const batches = this.batches();
    const duplicates = duplicatesIn(world);
    const explained = batches.reduce((sum, { journal }) => sum + journal.counts().possibleDuplicates, 0);
    if (duplicates > explained) this.problems.push(`${duplicates} duplicates, ${explained} explained`);
    for (const { journal, isDone } of batches) {
      const { remaining, redriven } = journal.counts();
      if (!isDone || remaining !== 0) this.problems.push(`a batch is left with ${remaining} records`);
      if (redriven > world.processed.size) this.problems.push(`${redriven} records are said to be redriven, ${world.processed.size} are`);
    }
    // What one batch has settled is not settled in another one, but for documents that are in neither.
    const settled: Parameters<typeof lostRecords>[1]["settled"] = (lane, run) =>
      batches.flatMap(({ journal }) => journal.settled(lane, run));
    this.problems.push(...lostRecords(world, { settled }).map((name) => `${name} is lost`));
  }
}
