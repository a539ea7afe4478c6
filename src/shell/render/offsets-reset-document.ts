import type { MappingDocument } from "../../core/mapping/model.ts";
import type { ResetEffect } from "../../core/mapping/offsets/reset/effect.ts";
import type { OffsetMove } from "../../core/mapping/offsets/reset/moves.ts";
import type { ResetPlan } from "../../core/mapping/offsets/reset/reset-plan.ts";
import type { ResetDone } from "../../core/mapping/offsets/reset/run-reset.ts";
import { type ResetTarget, skippedRecordText } from "../../core/mapping/offsets/reset/target.ts";

/** `mskctl offsets reset --json` and `mskctl offsets restore --json`; docs/schema/offsets-reset.schema.json. */
export interface ResetDocument {
  readonly schemaVersion: 1;
  readonly plan: ResetPlanDocument;
  /** False: nothing had to be set, the answer was no, or `--dry-run`. */
  readonly applied: boolean;
  /** As last seen. */
  readonly mapping: MappingDocument;
  readonly result?: {
    readonly partitions: readonly MoveDocument[];
    /** null: nothing had to be set any more once the mapping was paused. */
    readonly rollbackFile: string | null;
    readonly firstCommits: ResetDone["firstCommits"];
  };
}

interface ResetPlanDocument {
  readonly asOf: string;
  readonly target: Readonly<Record<string, unknown>>;
  readonly topic: string;
  readonly group: { readonly id: string; readonly state: string | null; readonly members: number };
  readonly partitions: readonly MoveDocument[];
  readonly unchangedPartitions: readonly number[];
  readonly effect: ResetEffect;
  readonly pauses: boolean;
  readonly notes: readonly string[];
}

interface MoveDocument {
  readonly partition: number;
  readonly earliest: string;
  readonly end: string;
  readonly now: string | null;
  readonly new: string;
  /** null: nothing is committed. */
  readonly difference: number | null;
  readonly clampedTo?: OffsetMove["clampedTo"];
}

export function resetDocument(plan: ResetPlan, notes: readonly string[], done: ResetDone | undefined): ResetDocument {
  const { asOfMs, target, topic, group, moves, unchanged, unshiftable, effect, pauses, mapping } = plan;
  return {
    schemaVersion: 1,
    plan: {
      asOf: new Date(asOfMs).toISOString(),
      target: targetDocument(target),
      topic,
      group: { id: group.id, state: group.state ?? null, members: group.members.length },
      partitions: moves.map(moveDocument),
      unchangedPartitions: [...unchanged, ...unshiftable].toSorted((a, b) => a - b),
      effect,
      pauses,
      notes,
    },
    applied: done !== undefined && done.moves.length > 0,
    mapping: done?.mapping ?? mapping,
    ...(done === undefined
      ? {}
      : {
          result: {
            partitions: done.moves.map(moveDocument),
            rollbackFile: done.rollbackFile ?? null,
            firstCommits: done.firstCommits,
          },
        }),
  };
}

function moveDocument({ partition, earliest, end, now, next, clampedTo }: OffsetMove): MoveDocument {
  return {
    partition,
    earliest: String(earliest),
    end: String(end),
    now: now === undefined ? null : String(now),
    new: String(next),
    difference: now === undefined ? null : Number(next - now),
    ...(clampedTo === undefined ? {} : { clampedTo }),
  };
}

function targetDocument(target: ResetTarget): Readonly<Record<string, unknown>> {
  switch (target.kind) {
    case "earliest":
    case "latest":
      return { kind: target.kind };
    case "timestamp":
      return { kind: target.kind, at: new Date(target.atMs).toISOString() };
    case "offset":
      return { kind: target.kind, offset: String(target.offset) };
    case "shift":
      return { kind: target.kind, by: String(target.by) };
    case "skip":
      return { kind: target.kind, records: target.records.map(skippedRecordText) };
    case "saved":
      return { kind: target.kind, offsets: [...target.offsets].map(([partition, offset]) => ({ partition, offset: String(offset) })) };
  }
}
