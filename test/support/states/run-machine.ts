import { randomUUID } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";
import type { MapRun } from "../../../src/core/redrive/handover/map-run.ts";
import type { Clock } from "../../../src/core/time.ts";
import { type Child, type ChildEnd, type Invoke, runChild } from "./child-execution.ts";
import { type JsonObject, type MapState, readDefinition } from "./definition.ts";
import { childInputs, Reader } from "./map-items.ts";
import { MapRunTally } from "./map-run-tally.ts";
import { ResultWriter } from "./result-writer.ts";

export interface MachineOptions {
  readonly s3: S3Client;
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly substitutions: Readonly<Record<string, string>>;
  /** When a child has started or ended; may change how many there are at once, as UpdateMapRun does. */
  readonly onProgress?: (run: MapRun, control: MachineControl) => void;
  /** StopExecution. */
  readonly signal?: AbortSignal;
  /** From 0 to below 1, for the jitter of retries; 0.5 each time without it. */
  readonly random?: () => number;
}

interface MachineControl {
  setMaxConcurrency(children: number): void;
}

export interface MachineResult {
  readonly status: "SUCCEEDED" | "FAILED" | "ABORTED";
  readonly mapRun: MapRun;
  /** Of the file that names the results' files. */
  readonly manifestKey: string;
  /** Of the Map and of all children, retries included, since the first start. */
  readonly transitions: number;
  /** Of the child with the longest history. */
  readonly longestHistory: number;
  readonly mostChildrenAtOnce: number;
  /** Errors of children that failed, and how many of each. */
  readonly errors: ReadonlyMap<string, number>;
  /** RedriveExecution: children that did not succeed go on where they failed, then those that had not begun begin. Of a run that did not succeed. */
  redrive(changes?: Partial<Pick<MachineOptions, "invoke" | "signal" | "onProgress">>): Promise<MachineResult>;
}

/**
 * Runs what `redrive export` has written: a Distributed Map over S3. Throws for a definition with anything in it that is not understood here.
 * Holds the inputs of children that run, and of those that failed. How many items there are is known when the reader is through; only then is the
 * tolerated percentage compared, unless it is 0: when AWS does so is an assumption.
 */
export async function runMachine(definition: object, options: MachineOptions): Promise<MachineResult> {
  const { map } = readDefinition(definition, options.substitutions);
  const reader = new Reader(childInputs(options.s3, map));
  return await new MapExecution(map, reader, new MapRunTally(), options).run([], 0);
}

interface Unsuccessful {
  readonly child: Child;
  readonly kind: "failed" | "aborted";
}

class MapExecution {
  readonly #map: MapState;
  readonly #reader: Reader;
  readonly #tally: MapRunTally;
  readonly #options: MachineOptions;
  readonly #arn: string;
  readonly #executionArn: string;
  readonly #startedAtMs: number;
  #maxConcurrency: number;
  #failure: "FAILED" | undefined;
  #broken: { readonly error: unknown } | undefined;
  #unsuccessful: Unsuccessful[] = [];
  #running = 0;
  #mostAtOnce = 0;
  #transitions = 0;
  #longestHistory = 0;
  #redrives = 0;
  #errors = new Map<string, number>();
  #changed = Promise.withResolvers<void>();

  constructor(map: MapState, reader: Reader, tally: MapRunTally, options: MachineOptions) {
    this.#map = map;
    this.#reader = reader;
    this.#tally = tally;
    this.#options = options;
    this.#maxConcurrency = map.maxConcurrency;
    this.#startedAtMs = options.clock.now();
    const account = "eu-central-1:123456789012";
    this.#arn = `arn:aws:states:${account}:mapRun:redrive/${map.label}:${randomUUID()}`;
    this.#executionArn = `arn:aws:states:${account}:execution:redrive:${randomUUID()}`;
  }

