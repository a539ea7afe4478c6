import { type Around, allGroups } from "./account-document.ts";
import type { Draw } from "./draw.ts";
import { drawLoaded, durationMs, fewestPollers, inFlightRecords, type Loaded, leastCapacity, type Shape } from "./shape.ts";
import type { Story, Truth } from "./situation.ts";
import { storyOf } from "./story-of.ts";

/** It keeps up, and nothing needs to be said of it. */
const fine: Truth = { verdicts: ["ok"], causes: [undefined] };
const changedOnly = { FilterCriteria: { Filters: [{ Pattern: '{"value":{"kind":["changed"]}}' }] } };

interface Kept extends Loaded {
  readonly around?: Partial<Around>;
  readonly truth?: Truth;
  readonly minutes?: number;
}

function kept(draw: Draw, { truth = fine, minutes = draw.between(8, 14), ...rest }: Kept): Story {
  return storyOf({ truth, minutes, ...rest });
}

const below =
  (low: number, high: number) =>
  (shape: Shape, draw: Draw): number =>
    leastCapacity(shape) * draw.between(low, high);

/** Mappings that keep up, or have nothing to do: whatever is found in them beyond what is said here is a false alarm. */
export const keepingUp: Readonly<Record<string, (draw: Draw) => Story>> = {
  "healthy, constant": (draw) => kept(draw, drawLoaded(draw, below(0.1, 0.65))),

  "healthy, with few of the metric groups": (draw) => {
    // The group's metrics of MSK or the mapping's own still tell the lag. That metrics are off may be said or not.
    const { shape, perSecond } = drawLoaded(draw, below(0.1, 0.65), () => ({ isSelfManaged: false }));
    const Metrics = draw.oneOf([["KafkaMetrics"], ["EventCount"], ["KafkaMetrics", "ErrorCount"]]);
    return kept(draw, {
      shape,
      perSecond,
      around: { mapping: { MetricsConfig: { Metrics } } },
      truth: { verdicts: ["ok"], causes: [undefined, "metrics-off"] },
    });
  },

  "healthy, with the function's OffsetLag alone": (draw) => {
    const { shape, perSecond } = drawLoaded(draw, below(0.1, 0.65), () => ({ isSelfManaged: true }));
    return kept(draw, {
      shape,
      perSecond,
      around: { mapping: { MetricsConfig: { Metrics: [] } } },
      // It does not grow for an hour. Whether that is all that it should be, nobody can tell.
      truth: { verdicts: ["ok", "no data"], causes: [undefined, "metrics-off"] },
    });
  },

  "healthy, diurnal": (draw) => {
    const amplitude = draw.between(0.2, 0.9);
    // The peak is below capacity as well.
    const { shape, perSecond } = drawLoaded(draw, (drawn) => (leastCapacity(drawn) * draw.between(0.1, 0.7)) / (1 + amplitude));
    const traffic = { kind: "diurnal", meanPerSecond: perSecond, amplitude, peakHourUtc: draw.whole(0, 23) };
    const story = kept(draw, { shape, perSecond, around: { traffic } });
    return { ...story, inFlightRecords: inFlightRecords(shape, perSecond * (1 + amplitude)) };
  },

  "healthy, growing": (draw) => {
    const { shape, perSecond } = drawLoaded(draw, below(0.2, 0.35));
    const traffic = { kind: "growing", perSecond, addedPerSecondEachHour: perSecond, maximumPerSecond: 1.8 * perSecond, startedAgo: "50m" };
    const story = kept(draw, { shape, perSecond, around: { traffic } });
    return { ...story, inFlightRecords: inFlightRecords(shape, 1.8 * perSecond) };
  },

  "healthy, low traffic": (draw) => {
    const { shape } = drawLoaded(draw, below(0.1, 0.6));
    return kept(draw, { shape, perSecond: draw.magnitude(0.05, 1) });
  },

  "healthy, a record a minute": (draw) => {
    const { shape } = drawLoaded(draw, below(0.1, 0.6));
    // Of one record a minute there may be minutes that have none.
    return kept(draw, { shape, perSecond: 1 / 60, truth: { verdicts: ["ok", "idle"], causes: [undefined] } });
  },

  "healthy, a long batching window": (draw) => {
    // Batches that the window closes: what waits is due to the window alone.
    const loaded = drawLoaded(
      draw,
      (shape) => {
        const perWindow = (fewestPollers(shape) * shape.batchSize * draw.between(0.3, 0.7)) / (shape.windowSeconds ?? 1);
        return durationMs(shape) < 2_000 && perWindow < 0.4 * leastCapacity(shape) ? perWindow : undefined;
      },
      () => ({ windowSeconds: draw.whole(60, 300), batchSize: draw.whole(500, 5_000) }),
    );
    return kept(draw, { ...loaded, truth: { verdicts: ["ok"], causes: ["batching-window"] }, minutes: draw.between(12, 18) });
  },

  "healthy, mostly filtered out": (draw) => {
    const { shape } = drawLoaded(draw, below(0.05, 0.5), () => ({ windowSeconds: draw.oneOf([undefined, 1, 5]), perRecordMs: 0.5 }));
    return kept(draw, {
      shape,
      // Each record is looked at, which is dear.
      perSecond: Math.min(leastCapacity(shape) / 4, draw.between(3, 15)),
      around: { topic: { filterPassShare: draw.oneOf([0, 0.002, 0.01, 0.02]) }, mapping: { ...changedOnly, MetricsConfig: allGroups } },
      truth: { verdicts: ["ok"], causes: ["filtered-out"] },
      minutes: draw.between(6, 9),
    });
  },

  "healthy, half filtered out": (draw) => {
    const { shape } = drawLoaded(draw, below(0.05, 0.5), () => ({ windowSeconds: draw.oneOf([undefined, 1, 5]), perRecordMs: 0.5 }));
    return kept(draw, {
      shape,
      perSecond: Math.min(leastCapacity(shape) / 4, draw.between(3, 15)),
      around: { topic: { filterPassShare: draw.between(0.4, 0.8) }, mapping: changedOnly },
      minutes: draw.between(6, 9),
    });
  },

  "healthy, a slow function that just suffices": (draw) =>
    kept(draw, {
      ...drawLoaded(draw, below(0.7, 0.85), () => ({ baseMs: draw.whole(2_000, 12_000), perRecordMs: draw.between(0, 5) })),
      minutes: draw.between(10, 15),
    }),

  "healthy, no window": (draw) =>
    kept(
      draw,
      drawLoaded(draw, below(0.1, 0.6), () => ({ windowSeconds: 0 })),
    ),

  "healthy, big batches": (draw) =>
    kept(
      draw,
      drawLoaded(draw, below(0.2, 0.65), () => ({ batchSize: 1_000, windowSeconds: draw.whole(5, 30) })),
    ),

  "few function errors, which retries make up for": (draw) => {
    // A thirtieth of the invocations at most, and room for a second attempt. That they fail may be said or not.
    const loaded = drawLoaded(draw, (shape) => (durationMs(shape) < 1_500 ? leastCapacity(shape) * draw.between(0.1, 0.35) : undefined));
    return kept(draw, {
      ...loaded,
      around: { simulated: { errorShare: draw.between(0.005, 0.03) } },
      truth: { verdicts: ["ok"], causes: [undefined, "function-errors"] },
    });
  },

  "idle, no traffic at all": (draw) => {
    const { shape } = drawLoaded(draw, below(0.1, 0.6));
    return kept(draw, { shape, perSecond: 0, truth: { verdicts: ["idle"], causes: [undefined] } });
  },

  "idle, traffic ended half an hour ago": (draw) => {
    const { shape, perSecond } = drawLoaded(draw, below(0.1, 0.6));
    const traffic = { kind: "burst", perSecond: 0, burstPerSecond: perSecond, every: "24h", for: "30m", startedAgo: "60m" };
    const story = kept(draw, { shape, perSecond: 0, around: { traffic }, truth: { verdicts: ["idle"], causes: [undefined] } });
    return story;
  },

  "disabled for days": (draw) => {
    const { shape, perSecond } = drawLoaded(draw, below(0.1, 0.6));
    const disabledSince = draw.oneOf(["2h", "1d", "9d"]);
    return kept(draw, {
      shape,
      perSecond,
      around: { mapping: { disabledSince } },
      truth: { verdicts: ["disabled"], causes: ["paused"] },
    });
  },
};
