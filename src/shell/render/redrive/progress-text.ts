import { formatCount, plural } from "../../../core/figures.ts";
import type { RunProgress } from "../../../core/redrive/run-progress.ts";
import { ratePhrase } from "../lag/figure-phrases.ts";
import type { Look } from "../palette.ts";
import { shorten, textWidth } from "../text-width.ts";
import { leftPhrase } from "./redrive-phrases.ts";

export interface ProgressOptions {
  /** Records of the canary; 0: none. */
  readonly canaryRecords: number;
  /** False for lines that follow each other. */
  readonly bar: boolean;
}

const widestBar = 30;
const narrowestBar = 4;
const gap = "  ";

/**
 * Where a run stands, in one line that fits: `██████░░ 30,100/41,203  355/s  31 s left  concurrency 6  throttled 0  parked 2`. Where it is
 * narrow the bar shrinks first, then the last figures go.
 */
export function renderProgress(progress: RunProgress, options: ProgressOptions, look: Look): string {
  const { phase, counts, inFlight } = progress;
  switch (phase) {
    case "reading":
      return joinFitting([`reading${gap}${plural(counts.documents, "document")}`, plural(counts.seen, "record")], look);
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
  const width = Math.min(widestBar, room(look) - textWidth(figures.join(gap)) - 1);
  if (!bar || width < narrowestBar) return joinFitting(figures, look);
  return `${drawBar(counts.seen === 0 ? 0 : done / counts.seen, width, look)} ${figures.join(gap)}`;
}

/** A cell is full when all of it is done, so that a full bar means the end. */
function drawBar(share: number, width: number, { palette, glyphs }: Look): string {
  const full = Math.floor(Math.min(1, share) * width);
  return palette.accent(glyphs.progressDone.repeat(full)) + palette.dim(glyphs.progressOpen.repeat(width - full));
}

/** As many of the pieces as fit; the first always. */
function joinFitting(pieces: readonly string[], look: Look): string {
  let line = pieces[0] ?? "";
  for (const piece of pieces.slice(1)) {
    if (textWidth(line) + gap.length + textWidth(piece) > room(look)) break;
    line = `${line}${gap}${piece}`;
  }
  return shorten(line, room(look), look.glyphs.ellipsis);
}

/** The last column stays free: some terminals wrap when it is written. */
function room({ columns }: Look): number {
  return columns - 1;
}
