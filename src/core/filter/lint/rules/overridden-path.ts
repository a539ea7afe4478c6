import type { JsonMember, JsonNode } from "../../json-tree.ts";
import { fieldObjects } from "../field-objects.ts";
import { findingAt } from "../finding-at.ts";
import { pathOfPlace, placeOf } from "../json-place.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import { type Override, overriddenLeaves } from "../overridden-leaves.ts";
import { quoted } from "../shown.ts";

/** MSK119: of two conditions on one path only the later counts; and names that stand twice in one object. */
export const overriddenPath: PatternRule = {
  id: "MSK119",
  scope: "pattern",
  severities: ["warning"],
  title: "a condition is replaced by a later one on the same path, or a name stands twice in one object",
  example: {
    filters: ['{"value":{"amount":[{"numeric":[">",5]}],"amount":[{"numeric":["<",10]}]}}'],
    says: "The condition on value.amount has no effect: a later one on the same path takes its place.",
  },
  *check(subject) {
    const overrides = subject.pattern === undefined ? [] : overriddenLeaves(subject.pattern);
    // One place is said once, however many others it replaces.
    const said = new Map<number, RuleFinding>();
    for (const override of overrides) {
      const finding = overrideFinding(override);
      if (!said.has(finding.start)) said.set(finding.start, finding);
    }
    yield* said.values();
    yield* namesThatStandTwice(subject, new Set(overrides.map(({ later }) => later.nameSpan.start)));
  },
};

function overrideFinding({ path, earlier, later, always }: Override): RuleFinding {
  const evidence = { earlier: earlier.nameSpan.start, later: later.nameSpan.start };
  if (always) {
    const message = `The condition on ${path} has no effect: a later one on the same path takes its place. No pattern joins two conditions on one path by "and".`;
    return findingAt(earlier.nameSpan, "warning", message, { path, evidence });
  }
  const message = `In this branch the condition on ${path} takes the place of the one outside of it. Records that the outer one drops can pass.`;
  return findingAt(later.nameSpan, "warning", message, { path, evidence });
}

function* namesThatStandTwice({ tree }: LintSubject, replacing: ReadonlySet<number>): Generator<RuleFinding> {
  for (const { members } of fieldObjects(tree)) {
    const known = new Set<string>();
    for (const member of members) {
      if (known.has(member.name) && !replacing.has(member.nameStart)) yield twice(tree, member);
      known.add(member.name);
    }
  }
}

function twice(tree: JsonNode | undefined, { name, nameStart, nameEnd }: JsonMember): RuleFinding {
  const span = { start: nameStart, end: nameEnd };
  const path = pathOfPlace(placeOf(tree, span));
  const message = `${quoted(name)} stands twice in one object. Most tools that read JSON keep only the second; join the two.`;
  return findingAt(span, "warning", message, path === undefined ? {} : { path });
}
