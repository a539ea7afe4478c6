import type { Reading } from "../batching.ts";
import type { Tenure } from "../tenures.ts";
import { faultNamesOf } from "./poll-faults.ts";
import type { RuntimeFaults } from "./runtime-faults.ts";

export interface RewindParts {
  readonly faults: Pick<RuntimeFaults, "take">;
  readonly tenures: Iterable<Tenure>;
  readonly nowMs: number;
  readonly note: (line: string) => void;
}

/** Sets back the offsets of groups in which nobody reads: of one with members Kafka takes no offsets from others. */
export function rewindIdleGroups({ faults, tenures, nowMs, note }: RewindParts): void {
  for (const { run, config, source, reading } of tenures) {
    if (run !== undefined) continue;
    const fault = faults.take("rewind", ({ mapping }) => faultNamesOf(config).includes(mapping));
    if (fault === undefined) continue;
    if (source.isEmbedded) setBack(reading, fault.records, nowMs);
    else note(`mapping ${config.uuid}: offsets on a real broker are set back by Kafka's own tools, not by a rewind`);
  }
}

/** The array is the group's own: the next run begins there. */
function setBack({ committed, topic }: Reading, records: number, nowMs: number): void {
  for (const [partition, offset] of committed.entries()) {
    committed[partition] = Math.min(offset, Math.max(topic.earliestOffset(partition, nowMs), offset - records));
  }
}
