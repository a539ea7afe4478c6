/** Of all records, how many are to be delivered; shares between 0 and 1. */
export interface DeliveredLimits {
  readonly minShare?: number;
  readonly maxShare?: number;
}

/** What one limit says of the samples of a mapping. */
export interface SampleGate {
  readonly gate: "min-delivered" | "max-delivered";
  readonly limitShare: number;
  /** Absent where there was no sample. */
  readonly deliveredShare?: number;
  readonly holds: boolean;
}

/** Delivered are the records that were kept, and those that bypassed the filter. */
interface Delivered {
  readonly total: number;
  readonly kept: number;
  readonly bypassed: number;
}

/** Which share of the samples is delivered; undefined without samples, which is not zero. */
export function deliveredShare({ total, kept, bypassed }: Delivered): number | undefined {
  return total === 0 ? undefined : (kept + bypassed) / total;
}

/** A gate a limit, the lower one first; both limits belong to what they let through. Without samples a gate holds only where `allowNoData`. */
export function sampleGates(counts: Delivered, { minShare, maxShare }: DeliveredLimits, allowNoData: boolean): SampleGate[] {
  const share = deliveredShare(counts);
  const gate = (name: SampleGate["gate"], limitShare: number, holds: (share: number) => boolean): SampleGate => ({
    gate: name,
    limitShare,
    ...(share === undefined ? { holds: allowNoData } : { deliveredShare: share, holds: holds(share) }),
  });
  return [
    ...(minShare === undefined ? [] : [gate("min-delivered", minShare, (delivered) => delivered >= minShare)]),
    ...(maxShare === undefined ? [] : [gate("max-delivered", maxShare, (delivered) => delivered <= maxShare)]),
  ];
}
