import { addressDigits } from "../../ip-address.ts";
import type { PatternError } from "../../pattern-error.ts";
import { errorsOf, refusedAt } from "../finding-at.ts";
import type { JsonPlace } from "../json-place.ts";
import type { PatternRule } from "../lint-rule.ts";
import { fixWith, quoted } from "../shown.ts";

/** MSK109: no range of addresses; the range of one address is none either. */
export const wrongCidr: PatternRule = {
  id: "MSK109",
  scope: "pattern",
  severities: ["error"],
  title: "a cidr is not a range of IP addresses, or the range of a single one",
  example: { filters: ['{"value":{"ip":[{"cidr":"10.0.0.7/32"}]}}'], says: 'cidr takes no single address, and "10.0.0.7/32" is one.' },
  *check(subject) {
    for (const { error, place } of errorsOf(subject, "cidr")) {
      const [problem, fix] = problemOf(error, place);
      yield refusedAt(error, place, `${problem} AWS refuses the pattern.`, fixWith(fix));
    }
  },
};

function problemOf({ message }: PatternError, { node }: JsonPlace): readonly [string, string?] {
  const text = node?.kind === "string" ? node.text : "";
  const [address = "", bits = ""] = text.split("/");
  const digits = addressDigits(address);
  const mostBits = digits?.length === 8 ? "32" : "128";
  if (digits === undefined) return [`cidr takes a range of IP addresses, and ${quoted(text)} does not begin with one.`];
  if (bits === mostBits)
    return [`cidr takes no single address, and ${quoted(text)} is one. Write the address itself.`, JSON.stringify(address)];
  if (bits === "") return [`${quoted(text)} is an address and not a range. Write the address itself.`, JSON.stringify(address)];
  if (message.includes("must be <")) return [`${quoted(text)} has more bits than an address: fewer than ${mostBits} are taken.`];
  return [`${quoted(text)} is no range of IP addresses: behind the slash stands a number below ${mostBits}.`];
}
