import type { Broker } from "../../../record/broker.ts";
import { type MappingDocument, topicOf } from "../../model.ts";
import type { PartitionStand } from "../positions.ts";

/** Where a partition without a usable commit would be read from, by the mapping's starting position. */
export type StartingOffsets = (stand: PartitionStand) => bigint;

/**
 * Asks brokers only where a partition needs it. A mapping without a starting position begins at TRIM_HORIZON: so a
 * self-managed create without one came back (recorded by others).
 */
export async function startingOffsets(
  broker: Pick<Broker, "offsets">,
  mapping: MappingDocument,
  stands: readonly PartitionStand[],
): Promise<StartingOffsets> {
  const { StartingPosition: position, StartingPositionTimestamp: timestamp } = mapping;
  const atOrAfterMs = Date.parse(timestamp ?? "");
  if (position === "LATEST") return ({ end }) => end;
  if (position !== "AT_TIMESTAMP" || Number.isNaN(atOrAfterMs) || stands.every(hasUsableCommit)) return ({ earliest }) => earliest;
  const found = await broker.offsets(topicOf(mapping) ?? "", { atOrAfterMs });
  return ({ partition, end }) => found.get(partition) ?? end;
}

/**
 * Where reading goes on when nothing is changed. A commit beyond the log's end counts for none (assumption: the topic was
 * made anew, and reading begins by the starting position); one before its start goes on at the start.
 */
export function readsFrom(stand: PartitionStand, startOf: StartingOffsets): bigint {
  if (!hasUsableCommit(stand)) return startOf(stand);
  return isExpired(stand) ? stand.earliest : stand.committed;
}

/** False where nothing is committed, or what is committed lies beyond the end. */
export function hasUsableCommit(stand: PartitionStand): stand is PartitionStand & { readonly committed: bigint } {
  return stand.committed !== undefined && stand.committed <= stand.end;
}

function isExpired({ committed, earliest }: PartitionStand & { readonly committed: bigint }): boolean {
  return committed < earliest;
}
