import { formatCount, formatPercent, plural } from "../figures.ts";
import type { FilterFinding } from "./filter-finding.ts";
import { caseVariants, equalsIgnoringCase } from "./ignoring-case.ts";
import type { FilterCounts, SampleCounts } from "./lint-report.ts";
import type { Observation } from "./observation.ts";
import type { Span } from "./pattern.ts";
import { frequentStrings } from "./rejection-reason.ts";
import { wantedKind } from "./wanted-kind.ts";

/** What the samples say of one filter; all of it warnings, with counts. */
export interface SampledFilter {
  readonly root: Span;
  readonly observations: readonly Observation[];
  readonly counts: FilterCounts;
}

/** Rules whose infos ask for data; what the samples say takes their place. */
export const decidedBySamples: ReadonlySet<string> = new Set(["MSK125", "MSK126", "MSK127"]);

/** What samples can say, as `docs/findings.md` lists it. */
export const sampleRules = [
  { id: "MSK130", severities: ["warning"], title: "records bypass the filter: their format does not fit the pattern" },
  { id: "MSK131", severities: ["warning"], title: "no sample matches" },
  { id: "MSK132", severities: ["warning"], title: "the field is never of the kind that the pattern asks for" },
  { id: "MSK133", severities: ["warning"], title: "exists on a field that is an object or an empty list" },
  { id: "MSK134", severities: ["warning"], title: "anything-but, and the field is absent in some records" },
  { id: "MSK135", severities: ["warning"], title: "anything-but, and the field has several values in some records" },
  { id: "MSK136", severities: ["warning"], title: "null, and the field is absent in some records" },
  { id: "MSK137", severities: ["warning"], title: "values that differ from the pattern by case alone" },
  { id: "MSK138", severities: ["warning"], title: "each condition holds, but not in one element of a list" },
  { id: "MSK139", severities: ["warning"], title: "numbers beyond a double's precision, which no numeric comparison matches" },
] as const;

/** Findings from samples (MSK130–139). A record that has nothing to do with a condition is not counted against it. */
export function sampleFindings(filter: SampledFilter, samples: SampleCounts): FilterFinding[] {
  const decided = samples.total - samples.undecodable;
  if (decided === 0) return [];
  return [
    ...noMatch(filter, samples),
    ...bypassing(filter, decided),
    ...filter.observations.flatMap((observation) => [
      ...wrongKind(observation),
      ...containers(observation),
      ...anythingButAbsent(observation),
      ...anythingButSeveral(observation),
      ...nullOrMissing(observation),
      ...otherCase(observation),
      ...imprecise(observation),
    ]),
    ...notInOneElement(filter),
  ];
}

function warning(id: FilterFinding["id"], { start, end }: Span, message: string, more: Partial<FilterFinding> = {}): FilterFinding {
  return { id, severity: "warning", start, end, message, ...more };
}

function noMatch({ root, counts, observations }: SampledFilter, { total }: SampleCounts): FilterFinding[] {
  if (counts.kept > 0 || counts.filteredOut === 0) return [];
  const [cause] = counts.rejectedBy;
  const guilty = observations.find(({ condition }) => condition.path === cause?.path);
  const never = guilty && neverThere(guilty);
  const why = never?.message ?? cause?.reason;
  const message = `No sample matches${why === undefined ? "" : `: ${why}`}.`;
  return [warning("MSK131", guilty?.condition.list ?? root, message, { evidence: never?.evidence ?? { samples: total } })];
}

/** `value.status is never "paid"`, and what it is, for strings of an enumeration. */
function neverThere({
  condition,
  all,
}: Observation): { readonly message: string; readonly evidence: FilterFinding["evidence"] } | undefined {
  const { path, list } = condition;
  const wanted = list.matchers.flatMap((matcher) => (matcher.kind === "string" || matcher.kind === "exactly" ? [matcher.text] : []));
  const found = frequentStrings(all);
  if (wanted.length !== list.matchers.length || found.length === 0 || all.string < all.records) return undefined;
  const message = `${path} is never ${wanted.map((text) => JSON.stringify(text)).join(" or ")}`;
  return { message, evidence: { samples: all.records, found } };
}

/** Pitfall 6: the format of the value does not fit the pattern. */
function bypassing({ root, counts }: SampledFilter, decided: number): FilterFinding[] {
  if (counts.bypassed === 0) return [];
  const share = formatPercent(counts.bypassed / decided);
  const message = `${plural(counts.bypassed, "sample")} (${share}) bypassed this filter: the format does not fit the pattern. Lambda delivers such records.`;
  return [warning("MSK130", root, message, { evidence: { bypassed: counts.bypassed, of: decided } })];
}

