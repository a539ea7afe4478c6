import type { ByteTools } from "../../record/byte-tools.ts";
import type { Condition } from "../compiled-pattern.ts";
import { byteTest } from "./byte-tests.ts";
import { dot } from "./bytes.ts";
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

/** What speaks for a condition; undefined when nothing can be searched for. */
type Speakers = (condition: number) => readonly Candidates[] | undefined;

/** More searches through the same bytes cost more than they spare. */
const mostCandidates = 6;

/** What can be searched for, first what is cheapest. */
export function quickSearches(plan: FilterPlan, tools: ByteTools): readonly QuickSearch[] {
  const absence = onlyAbsence(plan);
  if (absence !== undefined) return searchFor("fields", [[absence]], plan, (index) => fieldCandidates(plan, index, false, tools), true);
  // What is tried first decides for all rules; where they have nothing in common, each of them must have something.
  const choices = plan.tried.length > 0 ? [plan.tried.slice(0, 1)] : plan.rules;
  return [
    ...searchFor("needles", choices, plan, (index) => needleCandidates(plan, index, tools), false),
    ...searchFor("fields", choices, plan, (index) => fieldCandidates(plan, index, true, tools), false),
  ];
}

/** The condition of a filter that asks for nothing but that a field is missing: where the name is not, it holds. */
function onlyAbsence({ rules, conditions }: FilterPlan): number | undefined {
  const [index, ...others] = rules.length === 1 ? (rules[0] ?? []) : [];
  return index !== undefined && others.length === 0 && conditions[index]?.mayBeAbsent === true ? index : undefined;
}

/** Of each choice the condition that lets least through among those that can be searched for. */
function searchFor(
  kind: QuickSearch["kind"],
  choices: readonly (readonly number[])[],
  { conditions }: FilterPlan,
  speakers: Speakers,
  keepsOthers: boolean,
): readonly QuickSearch[] {
  const chosen = new Map<number, readonly Candidates[]>();
  const share = (index: number) => expectedShare(conditions[index] as Condition);
  for (const choice of choices) {
    const [best] = choice
      .toSorted((a, b) => share(a) - share(b))
      .flatMap((index) => {
        const found = chosen.get(index) ?? speakers(index);
        return found === undefined ? [] : [{ index, found }];
      });
    if (best === undefined) return [];
    chosen.set(best.index, best.found);
  }
  const candidates = [...chosen.values()].flat();
  if (candidates.length > mostCandidates) return [];
  // A dot before a name makes it the end of a longer one.
  const written = [...candidates.map(({ needle }) => needle), ...(kind === "fields" ? [Uint8Array.of(dot)] : [])];
  return [{ kind, candidates, hidden: charactersOf(written), keepsOthers }];
}

function needleCandidates({ conditions, lastNames }: FilterPlan, index: number, tools: ByteTools): readonly Candidates[] | undefined {
  if (lastNames[index] === undefined) return undefined;
  return needlesOf(conditions[index] as Condition)?.map((needle) => new NeedleCandidates(needle, tools));
}

/** With `tests`, fields whose values cannot satisfy the condition do not count; a missing field has to be a rejection then. */
function fieldCandidates(
  { conditions, lastNames }: FilterPlan,
  index: number,
  tests: boolean,
  tools: ByteTools,
): readonly Candidates[] | undefined {
  const condition = conditions[index] as Condition;
  const name = lastNames[index];
  const needle = name === undefined ? undefined : nameNeedle(name);
  if (name === undefined || needle === undefined || (tests && condition.mayBeAbsent)) return undefined;
  return [new FieldCandidates(needle, !name.includes("/"), tests ? byteTest(condition, tools.decodeUtf8) : undefined, tools)];
}
