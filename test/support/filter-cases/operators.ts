import type { Dice } from "./dice.ts";
import type { Leaf } from "./events.ts";
import { stringText } from "./json-text.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** One element of a pattern's array, near the value of the leaf if there is one. */
export function condition(roll: Dice, words: Vocabulary, leaf: Leaf | undefined): string {
  const near = leaf !== undefined && roll.chance(0.7) ? leaf : undefined;
  const text = near?.kind === "text" ? near.value : roll.pick(words.texts);
  const number = near?.kind === "number" && roll.chance(0.6) ? near.value : roll.pick(words.numbers);
  const literal = near?.kind === "literal" ? near.value : roll.pick(["true", "false", "null"]);
  const spelled = (value: string) => stringText(roll, value, words.escapes);
  const kind = roll.weighted(weightsFor(near, words));
  switch (kind) {
    case "text":
      return spelled(text);
    case "number":
      return number;
    case "literal":
      return literal;
    case "prefix":
      return `{"prefix":${ignoringCase(roll, spelled(part(roll, text, "start")))}}`;
    case "suffix":
      return `{"suffix":${ignoringCase(roll, spelled(part(roll, text, "end")))}}`;
    case "equals-ignore-case":
      return `{"equals-ignore-case":${spelled(otherCase(roll, text))}}`;
    case "exactly":
      return `{"exactly":${spelled(text)}}`;
    case "wildcard":
      return `{"wildcard":${spelled(wildcard(roll, text))}}`;
    case "anything-but":
      return `{"anything-but":${anythingBut(roll, words, text, number)}}`;
    case "numeric":
      return `{"numeric":${numeric(roll, number, roll.pick(words.numbers))}}`;
    case "exists":
      return `{"exists":${roll.chance(0.5)}}`;
    case "cidr":
      return `{"cidr":${spelled(cidr(roll, text))}}`;
  }
}

type OperatorKind =
  | "text"
  | "number"
  | "literal"
  | "prefix"
  | "suffix"
  | "equals-ignore-case"
  | "exactly"
  | "wildcard"
  | "anything-but"
  | "numeric"
  | "exists"
  | "cidr";

function weightsFor(near: Leaf | undefined, words: Vocabulary): Record<OperatorKind, number> {
  const addresses = words.texts.includes("10.0.0.1") ? 5 : 0.2;
  const base = { text: 3, number: 2, literal: 1, prefix: 1, suffix: 1, "equals-ignore-case": 1, exactly: 0.3, wildcard: 1.5 };
  const rest = { "anything-but": 2, numeric: 2, exists: 1.2, cidr: addresses };
  if (near?.kind === "number") return { ...base, ...rest, text: 0.5, number: 4, numeric: 5, wildcard: 0.3, prefix: 0.3, suffix: 0.3 };
  if (near?.kind === "literal") return { ...base, ...rest, literal: 4, text: 1 };
  if (near?.kind === "none") return { ...base, ...rest, exists: 8 };
  if (near?.kind === "text") return { ...base, ...rest, number: 0.5, numeric: 0.4, literal: 0.4 };
  return { ...base, ...rest };
}

function part(roll: Dice, text: string, side: "start" | "end"): string {
  const length = roll.below(text.length + 1);
  return side === "start" ? text.slice(0, length) : text.slice(text.length - length);
}

function otherCase(roll: Dice, text: string): string {
  return Array.from(text, (each) => (roll.chance(0.5) ? each : roll.pick([each.toUpperCase(), each.toLowerCase()]))).join("");
}

function ignoringCase(roll: Dice, spelled: string): string {
  return roll.chance(0.3) ? `{"equals-ignore-case":${spelled}}` : spelled;
}

function wildcard(roll: Dice, text: string): string {
  const escaped = text.replaceAll(/[\\*]/g, (each) => (roll.chance(0.9) ? `\\${each}` : each));
  const [from, to] = [roll.below(escaped.length + 1), roll.below(escaped.length + 1)].toSorted((a, b) => a - b) as [number, number];
  const starred = roll.chance(0.85) ? `${escaped.slice(0, from)}*${escaped.slice(to)}` : escaped;
  const widened = roll.chance(0.25) ? `${starred}*` : roll.chance(0.25) ? `*${starred}` : starred;
  // Two stars in a row are refused.
  return roll.chance(0.97) ? widened.replaceAll(/\*\*+/g, "*") : widened;
}

function anythingBut(roll: Dice, words: Vocabulary, text: string, number: string): string {
  const spelled = (value: string) => stringText(roll, value, words.escapes);
  const several = (first: string, rest: () => string) =>
    roll.chance(0.5) ? first : `[${[first, ...Array.from({ length: roll.below(3) }, rest)].join(",")}]`;
  const operator = roll.weighted({ text: 4, number: 3, prefix: 1, suffix: 1, "equals-ignore-case": 1, wildcard: 1 });
  if (operator === "text") return several(spelled(text), () => spelled(roll.pick(words.texts)));
  if (operator === "number") return several(number, () => roll.pick(words.numbers));
  const operand = (value: string) => {
    // An empty one is refused here.
    if (operator === "prefix") return spelled(part(roll, value, "start") || value || "a");
    if (operator === "suffix") return spelled(part(roll, value, "end") || value || "b");
    return spelled(operator === "wildcard" ? wildcard(roll, value) : otherCase(roll, value));
  };
  return `{"${operator}":${several(operand(text), () => operand(roll.pick(words.texts)))}}`;
}

function numeric(roll: Dice, near: string, far: string): string {
  if (roll.chance(0.6) || Number(near) === Number(far)) return `["${roll.pick(["=", "<", "<=", ">", ">="])}",${near}]`;
  const [low, high] = Number(near) <= Number(far) || roll.chance(0.05) ? [near, far] : [far, near];
  return `["${roll.pick([">", ">="])}",${low},"${roll.pick(["<", "<="])}",${high}]`;
}

function cidr(roll: Dice, near: string): string {
  const text = /^[0-9a-f:.]{3,}$/i.test(near) || roll.chance(0.1) ? near : roll.pick(["10.0.0.1", "10.0.0.0", "::1"]);
  const bits = text.includes(":") ? [0, 1, 7, 16, 32, 64, 112, 124, 127, 128] : [0, 1, 7, 8, 12, 16, 23, 24, 30, 31, 32];
  return `${text}/${roll.pick(bits)}`;
}
