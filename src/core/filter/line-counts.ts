import type { RecordVerdict } from "./kafka-filter.ts";
import type { SamplePlace } from "./lint-report.ts";
import type { RecordValue } from "./record-value.ts";
import type { RejectionIndex } from "./rejection.ts";

/** Sorts the lines of a chunk by what becomes of them. */
export interface LineCounter {
  /** Adds the lines that begin at or after `from` to the counts; `first` is the place of the one at `from`. */
  add(bytes: Uint8Array, from: number, first: SamplePlace): void;
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
  /** The first lines of that kind, at most `mostExamples`. */
  readonly firstKept: readonly SamplePlace[];
  readonly firstFilteredOut: readonly SamplePlace[];
}

/** So many first lines are named. */
export const mostExamples = 3;

/** Counts of a filter that are being added up. */
export class FilterLineTally implements FilterLineCounts {
  kept = 0;
  filteredOut = 0;
  bypassed = 0;
  readonly rejections = new Map<RejectionIndex, number>();
  readonly firstKept: SamplePlace[] = [];
  readonly firstFilteredOut: SamplePlace[] = [];

  protected reject(by: RejectionIndex, count: number): void {
    this.rejections.set(by, (this.rejections.get(by) ?? 0) + count);
  }
}

/** Counts of a mapping that are being added up, with a tally for each of its filters. */
export class LineTally<F extends FilterLineTally> implements LineCounts {
  total = 0;
  kept = 0;
  filteredOut = 0;
  bypassed = 0;
  readonly bypassedBy = { json: 0, text: 0, "not-utf8": 0, null: 0 };
  readonly filters: readonly F[];

  constructor(filters: readonly F[]) {
    this.filters = filters;
  }
}
