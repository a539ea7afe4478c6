import { formatCount } from "../../../core/figures.ts";
import { formatDollars } from "../../../core/money.ts";

/** `12:06:10`, in UTC as everywhere. */
export function clockTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** `$0.02/h`; less than a cent is not nothing. */
export function hourlyCost(usd: number): string {
  return usd > 0 && usd < 0.005 ? "<$0.01/h" : `${formatDollars(usd)}/h`;
}

/** `182,400`, or `12.3M` where nine columns are not enough; undefined: no data. */
export function countCell(count: number | undefined): string | undefined {
  if (count === undefined) return undefined;
  const whole = formatCount(count);
  if (whole.length <= 9) return whole;
  return count < 1e9 ? `${(count / 1e6).toFixed(1)}M` : `${(count / 1e9).toFixed(1)}G`;
}

/** `1,210`, and `0.4` where a whole number would say nothing. */
export function rateCell(perSecond: number | undefined): string | undefined {
  if (perSecond === undefined) return undefined;
  if (perSecond >= 10 || perSecond === 0) return countCell(perSecond);
  return perSecond.toFixed(1).replace(/\.0$/, "");
}
