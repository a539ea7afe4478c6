/** Beyond this mean a Poisson count is taken for normal: its truncated moments then differ by less than 0.1 %. */
const normalFrom = 50;

/** Of min(X, most), where X is a Poisson count. */
export interface TruncatedCount {
  readonly mean: number;
  /** The mean of the square. */
  readonly square: number;
}

/** The first two moments of a Poisson count with this mean, of which no more than `most` (an integer, 0 or more) are counted. */
export function truncatedCount(mean: number, most: number): TruncatedCount {
  if (most <= 0 || mean <= 0) return { mean: 0, square: 0 };
  return mean > normalFrom ? truncatedNormal(mean, most) : truncatedSum(mean, most);
}

/** P(X ≤ most) for a Poisson count with this mean; 0 for a negative `most`. */
export function chanceOfAtMost(mean: number, most: number): number {
  if (most < 0) return 0;
  if (mean <= 0) return 1;
  if (mean > normalFrom) return normalBelow((Math.floor(most) + 0.5 - mean) / Math.sqrt(mean));
  let term = Math.exp(-mean);
  let sum = term;
  for (let count = 1; count <= most && sum < 1; count += 1) {
    term *= mean / count;
    sum += term;
    if (count > mean && term < 1e-17) break;
  }
  return Math.min(1, sum);
}

/** E[min(X,k)] = Σ P(X > i), and E[min(X,k)²] = Σ (2i+1) P(X > i), over 0 ≤ i < k. */
function truncatedSum(mean: number, most: number): TruncatedCount {
  let term = Math.exp(-mean);
  let above = 1 - term;
  const moments = { mean: 0, square: 0 };
  for (let count = 0; count < most && above > 1e-15; count += 1) {
    moments.mean += above;
    moments.square += (2 * count + 1) * above;
    term *= mean / (count + 1);
    above -= term;
  }
  return moments;
}

/** The moments of min(Z, k) for a normal Z with the mean and the variance of the count. */
function truncatedNormal(mean: number, most: number): TruncatedCount {
  const deviation = Math.sqrt(mean);
  const z = (most - mean) / deviation;
  const below = normalBelow(z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return {
    mean: mean * below - deviation * density + most * (1 - below),
    square: mean * mean * below - 2 * mean * deviation * density + mean * (below - z * density) + most * most * (1 - below),
  };
}

/** The standard normal distribution, by Abramowitz and Stegun 26.2.17: off by 7.5e-8 at most. */
export function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? 1 - tail : tail;
}
