import type { MetricQuery, MetricReader } from "../../../src/core/mapping/ports.ts";

export interface FakeMetrics extends MetricReader {
  /** One minute's value; `atMs` is the start of the minute. */
  put(name: string, atMs: number, value: number): void;
  /** Each later read throws it. */
  failWith: Error | undefined;
  readonly queries: readonly MetricQuery[];
}

/** Metrics by name alone: the tests that use it look at one mapping at a time. */
export function fakeMetrics(): FakeMetrics {
  const points: { readonly name: string; readonly atMs: number; readonly value: number }[] = [];
  const queries: MetricQuery[] = [];
  const reader: FakeMetrics = {
    queries,
    failWith: undefined,
    put: (name, atMs, value) => void points.push({ name, atMs, value }),
    async read(asked, { fromMs, untilMs }) {
      queries.push(...asked);
      if (reader.failWith !== undefined) throw reader.failWith;
      return asked.map(({ name }) => ({
        points: points.filter((point) => point.name === name && point.atMs >= fromMs && point.atMs < untilMs),
      }));
    },
  };
  return reader;
}
