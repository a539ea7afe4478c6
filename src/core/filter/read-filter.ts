import { compilePattern } from "./compiled-pattern.ts";
import { type KafkaFilter, kafkaFilter } from "./kafka-filter.ts";
import { parsePattern } from "./parse-pattern.ts";

/** The filter that a pattern's text stands for; undefined when AWS would refuse it. */
export function readFilter(text: string): KafkaFilter | undefined {
  const { pattern } = parsePattern(text);
  const { compiled } = pattern === undefined ? {} : compilePattern(pattern);
  return compiled && kafkaFilter(compiled);
}
