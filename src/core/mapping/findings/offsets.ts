import { formatCount, plural, someOf } from "../../figures.ts";
import type { Finding } from "../../finding.ts";
import type { MappingDocument } from "../model.ts";
import type { PartitionPosition } from "../offsets/mapping-offsets.ts";
import type { MappingFacts } from "./facts.ts";

/** MSK017: the log ends before what the group has committed: the topic was made anew under its old name, or cut off. */
export function committedBeyondEnd(_: MappingDocument, { offsets, updateCommand }: MappingFacts): Finding | undefined {
  const beyond = offsets?.partitions.filter(({ committed, end }) => committed !== undefined && committed > end) ?? [];
  if (offsets === undefined || beyond.length === 0) return undefined;
  return {
    id: "MSK017",
    severity: "error",
    message: `The group has committed offsets beyond the end of ${partitionsOf(beyond)} of topic ${offsets.topic}: the topic was deleted and created again, or cut off. What is written below them may never be read. Set them back into the log: --to-earliest reads what is there, --to-latest what comes.`,
    path: "Topics[0]",
    evidence: { partitions: beyond.map(({ partition, committed, end }) => ({ partition, committed, end })) },
    ...resetFix(updateCommand, beyond),
  };
}

/** Nobody pastes a command with more. */
const mostPartitions = 8;

function resetFix(updateCommand: string | undefined, beyond: readonly PartitionPosition[]): Pick<Finding, "fix"> {
  if (updateCommand === undefined || beyond.length > mostPartitions) return {};
  const partitions = beyond.map(({ partition }) => ` --partition ${partition}`).join("");
  return { fix: `${updateCommand.replace("mskctl update", "mskctl offsets reset")} --to-earliest${partitions}` };
}

/** MSK018: records between the commit and the log's start are gone. */
export function committedExpired(_: MappingDocument, { offsets }: MappingFacts): Finding | undefined {
  const lost = (offsets?.partitions ?? []).flatMap(({ partition, committed, earliest }) =>
    committed === undefined || committed >= earliest ? [] : [{ partition, committed, earliest }],
  );
  if (offsets === undefined || lost.length === 0) return undefined;
  const count = lost.reduce((sum, { committed, earliest }) => sum + (earliest - committed), 0n);
  return {
    id: "MSK018",
    severity: "warning",
    message: `${formatCount(count)} offsets of ${partitionsOf(lost)} of topic ${offsets.topic} expired before the group read them: retention is shorter than the mapping was behind. They are lost to it; more follow while it stays behind.`,
    path: "Topics[0]",
    evidence: { partitions: lost },
  };
}

/** MSK019: where nothing is committed, reading begins by StartingPosition whenever polling starts anew. */
export function partitionsUncommitted(mapping: MappingDocument, { offsets }: MappingFacts): Finding | undefined {
  if (offsets === undefined || offsets.group.unavailable !== undefined) return undefined;
  const uncommitted = offsets.partitions.filter(({ committed, earliest, end }) => committed === undefined && end > earliest);
  if (uncommitted.length === 0) return undefined;
  const start = mapping.StartingPosition ?? "StartingPosition";
  const effect = start === "LATEST" ? "what is in them when polling starts is skipped" : `reading begins at ${start}`;
  return {
    id: "MSK019",
    severity: "info",
    message: `The group has committed nothing on ${partitionsOf(uncommitted)} of topic ${offsets.topic}, which ${uncommitted.length === 1 ? "holds" : "hold"} records: ${effect}.`,
    path: "StartingPosition",
    evidence: { partitions: uncommitted.map(({ partition }) => partition) },
  };
}

function partitionsOf(positions: readonly Pick<PartitionPosition, "partition">[]): string {
  const [only, second] = positions;
  if (only !== undefined && second === undefined) return `partition ${only.partition}`;
  return `${plural(positions.length, "partition")} (${someOf(
    positions.map(({ partition }) => String(partition)),
    5,
  )})`;
}
