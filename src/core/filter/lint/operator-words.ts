import { nearest } from "../../nearest.ts";

/** What a match expression may begin with, as far as anybody documents it. */
export const documentedOperators = [
  "prefix",
  "suffix",
  "equals-ignore-case",
  "anything-but",
  "numeric",
  "exists",
  "wildcard",
  "cidr",
] as const;

/** Words of other languages, spelled as `bare` spells them. */
const otherWords: ReadonlyMap<string, string> = new Map([
  ["not", "anything-but"],
  ["ne", "anything-but"],
  ["neq", "anything-but"],
  ["notequals", "anything-but"],
  ["notin", "anything-but"],
  ["nin", "anything-but"],
  ["!=", "anything-but"],
  ["except", "anything-but"],
  ["startswith", "prefix"],
  ["beginswith", "prefix"],
  ["endswith", "suffix"],
  ["contains", "wildcard"],
  ["like", "wildcard"],
  ["glob", "wildcard"],
  ["match", "wildcard"],
  ["matches", "wildcard"],
  ["regex", "wildcard"],
  ["regexp", "wildcard"],
  ["ignorecase", "equals-ignore-case"],
  ["present", "exists"],
  ["isnull", "exists"],
  ["gt", "numeric"],
  ["gte", "numeric"],
  ["lt", "numeric"],
  ["lte", "numeric"],
  ["=", "numeric"],
  ["<", "numeric"],
  ["<=", "numeric"],
  [">", "numeric"],
  [">=", "numeric"],
  ["between", "numeric"],
  ["range", "numeric"],
  ["number", "numeric"],
  ["ip", "cidr"],
  ["ipaddress", "cidr"],
  ["ipaddressinrange", "cidr"],
]);

/** The operator that was probably meant. */
export function meantOperator(name: string, operators: readonly string[] = documentedOperators): string | undefined {
  const likely = sameOperator(name, operators) ?? otherWords.get(bare(name)) ?? nearest(name, operators);
  return likely !== undefined && operators.includes(likely) ? likely : undefined;
}

/** The operator that a name is when case, hyphens and the like do not count. */
export function sameOperator(name: string, operators: readonly string[] = documentedOperators): string | undefined {
  const wanted = bare(name);
  return wanted === "" ? undefined : operators.find((operator) => bare(operator) === wanted);
}

/** The operator of another language that this is a word of; its operand may be another one, too. */
export function isForeignWord(name: string): boolean {
  return otherWords.has(bare(name));
}

/** Longer names are none. */
const longestWord = 40;

function bare(name: string): string {
  return name.length > longestWord ? "" : name.toLowerCase().replaceAll(/[-_ $]/g, "");
}
