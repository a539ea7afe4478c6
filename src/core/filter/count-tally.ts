import type { RecordVerdict } from "./kafka-filter.ts";
import { type FilterLineCounts, type LineCounts, mostExamples } from "./line-counts.ts";
import type { SamplePlace } from "./lint-report.ts";
import type { RecordValue } from "./record-value.ts";
import type { RejectionIndex } from "./rejection.ts";

/** What a filter made of one record. */
export interface FilterOutcome {
  readonly verdict: RecordVerdict;
  /** Where it is filtered out. */
  readonly rejection: RejectionIndex | undefined;
}

/** What the filters of a mapping make of one record. */
export interface Decision {
  readonly verdict: RecordVerdict;
  readonly value: RecordValue;
  readonly outcomes: readonly FilterOutcome[];
}

/** Adds up decisions, record by record or many at once. */
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

  add({ verdict, value, outcomes }: Decision, place: SamplePlace): void {
    this.total++;
    this[verdict]++;
    if (verdict === "bypassed") this.bypassedBy[value.kind]++;
    for (const [index, outcome] of outcomes.entries()) this.filters[index]?.add(outcome, place);
  }
}

class FilterTally implements FilterLineCounts {
  kept = 0;
  filteredOut = 0;
  bypassed = 0;
  readonly rejections = new Map<RejectionIndex, number>();
  readonly firstKept: SamplePlace[] = [];
  readonly firstFilteredOut: SamplePlace[] = [];

  add({ verdict, rejection }: FilterOutcome, place: SamplePlace): void {
    this[verdict]++;
    if (rejection !== undefined) this.rejections.set(rejection, (this.rejections.get(rejection) ?? 0) + 1);
    if (verdict === "kept" && this.firstKept.length < mostExamples) this.firstKept.push(place);
    if (verdict === "filteredOut" && this.firstFilteredOut.length < mostExamples) this.firstFilteredOut.push(place);
  }
}
