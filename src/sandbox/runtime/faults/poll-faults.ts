import type { MappingConfig } from "../mapping-config.ts";
import type { RuntimeFaults } from "./runtime-faults.ts";

/** What faults do to the polls of one mapping. */
export interface PollFaults {
  /** undefined: polls go on as ever. */
  hindrance(): PollHindrance | undefined;
  /** Its brokers cannot be reached. */
  isCutOff(): boolean;
  /** Its brokers take no commits. */
  refusesCommits(): boolean;
  /** Calls `listener` whenever an answer above may have changed. Gives what stops that. */
  onChange(listener: () => void): () => void;
}

/** For each poller. */
export interface PollHindrance {
  readonly isCutOff: boolean;
  /** Infinity: as fast as its mode allows. */
  readonly bytesPerSecond: number;
  readonly pauseMs: number;
}

export function pollFaultsOf(faults: RuntimeFaults, config: MappingConfig, clusterName: string): PollFaults {
  const names = faultNamesOf(config);
  const isCutOff = (): boolean => faults.find("broker-loss", ({ cluster }) => cluster === clusterName) !== undefined;
  return {
    isCutOff,
    refusesCommits: () => faults.find("commit-errors", ({ cluster }) => cluster === clusterName) !== undefined,
    hindrance() {
      if (isCutOff()) return { isCutOff: true, bytesPerSecond: 0, pauseMs: 0 };
      const slow = faults.find("slow-polls", ({ mapping }) => names.includes(mapping));
      if (slow === undefined) return undefined;
      return { isCutOff: false, bytesPerSecond: slow.bytesPerSecond ?? Number.POSITIVE_INFINITY, pauseMs: slow.pauseMs };
    },
    onChange: faults.onChange,
  };
}

/** What a fault of one mapping may call it. */
export function faultNamesOf({ uuid, functionName, topic }: MappingConfig): readonly string[] {
  return [uuid, functionName, topic];
}
