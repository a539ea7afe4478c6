import type { Dice } from "./dice.ts";
import { space, stringText } from "./json-text.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A place of the event that a pattern can ask for, and how its value is spelled. */
export interface Leaf {
  readonly path: readonly string[];
  readonly kind: "text" | "number" | "literal" | "none";
  /** A string's characters, or the JSON text of anything else. */
  readonly value: string;
}

/** A well-formed JSON object, and its leaves. */
export interface RandomEvent {
  readonly text: string;
  readonly leaves: readonly Leaf[];
}

export function randomEvent(roll: Dice, words: Vocabulary): RandomEvent {
  const leaves: Leaf[] = [];
  const text = space(roll) + object(roll, words, [], 0, leaves) + space(roll);
  return { text, leaves };
}

type Path = readonly string[];

function object(roll: Dice, words: Vocabulary, path: Path, depth: number, leaves: Leaf[]): string {
  const count = depth === 0 ? 1 + roll.below(4) : roll.below(4);
  if (count === 0) leaves.push({ path, kind: "none", value: "{}" });
  const used: string[] = [];
  const members: string[] = [];
  for (let index = 0; index < count; index++) {
    const free = words.keys.filter((key) => !used.includes(key));
    const key = free.length === 0 || (used.length > 0 && roll.chance(words.duplicates)) ? roll.pick(words.keys) : roll.pick(free);
    used.push(key);
    const value = anyValue(roll, words, [...path, key], depth + 1, leaves);
    members.push(`${space(roll)}${stringText(roll, key, words.escapes / 4)}${space(roll)}:${space(roll)}${value}${space(roll)}`);
  }
  return `{${members.join(",")}}`;
}

function array(roll: Dice, words: Vocabulary, path: Path, depth: number, leaves: Leaf[]): string {
  const count = roll.below(4);
  if (count === 0) leaves.push({ path, kind: "none", value: "[]" });
  const elements = Array.from({ length: count }, () => `${space(roll)}${anyValue(roll, words, path, depth + 1, leaves)}${space(roll)}`);
  return `[${elements.join(",")}]`;
}

function anyValue(roll: Dice, words: Vocabulary, path: Path, depth: number, leaves: Leaf[]): string {
  if (depth < 4 && roll.chance(words.arrays)) return array(roll, words, path, depth, leaves);
  if (depth < 4 && roll.chance(0.3)) return object(roll, words, path, depth, leaves);
  return scalar(roll, words, path, leaves);
}

function scalar(roll: Dice, words: Vocabulary, path: Path, leaves: Leaf[]): string {
  if (roll.chance(words.literals)) {
    const value = roll.pick(["true", "false", "null"]);
    leaves.push({ path, kind: "literal", value });
    return value;
  }
  // More numbers than texts to choose from: then numbers are what the vocabulary is about.
  const numeric = roll.chance(words.numbers.length / (words.numbers.length + words.texts.length));
  const value = roll.pick(numeric ? words.numbers : words.texts);
  leaves.push({ path, kind: numeric ? "number" : "text", value });
  return numeric ? value : stringText(roll, value, words.escapes);
}
