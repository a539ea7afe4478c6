import { filterVerdict, type KafkaFilter } from "./kafka-filter.ts";
import { type DecodeUtf8, readRecordValue } from "./record-value.ts";

/** Whether a mapping delivers a record, by its value alone. */
export type Delivers = (value: Uint8Array | string | null) => boolean;

/** What a mapping with these filters delivers. Without filters it is all. */
export function deliversWith(filters: readonly KafkaFilter[], decodeUtf8: DecodeUtf8): Delivers {
  if (filters.length === 0) return () => true;
  const steps = new Set(filters.flatMap(({ compiled }) => [...compiled.steps]));
  return (bytes) => {
    const value = readRecordValue(bytes, steps, decodeUtf8);
    return filters.some((filter) => filterVerdict(filter, value) !== "filteredOut");
  };
}