  async run(again: readonly Unsuccessful[], redrives: number, options = this.#options): Promise<MachineResult> {
    const writer = new ResultWriter(options.s3, this.#map.writer, this.#arn, redrives);
    this.#redrives = redrives;
    this.#failure = undefined;
    this.#errors = new Map();
    this.#unsuccessful = [];
    // The Map's own.
    this.#transitions++;
    const queue = [...again];
    for (const { child, kind } of queue) this.#tally.reopened(child, kind);
    await this.#schedule(queue, writer, options);
    // What a redrive had no time to begin is still to be done.
    for (const { child, kind } of queue) this.#unsuccessful.push({ child, kind });
    return await this.#ended(writer, options);
  }

  async #schedule(queue: Unsuccessful[], writer: ResultWriter, options: MachineOptions): Promise<void> {
    while (!this.#isStopped(options)) {
      if (this.#running >= this.#maxConcurrency) {
        await this.#nextChange();
        continue;
      }
      const child = await this.#take(queue);
      if (child === undefined) break;
      void this.#start(child, writer, options);
    }
    while (this.#running > 0) await this.#nextChange();
    if (this.#broken !== undefined) throw this.#broken.error;
    this.#judge();
  }

  #isStopped({ signal }: MachineOptions): boolean {
    return this.#failure !== undefined || this.#broken !== undefined || signal?.aborted === true;
  }

  async #take(queue: Unsuccessful[]): Promise<Child | undefined> {
    const [again] = queue.splice(0, 1);
    if (again !== undefined) {
      again.child.redrives++;
      return again.child;
    }
    const next = await this.#reader.next();
    if (next === undefined) return undefined;
    return {
      name: randomUUID(),
      items: next.items,
      input: JSON.stringify(next.input),
      startedAtMs: this.#options.clock.now(),
      state: this.#map.startAt,
      data: next.input as JsonObject,
      transitions: 0,
      events: 1,
      redrives: 0,
    };
  }

  async #start(child: Child, writer: ResultWriter, options: MachineOptions): Promise<void> {
    this.#running++;
    this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#running);
    this.#tally.started(child);
    try {
      this.#progress(options);
      const before = child.transitions;
      const { clock, invoke, random = () => 0.5 } = options;
      const end = await runChild(this.#map, child, { clock, invoke, random, isStopped: () => this.#isStopped(options) });
      this.#transitions += child.transitions - before;
      this.#account(child, end);
      await writer.add(child, end, clock.now());
      this.#progress(options);
    } catch (error) {
      this.#broken ??= { error };
    }
    this.#running--;
    this.#wake();
  }

  #account(child: Child, end: ChildEnd): void {
    this.#longestHistory = Math.max(this.#longestHistory, child.events);
    this.#tally.ended(child, end);
    if (end.kind === "succeeded") return;
    if (end.kind === "failed") this.#errors.set(end.error, (this.#errors.get(end.error) ?? 0) + 1);
    this.#unsuccessful.push({ child, kind: end.kind });
    this.#judge();
  }

  #judge(): void {
    const { failed, total } = this.#tally.items;
    const { toleratedFailurePercentage: tolerated } = this.#map;
    const isBeyond = this.#reader.isThrough ? failed * 100 > tolerated * total : tolerated === 0 && failed > 0;
    if (isBeyond) this.#failure = "FAILED";
  }

  async #ended(writer: ResultWriter, options: MachineOptions): Promise<MachineResult> {
    const status = this.#failure ?? (options.signal?.aborted === true ? "ABORTED" : "SUCCEEDED");
    const manifestKey = await writer.end();
    const unsuccessful = this.#unsuccessful;
    return {
      status,
      mapRun: this.#snapshot(status, options.clock.now()),
      manifestKey,
      transitions: this.#transitions,
      longestHistory: this.#longestHistory,
      mostChildrenAtOnce: this.#mostAtOnce,
      errors: this.#errors,
      redrive: async (changes = {}) => {
        if (status === "SUCCEEDED") throw new Error("ExecutionNotRedrivable: it has succeeded");
        // The signal that has stopped it is not of the redrive.
        const { signal: _, ...rest } = options;
        return await this.run(unsuccessful, this.#redrives + 1, { ...rest, ...changes });
      },
    };
  }

  #progress({ onProgress }: MachineOptions): void {
    onProgress?.(this.#snapshot("RUNNING", undefined), {
      setMaxConcurrency: (children) => {
        this.#maxConcurrency = children;
        this.#wake();
      },
    });
  }

  #snapshot(status: string, stoppedAtMs: number | undefined): MapRun {
    return this.#tally.snapshot({
      arn: this.#arn,
      executionArn: this.#executionArn,
      status,
      startedAtMs: this.#startedAtMs,
      stoppedAtMs,
      maxConcurrency: this.#maxConcurrency,
      toleratedFailurePercentage: this.#map.toleratedFailurePercentage,
      toleratedFailureCount: 0,
      redriveCount: this.#redrives,
    });
  }

  #nextChange(): Promise<void> {
    this.#changed = Promise.withResolvers();
    return this.#changed.promise;
  }

  #wake(): void {
    this.#changed.resolve();
  }
}
