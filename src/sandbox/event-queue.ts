export interface EventQueue {
  /** Events of one time run in the order of `add`. Gives a function that takes the event out. */
  add(atMs: number, callback: () => void): () => void;
  /** Time of the next event; undefined when there is none. */
  nextAtMs(): number | undefined;
  /** Takes the next event out. */
  take(): QueuedEvent | undefined;
  clear(): void;
}

interface QueuedEvent {
  readonly atMs: number;
  readonly callback: () => void;
}

interface Entry {
  readonly atMs: number;
  readonly order: number;
  callback: (() => void) | undefined;
}

/** A binary heap by time, then by insertion: the same calls always give the same order. */
export function createEventQueue(): EventQueue {
  const heap: Entry[] = [];
  let added = 0;

  /** A cancelled event stays in the heap without its callback until its turn comes. */
  const dropCancelled = () => {
    while (heap[0] !== undefined && heap[0].callback === undefined) pop(heap);
  };
  return {
    add(atMs, callback) {
      const entry: Entry = { atMs, order: added++, callback };
      push(heap, entry);
      return () => {
        entry.callback = undefined;
      };
    },
    nextAtMs() {
      dropCancelled();
      return heap[0]?.atMs;
    },
    take() {
      dropCancelled();
      const entry = pop(heap);
      if (entry?.callback === undefined) return undefined;
      const { atMs, callback } = entry;
      entry.callback = undefined;
      return { atMs, callback };
    },
    clear() {
      heap.length = 0;
    },
  };
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt];
    if (parent === undefined || isBefore(parent, entry)) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): Entry | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const smaller = smallerChild(heap, at);
    const child = heap[smaller];
    if (child === undefined || isBefore(last, child)) break;
    heap[at] = child;
    at = smaller;
  }
  heap[at] = last;
  return first;
}

function smallerChild(heap: readonly Entry[], at: number): number {
  const left = heap[2 * at + 1];
  const right = heap[2 * at + 2];
  return left !== undefined && right !== undefined && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1;
}
