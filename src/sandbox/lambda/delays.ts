import type { World } from "../world.ts";

/** What takes time in the control plane. */
export type Phase =
  | "Creating"
  | "Enabling"
  | "Disabling"
  | "Updating"
  | "Deleting"
  | "first-poll"
  | "poll-again"
  | "provisioned-concurrency";

type RangeMs = readonly [shortest: number, longest: number];

const short: RangeMs = [300, 3_000];
const atOnce: RangeMs = [0, 0];

/**
 * `aws`: that polling may need several minutes after a create and stops for up to 90 s with an update is documented
 * (Lambda Developer Guide, Kafka starting positions); how the time divides into state and start of polling, and all
 * other figures, are assumptions.
 */
const ranges: Readonly<Record<World["delays"], Readonly<Record<Phase, RangeMs>>>> = {
  none: {
    Creating: atOnce,
    Enabling: atOnce,
    Disabling: atOnce,
    Updating: atOnce,
    Deleting: atOnce,
    "first-poll": atOnce,
    "poll-again": atOnce,
    "provisioned-concurrency": atOnce,
  },
  short: {
    Creating: short,
    Enabling: short,
    Disabling: short,
    Updating: short,
    Deleting: short,
    "first-poll": atOnce,
    "poll-again": atOnce,
    "provisioned-concurrency": short,
  },
  aws: {
    Creating: [20_000, 60_000],
    Enabling: [10_000, 40_000],
    Disabling: [10_000, 40_000],
    Updating: [10_000, 40_000],
    Deleting: [10_000, 60_000],
    "first-poll": [60_000, 180_000],
    "poll-again": [10_000, 50_000],
    "provisioned-concurrency": [60_000, 180_000],
  },
};

export function delayMs(world: World, phase: Phase): number {
  const [shortest, longest] = ranges[world.delays][phase];
  return shortest === longest ? shortest : Math.round(shortest + world.random() * (longest - shortest));
}
