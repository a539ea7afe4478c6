import type { Condition } from "./compiled-pattern.ts";
import { conditionWords } from "./condition-words.ts";
import { exampleText } from "./examples/example-text.ts";
import { type ExampleValue, jsonOf } from "./examples/example-value.ts";
import { matchingValues } from "./examples/matching-values.ts";
import { missingValues } from "./examples/missing-values.ts";
import type { ReadPattern } from "./explain/read-pattern.ts";
import { filterVerdict, isDataPath, type KafkaFilter, kafkaFilter, type RecordVerdict } from "./kafka-filter.ts";
import { readRecordValue } from "./record-value.ts";

/** Records made up for a pattern; the engine has said of each what it is shown for. */
export interface ExampleRecords {
  /** Values that the pattern keeps; none when none was found, which does not prove that there is none. */
  readonly matches: readonly ExampleRecord[];
  /** For conditions of the matches: the same record with another value at the path, which is filtered out. */
  readonly nearMisses: readonly NearMiss[];
  /** Conditions that were not tried: there are too many. */
  readonly more: number;
}

export interface ExampleRecord {
  readonly format: "json" | "text";
  /** The record's value. */
  readonly value: string;
}

interface NearMiss extends ExampleRecord {
  /** Where it differs. */
  readonly path: string;
  readonly expected: string;
  /** What it has there, as JSON writes it; absent for nothing. */
  readonly found?: string;
}

const mostMatches = 3;
const mostNearMisses = 10;
/** Records that are tried: each goes through the whole engine. */
const mostTries = 400;
const mostRules = 50;

/** Up to three values of records that a pattern keeps, and near misses. The same pattern always gives the same ones. */
export function exampleRecords({ compiled }: ReadPattern): ExampleRecords {
  const search = new Search(kafkaFilter(compiled));
  const drafts = search.matches();
  return { matches: drafts.map(({ record }) => record), ...search.nearMisses(drafts) };
}

interface Draft {
  readonly conditions: readonly Condition[];
  readonly values: ReadonlyMap<string, ExampleValue>;
  readonly record: ExampleRecord;
}

class Search {
  readonly #filter: KafkaFilter;
  readonly #candidates = new Map<Condition, readonly ExampleValue[]>();
  #tries = 0;

  constructor(filter: KafkaFilter) {
    this.#filter = filter;
  }

  /** One of each rule, then others of them. */
  matches(): readonly Draft[] {
    const found = new Map<string, Draft>();
    const rules = this.#filter.rules.filter(({ wants }) => wants !== "anything").slice(0, mostRules);
    for (let variant = 0; variant < mostMatches; variant++) {
      for (const { rule, wants } of rules) {
        if (found.size === mostMatches || this.#tries === mostTries) return [...found.values()];
        const draft = this.#draft(rule.conditions, wants === "text" ? "text" : "json", variant);
        if (draft !== undefined && this.#verdict(draft.record) === "kept") found.set(draft.record.value, draft);
      }
    }
    return [...found.values()];
  }

  /** One for each condition of the drafts that has any. */
  nearMisses(drafts: readonly Draft[]): Pick<ExampleRecords, "nearMisses" | "more"> {
    const nearMisses: NearMiss[] = [];
    const tried = new Set<Condition>();
    let more = 0;
    for (const draft of drafts) {
      for (const condition of dataConditions(draft.conditions)) {
        if (tried.has(condition)) continue;
        tried.add(condition);
        if (nearMisses.length === mostNearMisses || this.#tries >= mostTries) more++;
        else nearMisses.push(...this.#nearMiss(condition, draft));
      }
    }
    return { nearMisses, more };
  }

  #nearMiss(condition: Condition, { values, record: { format } }: Draft): readonly NearMiss[] {
    const { path, list } = condition;
    for (const value of missingValues(condition)) {
      if (!fits(value, format) || this.#tries >= mostTries) continue;
      const record = recordOf(new Map([...values, [path, value]]), format);
      if (this.#verdict(record) !== "filteredOut") continue;
      return [{ ...record, path, expected: conditionWords(list), ...(value === undefined ? {} : { found: jsonOf(value) }) }];
    }
    return [];
  }

  #draft(conditions: readonly Condition[], format: ExampleRecord["format"], variant: number): Draft | undefined {
    const values = new Map<string, ExampleValue>();
    for (const condition of dataConditions(conditions)) {
      const candidates = this.#matching(condition).filter((value) => fits(value, format));
      if (candidates.length === 0) return undefined;
      values.set(condition.path, candidates[variant % candidates.length]);
    }
    return { conditions, values, record: recordOf(values, format) };
  }

  #matching(condition: Condition): readonly ExampleValue[] {
    const known = this.#candidates.get(condition) ?? matchingValues(condition);
    this.#candidates.set(condition, known);
    return known;
  }

  #verdict({ value }: ExampleRecord): RecordVerdict {
    this.#tries++;
    return filterVerdict(
      this.#filter,
      readRecordValue(value, this.#filter.compiled.steps, () => undefined),
    );
  }
}

/** In the order of the pattern's text. */
function dataConditions(conditions: readonly Condition[]): readonly Condition[] {
  return conditions.filter(({ path }) => isDataPath(path)).sort((a, b) => a.member.nameSpan.start - b.member.nameSpan.start);
}

/** A text value is text that has bytes. */
function fits(value: ExampleValue, format: ExampleRecord["format"]): boolean {
  return format === "json" || (value?.kind === "string" && value.text.isWellFormed());
}

function recordOf(values: Draft["values"], format: ExampleRecord["format"]): ExampleRecord {
  return { format, value: format === "json" ? exampleText(values) : (values.get("value")?.text ?? "") };
}
