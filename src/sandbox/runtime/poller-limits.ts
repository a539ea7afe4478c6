import type { Assumptions } from "./assumptions.ts";
import type { MappingConfig } from "./mapping-config.ts";

/** What bounds a mapping's pollers, by mode. */
export interface PollerLimits {
  readonly minimumPollers: number;
  readonly maximumPollers: number;
  readonly batchesInFlightPerPoller: number;
  readonly bytesPerSecondPerPoller: number;
}

// Lambda Developer Guide, "Kafka scaling modes".
const provisionedPoller = { batchesInFlightPerPoller: 5, bytesPerSecondPerPoller: 5_000_000 } as const;
const eventPollerUnit = { pollers: 10, bytesPerSecond: 20_000_000 } as const;

/** The guide has no figure for a poller on-demand: an assumption. */
const onDemandPoller = { batchesInFlightPerPoller: 1, bytesPerSecondPerPoller: Number.POSITIVE_INFINITY } as const;
/** Never more pollers than partitions: documented for provisioned mode, an assumption on-demand. */
export function pollerLimits(config: MappingConfig, partitions: number, { partitionsPerPollerAtFirst }: Assumptions): PollerLimits {
  if (config.provisioned !== undefined) {
    return {
      minimumPollers: Math.min(config.provisioned.minimum, partitions),
      maximumPollers: Math.min(config.provisioned.maximum, partitions),
      ...provisionedPoller,
    };
  }
  return {
    minimumPollers: Math.ceil(partitions / partitionsPerPollerAtFirst),
    maximumPollers: partitions,
    ...onDemandPoller,
  };
}

/**
 * Billed event poller units for so many pollers, of which a mapping's minimum always counts. That the larger need of pollers and bytes decides is an
 * assumption: AWS does not publish how it packs.
 */
export function eventPollerUnits(pollers: number, bytesPerSecond: number): number {
  const forPollers = Math.ceil(pollers / eventPollerUnit.pollers);
  return Math.max(1, forPollers, Math.ceil(bytesPerSecond / eventPollerUnit.bytesPerSecond));
}

/** Partitions of each poller: ranges that differ by one at most, as Kafka's range assignor deals them out. */
export function assignPartitions(partitions: number, pollers: number): number[][] {
  return Array.from({ length: pollers }, (_, poller) => {
    const first = Math.floor((poller * partitions) / pollers);
    const next = Math.floor(((poller + 1) * partitions) / pollers);
    return Array.from({ length: next - first }, (_unused, index) => first + index);
  });
}
