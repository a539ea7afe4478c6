import { MskctlError } from "../../../errors.ts";
import { formatCount } from "../../../figures.ts";
import type { PartitionStand } from "../positions.ts";
import { moveTo, type OffsetMove } from "./moves.ts";
import { readsFrom, type StartingOffsets } from "./reading-on.ts";
import type { ResetTarget } from "./target.ts";

export interface Settling {
  readonly planned: readonly OffsetMove[];
  readonly target: ResetTarget;
  /** As they stand once nobody reads any more. */
  readonly stands: readonly PartitionStand[];
  readonly startOf: StartingOffsets;
  /** The mapping read on between plan and pause. */
  readonly movedOn: boolean;
}

/**
 * The moves of a plan once the group stands still. It goes to the offsets that were planned, so that never more is skipped
 * than was shown; a shift counts from where it stands now. A partition that has got as far by itself is left alone.
 * Errors: `stale-plan` when somebody else has set offsets, or the log is another one.
 */
export function settledMoves({ planned, target, stands, startOf, movedOn }: Settling): OffsetMove[] {
  const byPartition = new Map(stands.map((stand) => [stand.partition, stand]));
  return planned.flatMap((plan) => {
    const stand = byPartition.get(plan.partition);
    if (stand === undefined || !isContinued(plan, stand, movedOn)) throw changedMeanwhile(plan, stand);
    const from = readsFrom(stand, startOf);
    const wanted = target.kind === "shift" ? shifted(plan, target.by, stand.committed ?? from, from) : plan.next;
    const isPassed = target.kind !== "shift" && plan.next > plan.readsFrom && from >= plan.next;
    const move = moveTo(wanted, stand, startOf);
    return isPassed || move.next === stand.committed ? [] : [move];
  });
}

/** As far back as was asked for, and no further on than was shown: the log may have been shorter then. */
function shifted({ next, readsFrom: plannedFrom }: OffsetMove, by: bigint, committed: bigint, from: bigint): bigint {
  return by < 0n ? committed + by : from + (next > plannedFrom ? next - plannedFrom : 0n);
}

/** Readers only move forward; with nobody reading, nothing moves. */
function isContinued(plan: OffsetMove, { committed, end }: PartitionStand, movedOn: boolean): boolean {
  if (end < plan.end) return false;
  if (!movedOn) return committed === plan.now;
  return plan.now === undefined || (committed !== undefined && committed >= plan.now);
}

function changedMeanwhile({ partition, now, end }: OffsetMove, stand: PartitionStand | undefined): MskctlError {
  const phrase = (offset: bigint | undefined) => (offset === undefined ? "nothing" : formatCount(offset));
  const what =
    stand === undefined
      ? "it is gone"
      : stand.end < end
        ? `its log ended at ${phrase(end)} then and ends at ${phrase(stand.end)} now`
        : `committed was ${phrase(now)} then, and is ${phrase(stand.committed)} now`;
  return new MskctlError("stale-plan", `partition ${partition} was changed by somebody else since this plan was made: ${what}`, {
    suggestions: ["run the command again for a new plan"],
    details: { partition },
  });
}
