import { MskctlError } from "../core/errors.ts";
import { plural } from "../core/figures.ts";
import type { UnreadableSource } from "../core/filter/lint-report.ts";
import type { FilterGroup } from "../core/filter/sites/filter-group.ts";
import { leftOutPhrase } from "../core/filter/sites/found-patterns.ts";
import { gatherPatterns, type PatternSource } from "../core/filter/sites/gather-patterns.ts";
import { textSite } from "../core/filter/sites/text-site.ts";
import type { Chosen } from "../core/mapping/lifecycle/choice.ts";
import { wholeMapping } from "../core/mapping/lifecycle/whole-mapping.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import { chooseForReading } from "../core/mapping/reading-choice.ts";
import type { Services } from "./services.ts";

/** Where to look for patterns; several places may be named at once. */
export interface PatternChoice {
  readonly paths: readonly string[];
  readonly patterns: readonly string[];
  /** Names of live mappings. */
  readonly mappings: readonly string[];
  /** The mappings name a topic: where other patterns are named, theirs are left out. */
  readonly forTopic?: boolean;
}

export interface CollectedPatterns {
  readonly groups: readonly FilterGroup[];
  /** Files that patterns were found in, with their texts. */
  readonly sources: readonly PatternSource[];
  readonly unreadable: readonly UnreadableSource[];
  readonly notes: readonly string[];
  /** Live mappings that were named; their schema registries decode samples. */
  readonly mappings: readonly MappingDocument[];
}

/** The current folder, when nothing is named. */
const here = ".";

export async function collectPatterns(
  services: Services,
  { paths, patterns, mappings, forTopic = false }: PatternChoice,
): Promise<CollectedPatterns> {
  const nothingNamed = paths.length + patterns.length + mappings.length === 0;
  const gathered = await gatherPatterns(nothingNamed ? [here] : paths, services.patterns);
  const live = mappings.length === 0 ? [] : (await chooseForReading(services, { names: mappings }, "mskctl lint --mapping")).chosen;
  const linted = forTopic && paths.length + patterns.length > 0 ? [] : live;
  const liveGroups = await Promise.all(linted.map((each) => liveGroup(each, services)));
  const { leftOut, failures, counts } = gathered;
  const others = leftOutPhrase(leftOut);
  return {
    groups: [...gathered.sources.flatMap(({ groups }) => groups), ...typedGroup(patterns), ...liveGroups],
    sources: gathered.sources,
    unreadable: failures.map(({ file, line, column, message }) => ({
      source: file,
      message,
      ...(line === undefined ? {} : { position: { line, column: column ?? 1 } }),
    })),
    notes: [
      ...(others === undefined ? [] : [others]),
      ...(counts.hclFiles === 0
        ? []
        : [`${plural(counts.hclFiles, "file")} of Terraform's own language left out: lint what terraform show -json prints`]),
    ],
    mappings: live.map(({ mapping }) => mapping),
  };
}

function typedGroup(patterns: readonly string[]): FilterGroup[] {
  return patterns.length === 0 ? [] : [textGroup("--pattern", patterns)];
}

/** The filters that AWS has. A listing leaves encrypted ones out: they are asked for one by one. */
async function liveGroup({ mapping: listed, name }: Chosen, { mappings }: Services): Promise<FilterGroup> {
  const { mapping, filtersKnown, gaps } = await wholeMapping(mappings, listed, { tags: false });
  if (!filtersKnown) {
    throw new MskctlError("not-permitted", `the filters of ${name} cannot be read: ${gaps.join("; ")}`, {
      suggestions: ["allow kms:Decrypt for its key, or lint the file that they come from"],
      details: { action: "kms:Decrypt" },
    });
  }
  const patterns = (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern = "" }) => Pattern);
  return textGroup(name, patterns);
}

function textGroup(source: string, patterns: readonly string[]): FilterGroup {
  return {
    source,
    group: "",
    path: "Filters",
    position: { line: 1, column: 1 },
    isWhole: patterns.length > 0,
    ignored: [],
    filters: patterns.map((text, index) => ({
      kind: "pattern",
      objectForText: false,
      // Each is a text of its own, whose lines count from 1.
      site: textSite({
        text,
        source: patterns.length === 1 ? source : `${source} ${index + 1}`,
        path: `Filters[${index}].Pattern`,
        group: "",
      }),
    })),
  };
}
