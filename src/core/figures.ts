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

const twoDigits = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 2 });

/** What need not be whole, to two digits below a hundred: `0.42`, `4.3`, `43`, `1,240`; not below `0.01`. */
export function formatFigure(value: number): string {
  if (value > 0 && value < 0.01) return "under 0.01";
  return Math.abs(value) < 99.5 ? twoDigits.format(value) : formatCount(value);
}

/** `1 error`, `2 errors`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `orders, payments, emails and 9 more`: enough to recognise which ones. */
export function someOf(names: readonly string[], most = 3): string {
  // "and 1 more" would be no shorter than the name.
  if (names.length <= most + 1) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${formatCount(names.length - most)} more`;
}
