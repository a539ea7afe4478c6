import { MetricHours } from "./metric-hours.ts";
import { mergeSets } from "./statistic-set.ts";
import type { MetricIdentity, MetricSource, MetricStore } from "./world.ts";

type Minute = ReturnType<MetricStore["read"]>[number];

/** Published metrics in memory, together with what sources compute. A metric has one unit: the last that was given. */
export function createMetricStore(): MetricStore {
  const known = new Map<string, { readonly identity: MetricIdentity; unit: string | undefined }>();
  const hours = new MetricHours();
  const sources: MetricSource[] = [];
  return {
    publish(identity, atMs, set, unit) {
      const key = metricKey(identity);
      const entry = known.get(key);
      if (entry === undefined) known.set(key, { identity, unit });
      else entry.unit = unit ?? entry.unit;
      hours.add(key, atMs, set);
    },
    addSource(source) {
      sources.push(source);
    },
    identities() {
      // What sources have comes first: it was there from the start, so that the list only grows at its end.
      const all = new Map<string, MetricIdentity>();
      for (const source of sources) for (const identity of source.identities()) all.set(metricKey(identity), identity);
      for (const [key, { identity }] of known) all.set(key, identity);
      return all.values();
    },
    read(identity, fromMs, untilMs) {
      const key = metricKey(identity);
      const unit = known.get(key)?.unit;
      const published = hours.read(key, fromMs, untilMs).map((minute) => (unit === undefined ? minute : { ...minute, unit }));
      const computed = sources.flatMap((source) => [...(source.read(identity, fromMs, untilMs) ?? [])]);
      return computed.length === 0 ? published : merged([...computed, ...published]);
    },
    hasDataSince(identity, sinceMs) {
      const published = hours.read(metricKey(identity), sinceMs, Number.POSITIVE_INFINITY);
      return published.length > 0 || sources.some((source) => source.hasDataSince(identity, sinceMs));
    },
  };
}

function merged(minutes: readonly Minute[]): Minute[] {
  const byMinute = new Map<number, Minute>();
  for (const minute of minutes) {
    const before = byMinute.get(minute.minuteMs);
    byMinute.set(minute.minuteMs, before === undefined ? minute : { ...minute, set: mergeSets(before.set, minute.set) });
  }
  return [...byMinute.values()].toSorted((a, b) => a.minuteMs - b.minuteMs);
}

const keys = new WeakMap<MetricIdentity, string>();

/** Namespace, name and dimensions whatever their order; publishers pass the same identity object again and again. */
export function metricKey(identity: MetricIdentity): string {
  const cached = keys.get(identity);
  if (cached !== undefined) return cached;
  const dimensions = [...identity.dimensions].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const key = JSON.stringify([identity.namespace, identity.name, ...dimensions.flat()]);
  keys.set(identity, key);
  return key;
}
