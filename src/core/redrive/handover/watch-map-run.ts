import { isError, type MskctlError } from "../../errors.ts";
import type { Clock } from "../../time.ts";
import { callsPerSecond, type MapRuns } from "./map-run.ts";
import { isMapRunOver, type MapRunProgress, mapRunProgress } from "./map-run-progress.ts";

/** An answer that did not come; it is asked for again. */
export interface MapRunDelay {
  readonly error: MskctlError;
  readonly waitMs: number;
  readonly atMs: number;
}

export interface MapRunWatchParts {
  readonly runs: Pick<MapRuns, "describe">;
  readonly arn: string;
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly onDelay: (delay: MapRunDelay) => void;
}

export interface MapRunWatch {
  /** As soon as it is permitted. */
  soon(): Promise<MapRunProgress>;
  /** After the interval, or longer where Step Functions asks for less. */
  next(): Promise<MapRunProgress>;
}

/** Between two calls, whoever makes them. */
export const shortestIntervalMs = 1_000 / callsPerSecond;
const longestPauseMs = 60_000;
/** In a row. With the usual interval they take five minutes. */
const mostFailures = 8;

/** Describes a Map Run again and again at a permitted rate. Throws what is no matter of patience. */
export function mapRunWatch({ runs, arn, clock, intervalMs, onDelay }: MapRunWatchParts): MapRunWatch {
  const progressOf = mapRunProgress();
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let pauseMs = intervalMs;
  let hasAnswered = false;

  async function ask(atMs: number): Promise<MapRunProgress> {
    const waitMs = atMs - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs);
    askedAtMs = clock.now();
    const run = await runs.describe(arn);
    hasAnswered = true;
    return progressOf(run, clock.now());
  }

  async function askPatiently(afterMs: number): Promise<MapRunProgress> {
    let atMs = askedAtMs + afterMs;
    for (let failures = 1; ; failures++) {
      try {
        const progress = await ask(atMs);
        pauseMs = Math.max(intervalMs, pauseMs / 2);
        return progress;
      } catch (error) {
        // An endpoint that has never answered is more likely a wrong one.
        const isPassing = isError(error, "throttled") || (hasAnswered && isError(error, "unavailable"));
        if (!isPassing || failures === mostFailures) throw error;
        pauseMs = Math.max(intervalMs, Math.min(pauseMs * 2, longestPauseMs));
        atMs = clock.now() + pauseMs;
        onDelay({ error, waitMs: pauseMs, atMs: clock.now() });
      }
    }
  }

  return { soon: () => askPatiently(shortestIntervalMs), next: () => askPatiently(pauseMs) };
}

/** Follows a Map Run from where it stands to its end, or for as long as `goesOn` says so. Gives where it stands then. */
export async function watchMapRun(
  watch: Pick<MapRunWatch, "next">,
  first: MapRunProgress,
  onProgress: (progress: MapRunProgress) => void,
  goesOn: () => boolean = () => true,
): Promise<MapRunProgress> {
  let progress = first;
  onProgress(progress);
  while (!isMapRunOver(progress.run) && goesOn()) {
    progress = await watch.next();
    onProgress(progress);
  }
  return progress;
}
