import { isDeepStrictEqual } from "node:util";
import { compilePattern } from "../../src/core/filter/compiled-pattern.ts";
import { fastLineCounter } from "../../src/core/filter/fast/fast-line-counter.ts";
import { LineJudge } from "../../src/core/filter/fast/line-judge.ts";
import { lineVerdict } from "../../src/core/filter/fast/verdict.ts";
import { type KafkaFilter, kafkaFilter } from "../../src/core/filter/kafka-filter.ts";
import { parsePattern } from "../../src/core/filter/parse-pattern.ts";
import { PlainDecider } from "../../src/core/filter/plain-decision.ts";
import { plainLineCounter } from "../../src/core/filter/plain-line-counter.ts";
import { nodeBytes } from "../../src/platform/bytes/node-bytes.ts";
import { caseTopics, randomCase } from "../../test/support/filter-cases/random-case.ts";

/** So many events a pattern: its own, and those of the next cases. */
const eventsEach = 12;
/** The engine tries another search on each chunk, and none at last. */
const rounds = 3;

const encoder = new TextEncoder();

/** Asks the plain and the fast engine about random pairs until so many were compared; throws at the first that they do not agree on. */
export function agreement(cases: number): string {
  let compared = 0;
  for (let number = 0; compared < cases; number++) for (const topic of caseTopics) compared += compare(topic, number);
  return `The plain and the fast engine agree on ${compared.toLocaleString("en")} random cases.`;
}

function compare(topic: (typeof caseTopics)[number], number: number): number {
  const pattern = `{"value":${randomCase(topic, number).pattern}}`;
  const filter = filterOf(pattern);
  if (filter === undefined) return 0;
  const events = Array.from({ length: eventsEach }, (_, next) => randomCase(topic, number + next).event);
  const expected = events.map((event) => new PlainDecider([filter], nodeBytes.decodeUtf8).decide(event).outcomes.map(lineVerdict)[0]);
  const chunk = encoder.encode(events.join("\n"));
  const judge = new LineJudge([filter], nodeBytes, false);
  for (let round = 0; round < rounds; round++) {
    const [verdicts = new Int16Array()] = judge.judge(chunk, 0).verdicts;
    const wrong = expected.findIndex((verdict, line) => verdict !== verdicts[line]);
    if (wrong >= 0)
      throw new Error(`plain ${expected[wrong]}, fast ${verdicts[wrong]}, round ${round}\npattern ${pattern}\nvalue   ${events[wrong]}`);
  }
  compareCounts(filter, chunk, pattern);
  return events.length;
}

function filterOf(text: string): KafkaFilter | undefined {
  const { pattern } = parsePattern(text);
  const { compiled } = pattern === undefined ? {} : compilePattern(pattern);
  return compiled && kafkaFilter(compiled);
}

function compareCounts(filter: KafkaFilter, chunk: Uint8Array, pattern: string): void {
  const [plain, fast] = [
    plainLineCounter([filter, filter], nodeBytes.decodeUtf8),
    fastLineCounter([filter, filter], nodeBytes, { validates: false }),
  ];
  for (const counter of [plain, fast]) counter.add(chunk, 0, { source: "samples", line: 1 });
  const plainly = (counts: object) => JSON.parse(JSON.stringify(counts, (_, value) => (value instanceof Map ? [...value].sort() : value)));
  if (!isDeepStrictEqual(plainly(plain.counts), plainly(fast.counts)))
    throw new Error(
      `counts of pattern ${pattern}: plain ${JSON.stringify(plainly(plain.counts))}, fast ${JSON.stringify(plainly(fast.counts))}`,
    );
}
