import type { Change } from "../difference.ts";
import { isQueueMode, type MappingDocument } from "../model.ts";
import type { Job } from "./jobs.ts";
import { quietSince, type WaitTarget, waitForMapping } from "./waiting.ts";
import { writeWhenSettled } from "./writing.ts";

export interface SwitchOptions {
  readonly until: WaitTarget;
  readonly timeoutMs: number;
}

/** True when the mapping is, or is becoming, what it should be: nothing has to be written. */
export function isSwitched(mapping: MappingDocument, enabled: boolean): boolean {
  const states = enabled ? ["Enabled", "Enabling", "Creating"] : ["Disabled", "Disabling"];
  return states.includes(mapping.State ?? "");
}

/** What a switch changes, for its plan. */
export function switchChange(enabled: boolean): Change {
  return { field: "Enabled", before: !enabled, after: enabled, reversible: true };
}

/**
 * What a pause costs when it lasts. Kafka forgets the offsets of a group that has had no member for
 * offsets.retention.minutes: 7 days by default (Apache Kafka broker configuration); what the brokers say is unknown here.
 */
export function pauseNotes(mappings: readonly MappingDocument[]): string[] {
  if (mappings.every(isQueueMode)) return [];
  return [
    "Resuming goes on at the committed offsets, as long as Kafka keeps them: 7 days without a consumer by default (offsets.retention.minutes). After that reading begins at StartingPosition again.",
  ];
}

/** Pauses (`enabled` false) or resumes a mapping. A paused mapping keeps its consumer group and resumes at its commits. */
export function switchJob(mapping: MappingDocument, name: string, enabled: boolean, { until, timeoutMs }: SwitchOptions): Job {
  const target = enabled ? "Enabled" : "Disabled";
  return {
    name,
    mapping,
    send: (ports, onEvent) => {
      const isDone = (current: MappingDocument) => current.State === target;
      const send = () => ports.mappings.update(mapping.UUID, { Enabled: enabled });
      return writeWhenSettled(ports, { planned: mapping, name, timeoutMs, isDone, send }, onEvent);
    },
    follow: (ports, written, onEvent) =>
      waitForMapping(ports, { written, name, until, timeoutMs, expectedState: target, ...quietSince(mapping) }, onEvent),
  };
}
