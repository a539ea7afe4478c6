import type { ByteTools } from "../../record/byte-tools.ts";
import type { Condition } from "../compiled-pattern.ts";
import { byteTest } from "./byte-tests.ts";
import { type Candidates, FieldCandidates, NeedleCandidates } from "./candidates.ts";
import { charactersOf, type HiddenCharacters } from "./escapes.ts";
import { expectedShare } from "./expected-share.ts";
import type { FilterPlan } from "./filter-plan.ts";
import { nameNeedle, needlesOf } from "./needle.ts";

/** A way to find the few lines of a chunk that need to be looked at; all others have one verdict. */
export interface QuickSearch {
  readonly kind: "needles" | "fields";
  readonly candidates: readonly Candidates[];
  /** Lines in which one of these may be written as an escape have to be looked at, too. */
  readonly hidden: HiddenCharacters;
  /** All other lines are kept; else they are rejected by what is tried first. */
  readonly keepsOthers: boolean;
}

/** More searches through the same bytes cost more than they spare. */
const mostCandidates = 6;

/** What can be searched for, first what is cheapest. */
export function quickSearches(plan: FilterPlan, tools: ByteTools): readonly QuickSearch[] {
  const absence = onlyAbsence(plan);
  if (absence !== undefined) return searchOf("fields", [fieldCandidates(plan, absence, tools, false)], true);
  const decisive = decisiveConditions(plan);
  return [
    ...searchOf(
      "needles",
      decisive.map((index) => needleCandidates(plan, index, tools)),
      false,
    ),
    ...searchOf(
      "fields",
      decisive.map((index) => fieldCandidates(plan, index, tools, true)),
      false,
    ),
  ];
}

/** The condition that is tried first; when the rules have none in common, of each rule the one that lets least through. */
function decisiveConditions({ tried, rules, conditions }: FilterPlan): readonly number[] {
  const [first] = tried;
  if (first !== undefined) return [first];
  const share = (index: number) => expectedShare(conditions[index] as Condition);
  return [...new Set(rules.map((rule) => rule.reduce((best, index) => (share(index) < share(best) ? index : best))))];
}

/** The condition of a filter that asks for nothing but that a field is missing: where the name is not, it holds. */
function onlyAbsence({ rules, conditions }: FilterPlan): number | undefined {
  const [index, ...others] = rules.length === 1 ? (rules[0] ?? []) : [];
  return index !== undefined && others.length === 0 && conditions[index]?.mayBeAbsent === true ? index : undefined;
}

function searchOf(kind: QuickSearch["kind"], found: readonly (readonly Candidates[] | undefined)[], keepsOthers: boolean): QuickSearch[] {
  const candidates: Candidates[] = [];
  for (const each of found) {
    if (each === undefined) return [];
    candidates.push(...each);
  }
  if (candidates.length === 0 || candidates.length > mostCandidates) return [];
  return [{ kind, candidates, hidden: charactersOf(candidates.map(({ needle }) => needle)), keepsOthers }];
}

function needleCandidates({ conditions, lastNames }: FilterPlan, index: number, tools: ByteTools): readonly Candidates[] | undefined {
  if (lastNames[index] === undefined) return undefined;
  return needlesOf(conditions[index] as Condition)?.map((needle) => new NeedleCandidates(needle, tools));
}

function fieldCandidates(plan: FilterPlan, index: number, tools: ByteTools, tests: boolean): readonly Candidates[] | undefined {
  const condition = plan.conditions[index] as Condition;
  const name = plan.lastNames[index];
  const needle = name === undefined ? undefined : nameNeedle(name);
  // Without a test the name decides; with one a missing field has to be a rejection.
  if (name === undefined || needle === undefined || (tests && condition.mayBeAbsent)) return undefined;
  return [new FieldCandidates(needle, !name.includes("/"), tests ? byteTest(condition, tools.decodeUtf8) : undefined, tools)];
}
