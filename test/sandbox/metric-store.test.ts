import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMetricStore } from "../../src/sandbox/metric-store.ts";
import type { MetricIdentity, StatisticSet } from "../../src/sandbox/world.ts";
import { startMs } from "../support/sandbox-world.ts";

const minuteMs = 60_000;
const hourMs = 3_600_000;
const metric = (name: string, dimensions: [string, string][] = []): MetricIdentity => ({
  namespace: "N",
  name,
  dimensions: new Map(dimensions),
});
const ofOne = (value: number): StatisticSet => ({ sum: value, minimum: value, maximum: value, count: 1 });

describe("published data", () => {
  it("is kept by minute, in time order, with minutes without data absent", () => {
    const store = createMetricStore();
    store.publish(metric("A"), startMs + 2 * minuteMs + 59_999, ofOne(3));
    store.publish(metric("A"), startMs + 1, ofOne(1), "Count");
    store.publish(metric("A"), startMs + 30_000, ofOne(5));
    expect(store.read(metric("A"), startMs, startMs + hourMs)).toMatchObject([
      { minuteMs: startMs, set: { sum: 6, minimum: 1, maximum: 5, count: 2 }, unit: "Count" },
      { minuteMs: startMs + 2 * minuteMs, set: ofOne(3) },
    ]);
  });

  it("belongs to the metric whatever the order of its dimensions", () => {
    const store = createMetricStore();
    store.publish(
      metric("A", [
        ["X", "1"],
        ["Y", "2"],
      ]),
      startMs,
      ofOne(1),
    );
    store.publish(
      metric("A", [
        ["Y", "2"],
        ["X", "1"],
      ]),
      startMs,
      ofOne(2),
    );
    store.publish(metric("A", [["X", "1"]]), startMs, ofOne(4));
    expect([...store.identities()]).toHaveLength(2);
    expect(
      store.read(
        metric("A", [
          ["Y", "2"],
          ["X", "1"],
        ]),
        startMs,
        startMs + 1,
      ),
    ).toMatchObject([{ set: { sum: 3 } }]);
  });

  it("keeps names apart that would be equal when joined", () => {
    const store = createMetricStore();
    store.publish(metric("A", [["X", "1,Y"]]), startMs, ofOne(1));
    store.publish(metric("A", [["X,1", "Y"]]), startMs, ofOne(1));
    expect([...store.identities()]).toHaveLength(2);
  });

  it("is read from the first to before the last time, for any range", () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { maxLength: 50 });
    fc.assert(
      fc.property(minutes, fc.integer({ min: -10, max: 310 }), fc.integer({ min: -10, max: 310 }), (published, from, until) => {
        const store = createMetricStore();
        for (const at of published) store.publish(metric("A"), startMs + at * minuteMs, ofOne(at));
        const read = store.read(metric("A"), startMs + from * minuteMs, startMs + until * minuteMs).map(({ set }) => set.sum);
        expect(read).toEqual(published.filter((at) => at >= from && at < until).toSorted((a, b) => a - b));
      }),
    );
  });

  it("is dropped after 15 days, its raw values after 3 hours", () => {
    const store = createMetricStore();
    const values = {
      ...ofOne(1),
      maximum: 3,
      sum: 4,
      count: 2,
      values: new Map([
        [1, 1],
        [3, 1],
      ]),
    };
    store.publish(metric("A"), startMs, values);
    const read = () => store.read(metric("A"), startMs, startMs + 1)[0]?.set;
    store.publish(metric("A"), startMs + 3 * hourMs, ofOne(1));
    expect(read()?.values).toEqual(values.values);
    store.publish(metric("A"), startMs + 5 * hourMs, ofOne(1));
    expect(read()).toEqual({ sum: 4, minimum: 1, maximum: 3, count: 2 });
    store.publish(metric("A"), startMs + (15 * 24 + 1) * hourMs, ofOne(1));
    expect(read()).toBeUndefined();
  });

  it("gives up its oldest hours when very many metrics are published", () => {
    const store = createMetricStore();
    const metrics = Array.from({ length: 10_000 }, (_, at) => metric(`M${at}`));
    for (let hour = 0; hour < 7; hour++) for (const identity of metrics) store.publish(identity, startMs + hour * hourMs, ofOne(1));
    const hoursOf = (identity: MetricIdentity) =>
      store.read(identity, startMs, startMs + 7 * hourMs).map(({ minuteMs: at }) => (at - startMs) / hourMs);
    expect(hoursOf(metrics.at(-1) ?? metric(""))).toEqual([2, 3, 4, 5, 6]);
  });
});

describe("sources", () => {
  it("add history before what was published, and metrics of their own", () => {
    const store = createMetricStore();
    store.addSource({
      identities: () => [metric("A"), metric("B")],
      read: ({ name }, fromMs, untilMs) =>
        name === "A" || name === "B"
          ? [-2, -1, 0]
              .map((at) => ({ minuteMs: startMs + at * minuteMs, set: ofOne(10) }))
              .filter(({ minuteMs: at }) => at >= fromMs && at < untilMs)
          : undefined,
      hasDataSince: ({ name }, sinceMs) => name === "B" && sinceMs <= startMs,
    });
    store.publish(metric("A"), startMs, ofOne(1));
    store.publish(metric("C"), startMs, ofOne(1));
    store.publish(metric("0"), startMs, ofOne(1));
    // Who reads the list page by page finds the new ones at its end.
    expect([...store.identities()].map(({ name }) => name)).toEqual(["A", "B", "C", "0"]);
    const isActive = (name: string, sinceMs: number) => store.hasDataSince(metric(name), sinceMs);
    expect([isActive("B", startMs), isActive("B", startMs + 1), isActive("C", startMs), isActive("C", startMs + minuteMs)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(store.read(metric("A"), startMs - minuteMs, startMs + hourMs).map(({ set }) => set.sum)).toEqual([10, 11]);
    expect(store.read(metric("B"), startMs - hourMs, startMs).map(({ set }) => set.sum)).toEqual([10, 10]);
    expect(store.read(metric("C"), startMs - hourMs, startMs + hourMs).map(({ set }) => set.sum)).toEqual([1]);
  });
});
