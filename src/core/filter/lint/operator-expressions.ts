import type { JsonMember } from "../json-tree.ts";
import { sameOperator } from "./operator-words.ts";

/**
 * A field that is called like an operator, as the match expressions that were probably meant: its operand may have been put
 * into a list for want of a better place.
 */
export function expressionsOf(text: string, { name, value }: JsonMember): string[] {
  const operator = sameOperator(name) ?? name;
  const takesList = operator === "numeric" || operator === "anything-but";
  const operands = value.kind === "array" && !takesList ? value.items : [value];
  return operands.map((operand) => `{"${operator}":${text.slice(operand.start, operand.end)}}`);
}
