export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface KindCount {
  readonly what: string;
  readonly documents: number;
}

/** Kinds are our words or Lambda's, so there are few; whoever can write to the source could make many. */
const mostKinds = 50;

export interface KindCounts {
  add(what: string): void;
  /** Most frequent first. */
  counts(): KindCount[];
}

/** Counts by a word that may come from outside. */
export function createKindCounts(): KindCounts {
  const counts = new Map<string, number>();
  return {
    add(what) {
      const kind = counts.has(what) || counts.size < mostKinds ? what : "others";
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    },
    counts: () => [...counts].map(([what, documents]) => ({ what, documents })).toSorted((a, b) => b.documents - a.documents),
  };
}

/** From the first to the last of what is added. */
export function createSpan(): { add(atMs: number | undefined): void; span(): Span | undefined } {
  let [fromMs, untilMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return {
    add(atMs) {
      if (atMs === undefined) return;
      fromMs = Math.min(fromMs, atMs);
      untilMs = Math.max(untilMs, atMs);
    },
    span: () => (fromMs === Number.POSITIVE_INFINITY ? undefined : { fromMs, untilMs }),
  };
}
