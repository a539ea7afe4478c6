/** How fast something goes, over the last seconds. */
export interface Throughput {
  /** Tells how much is done by now. */
  note(done: number, atMs: number): void;
  /** Undefined until it can be told. */
  perSecond(): number | undefined;
}

const windowMs = 10_000;
const shortestMs = 1_000;

export function throughput(): Throughput {
  const marks: { readonly done: number; readonly atMs: number }[] = [];
  return {
    note(done, atMs) {
      const last = marks.at(-1);
      // A mark a tenth of a second is enough.
      if (last !== undefined && atMs - last.atMs < 100) return;
      marks.push({ done, atMs });
      while (marks.length > 2 && atMs - (marks[0]?.atMs ?? atMs) > windowMs) marks.shift();
    },
    perSecond() {
      const [first, last] = [marks[0], marks.at(-1)];
      if (first === undefined || last === undefined || last.atMs - first.atMs < shortestMs) return undefined;
      return ((last.done - first.done) / (last.atMs - first.atMs)) * 1_000;
    },
  };
}
