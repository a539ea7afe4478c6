import type { RecordVerdict } from "./kafka-filter.ts";
import { FilterLineTally, LineTally, mostExamples } from "./line-counts.ts";
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
export class CountTally extends LineTally<FilterTally> {
  constructor(filterCount: number) {
    super(Array.from({ length: filterCount }, () => new FilterTally()));
  }

  add({ verdict, value, outcomes }: Decision, place: SamplePlace): void {
    this.total++;
    this[verdict]++;
    if (verdict === "bypassed") this.bypassedBy[value.kind]++;
    for (const [index, outcome] of outcomes.entries()) this.filters[index]?.add(outcome, place);
  }
}

class FilterTally extends FilterLineTally {
  add({ verdict, rejection }: FilterOutcome, place: SamplePlace): void {
    this[verdict]++;
    if (rejection !== undefined) this.reject(rejection, 1);
    if (verdict === "kept" && this.firstKept.length < mostExamples) this.firstKept.push(place);
    if (verdict === "filteredOut" && this.firstFilteredOut.length < mostExamples) this.firstFilteredOut.push(place);
  }
}
