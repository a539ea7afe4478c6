import type { Condition } from "./compiled-pattern.ts";
import type { EventValue } from "./event-values.ts";
import type { JsonNode } from "./json-tree.ts";

/** What stands at the path of a condition, in the records that were looked at. A record counts once for each kind it has. */
export interface Observation {
  readonly condition: Condition;
  /** All JSON records looked at, and those that were filtered out because of the condition. */
  readonly all: Kinds;
  readonly rejected: Kinds;
}

/** Numbers of records. */
export interface Kinds {
  readonly records: number;
  /** Nothing at the path. */
  readonly absent: number;
  /** An object or an empty list at the path, and no value. */
  readonly container: number;
  readonly string: number;
  readonly number: number;
  readonly boolean: number;
  readonly null: number;
  /** More than one value, from the elements of a list. */
  readonly several: number;
  /** Strings that read as a number. */
  readonly numericString: number;
  /** Numbers that no numeric comparison can see. */
  readonly imprecise: number;
  /** String → records; no more are added when there are `mostStrings`. */
  readonly strings: ReadonlyMap<string, number>;
  /** Whether there were more different strings than are kept. */
  readonly moreStrings: boolean;
}

/** A field of more different values is no enumeration, and its values may be anything. */
const mostStrings = 50;
const longestString = 60;

export class KindTally implements Kinds {
  records = 0;
  absent = 0;
  container = 0;
  string = 0;
  number = 0;
  boolean = 0;
  null = 0;
  several = 0;
  numericString = 0;
  imprecise = 0;
  moreStrings = false;
  readonly strings = new Map<string, number>();

  /** Adds what one record has at the path; `isContainer` where it has no value there, but an object or a list. */
  add(values: readonly EventValue[], isContainer: boolean): void {
    this.records++;
    if (values.length === 0) this[isContainer ? "container" : "absent"]++;
    if (values.length > 1) this.several++;
    const strings = values.filter(({ kind }) => kind === "string");
    const numbers = values.filter(({ kind }) => kind === "number");
    if (strings.length > 0) this.string++;
    if (numbers.length > 0) this.number++;
    if (values.some(({ kind, text }) => kind === "literal" && text === "null")) this.null++;
    if (values.some(({ kind, text }) => kind === "literal" && text !== "null")) this.boolean++;
    if (strings.some(({ text }) => looksNumeric.test(text))) this.numericString++;
    if (numbers.some(({ value }) => value === undefined)) this.imprecise++;
    for (const text of new Set(strings.map((value) => value.text))) this.#addString(text);
  }

  #addString(text: string): void {
    const count = this.strings.get(text);
    if (count !== undefined) this.strings.set(text, count + 1);
    else if (this.strings.size < mostStrings && text.length <= longestString) this.strings.set(text, 1);
    else this.moreStrings = true;
  }
}

const looksNumeric = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** Whether an object or a list stands at a path below the value; `names` lead to it, lists on the way are passed through. */
export function hasContainerAt(node: JsonNode, names: readonly string[]): boolean {
  const places: { readonly node: JsonNode; readonly depth: number }[] = [{ node, depth: 0 }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { node: at, depth } = place;
    if (depth === names.length && (at.kind === "object" || at.kind === "array")) return true;
    if (at.kind === "array") places.push(...at.items.slice(0, mostItems).map((item) => ({ node: item, depth })));
    if (at.kind !== "object") continue;
    for (const { name, value } of at.members) if (name === names[depth]) places.push({ node: value, depth: depth + 1 });
  }
  return false;
}

/** Lists are looked at this far. */
const mostItems = 100;
