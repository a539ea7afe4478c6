import type { MetricCatalogue } from "../../../src/core/lag/ports.ts";
import type { MetricQuery, MetricReader } from "../../../src/core/mapping/ports.ts";

interface Point {
  readonly atMs: number;
  readonly value: number;
  /** From when on it can be read; at once where this is not given. */
  readonly seenFromMs?: number;
}

type Dimensions = Readonly<Record<string, string>>;

export interface FakeCloudwatch extends MetricReader, MetricCatalogue {
  put(namespace: string, name: string, dimensions: Dimensions, ...points: readonly Point[]): void;
  /** Calls as AWS would count them: 500 metrics each. */
  readonly calls: { GetMetricData: number; ListMetrics: number };
  /** Each read's queries and range. */
  readonly reads: { readonly queries: readonly MetricQuery[]; readonly fromMs: number; readonly untilMs: number }[];
  /** Names that were listed. */
  readonly listed: string[];
  /** Thrown by each later read or listing. */
  fail: { read?: Error; list?: Error };
}

const pageSize = 500;

/** Series with minutes of their own, and the listing of those that had data in the last three hours. */
export function fakeCloudwatch(clock: { now(): number }): FakeCloudwatch {
  const series = new Map<string, { namespace: string; name: string; dimensions: ReadonlyMap<string, string>; points: Point[] }>();
  const keyOf = (namespace: string, name: string, dimensions: ReadonlyMap<string, string>) =>
    JSON.stringify([namespace, name, ...[...dimensions].toSorted(([a], [b]) => (a < b ? -1 : 1))]);
  const isSeen = ({ seenFromMs = 0 }: Point) => seenFromMs <= clock.now();
  const fake: FakeCloudwatch = {
    calls: { GetMetricData: 0, ListMetrics: 0 },
    reads: [],
    listed: [],
    fail: {},
    put(namespace, name, given, ...points) {
      const dimensions = new Map(Object.entries(given));
      const key = keyOf(namespace, name, dimensions);
      const known = series.get(key) ?? { namespace, name, dimensions, points: [] };
      series.set(key, known);
      known.points.push(...points);
    },
    async read(queries, { fromMs, untilMs }) {
      if (queries.length === 0) return [];
      fake.calls.GetMetricData += Math.ceil(queries.length / pageSize);
      if (fake.fail.read !== undefined) throw fake.fail.read;
      fake.reads.push({ queries, fromMs, untilMs });
      return queries.map(({ namespace, name, dimensions }) => {
        const points = series.get(keyOf(namespace, name, dimensions))?.points ?? [];
        const inRange = points.filter((point) => isSeen(point) && point.atMs >= fromMs && point.atMs < untilMs);
        // A minute that was put twice has the value that came last.
        return { points: [...new Map(inRange.map((point) => [point.atMs, point])).values()].toSorted((a, b) => a.atMs - b.atMs) };
      });
    },
    async series(namespace, name, having = new Map()) {
      const isActive = (point: Point) => isSeen(point) && point.atMs >= clock.now() - 3 * 3_600_000;
      const found = [...series.values()].filter(
        (each) =>
          each.namespace === namespace &&
          each.name === name &&
          [...having].every(([key, value]) => each.dimensions.get(key) === value) &&
          each.points.some(isActive),
      );
      fake.calls.ListMetrics += Math.max(1, Math.ceil(found.length / pageSize));
      fake.listed.push(`${namespace} ${name}`);
      if (fake.fail.list !== undefined) throw fake.fail.list;
      return found.map(({ dimensions }) => dimensions);
    },
  };
  return fake;
}
