import type { Random } from "./random.ts";
import type { TuningSettings } from "./workload.ts";

/**
 * How the number of pollers follows the load. AWS documents when it is looked at and how soon it changes, not by how much: each of these is
 * one way in which it might, and a prediction spans several.
 */
export interface ScalingAssumption {
  readonly name: string;
  /** Pollers when nothing has been scaled yet; in provisioned mode the minimum. */
  readonly first: number;
  /** What one change does. */
  readonly step: "one more" | "half again" | "doubled" | "all";
  /**
   * What tells that there are too few: what a poller has to do, and lag; or lag alone, when it grows though it is more than 10 s of work. The guide
   * names lag for on-demand mode and no figure.
   */
  readonly goesBy: "load" | "lag";
  /** Of a poller's capacity, beyond which there are to be more. */
  readonly target: number;
  /** Polling stops for as long whenever their number changes: the consumer group rebalances. */
  readonly rebalanceSeconds: number;
  /** Of the longest time from a look to a change; undefined: by chance. */
  readonly delayShare?: number;
}

/** On-demand mode is looked at every minute, and changes within three minutes of that. Lambda Developer Guide, Kafka scaling modes. */
const onDemandDelaySeconds = 180;
/** Provisioned mode reacts faster; how fast is an assumption. */
const provisionedDelaySeconds = 60;
/** Fewer pollers only after a quiet time of so many minutes. An assumption. */
const quietMinutes = 15;

export const scalingAssumptions: readonly ScalingAssumption[] = [
  { name: "doubles", first: 1, step: "doubled", goesBy: "load", target: 0.8, rebalanceSeconds: 3 },
  { name: "one by one", first: 1, step: "one more", goesBy: "load", target: 0.7, rebalanceSeconds: 10 },
  { name: "at once", first: 1, step: "all", goesBy: "load", target: 0.9, rebalanceSeconds: 0 },
  { name: "by lag", first: 1, step: "one more", goesBy: "lag", target: 0.8, rebalanceSeconds: 3, delayShare: 1 },
];

/** What a look at a mapping finds. */
interface ScalingLook {
  /** Now. */
  readonly second: number;
  /** Pollers that the load takes, at the target. */
  readonly wanted: number;
  readonly hasLag: boolean;
  /** Records that wait or are on their way, and how long they take at the pace of the last minute, beyond the batching window. */
  readonly lag: number;
  readonly secondsBehind: number;
}

/** Pollers over time. */
export interface Scaler {
  readonly pollers: number;
  /** What has been decided takes effect when its time has come. True when the number has changed. */
  advanceTo(second: number): boolean;
  /** Looks once a minute whether the number is right. */
  look(found: ScalingLook): void;
}

/** Of work that waits: beyond the first for more pollers, below the second for fewer. Assumptions. */
const tooManySecondsBehind = 10;
const fewSecondsBehind = 3;

export function scalerFor(pollers: TuningSettings["pollers"], partitions: number, assumption: ScalingAssumption, random: Random): Scaler {
  const least = Math.min(partitions, pollers?.minimum ?? assumption.first);
  const most = Math.max(least, Math.min(partitions, pollers?.maximum ?? partitions));
  const delaySeconds = pollers === undefined ? onDemandDelaySeconds : provisionedDelaySeconds;
  const wish = assumption.goesBy === "lag" ? wishByLag(assumption) : wishByLoad(assumption);
  let current = least;
  let change: { readonly to: number; readonly at: number } | undefined;
  return {
    get pollers() {
      return current;
    },
    advanceTo(second) {
      if (change === undefined || second < change.at) return false;
      current = change.to;
      change = undefined;
      return true;
    },
    look(found) {
      const to = Math.min(most, Math.max(least, wish(found, current)));
      // One change at a time.
      if (change === undefined && to !== current) {
        change = { to, at: found.second + (assumption.delayShare ?? random()) * delaySeconds };
      }
    },
  };
}

type Wish = (found: ScalingLook, current: number) => number;

function wishByLoad({ step }: ScalingAssumption): Wish {
  let quiet = 0;
  return ({ wanted, hasLag }, current) => {
    quiet = !hasLag && wanted < current ? quiet + 1 : 0;
    if (hasLag || wanted > current) return grown(current, wanted, step, hasLag);
    if (quiet < quietMinutes) return current;
    quiet = 0;
    return Math.min(current, Math.ceil(wanted));
  };
}

/** One fewer after a quiet time: as careful as it is quick to grow. */
function wishByLag({ step }: ScalingAssumption): Wish {
  let quiet = 0;
  let before = Number.POSITIVE_INFINITY;
  return ({ wanted, lag, secondsBehind }, current) => {
    const isGrowing = lag > before;
    before = lag;
    quiet = secondsBehind < fewSecondsBehind ? quiet + 1 : 0;
    if (isGrowing && secondsBehind > tooManySecondsBehind) return grown(current, wanted, step, true);
    if (quiet < quietMinutes) return current;
    quiet = 0;
    return current - 1;
  };
}

function grown(current: number, wanted: number, step: ScalingAssumption["step"], hasLag: boolean): number {
  if (step === "one more") return current + 1;
  if (step === "half again") return Math.ceil(current * 1.5);
  if (step === "doubled") return current * 2;
  return hasLag ? Number.POSITIVE_INFINITY : Math.ceil(wanted);
}
