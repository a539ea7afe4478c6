import { beginUpdate } from "../../../src/sandbox/lambda/mapping-states.ts";
import type { Around } from "./account-document.ts";
import type { Draw } from "./draw.ts";
import { drawLoaded, durationMs, fewestPollers, type Loaded, leastCapacity, mostLanes, mostPollers, type Shape } from "./shape.ts";
import type { Story, Truth } from "./situation.ts";
import { storyOf } from "./story-of.ts";

/** Concurrency for a part of the load, where all the lanes would do. */
function tooLittleConcurrency(draw: Draw): Loaded & { readonly concurrency: number } {
  const concurrency = draw.whole(1, 3);
  const loaded = drawLoaded(draw, (shape) => {
    const perSecond = ((1_000 * concurrency * shape.batchSize) / durationMs(shape)) * draw.between(1.3, 2.5);
    return fewestPollers(shape) > concurrency && perSecond < 0.75 * leastCapacity(shape) ? perSecond : undefined;
  });
  return { ...loaded, concurrency };
}

const throttled: Truth = { verdicts: ["falling behind"], causes: ["throttled"] };
const s3 = { DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed-records" } } };

/** Seconds that a batch takes by repeated attempts when each fails with this chance: pauses of 1, 2, 4, 8, 10, 10 … s (the sandbox's assumption). */
function expectedRetrySeconds(chance: number, batchSeconds: number): number {
  let seconds = 0;
  for (let attempt = 0, reached = 1; attempt < 200; attempt++, reached *= chance) {
    seconds += reached * batchSeconds + reached * chance * Math.min(10, 2 ** attempt);
  }
  return seconds;
}

/** Seconds for which a record of poison keeps its batch in flight: halves of halves, of which one fails each time, then retries with pauses of 1, 2 and 4 s. */
function poisonSeconds(shape: Shape, retries: number): number {
  const halvings = Math.ceil(Math.log2(shape.batchSize));
  const calls = 2 * halvings + 1 + retries;
  return (calls * (shape.baseMs + 30) + 2 * shape.batchSize * shape.perRecordMs) / 1_000 + 2 ** retries - 1;
}

/** Poison that bisecting finds; so many of the lanes are busy with it. */
function withPoison(draw: Draw, busyLanes: (shape: Shape) => number): Loaded & { readonly around: Partial<Around> } {
  const minimum = draw.whole(3, 6);
  const loaded = drawLoaded(
    draw,
    (shape) => leastCapacity(shape) * draw.between(0.1, 0.3),
    () => ({
      pollers: { minimum, maximum: minimum },
      partitions: draw.whole(6, 20),
      batchSize: draw.whole(20, 200),
      baseMs: draw.whole(20, 300),
      perRecordMs: draw.between(0, 2),
    }),
  );
  const retries = draw.whole(1, 3);
  const poisonPerSecond = busyLanes(loaded.shape) / poisonSeconds(loaded.shape, retries);
  return {
    ...loaded,
    around: {
      simulated: { poisonShare: Math.min(0.5, poisonPerSecond / loaded.perSecond) },
      mapping: { ...s3, BisectBatchOnFunctionError: true, MaximumRetryAttempts: retries },
    },
  };
}

const fewLanes = (shape: Shape): number => 0.15 * fewestPollers(shape);

/** What goes wrong with the function, or with what it fails at. */
export const functionTroubles: Readonly<Record<string, (draw: Draw) => Story>> = {
  "throttled by reserved concurrency": (draw) => {
    const { concurrency, ...loaded } = tooLittleConcurrency(draw);
    return storyOf({ ...loaded, around: { fn: { reservedConcurrency: concurrency } }, truth: throttled, minutes: draw.between(6, 10) });
  },

  "throttled by the account's concurrency": (draw) => {
    const { concurrency, ...loaded } = tooLittleConcurrency(draw);
    return storyOf({ ...loaded, around: { account: { concurrencyLimit: concurrency } }, truth: throttled, minutes: draw.between(6, 10) });
  },

  "throttled, and the groups are off": (draw) => {
    // The function's own metrics tell it, and its OffsetLag or MSK's metrics the lag.
    const { concurrency, ...loaded } = tooLittleConcurrency(draw);
    const mapping = { MetricsConfig: { Metrics: draw.oneOf([[], ["KafkaMetrics"]]) } };
    return storyOf({
      ...loaded,
      around: { fn: { reservedConcurrency: concurrency }, mapping },
      truth: throttled,
      minutes: draw.between(6, 10),
    });
  },

  "throttled to nothing": (draw) => {
    const atMinutes = draw.between(3, 5);
    return storyOf({
      ...drawLoaded(draw, (shape) => leastCapacity(shape) * draw.between(0.2, 0.7)),
      steps: [
        {
          atMinutes,
          act({ world }) {
            const fn = world.functions.get("orders");
            if (fn !== undefined) fn.reservedConcurrency = 0;
          },
        },
      ],
      truth: { verdicts: ["stalled"], causes: ["throttled"] },
      minutes: atMinutes + draw.between(6, 10),
    });
  },

  "every invocation fails": (draw) => {
    const after = draw.whole(3, 5);
    return storyOf({
      ...drawLoaded(draw, (shape) => leastCapacity(shape) * draw.between(0.2, 0.7)),
      around: { faults: [{ kind: "function-error", function: "orders", after: `${after}m` }] },
      truth: { verdicts: ["stalled"], causes: ["function-errors"] },
      minutes: after + draw.between(6, 10),
    });
  },

  "every invocation fails, and batches go to the destination": (draw) => {
    const after = draw.whole(3, 5);
    // What is given up is committed, so that it may crawl on.
    return storyOf({
      ...drawLoaded(
        draw,
        (shape) => leastCapacity(shape) * draw.between(0.3, 0.7),
        () => ({ pollers: { minimum: 1, maximum: draw.whole(1, 5) } }),
      ),
      around: { faults: [{ kind: "function-error", function: "orders", after: `${after}m` }], mapping: s3 },
      truth: { verdicts: ["stalled", "falling behind"], causes: ["function-errors"] },
      minutes: after + draw.between(6, 10),
    });
  },

  "too many invocations fail": (draw) => {
    const errorShare = draw.between(0.5, 0.8);
    const loaded = drawLoaded(
      draw,
      (shape) => {
        const batchSeconds = durationMs(shape) / 1_000 + 0.03;
        const withErrors = (mostLanes(shape, mostPollers(shape)) * shape.batchSize) / expectedRetrySeconds(errorShare, batchSeconds);
        const perSecond = withErrors * draw.between(1.4, 2.2);
        return perSecond < 0.7 * leastCapacity(shape) ? perSecond : undefined;
      },
      () => ({ partitions: draw.whole(8, 50) }),
    );
    // A partition whose batch failed six times in a row commits nothing for half a minute.
    const truth: Truth = { verdicts: ["falling behind", "stalled"], causes: ["function-errors"] };
    return storyOf({ ...loaded, around: { simulated: { errorShare } }, truth, minutes: draw.between(6, 10) });
  },

  "poison that is retried without end": (draw) => {
    // One after the other the partitions stop, from some minutes before the start on; each holds up its whole poller.
    const loaded = drawLoaded(
      draw,
      (shape) => leastCapacity(shape) * draw.between(0.2, 0.6),
      () => ({ pollers: undefined }),
    );
    const minutesAgo = draw.whole(5, 25);
    const poisonShare = Math.min(0.05, draw.between(4, 12) / (loaded.perSecond * 60 * minutesAgo));
    return storyOf({
      ...loaded,
      around: { simulated: { poisonShare, poisonStartedAgo: `${minutesAgo}m` } },
      truth: { verdicts: ["stalled", "falling behind"], causes: ["function-errors"] },
      minutes: draw.between(6, 10),
    });
  },

  "poison that bisecting finds and the destination takes": (draw) =>
    // Its lanes suffice. A partition waits for seconds with each of them, so that a minute may end with some lag.
    storyOf({
      ...withPoison(draw, fewLanes),
      truth: { verdicts: ["ok", "catching up"], causes: [undefined, "function-errors"] },
      minutes: draw.between(6, 10),
    }),

  "poison, and a destination that does not take it": (draw) => {
    const { around, ...loaded } = withPoison(draw, fewLanes);
    return storyOf({
      ...loaded,
      around: { ...around, faults: [{ kind: "denied-destination", after: "1m" }] },
      // Records are lost, which the lag does not show: it is to be said all the same.
      truth: { verdicts: ["ok", "catching up"], causes: ["destination-errors"] },
      minutes: draw.between(7, 10),
    });
  },

  "too much poison, and a destination that does not take it": (draw) => {
    const { around, ...loaded } = withPoison(draw, (shape) => draw.between(2, 3) * mostLanes(shape, mostPollers(shape)));
    return storyOf({
      ...loaded,
      around: { ...around, faults: [{ kind: "denied-destination", after: "1m" }] },
      truth: { verdicts: ["falling behind", "stalled"], causes: ["destination-errors"] },
      minutes: draw.between(7, 10),
    });
  },

  "a function that became slow": (draw) => {
    const after = draw.whole(3, 5);
    const { shape, perSecond } = drawLoaded(
      draw,
      (drawn) => (durationMs(drawn) < 1_000 && drawn.partitions <= 12 ? leastCapacity(drawn) * draw.between(0.3, 0.6) : undefined),
      () => ({ baseMs: draw.whole(20, 800) }),
    );
    // All the lanes that scaling could add would not suffice.
    const neededMs = (1_000 * mostLanes(shape, mostPollers(shape)) * shape.batchSize) / perSecond;
    const ms = Math.ceil(neededMs * draw.between(1.3, 2.5) - durationMs(shape));
    return storyOf({
      shape,
      perSecond,
      around: {
        faults: [{ kind: "latency", function: "orders", ms, jitterMs: Math.ceil(ms / 20), after: `${after}m` }],
        fn: { timeoutSeconds: 800 },
      },
      truth: { verdicts: ["falling behind"], causes: ["function-slow"] },
      minutes: after + draw.between(7, 11),
    });
  },

  "paused by a person": (draw) => {
    const atMinutes = draw.between(2, 4);
    return storyOf({
      ...drawLoaded(draw, (shape) => leastCapacity(shape) * draw.between(0.1, 0.7)),
      steps: [{ atMinutes, act: ({ world }, mapping) => void beginUpdate(world, mapping, mapping.document, false) }],
      truth: { verdicts: ["disabled"], causes: ["paused"] },
      minutes: atMinutes + draw.between(1, 8),
    });
  },
};
