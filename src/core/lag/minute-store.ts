import type { MetricQuery, MetricReader } from "../mapping/ports.ts";
import type { Clock } from "../time.ts";
import { type KeptMinutes, type MinuteWindow, mergeMinutes, minuteMs, minuteOf, noMinutes } from "./minutes.ts";
import type { MinuteValues } from "./samples.ts";

/** How far back minutes are read again: CloudWatch gets points "several minutes" late (Lambda Developer Guide, "Viewing metrics"). */
export const rereadMs = 15 * minuteMs;

/** That no point comes later than this is an assumption: a series that was read longer ago than 15 minutes less this is read anew. */
const latestMs = 5 * minuteMs;

/** How far this machine's clock may be behind CloudWatch's: AWS takes no signature that is older (IAM User Guide, Signature Version 4). */
const skewMs = 5 * minuteMs;

/**
 * US dollars a metric that GetMetricData is asked for, however many minutes of it: $0.01 per 1,000, without a free tier. Amazon CloudWatch pricing
 * page, as of November 2026. ListMetrics costs as much per 1,000 calls after the first million of a month, and is left out.
 */
export const dollarsPerAskedMetric = 0.01 / 1_000;

/** The minutes of many series, in a window of constant length that moves on with the clock. */
export interface MinuteStore {
  /** Reads what is not there yet of each; a series that is asked for twice is read once. Throws as `MetricReader` does. */
  read(queries: readonly MetricQuery[]): Promise<void>;
  /** One value a minute of the window; all undefined where it was never read. */
  values(query: MetricQuery): MinuteValues;
  readonly window: MinuteWindow;
  /** Metrics that were asked for since the call before. */
  takeAsked(): number;
}

interface Kept extends KeptMinutes {
  readonly readAtMs: number;
}

export function createMinuteStore(metrics: MetricReader, clock: Pick<Clock, "now">, fromMs: number): MinuteStore {
  const kept = new Map<string, Kept>();
  const minutes = Math.max(1, (minuteOf(clock.now()) + minuteMs - minuteOf(fromMs)) / minuteMs);
  let newestMs = Number.NEGATIVE_INFINITY;
  let asked = 0;

  function window(): MinuteWindow {
    const nowMs = clock.now();
    const lastMs = newestMs <= nowMs + skewMs ? Math.max(newestMs, nowMs) : nowMs;
    return { fromMs: minuteOf(lastMs) + minuteMs - minutes * minuteMs, minutes };
  }

  async function readFrom(startMs: number, queries: ReadonlyMap<string, MetricQuery>): Promise<void> {
    if (queries.size === 0) return;
    const readAtMs = clock.now();
    const untilMs = minuteOf(readAtMs) + minuteMs + skewMs;
    const answers = await metrics.read([...queries.values()], { fromMs: startMs, untilMs, periodSeconds: 60 });
    asked += queries.size;
    for (const { points } of answers) newestMs = Math.max(newestMs, points.at(-1)?.atMs ?? newestMs);
    const now = window();
    for (const [index, key] of [...queries.keys()].entries()) {
      const { fromMs, values } = mergeMinutes(kept.get(key) ?? noMinutes, now, answers[index]?.points ?? []);
      kept.set(key, { fromMs, values, readAtMs });
    }
  }

  return {
    async read(queries) {
      const nowMs = clock.now();
      // A series that nobody asked for lately would be read anew anyway.
      for (const [key, { readAtMs }] of kept) if (Math.abs(nowMs - readAtMs) > rereadMs - latestMs) kept.delete(key);
      const known = new Map<string, MetricQuery>();
      const unknown = new Map<string, MetricQuery>();
      for (const query of queries) {
        const key = keyOf(query);
        (kept.has(key) ? known : unknown).set(key, query);
      }
      const { fromMs: startMs } = window();
      const recentMs = Math.max(startMs, minuteOf(nowMs) + minuteMs - rereadMs);
      await Promise.all([readFrom(startMs, unknown), readFrom(recentMs, known)]);
    },
    values: (query) => mergeMinutes(kept.get(keyOf(query)) ?? noMinutes, window(), []).values,
    get window() {
      return window();
    },
    takeAsked() {
      const taken = asked;
      asked = 0;
      return taken;
    },
  };
}

const dimensionKeys = new WeakMap<MetricQuery["dimensions"], string>();

/** Dimensions mostly are those of a listing: the same object at each refresh. */
function keyOf({ namespace, name, statistic, dimensions }: MetricQuery): string {
  let key = dimensionKeys.get(dimensions);
  if (key === undefined) {
    key = JSON.stringify([...dimensions]);
    dimensionKeys.set(dimensions, key);
  }
  return `${namespace} ${name} ${statistic} ${key}`;
}
