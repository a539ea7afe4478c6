import { CountTally } from "./count-tally.ts";
import type { KafkaFilter } from "./kafka-filter.ts";
import type { LineCounter } from "./line-counts.ts";
import { forEachLine } from "./lines.ts";
import { PlainDecider } from "./plain-decision.ts";
import type { DecodeUtf8 } from "./record-value.ts";

/** Counts lines by reading each of them whole. */
export function plainLineCounter(filters: readonly KafkaFilter[], decodeUtf8: DecodeUtf8): LineCounter {
  const decider = new PlainDecider(filters, decodeUtf8);
  const counts = new CountTally(filters.length);
  return {
    counts,
    add: (bytes, from, { source, line: firstLine }) => {
      forEachLine(bytes, from, firstLine, (start, end, line) => {
        counts.add(decider.decide(bytes.subarray(start, end)), { source, line });
        return true;
      });
    },
  };
}
