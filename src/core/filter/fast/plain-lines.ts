import type { KafkaFilter } from "../kafka-filter.ts";
import { PlainDecider } from "../plain-decision.ts";
import type { DecodeUtf8, RecordValue } from "../record-value.ts";
import type { LineSplit } from "./line-split.ts";
import { type LineVerdict, lineVerdict, pending } from "./verdict.ts";

/** The lines of a chunk with their verdicts, as far as they are known. */
export interface JudgedLines {
  readonly bytes: Uint8Array;
  readonly lines: LineSplit;
  /** By filter, then by line. */
  readonly verdicts: readonly Int16Array[];
}

/** The plain engine, for lines that the fast one does not decide. */
export class PlainLines {
  /** By line, of those that it was asked about: the format of the value. */
  readonly kinds = new Map<number, RecordValue["kind"]>();
  readonly #decider: PlainDecider;

  constructor(filters: readonly KafkaFilter[], decodeUtf8: DecodeUtf8) {
    this.#decider = new PlainDecider(filters, decodeUtf8);
  }

  /** Puts down what all filters that have no verdict on a line yet make of it. */
  judge({ bytes, lines, verdicts }: JudgedLines, line: number): void {
    const { value, outcomes } = this.#decider.decide(bytes.subarray(lines.starts[line], lines.ends[line]));
    this.kinds.set(line, value.kind);
    for (const [index, outcome] of outcomes.entries()) {
      const ofFilter = verdicts[index] as Int16Array;
      if (ofFilter[line] === pending) ofFilter[line] = lineVerdict(outcome);
    }
  }

  /** By filter: what it makes of an object without fields. */
  onEmptyObject(): readonly LineVerdict[] {
    return this.#decider.decide("{}").outcomes.map(lineVerdict);
  }
}
