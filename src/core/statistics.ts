/** The middle value; undefined for none. */
export function median(values: readonly number[]): number | undefined {
  return quantile(values, 0.5);
}

/** The value below which `share` of `values` lie, between neighbours in proportion; undefined for none. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  return below === undefined || above === undefined ? undefined : below + (above - below) * (at - Math.floor(at));
}

export interface Slope {
  /** Of y for each unit of x. */
  readonly value: number;
  /** Between which the slope lies with about 90 % confidence. */
  readonly low: number;
  readonly high: number;
}

/** One-sided 95 % point of the normal distribution: two of them enclose 90 %. */
const z = 1.645;

/**
 * The slope through points by Theil and Sen: the median of the slopes between all pairs, which a fifth of wild points does not move. The
 * range is Sen's, from the normal approximation of Kendall's rank correlation: for few points it is all slopes there are. Undefined for
 * fewer than two different x.
 */
export function theilSen(points: readonly (readonly [x: number, y: number])[]): Slope | undefined {
  const slopes: number[] = [];
  for (const [index, [x, y]] of points.entries()) {
    for (const [otherX, otherY] of points.slice(index + 1)) {
      if (otherX !== x) slopes.push((otherY - y) / (otherX - x));
    }
  }
  if (slopes.length === 0) return undefined;
  slopes.sort((a, b) => a - b);
  const n = points.length;
  const spread = z * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const lowAt = Math.max(0, Math.floor((slopes.length - spread) / 2));
  const highAt = Math.min(slopes.length - 1, Math.ceil((slopes.length + spread) / 2));
  const value = median(slopes) ?? 0;
  return { value, low: slopes[lowAt] ?? value, high: slopes[highAt] ?? value };
}
