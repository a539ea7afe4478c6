const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A whole number with thousands separators: `182,400`. */
export function formatCount(count: number | bigint): string {
  return grouped.format(count);
}

/** A share between 0 and 1 as a percentage: `41 %`, `0.4 %` below one percent. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 1 ? `${percent.toPrecision(1)} %` : `${Math.round(percent)} %`;
}

/** `1 error`, `2 errors`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
