import { FilterLineTally, LineTally, mostExamples } from "../line-counts.ts";
import type { SamplePlace } from "../lint-report.ts";
import type { RecordValue } from "../record-value.ts";
import type { JudgedLines } from "./plain-lines.ts";
import { bypassed, kept, type LineVerdict, noRecord } from "./verdict.ts";

/** Adds up the verdicts on many lines at once. */
export class VerdictTally extends LineTally<FilterVerdictTally> {
  constructor(filterCount: number) {
    super(Array.from({ length: filterCount }, () => new FilterVerdictTally()));
  }

  /** `first` is the place of the first line; `kindOf` gives the format of a line. */
  add({ lines, verdicts }: JudgedLines, first: SamplePlace, kindOf: (line: number) => RecordValue["kind"]): void {
    const { count } = lines;
    const records = count - lines.blanks;
    this.total += records;
    for (const [index, tally] of this.filters.entries()) tally.add(verdicts[index] as Int16Array, count, first);
    const before = { kept: this.kept, bypassed: this.bypassed };
    for (let line = 0; line < count; line++) {
      const verdict = mappingVerdict(verdicts, line);
      if (verdict === kept) this.kept++;
      else if (verdict === bypassed) {
        this.bypassed++;
        this.bypassedBy[kindOf(line)]++;
      }
    }
    this.filteredOut += records - (this.kept - before.kept) - (this.bypassed - before.bypassed);
  }
}

class FilterVerdictTally extends FilterLineTally {
  /** Runs of lines with one verdict are added at once. */
  add(verdicts: Int16Array, count: number, first: SamplePlace): void {
    let from = 0;
    for (let line = 1; line <= count; line++) {
      if (line < count && verdicts[line] === verdicts[from]) continue;
      this.#addRun(verdicts[from] as number, from, line, first);
      from = line;
    }
  }

  #addRun(verdict: LineVerdict, from: number, to: number, first: SamplePlace): void {
    if (verdict === noRecord) return;
    if (verdict === bypassed) this.bypassed += to - from;
    else if (verdict === kept) {
      this.kept += to - from;
      addPlaces(this.firstKept, from, to, first);
    } else {
      this.filteredOut += to - from;
      this.reject(verdict, to - from);
      addPlaces(this.firstFilteredOut, from, to, first);
    }
  }
}

function addPlaces(places: SamplePlace[], from: number, to: number, { source, line: firstLine }: SamplePlace): void {
  for (let line = from; line < to && places.length < mostExamples; line++) places.push({ source, line: firstLine + line });
}

/** As `mappingVerdict` of kafka-filter.ts: any of the filters lets a record through. */
function mappingVerdict(verdicts: readonly Int16Array[], line: number): LineVerdict {
  let verdict: LineVerdict = verdicts.length === 0 ? kept : 0;
  for (const ofFilter of verdicts) {
    const own = ofFilter[line] as number;
    if (own === kept) return kept;
    if (own === bypassed) verdict = bypassed;
    if (own === noRecord) return noRecord;
  }
  return verdict;
}
