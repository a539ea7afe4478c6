import { createFaultQueue, type FaultQueue, type WaitingFault } from "../../front/fault-queue.ts";
import type { SandboxClock } from "../../world.ts";
import type { FaultOf, RuntimeFault } from "./runtime-fault.ts";

/** A fault in its place on the sandbox's clock; Infinity: it has no end. */
export interface TimedFault {
  readonly fault: RuntimeFault;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly times?: number;
}

/** The faults of the runtime, by the time of the sandbox's clock. */
export interface RuntimeFaults extends Omit<FaultQueue<TimedFault>, "add" | "take" | "isEmpty"> {
  /** Its time counts from now. Later faults wait until those before them that fit, too, are over or used up. */
  add(fault: RuntimeFault): WaitingFault<TimedFault>;
  /** The first that is on and fits, counted down; undefined at once while there is none at all. */
  take<Kind extends RuntimeFault["kind"]>(kind: Kind, fits: (fault: FaultOf<Kind>) => boolean): FaultOf<Kind> | undefined;
  /** The same for faults that last: not counted. */
  find<Kind extends RuntimeFault["kind"]>(kind: Kind, fits: (fault: FaultOf<Kind>) => boolean): FaultOf<Kind> | undefined;
  /** Calls `listener` whenever a fault begins or ends, by time or by hand. Gives what stops that. */
  onChange(listener: () => void): () => void;
}

/** `faults` count from the start of the clock. */
export function createRuntimeFaults(clock: SandboxClock, faults: readonly RuntimeFault[]): RuntimeFaults {
  const queue = createFaultQueue<TimedFault>("runtime");
  const listeners = new Set<() => void>();
  const tellChange = (): void => {
    for (const listener of [...listeners]) listener();
  };

  const addAt = (fault: RuntimeFault, nowMs: number): WaitingFault<TimedFault> => {
    const { afterMs, forMs = Number.POSITIVE_INFINITY, times } = fault;
    const fromMs = nowMs + afterMs;
    const untilMs = fromMs + forMs;
    const waiting = queue.add({ fault, fromMs, untilMs, ...(times === undefined ? {} : { times }) });
    // Not at once: whoever gives a fault does not wait for what it does.
    clock.at(fromMs, tellChange);
    if (Number.isFinite(untilMs)) {
      clock.at(untilMs, () => {
        if (queue.remove(waiting.id)) tellChange();
      });
    }
    return waiting;
  };

  const isOn = ({ fromMs, untilMs }: TimedFault): boolean => fromMs <= clock.now() && clock.now() < untilMs;
  const isOfKind = <Kind extends RuntimeFault["kind"]>(fault: RuntimeFault, kind: Kind): fault is FaultOf<Kind> => fault.kind === kind;
  for (const fault of faults) addAt(fault, clock.originMs);

  return {
    add: (fault) => addAt(fault, clock.now()),
    waiting: queue.waiting,
    remove(id) {
      const isRemoved = queue.remove(id);
      if (isRemoved) clock.at(clock.now(), tellChange);
      return isRemoved;
    },
    clear() {
      queue.clear();
      clock.at(clock.now(), tellChange);
    },
    take(kind, fits) {
      if (queue.isEmpty()) return undefined;
      const taken = queue.take((timed) => isOn(timed) && isOfKind(timed.fault, kind) && fits(timed.fault))?.fault;
      return taken !== undefined && isOfKind(taken, kind) ? taken : undefined;
    },
    find(kind, fits) {
      if (queue.isEmpty()) return undefined;
      for (const { fault: timed } of queue.waiting()) {
        if (isOn(timed) && isOfKind(timed.fault, kind) && fits(timed.fault)) return timed.fault;
      }
      return undefined;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
