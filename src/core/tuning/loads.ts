/** Minutes of about the same rate of arrivals. */
export interface Load {
  readonly perSecond: number;
  readonly minutes: number;
}

/** What a trace is compressed to. */
const mostLoads = 64;

/** A trace without its order: bins of equal ratio, each with its mean rate, the slowest first. Minutes without arrivals are one of them. */
export function loadsOf(arrivals: Float64Array): readonly Load[] {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const rate of arrivals) {
    if (rate <= 0) continue;
    least = Math.min(least, rate);
    most = Math.max(most, rate);
  }
  const bins = mostLoads - 1;
  const perRatio = most > least ? (bins - 1) / Math.log(most / least) : 0;
  const minutes = new Float64Array(bins + 1);
  const records = new Float64Array(bins + 1);
  for (const rate of arrivals) {
    const bin = rate <= 0 ? 0 : 1 + Math.round(Math.log(rate / least) * perRatio);
    minutes[bin] = (minutes[bin] ?? 0) + 1;
    records[bin] = (records[bin] ?? 0) + rate;
  }
  return Array.from(minutes, (count, bin) => ({ perSecond: count === 0 ? 0 : (records[bin] ?? 0) / count, minutes: count })).filter(
    (load) => load.minutes > 0,
  );
}

/** Where the most records come within so many minutes. */
export function busiestFrom(arrivals: Float64Array, minutes: number): number {
  const span = Math.min(minutes, arrivals.length);
  let sum = 0;
  let [most, from] = [Number.NEGATIVE_INFINITY, 0];
  for (let minute = 0; minute < arrivals.length; minute += 1) {
    sum += (arrivals[minute] as number) - (minute >= span ? (arrivals[minute - span] as number) : 0);
    if (minute >= span - 1 && sum > most * (1 + 1e-12)) [most, from] = [sum, minute - span + 1];
  }
  return from;
}

export function meanOf(arrivals: Float64Array): number {
  return arrivals.length === 0 ? 0 : arrivals.reduce((sum, rate) => sum + rate, 0) / arrivals.length;
}
