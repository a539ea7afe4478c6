import type { RunJournal } from "../core/redrive/journal.ts";
import type { LaneRunState } from "../core/redrive/lane-run-parts.ts";
import type { RunOptions } from "../core/redrive/run-options.ts";
import type { RunProgress } from "../core/redrive/run-progress.ts";
import { throughput } from "../core/redrive/throughput.ts";
import type { Clock } from "../core/time.ts";
import { progressEventLine } from "./redrive-events.ts";
import type { Look } from "./render/palette.ts";
import { renderCanary, renderProgress } from "./render/redrive/progress-text.ts";
import type { Terminal } from "./terminal.ts";

export interface RedriveProgressParts {
  readonly terminal: Terminal;
  readonly look: Look;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Pick<RunJournal, "counts">;
  readonly options: Pick<RunOptions, "canaryRecords">;
  readonly ndjson: boolean;
  readonly isSilent: boolean;
}

export interface RedriveProgress {
  onStep(state: LaneRunState): void;
  /** Takes the drawn line away. */
  end(): void;
}

/** Redrawn so often on a terminal; elsewhere a line as often as `lineEveryMs`. */
const drawEveryMs = 200;
const lineEveryMs = 5_000;

/** Tells how far a run is: a line that is drawn anew, lines at intervals, or events. */
export function redriveProgress(parts: RedriveProgressParts): RedriveProgress {
  const { terminal, look, journal, clock, options, ndjson, isSilent } = parts;
  const rate = throughput();
  const everyMs = terminal.canRedraw && !ndjson ? drawEveryMs : lineEveryMs;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  /** Undefined until the first step: a run that is gone on with may have none any more. */
  let wasCanary: boolean | undefined;

  function show(progress: RunProgress): void {
    if (ndjson) {
      terminal.out(progressEventLine(progress));
      return;
    }
    const line = renderProgress(progress, { canaryRecords: options.canaryRecords, bar: terminal.canRedraw }, look);
    if (terminal.canRedraw) terminal.status(line);
    else terminal.err(line);
  }

  return {
    onStep(state) {
      if (isSilent) return;
      const atMs = clock.now();
      const counts = journal.counts();
      rate.note(counts.seen - counts.remaining, atMs);
      const { isCanary, isEnding, inFlight, concurrency, throttled } = state;
      const recordsPerSecond = rate.perSecond();
      const leftMs = recordsPerSecond ? (counts.remaining / recordsPerSecond) * 1_000 : undefined;
      const phase = isEnding ? "finishing" : isCanary ? "canary" : "running";
      const progress = { phase, counts, recordsPerSecond, leftMs, inFlight, concurrency, throttled, atMs } as const;
      if (wasCanary === true && !isCanary && !ndjson) terminal.err(renderCanary(progress, options.canaryRecords));
      wasCanary = isCanary;
      if (atMs - toldAtMs < everyMs || (isEnding && inFlight === 0)) return;
      toldAtMs = atMs;
      show(progress);
    },
    end: () => terminal.status(""),
  };
}
