import type { Change } from "./difference.ts";
import { consumerGroupOf, type MappingDocument } from "./model.ts";

/** A change that no update makes: the mapping would have to be replaced by a new one. */
export interface Replacement {
  readonly kind: "replacement";
  /** The create-only fields that would have to change. */
  readonly changes: readonly Change[];
  /** What replacing the mapping would mean, in sentences. */
  readonly consequences: readonly string[];
}

/** Says what a new mapping in place of `current` would do to its position. Lambda Developer Guide, Kafka consumer group id. */
export function replacementOf(current: MappingDocument, changes: readonly Change[]): Replacement {
  const fields = new Set(changes.map(({ field }) => field.split(".").at(-1)));
  const newReading = ["EventSourceArn", "SelfManagedEventSource", "Topics", "ConsumptionMode"].some((field) => fields.has(field));
  const consequences = [`${changes.map(({ field }) => field).join(", ")} can be set only when a mapping is created.`];
  if (newReading) consequences.push("A new mapping would read from its own StartingPosition; this one's position says nothing there.");
  else if (fields.has("ConsumerGroupId")) {
    consequences.push("A new mapping would begin where the new group's offsets are, or at its StartingPosition when there are none.");
  } else consequences.push(...samePlace(current));
  consequences.push(
    "Create the new mapping first and delete this one when it polls: records in between are processed twice, none is missed.",
  );
  return { kind: "replacement", changes, consequences };
}

/** Source, topic and group stay: what decides where the new mapping begins is the group. */
function samePlace(current: MappingDocument): string[] {
  const group = consumerGroupOf(current);
  if (group === current.UUID) {
    return ["Its consumer group is its own UUID and goes with it: a new mapping has a new group and begins at its StartingPosition."];
  }
  return [
    `A new mapping with consumer group ${group} would ignore StartingPosition: the group has offsets and goes on there.`,
    "Group ids must be unique among Kafka mappings: take a new one, or delete this mapping first.",
  ];
}
