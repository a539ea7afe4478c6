import { isError, MskctlError } from "../errors.ts";
import type { JournalEntry, RunJournal } from "./journal.ts";
import { laneName } from "./lane.ts";
import type { LaneRunParts, LaneRunState } from "./lane-run-parts.ts";
import { step } from "./machine.ts";
import { type Machine, type MachineEffect, type MachineEvent, newMachine } from "./machine-state.ts";
import { nextParts } from "./next-parts.ts";
import { isPassing, patienceMs, patiently } from "./patience.ts";
import type { Delivery, LaneId, OutgoingBatch, Part, RecordReader } from "./ports.ts";
import { remover } from "./removal.ts";
import type { RunEnd } from "./run-options.ts";
import { concurrencyOf, isCanary } from "./schedule.ts";

const liveEveryMs = 60_000;

type Inbox =
  | MachineEvent
  | { readonly kind: "content"; readonly lane: LaneId; readonly parts: readonly ReadAhead[]; readonly horizon: bigint | undefined };
interface ReadAhead {
  readonly part: Part;
  readonly content: Awaited<ReturnType<RecordReader["read"]>>;
}

/**
 * Works off every open part of the journal: reads, sends, settles, and removes the documents whose records are all settled.
 * The entries of a step are on disk before its effects begin. Throws what neither waiting nor going on can mend, when all that is
 * in flight has been heard of; `storage` at once.
 */
export async function runLanes(parts: LaneRunParts): Promise<RunEnd> {
  const run = new LaneRun(parts);
  return run.toEnd();
}

class LaneRun {
  readonly #parts: LaneRunParts;
  readonly #machine: Machine;
  readonly #inbox: Inbox[] = [];
  readonly #remover: ReturnType<typeof remover>;
  #wake: (() => void) | undefined;
  #wakesAtMs = Number.POSITIVE_INFINITY;
  #error: unknown;
  #hasFailed = false;
  #isStopping = false;
  #end: RunEnd | undefined;
  #unavailableSinceMs: number | undefined;

