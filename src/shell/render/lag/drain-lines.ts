import { formatCount, plural, someOf } from "../../../core/figures.ts";
import type { CatchUp } from "../../../core/lag/report.ts";
import type { DrainProgress, Undrained } from "../../../core/lag/until-lag.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { formatDuration } from "../../../core/time.ts";
import type { Look } from "../palette.ts";
import { dataAgePhrase } from "./figure-phrases.ts";

/** `waiting for lag 0 · payments 182,400 (about 12 min), legacy no data · 5 of 7 drained · data as of 12:04 UTC (2 min old), CloudWatch` */
export function drainLine(progress: DrainProgress, atMostRecords: number, atMs: number, look: Look): string {
  const { left, drained } = progress;
  const reports = [...left.map(({ report }) => report), ...drained];
  const parts = [
    `waiting for lag ${formatCount(atMostRecords)}`,
    leftPhrase(progress),
    `${drained.length} of ${reports.length} drained`,
    dataAgePhrase(reports, atMs),
  ];
  return parts.join(` ${look.glyphs.separator} `);
}

/** `✔ 7 mappings have a lag of 0 · data as of …`; who was left out is said. */
export function drainedLines({ drained, leftOut }: DrainProgress, atMostRecords: number, atMs: number, look: Look): string[] {
  const most = atMostRecords === 0 ? "a lag of 0" : `a lag of at most ${formatCount(atMostRecords)}`;
  const have = drained.length === 1 ? "has" : "have";
  return [
    `${look.glyphs.done} ${plural(drained.length, "mapping")} ${have} ${most} ${look.glyphs.separator} ${dataAgePhrase(drained, atMs)}`,
    ...(leftOut.length === 0 ? [] : [`paused, so not waited for: ${safeText(someOf(leftOut.map(({ name }) => name)))}`]),
  ];
}

/** `payments 182,400 (never at this rate), emails 9,300 (about 12 min), orders 0, to be confirmed, legacy no data` */
export function leftPhrase({ left }: DrainProgress): string {
  return safeText(someOf(left.map(undrainedPhrase)));
}

function undrainedPhrase({ report, why }: Undrained): string {
  const { name, lagRecords, catchUp, verdict } = report;
  if (why === "no-data" || lagRecords === undefined) return `${name} no data`;
  if (why === "confirming") return `${name} ${formatCount(lagRecords)}, to be confirmed`;
  return `${name} ${formatCount(lagRecords)}${verdict === "disabled" ? " (disabled)" : predictionPhrase(catchUp)}`;
}

function predictionPhrase(catchUp: CatchUp): string {
  if (catchUp.kind === "catching-up") return ` (about ${formatDuration(catchUp.ms)})`;
  return catchUp.kind === "never" ? " (never at this rate)" : "";
}
