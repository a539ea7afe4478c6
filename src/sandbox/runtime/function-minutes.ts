import { minuteOf } from "../durations.ts";
import { functionSeries } from "./function-series.ts";
import { type FunctionMinute, mergeFunctionMinute, newFunctionMinute } from "./minute-figures.ts";
import type { Series } from "./series.ts";
import { addTo } from "./tally.ts";

/** Collects what becomes of invocations, by the minute in which they began, until it is published. */
export interface FunctionMinutes {
  at(functionName: string, qualifier: string, beganMs: number): InvocationRecorder;
  /** Figures from before the start that belong to the minute which is still open. */
  seed(functionName: string, qualifier: string, minuteMs: number, figures: FunctionMinute): void;
  /** What is new since the last time, by minute. An invocation that outlasts its minute comes with a later one. */
  drain(): OpenMinute[];
}

interface InvocationRecorder {
  throttled(): void;
  /** `running` counts this invocation too. */
  began(running: number): void;
  ended(durationMs: number, failed: boolean): void;
  /** A destination did not take what the function failed at. */
  destinationFailed(): void;
}

interface OpenMinute {
  readonly minuteMs: number;
  readonly figures: FunctionMinute;
  readonly series: readonly Series<FunctionMinute>[];
}

export function createFunctionMinutes(): FunctionMinutes {
  const seriesOf = new Map<string, Series<FunctionMinute>[]>();
  let open = new Map<string, OpenMinute>();

  const figuresAt = (functionName: string, qualifier: string, minuteMs: number): FunctionMinute => {
    const target = `${functionName}:${qualifier}`;
    const known = open.get(`${target} ${minuteMs}`);
    if (known !== undefined) return known.figures;
    const series = seriesOf.get(target) ?? functionSeries(functionName, qualifier);
    seriesOf.set(target, series);
    const figures = newFunctionMinute();
    open.set(`${target} ${minuteMs}`, { minuteMs, figures, series });
    return figures;
  };

  return {
    at(functionName, qualifier, beganMs) {
      const figures = (): FunctionMinute => figuresAt(functionName, qualifier, minuteOf(beganMs));
      return {
        throttled() {
          figures().throttles += 1;
        },
        began: (running) => addTo(figures().concurrentExecutions, running),
        ended(durationMs, failed) {
          const minute = figures();
          minute.invocations += 1;
          minute.errors += failed ? 1 : 0;
          addTo(minute.durationMs, durationMs);
        },
        destinationFailed() {
          figures().destinationFailures += 1;
        },
      };
    },
    seed(functionName, qualifier, minuteMs, figures) {
      mergeFunctionMinute(figuresAt(functionName, qualifier, minuteMs), figures);
    },
    drain() {
      const drained = [...open.values()];
      open = new Map();
      return drained;
    },
  };
}
