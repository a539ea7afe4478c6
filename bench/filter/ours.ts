/** `node ours.ts FILE PATTERN [--validate]`: what EventRuler.java's `time` does, by the engine that counts samples. */
import { compilePattern } from "../../src/core/filter/compiled-pattern.ts";
import { fastLineCounter } from "../../src/core/filter/fast/fast-line-counter.ts";
import { kafkaFilter } from "../../src/core/filter/kafka-filter.ts";
import { parsePattern } from "../../src/core/filter/parse-pattern.ts";
import { nodeBytes } from "../../src/platform/bytes/node-bytes.ts";
import { eachChunk, printSecondPass } from "./lines.ts";

const [file = "", text = "", ...flags] = process.argv.slice(2);
const { pattern } = parsePattern(`{"value":${text}}`);
const { compiled } = pattern === undefined ? {} : compilePattern(pattern);
if (compiled === undefined) throw new Error(`no pattern: ${text}`);
const counter = fastLineCounter([kafkaFilter(compiled)], nodeBytes, { validates: flags.includes("--validate") });

printSecondPass(() => {
  const { total, kept } = counter.counts;
  const bytes = eachChunk(file, (chunk) => counter.add(chunk, 0, { source: file, line: 1 }));
  return { bytes, lines: counter.counts.total - total, matched: counter.counts.kept - kept };
});
