import { countBelow, listedOffsets } from "./offsets.ts";
import type { RecordPlace, Share } from "./ports.ts";
import type { SchemaCondition } from "./registry/deserialized.ts";

/** Records of a batch that are brought to the function together: all of it at first, less after a split or a partial response. */
export interface Piece {
  readonly shares: readonly Share[];
  readonly records: number;
  /** Attempts with just these records that failed and count toward the mapping's retries. */
  readonly failedAttempts: number;
  /** Why these records could not be read by their schemas: the function does not get them. */
  readonly schemaCondition?: SchemaCondition;
}

export function pieceOf(shares: readonly Share[], failedAttempts = 0): Piece {
  return { shares, records: shares.reduce((sum, { offsets }) => sum + offsets.length, 0), failedAttempts };
}

/** Two pieces of about the same size, the earlier records in the first. Only for pieces of two records or more. */
export function halved({ shares, records, failedAttempts }: Piece): [Piece, Piece] {
  const first: Share[] = [];
  const second: Share[] = [];
  let wanted = Math.ceil(records / 2);
  for (const { partition, offsets } of shares) {
    const taken = Math.min(wanted, offsets.length);
    wanted -= taken;
    if (taken > 0) first.push({ partition, offsets: offsets.slice(0, taken) });
    if (taken < offsets.length) second.push({ partition, offsets: offsets.slice(taken) });
  }
  return [pieceOf(first, failedAttempts), pieceOf(second, failedAttempts)];
}

/** The records from the lowest failed one of each partition on; partitions without a failed one are left out. */
export function fromLowest({ shares }: Piece, failed: readonly RecordPlace[]): readonly Share[] {
  const lowest = new Map<number, number>();
  for (const { partition, offset } of failed) lowest.set(partition, Math.min(offset, lowest.get(partition) ?? offset));
  return shares.flatMap(({ partition, offsets }) => {
    const offset = lowest.get(partition);
    return offset === undefined ? [] : [{ partition, offsets: offsets.slice(countBelow(offsets, offset)) }];
  });
}

/** Just the failed records. */
export function onlyFailed({ shares }: Piece, failed: readonly RecordPlace[]): readonly Share[] {
  const byPartition = Map.groupBy(failed, ({ partition }) => partition);
  return shares.flatMap(({ partition }) => {
    const offsets = [...new Set(byPartition.get(partition)?.map(({ offset }) => offset))].toSorted((a, b) => a - b);
    return offsets.length === 0 ? [] : [{ partition, offsets: listedOffsets(offsets) }];
  });
}

/**
 * Divides a piece by age. `isExpired` is asked for each partition's records from the oldest offset on, until one is not:
 * a record behind a younger one waits for its turn.
 */
export function byAge(piece: Piece, isExpired: (place: RecordPlace) => boolean): { readonly expired: Piece; readonly rest: Piece } {
  const expired: Share[] = [];
  const rest: Share[] = [];
  for (const { partition, offsets } of piece.shares) {
    let count = 0;
    while (count < offsets.length && isExpired({ partition, offset: offsets.at(count) })) count += 1;
    if (count > 0) expired.push({ partition, offsets: offsets.slice(0, count) });
    if (count < offsets.length) rest.push({ partition, offsets: offsets.slice(count) });
  }
  return { expired: pieceOf(expired, piece.failedAttempts), rest: pieceOf(rest, piece.failedAttempts) };
}

export function* placesOf(shares: readonly Share[]): Generator<RecordPlace> {
  for (const { partition, offsets } of shares) {
    for (let index = 0; index < offsets.length; index++) yield { partition, offset: offsets.at(index) };
  }
}
