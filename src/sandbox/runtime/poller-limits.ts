import type { MappingConfig } from "./mapping-config.ts";

/** What bounds a mapping's pollers, by mode. */
export interface PollerLimits {
  readonly minimumPollers: number;
  readonly maximumPollers: number;
  readonly batchesInFlightPerPoller: number;
  readonly bytesPerSecondPerPoller: number;
}

/**
 * Provisioned (Lambda Developer Guide, "Kafka scaling modes"): 5 MB/s or 5 concurrent invocations a poller, and never
 * more pollers than partitions. On-demand: the guide names a default number of pollers without saying which, and no
 * figure for a poller; one poller for two partitions and one batch at a time are assumptions.
 */
export function pollerLimits(config: MappingConfig, partitions: number): PollerLimits {
  if (config.provisioned !== undefined) {
    return {
      minimumPollers: Math.min(config.provisioned.minimum, partitions),
      maximumPollers: Math.min(config.provisioned.maximum, partitions),
      batchesInFlightPerPoller: 5,
      bytesPerSecondPerPoller: 5_000_000,
    };
  }
  return {
    minimumPollers: Math.ceil(partitions / 2),
    maximumPollers: partitions,
    batchesInFlightPerPoller: 1,
    bytesPerSecondPerPoller: Number.POSITIVE_INFINITY,
  };
}

/**
 * Billed event poller units: 10 pollers or 20 MB/s each, at least those of the minimum (Lambda Developer Guide, "Kafka
 * scaling modes"). That the larger of both decides is an assumption: AWS does not publish how it packs.
 */
export function eventPollerUnits(minimumPollers: number, pollers: number, bytesPerSecond: number): number {
  return Math.max(1, Math.ceil(Math.max(minimumPollers, pollers) / 10), Math.ceil(bytesPerSecond / 20_000_000));
}

/** Partitions of each poller: ranges that differ by one at most, as Kafka's range assignor deals them out. */
export function assignPartitions(partitions: number, pollers: number): number[][] {
  return Array.from({ length: pollers }, (_, poller) => {
    const first = Math.floor((poller * partitions) / pollers);
    const next = Math.floor(((poller + 1) * partitions) / pollers);
    return Array.from({ length: next - first }, (_unused, index) => first + index);
  });
}
