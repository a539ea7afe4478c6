import { formatCount, plural } from "../../../core/figures.ts";
import type { RunProgress } from "../../../core/redrive/run-progress.ts";
import { ratePhrase } from "../lag/figure-phrases.ts";
import type { Look } from "../palette.ts";
import { shorten } from "../text-width.ts";
import { joinFitting, renderBarLine, room } from "./progress-bar.ts";
import { leftPhrase } from "./redrive-phrases.ts";

export interface ProgressOptions {
  /** Records of the canary; 0: none. */
  readonly canaryRecords: number;
  /** False for lines that follow each other. */
  readonly bar: boolean;
}

/**
 * Where a run stands, in one line that fits: `██████░░ 30,100/41,203  355/s  31 s left  concurrency 6  throttled 0  parked 2`. Where it is
 * narrow the bar shrinks first, then the last figures go.
 */
export function renderProgress(progress: RunProgress, options: ProgressOptions, look: Look): string {
  const { phase, counts, inFlight } = progress;
  switch (phase) {
    case "reading":
      return joinFitting([`reading  ${plural(counts.documents, "document")}`, plural(counts.seen, "record")], look);
    case "canary":
      return canaryLine(counts.redriven + counts.parked, options.canaryRecords);
    case "running":
      return runningLine(progress, options, look);
    case "finishing":
      return shorten(
        `finishing ${plural(inFlight, "batch", "batches")} ${look.glyphs.noData} (again to stop at once)`,
        room(look),
        look.glyphs.ellipsis,
      );
  }
}

/** What stays on the screen when the canary is over: `canary   100/100 ok`. */
export function renderCanary(progress: RunProgress, canaryRecords: number): string {
  const { redriven, parked } = progress.counts;
  const done = Math.min(canaryRecords, redriven + parked);
  return `${canaryLine(done, canaryRecords)} ${parked === 0 ? "ok" : `${formatCount(parked)} parked`}`;
}

function canaryLine(done: number, canaryRecords: number): string {
  return `canary   ${formatCount(Math.min(done, canaryRecords))}/${formatCount(canaryRecords)}`;
}

function runningLine(progress: RunProgress, { bar }: ProgressOptions, look: Look): string {
  const { counts, recordsPerSecond, leftMs, concurrency, throttled } = progress;
  const done = counts.seen - counts.remaining;
  const figures = [
    `${formatCount(done)}/${formatCount(counts.seen)}`,
    ...(recordsPerSecond === undefined ? [] : [`${ratePhrase(recordsPerSecond) ?? ""}/s`]),
    ...(leftMs === undefined ? [] : [leftPhrase(leftMs)]),
    `concurrency ${formatCount(concurrency)}`,
    `throttled ${formatCount(throttled)}`,
    `parked ${formatCount(counts.parked)}`,
  ];
  if (!bar) return joinFitting(figures, look);
  return renderBarLine(counts.seen === 0 ? 0 : done / counts.seen, figures, look);
}
