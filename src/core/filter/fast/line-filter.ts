import type { ByteTools } from "../../record/byte-tools.ts";
import type { KafkaFilter } from "../kafka-filter.ts";
import { matchesRule } from "../match.ts";
import type { RejectionIndex } from "../rejection.ts";
import { findHidden } from "./escapes.ts";
import { FieldScan } from "./field-scan.ts";
import type { FilterPlan } from "./filter-plan.ts";
import type { JudgedLines, PlainLines } from "./plain-lines.ts";
import { type QuickSearch, quickSearches } from "./quick-search.ts";
import { SearchChoice } from "./search-choice.ts";
import { bypassed, kept, type LineVerdict, pending } from "./verdict.ts";

/** One filter of a mapping on the lines of a chunk that look like objects. */
export class LineFilter {
  readonly #index: number;
  readonly #plain: PlainLines;
  readonly #tools: ByteTools;
  readonly #scan: FieldScan;
  readonly #choice: SearchChoice;
  /** Another rule does not look at objects and lets them pass it by. */
  readonly #bypasses: boolean;
  /** What lines are put down to that a search for what they must contain does not find. */
  readonly #unfound: RejectionIndex;
  #scannedBytes = 0;

  constructor(filter: KafkaFilter, index: number, plan: FilterPlan, plain: PlainLines, tools: ByteTools) {
    this.#index = index;
    this.#plain = plain;
    this.#tools = tools;
    this.#scan = new FieldScan(plan, tools);
    this.#choice = new SearchChoice(quickSearches(plan, tools));
    this.#unfound = plan.tried.length > 0 ? 0 : plan.otherwise;
    this.#bypasses = filter.rules.some(({ wants, withoutData }) => wants !== "json" && matchesRule(withoutData, new Map()));
  }

  /** Replaces `pending` by verdicts. */
  judge(judged: JudgedLines): void {
    if (judged.lines.objects === 0) return;
    const search = this.#choice.next(judged.bytes);
    if (search === undefined) this.#judgeAll(judged);
    else {
      this.#scannedBytes = 0;
      const before = looksOf(search);
      this.#judgeFound(search, judged);
      settle(judged, this.#index, search.keepsOthers ? kept : this.#rejected(this.#unfound));
      this.#choice.learn({ bytes: judged.lines.bytes, looked: looksOf(search) - before, scannedBytes: this.#scannedBytes });
    }
  }

  #judgeAll(judged: JudgedLines): void {
    for (let line = 0; line < judged.lines.count; line++) this.#judgeLine(judged, line);
  }

  /** Lines that a search finds, and those in which it could miss something. */
  #judgeFound({ candidates, hidden }: QuickSearch, judged: JudgedLines): void {
    const { bytes } = judged;
    for (const each of candidates) this.#judgeWhere((from) => each.next(bytes, from), judged);
    this.#judgeWhere((from) => findHidden(bytes, from, hidden, this.#tools), judged);
  }

  #judgeWhere(next: (from: number) => number, judged: JudgedLines): void {
    const { starts, ends, count } = judged.lines;
    let line = 0;
    let at = count === 0 ? -1 : next(starts[0] as number);
    while (at >= 0) {
      while ((ends[line] as number) <= at) line++;
      this.#judgeLine(judged, line);
      at = next(ends[line] as number);
    }
  }

  #judgeLine(judged: JudgedLines, line: number): void {
    const { bytes, lines, verdicts } = judged;
    const ofFilter = verdicts[this.#index] as Int16Array;
    if (ofFilter[line] !== pending) return;
    const end = lines.ends[line] as number;
    const brace = lines.braces[line] as number;
    this.#scannedBytes += end - brace;
    const satisfied = this.#scan.satisfies(bytes, brace, end);
    if (satisfied === undefined) this.#plain.judge(judged, line);
    else ofFilter[line] = satisfied ? kept : this.#rejected(this.#scan.rejection());
  }

  #rejected(rejection: LineVerdict): LineVerdict {
    return this.#bypasses ? bypassed : rejection;
  }
}

/** Gives all lines without a verdict the same one. */
export function settle({ lines, verdicts }: JudgedLines, filter: number, verdict: LineVerdict): void {
  const ofFilter = verdicts[filter] as Int16Array;
  for (let line = 0; line < lines.count; line++) if (ofFilter[line] === pending) ofFilter[line] = verdict;
}

function looksOf({ candidates }: QuickSearch): number {
  return candidates.reduce((sum, { looked }) => sum + looked, 0);
}
