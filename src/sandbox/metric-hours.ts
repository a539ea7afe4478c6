import { dayMs, hourMs, minuteMs } from "./durations.ts";
import { mergeSets } from "./statistic-set.ts";
import type { StatisticSet } from "./world.ts";

/** As long as CloudWatch keeps one-minute data (CloudWatch User Guide, metrics retention). */
const retentionMs = 15 * dayMs;
/** Raw values for percentiles are the bulk of a set, so only the newest hours keep them. */
const valueRetentionMs = 3 * hourMs;
/** One hour of one metric is 2 kB without values: at most about 100 MB, whatever is published. */
const maximumMetricHours = 50_000;

/** An hour of one metric: sum, minimum, maximum and count of each minute; a count of zero means no data. */
interface MetricHour {
  readonly figures: Float64Array;
  /** By minute of the hour, where minimum and maximum do not already say all. */
  readonly values: Map<number, ReadonlyMap<number, number>>;
}

interface MinuteSet {
  readonly minuteMs: number;
  readonly set: StatisticSet;
}

/** Minute sets by metric, in bounded memory: the oldest hours of all metrics go first. */
export class MetricHours {
  /** Start of the hour → metric → its hour. */
  readonly #hours = new Map<number, Map<string, MetricHour>>();
  #metricHours = 0;

  add(metric: string, atMs: number, set: StatisticSet): void {
    if (set.count === 0) return;
    const startMs = Math.floor(atMs / hourMs) * hourMs;
    const hour = this.#hourOf(metric, startMs);
    const minute = Math.floor((atMs - startMs) / minuteMs);
    const before = setAt(hour, minute);
    const now = before === undefined ? set : mergeSets(before, set);
    hour.figures.set([now.sum, now.minimum, now.maximum, now.count], 4 * minute);
    if (now.values === undefined || now.minimum === now.maximum) hour.values.delete(minute);
    else hour.values.set(minute, now.values);
  }

  /** Those with `fromMs` ≤ minute < `untilMs`, in time order. */
  read(metric: string, fromMs: number, untilMs: number): MinuteSet[] {
    const found: MinuteSet[] = [];
    const inRange = [...this.#hours.keys()].filter((startMs) => startMs > fromMs - hourMs && startMs < untilMs);
    for (const startMs of inRange.toSorted((a, b) => a - b)) {
      const hour = this.#hours.get(startMs)?.get(metric);
      if (hour === undefined) continue;
      for (let minute = 0; minute < 60; minute++) {
        const atMs = startMs + minute * minuteMs;
        const set = atMs >= fromMs && atMs < untilMs ? setAt(hour, minute) : undefined;
        if (set !== undefined) found.push({ minuteMs: atMs, set });
      }
    }
    return found;
  }

  #hourOf(metric: string, startMs: number): MetricHour {
    const existing = this.#hours.get(startMs)?.get(metric);
    if (existing !== undefined) return existing;
    if (!this.#hours.has(startMs) || this.#metricHours >= maximumMetricHours) this.#makeRoom(startMs);
    const metrics = this.#hours.get(startMs) ?? new Map<string, MetricHour>();
    const created: MetricHour = { figures: new Float64Array(4 * 60), values: new Map() };
    this.#hours.set(startMs, metrics.set(metric, created));
    this.#metricHours++;
    return created;
  }

  #makeRoom(comingMs: number): void {
    const oldestFirst = [...this.#hours.keys()].toSorted((a, b) => a - b);
    const newestMs = Math.max(comingMs, oldestFirst.at(-1) ?? comingMs);
    for (const startMs of oldestFirst) {
      const metrics = this.#hours.get(startMs) ?? new Map<string, MetricHour>();
      const isExcess = this.#metricHours >= maximumMetricHours && startMs !== newestMs;
      if (startMs < newestMs - retentionMs || isExcess) {
        this.#hours.delete(startMs);
        this.#metricHours -= metrics.size;
      } else if (startMs < newestMs - valueRetentionMs) {
        for (const { values } of metrics.values()) values.clear();
      }
    }
  }
}

function setAt({ figures, values }: MetricHour, minute: number): StatisticSet | undefined {
  const [sum = 0, minimum = 0, maximum = 0, count = 0] = figures.subarray(4 * minute, 4 * minute + 4);
  const own = values.get(minute);
  return count === 0 ? undefined : { sum, minimum, maximum, count, ...(own === undefined ? {} : { values: own }) };
}
