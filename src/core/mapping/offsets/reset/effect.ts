import type { OffsetMove } from "./moves.ts";

/**
 * What a reset does to records. Counted in offsets, hence at most so many: compaction, transactions and aborted records
 * leave offsets without one.
 */
export interface ResetEffect {
  /** Not processed by this mapping, though they would have been. */
  readonly skippedRecords: number;
  /** Read already, and read again. */
  readonly repeatedRecords: number;
  /** Read although reading would have begun behind them; whether they were processed before, no commit tells. */
  readonly unseenRecords: number;
}

export function effectOf(moves: readonly OffsetMove[]): ResetEffect {
  const sum = (count: (move: OffsetMove) => bigint) => Number(moves.reduce((total, move) => total + count(move), 0n));
  return {
    skippedRecords: sum(skippedOf),
    repeatedRecords: sum((move) => (move.wasRead ? takenBack(move) : 0n)),
    unseenRecords: sum((move) => (move.wasRead ? 0n : takenBack(move))),
  };
}

/** As many records make a reset one that wants the mapping's name. */
const mostWithoutName = 1_000;

/** True for what must not be let pass by a plain yes. */
export function wantsName({ skippedRecords, repeatedRecords, unseenRecords }: ResetEffect): boolean {
  return skippedRecords > mostWithoutName || repeatedRecords + unseenRecords > mostWithoutName;
}

export function skippedOf({ next, readsFrom }: OffsetMove): bigint {
  return next > readsFrom ? next - readsFrom : 0n;
}

function takenBack({ next, readsFrom }: OffsetMove): bigint {
  return next < readsFrom ? readsFrom - next : 0n;
}
