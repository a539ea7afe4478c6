import type { RecordVerdict } from "./kafka-filter.ts";
import type { RecordValue } from "./record-value.ts";
import type { RejectionIndex } from "./rejection.ts";

/** Sorts the lines of a chunk by what becomes of them. */
export interface LineCounter {
  /** Adds the lines that begin at or after `from` to the counts. `firstLine` is the number of the one at `from`. */
  add(bytes: Uint8Array, from: number, firstLine: number): void;
  readonly counts: LineCounts;
}

/** Numbers of records. Blank lines are none; a final \r does not belong to the value. */
export interface LineCounts extends Readonly<Record<RecordVerdict, number>> {
  readonly total: number;
  /** The mapping's verdict `bypassed`, by the format of the value. */
  readonly bypassedBy: Readonly<Record<RecordValue["kind"], number>>;
  readonly filters: readonly FilterLineCounts[];
}

export interface FilterLineCounts extends Readonly<Record<RecordVerdict, number>> {
  readonly rejections: ReadonlyMap<RejectionIndex, number>;
  /** Numbers of the first lines of that kind, at most `examples`. */
  readonly firstKept: readonly number[];
  readonly firstFilteredOut: readonly number[];
}

/** So many first lines are named. */
export const mostExamples = 3;
