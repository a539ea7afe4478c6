import { fullBatch } from "./capacity.ts";
import { type LaneRange, type LaneSettings, type SteadyMapping, steadyMapping } from "./steady-mapping.ts";
import type { Workload } from "./workload.ts";

/** A steady mapping with its ages as a few that stand for all, each for a share of the records. */
export interface SteadyLevel extends SteadyMapping {
  readonly ages: readonly { readonly ms: number; readonly share: number }[];
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** By rate of arrivals; undefined where the mapping cannot keep up. */
export type Levels = (perSecond: number) => SteadyLevel | undefined;

/** Levels a ratio of 1.03 apart stand for the rates between them. */
const perRatio = 1 / Math.log(1.03);
/** Ends of shares that one age stands for; finer where percentiles are asked for. */
const ends = [0, 0.1, 0.25, 0.4, 0.6, 0.75, 0.87, 0.94, 0.975, 0.985, 0.995, 1];

/** The levels of a workload under any settings, each reckoned once. */
export function levelBook(workload: Workload): (settings: LaneSettings, lanes: LaneRange) => Levels {
  const known = new Map<string, Levels>();
  return (settings, lanes) => {
    const mode = settings.pollers === undefined ? "on demand" : "provisioned";
    const key = `${mode} ${fullBatch(workload, settings)} ${settings.windowMs} ${lanes.gathering} ${lanes.working}`;
    const levels = known.get(key) ?? steadyLevels(workload, settings, lanes);
    known.set(key, levels);
    return levels;
  };
}

function steadyLevels(workload: Workload, settings: LaneSettings, lanes: LaneRange): Levels {
  const reckon = steadyMapping(workload, settings, lanes);
  const known = new Map<number, SteadyLevel | undefined>();
  return (perSecond) => {
    const level = perSecond <= 0 ? Number.NEGATIVE_INFINITY : Math.round(Math.log(perSecond) * perRatio);
    const found = known.get(level);
    if (found !== undefined || known.has(level)) return found;
    const steady = reckon(Math.exp(level / perRatio));
    const reckoned = steady === undefined ? undefined : new Level(steady);
    known.set(level, reckoned);
    return reckoned;
  };
}

/** Its ages are reckoned when they are asked for: they take the most. */
class Level implements SteadyLevel {
  readonly invocations: number;
  readonly overheadSeconds: number;
  readonly recordSeconds: number;
  readonly batch: number;
  readonly meanAgeMs: number;
  readonly windowShare: number;
  readonly shareOlder: (ms: number) => number;
  #ages: Pick<SteadyLevel, "ages" | "p50Ms" | "p99Ms"> | undefined;

  constructor(steady: SteadyMapping) {
    this.invocations = steady.invocations;
    this.overheadSeconds = steady.overheadSeconds;
    this.recordSeconds = steady.recordSeconds;
    this.batch = steady.batch;
    this.meanAgeMs = steady.meanAgeMs;
    this.windowShare = steady.windowShare;
    this.shareOlder = steady.shareOlder;
  }

  get ages(): SteadyLevel["ages"] {
    return this.#known().ages;
  }

  get p50Ms(): number {
    return this.#known().p50Ms;
  }

  get p99Ms(): number {
    return this.#known().p99Ms;
  }

  #known(): Pick<SteadyLevel, "ages" | "p50Ms" | "p99Ms"> {
    this.#ages ??= agesOf(this);
    return this.#ages;
  }
}

function agesOf(steady: SteadyMapping): Pick<SteadyLevel, "ages" | "p50Ms" | "p99Ms"> {
  if (steady.invocations === 0) return { ages: [], p50Ms: 0, p99Ms: 0 };
  let fromMs = 0;
  const ages = ends.slice(1).map((end, index) => {
    const start = ends[index] ?? 0;
    fromMs = ageExceededBy(1 - (start + end) / 2, steady, fromMs);
    return { ms: fromMs, share: end - start };
  });
  return { ages, p50Ms: ageExceededBy(0.5, steady, 0), p99Ms: ageExceededBy(0.01, steady, 0) };
}

/** The age that this share of the records exceeds, to a thousandth; not below `fromMs`. */
function ageExceededBy(share: number, steady: Pick<SteadyMapping, "shareOlder" | "meanAgeMs">, fromMs: number): number {
  let low = fromMs;
  let high = Math.max(2 * fromMs, 2 * steady.meanAgeMs);
  while (steady.shareOlder(high) > share) {
    low = high;
    high *= 2;
  }
  while (high - low > high / 1_000) {
    const middle = (low + high) / 2;
    if (steady.shareOlder(middle) > share) low = middle;
    else high = middle;
  }
  return high;
}
