import type { AnythingButOperand, Matcher, Pattern, PatternMember, PatternObject } from "./pattern.ts";

/** A pattern as JSON on one line without blanks. Reading it gives the same pattern, but for places: numbers stay as they were written. */
export function printPattern({ root }: Pattern): string {
  return printObject(root);
}

function printObject({ members }: PatternObject): string {
  return `{${members.map(printMember).join(",")}}`;
}

function printMember(member: PatternMember): string {
  if (member.kind === "or") return `"$or":[${member.branches.map(printObject).join(",")}]`;
  const { name, node } = member;
  return `${quoted(name)}:${node.kind === "object" ? printObject(node) : `[${node.matchers.map(printMatcher).join(",")}]`}`;
}

function printMatcher(matcher: Matcher): string {
  switch (matcher.kind) {
    case "string":
      return quoted(matcher.text);
    case "number":
    case "literal":
      return matcher.text;
    case "exactly":
    case "equals-ignore-case":
    case "wildcard":
    case "cidr":
      return expression(matcher.kind, quoted(matcher.text));
    case "prefix":
    case "suffix": {
      const text = quoted(matcher.text);
      return expression(matcher.kind, matcher.ignoreCase ? expression("equals-ignore-case", text) : text);
    }
    case "numeric":
      return expression("numeric", list(matcher.comparisons.flatMap(({ operator, text }) => [quoted(operator), text])));
    case "anything-but":
      return expression("anything-but", printOperand(matcher.operand));
    case "exists":
      return expression("exists", String(matcher.present));
  }
}

function printOperand(operand: AnythingButOperand): string {
  const items = operand.kind === "numbers" ? operand.numbers.map(({ text }) => text) : operand.texts.map(quoted);
  const printed = operand.listed ? list(items) : items.join();
  return operand.kind === "numbers" || operand.kind === "strings" ? printed : expression(operand.kind, printed);
}

function expression(operator: string, operand: string): string {
  return `{"${operator}":${operand}}`;
}

function list(items: readonly string[]): string {
  return `[${items.join(",")}]`;
}

/** Halves of surrogate pairs become escapes (ECMA-262, QuoteJSONString), so that they survive as bytes too. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
