import { formatCount } from "../../../core/figures.ts";
import { ratePhrase } from "../../render/lag/figure-phrases.ts";

/** `12:06:10`, in UTC as everywhere. */
export function clockTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** `182,400`, or `12.3M` where nine columns are not enough; undefined: no data. */
export function countCell(count: number | undefined): string | undefined {
  if (count === undefined) return undefined;
  const whole = formatCount(count);
  if (whole.length <= 9) return whole;
  return count < 1e9 ? `${(count / 1e6).toFixed(1)}M` : `${(count / 1e9).toFixed(1)}G`;
}

/** `1,210`, `0.4` and `<0.1`, or `124k` where six columns are not enough; undefined: no data. */
export function rateCell(perSecond: number | undefined): string | undefined {
  const whole = ratePhrase(perSecond);
  if (perSecond === undefined || whole === undefined || whole.length <= 6) return whole;
  return perSecond < 999_500 ? `${(perSecond / 1e3).toFixed(0)}k` : `${(perSecond / 1e6).toFixed(1)}M`;
}
