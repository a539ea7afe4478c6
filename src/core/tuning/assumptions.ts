import type { DurationFit } from "./duration-fit.ts";
import { type Random, randomFrom } from "./random.ts";
import { type ScalingAssumption, scalingAssumptions } from "./scaling.ts";
import type { TuningSettings, Workload } from "./workload.ts";

/** One way in which things may be that are not known. */
export interface Assumption {
  readonly workload: Workload;
  readonly scaling: ScalingAssumption;
  readonly seed: number;
}

export interface AssumptionsInput {
  readonly workload: Workload;
  /** Undefined: a and b could not be told apart. */
  readonly fit: DurationFit | undefined;
  readonly settings: TuningSettings;
  /** Records in a batch today. */
  readonly batch: number;
  readonly seed: number;
}

const members = 24;
/** The values that metrics tell, and how pollers usually scale: what is drawn without words about assumptions. */
export const usualScaling = scalingAssumptions[0] as ScalingAssumption;

/** A family that spans what is not known; the first member is what is taken for likely. The same for a seed. */
export function assumptionsFor(input: AssumptionsInput): readonly Assumption[] {
  const { workload, seed } = input;
  const random = randomFrom(seed);
  const usual = { workload, scaling: usualScaling, seed };
  const drawn = Array.from({ length: members - 1 }, (_, index) => ({
    workload: { ...workload, work: drawWork(input, random), ...drawLanes(input, random) },
    scaling: scalingAssumptions[index % scalingAssumptions.length] as ScalingAssumption,
    seed: seed + 1 + index,
  }));
  return [usual, ...drawn];
}

/** 30 to 100 ms, where 50 are taken for likely. */
const dispatch = { least: 0.6, most: 2 };

/** One draw for a and b: where a record takes longer, the invocation takes less. Nine of ten lie within the fit's intervals. */
function drawWork({ workload: { work }, fit, batch }: AssumptionsInput, random: Random): Workload["work"] {
  const dispatchMs = work.dispatchMs * dispatch.least * (dispatch.most / dispatch.least) ** random();
  const place = random();
  if (fit === undefined) {
    // All that is known is how long a batch of today's size takes.
    const durationMs = work.invocationMs + work.recordMs * batch;
    return { invocationMs: durationMs * (1 - place), recordMs: (durationMs * place) / Math.max(1, batch), dispatchMs };
  }
  const at = ({ value, low, high }: DurationFit["recordMs"], share: number) =>
    share < 0.5 ? value - (value - low) * deviation(1 - 2 * share) : value + (high - value) * deviation(2 * share - 1);
  return {
    invocationMs: Math.max(0, work.invocationMs + at(fit.invocationMs, 1 - place) - fit.invocationMs.value),
    recordMs: Math.max(0, work.recordMs + at(fit.recordMs, place) - fit.recordMs.value),
    dispatchMs,
  };
}

/** Of a normal distribution whose middle nine tenths lie within 1: how far out this share of one side is. Logistic, off by 4 %. */
function deviation(share: number): number {
  return Math.min(2, Math.log((1 + share) / (1 - share)) / Math.log(19));
}

/**
 * Where lanes were not observed, or not in the mode that settings are in: anything from one to one a partition. With more or fewer
 * provisioned pollers than today they become more or fewer, or now and then stay.
 */
function drawLanes({ workload, settings }: AssumptionsInput, random: Random): Pick<Workload, "lanes" | "lanesSeen" | "lanesOnDemand"> {
  const { lanes, lanesSeen } = workload;
  const partitions = workload.partitionShares.length;
  const [any, follows] = [Math.round(partitions ** random()), random() < 0.75];
  const perPoller = 5 ** random();
  if (lanesSeen === undefined) {
    const pollers = settings.pollers?.minimum;
    return { lanes: any, lanesOnDemand: any, ...(follows && pollers !== undefined ? { lanesSeen: { pollers } } : {}) };
  }
  if (lanesSeen.pollers === undefined) return { lanes, lanesOnDemand: lanes, lanesSeen: { pollers: lanes / perPoller } };
  return { lanes, lanesOnDemand: any, lanesSeen: { pollers: follows ? lanesSeen.pollers : undefined } };
}
