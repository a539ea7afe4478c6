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
  readonly step: "one more" | "doubled" | "all";
  /** Of a poller's capacity, beyond which there are to be more. */
  readonly target: number;
  /** Polling stops for as long whenever their number changes: the consumer group rebalances. */
  readonly rebalanceSeconds: number;
}

/** On-demand mode is looked at every minute, and changes within three minutes of that. Lambda Developer Guide, Kafka scaling modes. */
const onDemandDelaySeconds = 180;
/** Provisioned mode reacts faster; how fast is an assumption. */
const provisionedDelaySeconds = 60;
/** Fewer pollers only after a quiet time of so many minutes. An assumption. */
const quietMinutes = 15;

export const scalingAssumptions: readonly ScalingAssumption[] = [
  { name: "doubles", first: 1, step: "doubled", target: 0.8, rebalanceSeconds: 3 },
  { name: "one by one", first: 1, step: "one more", target: 0.7, rebalanceSeconds: 10 },
  { name: "at once", first: 1, step: "all", target: 0.9, rebalanceSeconds: 0 },
];

/** Pollers over time. Asked once a minute. */
export interface Scaler {
  readonly pollers: number;
  /** `wanted`: what the load takes, at the target; `second`: now. True when the number has changed. */
  look(second: number, wanted: number, hasLag: boolean): boolean;
}

export function scalerFor(pollers: TuningSettings["pollers"], partitions: number, assumption: ScalingAssumption, random: Random): Scaler {
  const least = Math.min(partitions, pollers?.minimum ?? assumption.first);
  const most = Math.max(least, Math.min(partitions, pollers?.maximum ?? partitions));
  const delaySeconds = pollers === undefined ? onDemandDelaySeconds : provisionedDelaySeconds;
  let current = least;
  let change: { readonly to: number; readonly at: number } | undefined;
  let quiet = 0;
  return {
    get pollers() {
      return current;
    },
    look(second, wanted, hasLag) {
      if (change !== undefined && second >= change.at) {
        const isChanged = change.to !== current;
        current = change.to;
        change = undefined;
        return isChanged;
      }
      quiet = !hasLag && wanted < current ? quiet + 1 : 0;
      if (change !== undefined || least === most) return false;
      if (hasLag || wanted > current) {
        const to = Math.min(most, grown(current, wanted, assumption.step, hasLag));
        if (to > current) change = { to, at: second + random() * delaySeconds };
      } else if (quiet >= quietMinutes) {
        const to = Math.max(least, Math.ceil(wanted));
        quiet = 0;
        if (to < current) change = { to, at: second + random() * delaySeconds };
      }
      return false;
    },
  };
}

function grown(current: number, wanted: number, step: ScalingAssumption["step"], hasLag: boolean): number {
  if (step === "one more") return current + 1;
  if (step === "doubled") return current * 2;
  return hasLag ? Number.POSITIVE_INFINITY : Math.ceil(wanted);
}
