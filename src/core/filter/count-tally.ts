import type { RecordVerdict } from "./kafka-filter.ts";
import { type FilterLineCounts, type LineCounts, mostExamples } from "./line-counts.ts";
import type { RecordValue } from "./record-value.ts";
import type { RejectionIndex } from "./rejection.ts";

/** What a filter made of one record. */
export interface FilterOutcome {
  readonly verdict: RecordVerdict;
  /** Where it is filtered out. */
  readonly rejection: RejectionIndex | undefined;
}

/** Adds up outcomes, record by record or many at once. */
export class CountTally implements LineCounts {
  total = 0;
  kept = 0;
  filteredOut = 0;
  bypassed = 0;
  readonly bypassedBy = { json: 0, text: 0, "not-utf8": 0, null: 0 };
  readonly filters: readonly FilterTally[];

  constructor(filterCount: number) {
    this.filters = Array.from({ length: filterCount }, () => new FilterTally());
  }

  add(verdict: RecordVerdict, format: RecordValue["kind"], outcomes: readonly FilterOutcome[], line: number): void {
    this.total++;
    this[verdict]++;
    if (verdict === "bypassed") this.bypassedBy[format]++;
    for (const [index, outcome] of outcomes.entries()) this.filters[index]?.add(outcome, line);
  }
}

class FilterTally implements FilterLineCounts {
  kept = 0;
  filteredOut = 0;
  bypassed = 0;
  readonly rejections = new Map<RejectionIndex, number>();
  readonly firstKept: number[] = [];
  readonly firstFilteredOut: number[] = [];

  add({ verdict, rejection }: FilterOutcome, line: number): void {
    this[verdict]++;
    if (rejection !== undefined) this.rejections.set(rejection, (this.rejections.get(rejection) ?? 0) + 1);
    if (verdict === "kept" && this.firstKept.length < mostExamples) this.firstKept.push(line);
    if (verdict === "filteredOut" && this.firstFilteredOut.length < mostExamples) this.firstFilteredOut.push(line);
  }
}
