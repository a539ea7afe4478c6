/** A fault that waits, and how often it is still to happen; `left` undefined: without end. */
export interface WaitingFault<Fault> {
  readonly id: string;
  readonly fault: Fault;
  readonly left: number | undefined;
}

export interface FaultQueue<Fault> {
  /** Later faults wait until those before them that fit, too, are used up. */
  add(fault: Fault): WaitingFault<Fault>;
  waiting(): readonly WaitingFault<Fault>[];
  /** False when there is no such fault. */
  remove(id: string): boolean;
  clear(): void;
  isEmpty(): boolean;
  /** The first fault that fits, counted down. */
  take(fits: (fault: Fault) => boolean): Fault | undefined;
}

/** Faults in the order in which they came. `prefix` begins their ids, so that lists can share one name space. */
export function createFaultQueue<Fault extends { readonly times?: number }>(prefix: string): FaultQueue<Fault> {
  const waiting = new Map<string, WaitingFault<Fault>>();
  let added = 0;
  return {
    add(fault) {
      added += 1;
      const entry = { id: `${prefix}-${added}`, fault, left: fault.times };
      waiting.set(entry.id, entry);
      return entry;
    },
    waiting: () => [...waiting.values()],
    remove: (id) => waiting.delete(id),
    clear: () => waiting.clear(),
    isEmpty: () => waiting.size === 0,
    take(fits) {
      const entry = [...waiting.values()].find(({ fault }) => fits(fault));
      if (entry?.left === 1) waiting.delete(entry.id);
      else if (entry?.left !== undefined) waiting.set(entry.id, { ...entry, left: entry.left - 1 });
      return entry?.fault;
    },
  };
}
