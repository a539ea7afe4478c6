import { formatCount } from "../../../core/figures.ts";
import type { LagReport } from "../../../core/lag/report.ts";
import { formatDollars } from "../../../core/money.ts";
import { formatDuration } from "../../../core/time.ts";

/** `182,400`; undefined: no data. */
export function countPhrase(records: number | undefined): string | undefined {
  return records === undefined ? undefined : formatCount(records);
}

/** `1,210`, or `0.4` where a whole number would say nothing; undefined: no data. */
export function ratePhrase(perSecond: number | undefined): string | undefined {
  if (perSecond === undefined) return undefined;
  if (perSecond > 0 && perSecond < 0.05) return "<0.1";
  return perSecond > 0 && perSecond < 9.95 ? perSecond.toFixed(1).replace(/\.0$/, "") : formatCount(perSecond);
}

/** `$0.02`; less than a cent is not nothing. */
export function costPhrase(costUsd: number): string {
  return costUsd > 0 && costUsd < 0.01 ? "under $0.01" : formatDollars(costUsd);
}

/** `$0.02/h` */
export function hourlyCostPhrase(costUsd: number): string {
  return `${costPhrase(costUsd)}/h`;
}

/** `12:04` of a day in UTC. */
function clockPhrase(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 16);
}

/** `data as of 12:04 UTC (2 min old), CloudWatch`, of the newest data there is. */
export function dataAgePhrase(reports: readonly LagReport[], atMs: number): string {
  const asOfMs = Math.max(...reports.flatMap((report) => report.asOfMs ?? []));
  if (!Number.isFinite(asOfMs)) return "no data";
  const sources = new Set(reports.flatMap(({ source }) => (source === undefined ? [] : [source === "brokers" ? "brokers" : "CloudWatch"])));
  return [`data as of ${clockPhrase(asOfMs)} UTC (${oldPhrase(atMs - asOfMs)})`, [...sources].toSorted().join(" and ")]
    .filter((part) => part !== "")
    .join(", ");
}

const minuteMs = 60_000;

/** A minute is named by its beginning, so data can hardly be younger than it; figures from the future come from a wrong clock. */
function oldPhrase(ageMs: number): string {
  if (ageMs < -minuteMs) return `this machine's clock is ${formatDuration(-ageMs)} behind`;
  return ageMs < 1_000 ? "just now" : `${formatDuration(ageMs)} old`;
}