/** Pitfalls 7 and 11: values of a kind that no entry of the list can match. */
function wrongKind({ condition, all }: Observation): FilterFinding[] {
  const { path, list } = condition;
  const wants = wantedKind(list);
  // Where the right kind is there as well, a value of another kind can be meant.
  if (wants === undefined || all[wants] > 0) return [];
  const found = (["string", "number", "boolean", "null"] as const).filter((kind) => all[kind] > 0);
  const count = found.reduce((sum, kind) => sum + all[kind], 0);
  if (count === 0) return [];
  const text = wants === "number" && all.numericString > 0 ? " (it reads as a number)" : "";
  const message = `${path} is ${found.map((kind) => words[kind]).join(" or ")}${text} in ${counted(count, all.records)}. The pattern asks for ${words[wants]} and matches none of them.`;
  const evidence = { samples: all.records, ...Object.fromEntries(found.map((kind) => [kind, all[kind]])) };
  return [warning("MSK132", list, message, { path, evidence })];
}

const words = { string: "text", number: "a number", boolean: "a boolean", null: "null" } as const;

/** Pitfall 9: exists looks for values, and an object is none. */
function containers({ condition, all }: Observation): FilterFinding[] {
  const { path, list } = condition;
  const exists = list.matchers.find(({ kind }) => kind === "exists");
  if (exists === undefined || all.container === 0) return [];
  const message = `${path} is an object or an empty list in ${counted(all.container, all.records)}. exists looks for a value, and takes it for absent there.`;
  return [warning("MSK133", exists, message, { path, evidence: { samples: all.records, container: all.container } })];
}

/** Pitfall 10, first half. */
function anythingButAbsent({ condition, all }: Observation): FilterFinding[] {
  const { path, list } = condition;
  const anythingBut = list.matchers.find(({ kind }) => kind === "anything-but");
  const missing = all.absent + all.container;
  if (anythingBut === undefined || condition.mayBeAbsent || missing === 0) return [];
  const message = `${path} is absent in ${counted(missing, all.records)}: anything-but does not match those.`;
  const fix = 'add {"exists":false} to the list if they are wanted';
  return [warning("MSK134", anythingBut, message, { path, fix, evidence: { samples: all.records, absent: missing } })];
}

/** Pitfall 10, second half. */
function anythingButSeveral({ condition, all }: Observation): FilterFinding[] {
  const { path, list } = condition;
  const anythingBut = list.matchers.find(({ kind }) => kind === "anything-but");
  if (anythingBut === undefined || all.several === 0) return [];
  const message = `${path} has several values in ${counted(all.several, all.records)}: anything-but matches when any one of them differs.`;
  return [warning("MSK135", anythingBut, message, { path, evidence: { samples: all.records, several: all.several } })];
}

/** Pitfall 25. */
function nullOrMissing({ condition, all }: Observation): FilterFinding[] {
  const { path, list } = condition;
  const asksForNull = list.matchers.find((matcher) => matcher.kind === "literal" && matcher.text === "null");
  if (asksForNull === undefined || condition.mayBeAbsent || all.absent === 0) return [];
  const message = `${path} is absent in ${counted(all.absent, all.records)}: null matches only a null that is there.`;
  const fix = 'add {"exists":false} to the list if they are wanted';
  return [warning("MSK136", asksForNull, message, { path, fix, evidence: { samples: all.records, absent: all.absent, null: all.null } })];
}

/** Pitfall 26: what would match if case did not count. */
function otherCase({ condition, all }: Observation): FilterFinding[] {
  const { path, list } = condition;
  return list.matchers.flatMap((matcher) => {
    if (matcher.kind !== "string" && matcher.kind !== "exactly") return [];
    const variants = caseVariants(matcher.text);
    const others = [...all.strings].filter(([text]) => text !== matcher.text && equalsIgnoringCase(text, variants));
    const count = others.reduce((sum, [, records]) => sum + records, 0);
    if (count === 0) return [];
    const fix = JSON.stringify({ "equals-ignore-case": matcher.text });
    const message = `${path} differs from ${JSON.stringify(matcher.text)} by case alone in ${counted(count, all.records)}. Values are case-sensitive.`;
    return [warning("MSK137", matcher, message, { path, fix, evidence: { samples: all.records, matches: count } })];
  });
}

/** Pitfall 23: numbers that a double cannot hold are invisible to numeric. */
function imprecise({ condition, all }: Observation): FilterFinding[] {
  const { path, list } = condition;
  const numeric = list.matchers.find(({ kind }) => kind === "numeric");
  if (numeric === undefined || all.imprecise === 0) return [];
  const message = `${path} is a number beyond a double's precision in ${counted(all.imprecise, all.records)}: no numeric comparison matches it.`;
  return [warning("MSK139", numeric, message, { path, evidence: { samples: all.records, imprecise: all.imprecise } })];
}

/** Pitfall 20. */
function notInOneElement({ root, counts }: SampledFilter): FilterFinding[] {
  const count = counts.rejectedBy.find(({ operator }) => operator === "same element")?.count ?? 0;
  if (count === 0) return [];
  const message = `Each condition holds in ${plural(count, "sample")}, but not in one element of a list. Fields of one list have to match in the same element.`;
  return [warning("MSK138", root, message, { evidence: { count } })];
}

function counted(count: number, of: number): string {
  return `${formatCount(count)} of ${plural(of, "sample")} looked at`;
}