  constructor(parts: LaneRunParts) {
    const { journal, options, clock, random, settleMs, source } = parts;
    this.#parts = parts;
    const nowMs = clock.now();
    const running = new Map(journal.unanswered().map(({ lane, atMs }) => [laneName(lane), atMs + settleMs]));
    this.#machine = newMachine({
      options,
      lanes: journal.lanes().map((id) => ({
        id,
        notBeforeMs: running.get(laneName(id)) ?? 0,
        poisonKeys: journal.poisonKeys(id),
      })),
      markOf: (key) => journal.keyMark(key),
      nextBatch: journal.nextBatch(),
      nowMs,
      random,
      tried: triedBefore(journal),
    });
    this.#remover = remover({ source: this.#patient(source), journal, onError: (error) => this.#fail(error) });
  }

  async toEnd(): Promise<RunEnd> {
    const { stop, journal } = this.#parts;
    const forget = stop.listen((cause, says) => {
      this.#isStopping = true;
      this.#tell({ kind: "stop", cause, says });
    });
    try {
      this.#remover.add(journal.removable(Number.MAX_SAFE_INTEGER));
      this.#tell({ kind: "started" });
      this.#watchLive();
      while (this.#end === undefined) {
        await this.#something();
        this.#work(this.#inbox.splice(0));
      }
      await this.#remover.drained();
    } finally {
      forget();
    }
    if (this.#hasFailed) throw this.#error;
    return this.#end;
  }

  /** Takes events until the inbox is empty; then everything that follows is written in one commit, and begins. */
  #work(events: readonly Inbox[]): void {
    const { clock, journal, onStep } = this.#parts;
    const entries: JournalEntry[] = [];
    const effects: MachineEffect[] = [];
    const write = () => {
      if (entries.length === 0) return;
      const kept = entries.flatMap((entry) => (entry.kind === "closed" && entry.keep ? [{ id: entry.document, handle: "" }] : []));
      this.#remover.add(journal.commit(entries.splice(0)));
      this.#remover.pass(kept);
    };
    for (const event of events) {
      // What of a lane is settled is asked of the journal: it has to know all that came before.
      if (event.kind === "content" && entries.some((entry) => isSettledIn(entry, event.lane))) write();
      const { entries: more, effects: next } = step(this.#machine, this.#known(event), clock.now());
      entries.push(...more);
      effects.push(...next);
    }
    write();
    for (const effect of effects) this.#begin(effect);
    onStep(this.#state());
  }

  #known(event: Inbox): MachineEvent {
    if (event.kind !== "content") return event;
    const { journal } = this.#parts;
    const { lane, parts, horizon } = event;
    return { kind: "read", lane, horizon, parts: parts.map((each) => ({ ...each, settled: journal.settled(lane, each.part) })) };
  }

  #begin(effect: MachineEffect): void {
    switch (effect.kind) {
      case "read":
        void this.#read(effect).catch((error: unknown) => this.#fail(error));
        return;
      case "send":
        void this.#send(effect.number, effect.batch);
        return;
      case "wake":
        // A sleep ends early only when the whole verb does.
        void this.#wakeAt(effect.atMs).catch((error: unknown) => this.#fail(error));
        return;
      case "end":
        this.#end = effect.end;
    }
  }

  async #read({ lane, after, most }: Extract<MachineEffect, { kind: "read" }>): Promise<void> {
    const { journal, reader } = this.#parts;
    const next = nextParts(journal, lane, after, { wantedRecords: most, mostParts: reader.partsAtOnce });
    const parts = await Promise.all(next.parts.map(async (part) => ({ part, content: await this.#patiently(() => reader.read(part)) })));
    this.#tell({ kind: "content", lane, parts, horizon: next.horizon });
  }

  async #send(number: number, batch: OutgoingBatch): Promise<void> {
    const delivery = await this.#delivery(batch);
    if (delivery.kind !== "unavailable") this.#unavailableSinceMs = undefined;
    this.#tell({ kind: "sent", batch: number, delivery });
  }

  async #delivery(batch: OutgoingBatch): Promise<Delivery> {
    const { target, clock } = this.#parts;
    try {
      const delivery = await target.send(batch);
      if (delivery.kind === "unavailable") this.#loseHope(new MskctlError("unavailable", `the target does not answer: ${delivery.reason}`));
      return delivery;
    } catch (error) {
      if (isPassing(error)) this.#loseHope(error);
      else this.#fail(error);
      // A call that is refused was not carried out; of anything else it is not known.
      return isPassing(error) || isError(error, "not-permitted", "not-found", "refused")
        ? { kind: "unavailable", reason: error.message }
        : { kind: "unknown", reason: "the run was ended by an error", settledAtMs: clock.now() };
    }
  }

  #patiently<Answer>(ask: () => Promise<Answer>, isUnwanted = () => this.#machine.end !== undefined): Promise<Answer> {
    return patiently(ask, { ...this.#parts, isUnwanted });
  }

  /** What is dealt with waits for a source that comes back, also when nothing is left to be sent; not when a person or an error has ended the run. */
  #patient(source: LaneRunParts["source"]): LaneRunParts["source"] {
    const isUnwanted = () => this.#hasFailed || this.#isStopping;
    return {
      remove: (documents) => this.#patiently(() => source.remove(documents), isUnwanted),
      pass: (documents) => this.#patiently(async () => source.pass?.(documents), isUnwanted),
    };
  }

  #loseHope(error: MskctlError): void {
    const nowMs = this.#parts.clock.now();
    this.#unavailableSinceMs ??= nowMs;
    if (nowMs - this.#unavailableSinceMs > patienceMs) this.#fail(error);
  }

  /** Nothing new begins; what is in flight is waited for. */
  #fail(error: unknown): void {
    if (!this.#hasFailed) this.#error = error;
    this.#hasFailed = true;
    this.#tell({ kind: "stop", cause: "unavailable", says: "an error ended the run" });
  }

  async #wakeAt(atMs: number): Promise<void> {
    const { clock } = this.#parts;
    if (atMs >= this.#wakesAtMs) return;
    this.#wakesAtMs = atMs;
    await clock.sleep(Math.max(0, atMs - clock.now()));
    if (this.#wakesAtMs === atMs) this.#wakesAtMs = Number.POSITIVE_INFINITY;
    this.#tell({ kind: "woke" });
  }

  #watchLive(): void {
    const { live, clock } = this.#parts;
    if (live === undefined) return;
    const look = async () => {
      while (this.#end === undefined) {
        const { throttles = 0 } = await live.look();
        if (throttles > 0) this.#tell({ kind: "crowded" });
        await clock.sleep(liveEveryMs);
      }
    };
    // Who may not read the metrics may still redrive; a stop ends the sleep.
    void look().catch(() => {});
  }

  #state(): LaneRunState {
    const machine = this.#machine;
    return {
      isCanary: isCanary(machine),
      isEnding: machine.end !== undefined,
      inFlight: machine.inFlight.size,
      concurrency: concurrencyOf(machine),
      throttled: machine.throttled,
    };
  }

  #tell(event: Inbox): void {
    this.#inbox.push(event);
    this.#wake?.();
  }

  async #something(): Promise<void> {
    if (this.#inbox.length > 0) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }
}

function isSettledIn(entry: JournalEntry, { topic, partition }: LaneId): boolean {
  return entry.kind === "settled" && entry.lane.partition === partition && entry.lane.topic === topic;
}

function triedBefore(journal: RunJournal): number {
  const { redriven, parked } = journal.counts();
  return redriven + parked;
}
