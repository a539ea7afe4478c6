import type { ByteTools } from "../../record/byte-tools.ts";
import type { KafkaFilter } from "../kafka-filter.ts";
import type { LineCounter } from "../line-counts.ts";
import { LineJudge } from "./line-judge.ts";
import { VerdictTally } from "./verdict-tally.ts";

export interface FastCountOptions {
  /** Look at every byte: what looks like an object is not taken for one. */
  readonly validates: boolean;
}

/** Counts lines without reading most of them: see ADR 14. The counts are those of `plainLineCounter`. */
export function fastLineCounter(filters: readonly KafkaFilter[], tools: ByteTools, { validates }: FastCountOptions): LineCounter {
  const judge = new LineJudge(filters, tools, validates);
  const counts = new VerdictTally(filters.length);
  return {
    counts,
    add: (bytes, from, first) => {
      const judged = judge.judge(bytes, from);
      counts.add(judged, first, (line) => judge.kindOf(line));
    },
  };
}
