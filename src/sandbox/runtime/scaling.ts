import type { Assumptions } from "./assumptions.ts";
import type { PollerLimits } from "./poller-limits.ts";

/** What a minute tells about whether the pollers suffice. */
interface ScalingSample {
  readonly atMs: number;
  readonly lagRecords: number;
  readonly committedPerSecond: number;
  readonly throttles: number;
}

export interface ScalingDecision {
  readonly pollers: number;
  readonly atMs: number;
}

export interface Scaler {
  /** The number that is running, or will be once the decision under way takes effect. */
  readonly pollers: number;
  /** As it is now: another scaler can go on from it. */
  readonly state: ScalerState;
  /** Called once a minute, the evaluation interval of both modes. */
  evaluate(sample: ScalingSample): ScalingDecision | undefined;
}

export interface ScalerState {
  readonly pollers: number;
  /** When the last decision takes effect. */
  readonly effectiveMs: number;
  readonly previousLag: number;
  readonly calmMinutes: number;
}

/**
 * How a mode scales. The Lambda Developer Guide ("Kafka scaling modes") has: offset lag evaluated every minute, changes
 * within three minutes of it, fewer pollers when the function is throttled, provisioned mode three times as fast.
 * Everything else here is an assumption.
 */
interface ScalingRule {
  readonly grow: (pollers: number) => number;
  /** More than this many seconds of work waiting beyond the batching window, and more than a minute ago: too few pollers. */
  readonly tooManySecondsBehind: number;
  /** Less than this many for so many minutes: one poller too many. */
  readonly fewSecondsBehind: number;
  readonly calmMinutes: number;
}

const rules: { readonly [mode in "on-demand" | "provisioned"]: ScalingRule } = {
  "on-demand": { grow: (pollers) => pollers + 1, tooManySecondsBehind: 10, fewSecondsBehind: 3, calmMinutes: 15 },
  provisioned: { grow: (pollers) => Math.ceil(pollers * 1.5), tooManySecondsBehind: 10, fewSecondsBehind: 3, calmMinutes: 15 },
};

export interface ScalerOptions {
  readonly mode: keyof typeof rules;
  readonly limits: PollerLimits;
  readonly windowMs: number;
  readonly startingPollers: number;
  readonly state?: ScalerState;
  readonly assumptions: Pick<Assumptions, "scalingDelayMs">;
}

export function createScaler({ mode, limits, windowMs, startingPollers, state, assumptions }: ScalerOptions): Scaler {
  const rule = rules[mode];
  let { pollers, effectiveMs, previousLag, calmMinutes } = state ?? {
    pollers: startingPollers,
    effectiveMs: Number.NEGATIVE_INFINITY,
    previousLag: Number.POSITIVE_INFINITY,
    calmMinutes: 0,
  };

  const wanted = (sample: ScalingSample): number => {
    // Nothing committed: each record that waits counts as a second.
    const secondsWaiting = sample.lagRecords / (sample.committedPerSecond || 1);
    const secondsBehind = Math.max(0, secondsWaiting - windowMs / 1_000);
    const growing = sample.lagRecords > previousLag;
    previousLag = sample.lagRecords;
    calmMinutes = secondsBehind < rule.fewSecondsBehind ? calmMinutes + 1 : 0;
    if (sample.throttles > 0) return pollers - 1;
    if (growing && secondsBehind > rule.tooManySecondsBehind) return rule.grow(pollers);
    if (calmMinutes < rule.calmMinutes) return pollers;
    calmMinutes = 0;
    return pollers - 1;
  };

  return {
    get pollers() {
      return pollers;
    },
    get state() {
      return { pollers, effectiveMs, previousLag, calmMinutes };
    },
    evaluate(sample) {
      const bounded = Math.min(limits.maximumPollers, Math.max(limits.minimumPollers, wanted(sample)));
      // One change at a time: the next evaluation must see what the last one brought.
      if (bounded === pollers || sample.atMs < effectiveMs) return undefined;
      pollers = bounded;
      effectiveMs = sample.atMs + assumptions.scalingDelayMs[mode];
      return { pollers, atMs: effectiveMs };
    },
  };
}
