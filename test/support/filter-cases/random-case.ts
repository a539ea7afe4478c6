import { defectivePattern } from "./defects.ts";
import { dice } from "./dice.ts";
import { randomEvent } from "./events.ts";
import { randomPattern } from "./patterns.ts";
import { type VocabularyName, vocabularies } from "./vocabulary.ts";

/** What a sequence of cases is about; every one has all operators, nested arrays and `$or`. */
export type CaseTopic = VocabularyName | "or" | "defects";

export const caseTopics: readonly CaseTopic[] = [
  "basic",
  "arrays",
  "keys",
  "numbers",
  "texts",
  "surrogates",
  "addresses",
  "absences",
  "or",
  "defects",
];

/** A pattern and a well-formed event, both as JSON text; the event stands on one line. */
export interface RandomCase {
  readonly pattern: string;
  readonly event: string;
}

/** The case with this number of the topic's endless sequence. */
export function randomCase(topic: CaseTopic, number: number): RandomCase {
  const roll = dice(Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(caseTopics.indexOf(topic) + 1, 0x85ebca6b));
  const words = vocabularies[topic === "or" || topic === "defects" ? "basic" : topic];
  const { text, leaves } = randomEvent(roll, words);
  const pattern = randomPattern(roll, words, leaves, topic === "or" ? 0.5 : 0.08);
  return { pattern: topic === "defects" ? defectivePattern(roll, pattern) : pattern, event: text };
}
