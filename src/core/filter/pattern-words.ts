import { plural } from "../figures.ts";
import { pathOf } from "./compiled-pattern.ts";
import { conditionWords } from "./condition-words.ts";
import { bypassingFormats } from "./explain/hints.ts";
import { type Overriding, overriddenLists } from "./explain/overriding.ts";
import type { ReadPattern } from "./explain/read-pattern.ts";
import { isDataPath, kafkaFilter } from "./kafka-filter.ts";
import type { PatternObject, ValueList } from "./pattern.ts";
import { shownPath } from "./quoted-text.ts";

/** What a pattern does to the records of a topic, in lines of plain English; two blanks a level. */
export function patternWords({ pattern, compiled }: ReadPattern): readonly string[] {
  const filter = kafkaFilter(compiled);
  const wanted = new Set(filter.rules.map(({ wants }) => wants));
  const lines = new Lines(overriddenLists(pattern.root));
  const when = lines.whole(pattern.root);
  const keeps = wanted.has("json") ? (wanted.has("text") ? "a value" : "a JSON value") : wanted.has("text") ? "a text value" : undefined;
  const head = keeps === undefined ? nothingKept : `Keeps ${keeps} when ${when}:`;
  return [head, ...lines.all(), ...bypassLine(bypassingFormats(filter))];
}

const nothingKept = 'Keeps no record: nothing here is below "value".';

function bypassLine(formats: readonly string[]): string[] {
  if (formats.length === everyFormat) return ["Filters nothing out: what it does not keep bypasses it and is delivered."];
  return formats.length === 0 ? [] : [`Delivers without a look: ${formats.join(", ")}.`];
}

/** JSON, text, not UTF-8, null. */
const everyFormat = 4;

const mostLines = 100;
const mostLevels = 12;

const oneOf = "one of these holds";
const allOf = "all of this holds";

class Lines {
  readonly #lines: string[] = [];
  readonly #overridden: ReadonlyMap<ValueList, Overriding>;
  #leftOut = 0;

  constructor(overridden: ReadonlyMap<ValueList, Overriding>) {
    this.#overridden = overridden;
  }

  /** Gives what the lines are of: a choice that stands alone needs no line for itself. */
  whole(root: PatternObject): string {
    const choice = soleChoice(root, []);
    if (choice === undefined) this.#object(root, [], 1);
    else this.#branches(choice.branches, choice.steps, 1);
    if (choice !== undefined) return oneOf;
    return conditionsOf(root) === 1 ? "this holds" : allOf;
  }

  all(): readonly string[] {
    return this.#leftOut === 0 ? this.#lines : [...this.#lines, `  and ${plural(this.#leftOut, "line")} more`];
  }

  #object(object: PatternObject, steps: readonly string[], level: number): void {
    for (const member of object.members) {
      if (member.kind === "or") {
        this.#add(level, `${oneOf}:`);
        this.#branches(member.branches, steps, level + 1);
      } else if (member.node.kind === "object") this.#object(member.node, [...steps, member.name], level);
      else this.#condition(pathOf(steps, member.name), member.node, level);
    }
  }

  #branches(branches: readonly PatternObject[], steps: readonly string[], level: number): void {
    for (const branch of branches) {
      const isOne = conditionsOf(branch) === 1;
      if (!isOne) this.#add(level, `${allOf}:`);
      this.#object(branch, steps, isOne ? level : level + 1);
    }
  }

  #condition(path: string, list: ValueList, level: number): void {
    const hasToBeThere = list.matchers.every(({ kind }) => kind === "anything-but") ? "is there and " : "";
    this.#add(level, `${shownPath(path)} ${hasToBeThere}${conditionWords(list)}${this.#note(path, list)}`);
  }

  #note(path: string, list: ValueList): string {
    const overriding = this.#overridden.get(list);
    if (overriding !== undefined) return overridingNotes[overriding];
    if (isDataPath(path)) return "";
    const mayBeAbsent = list.matchers.some((matcher) => matcher.kind === "exists" && !matcher.present);
    return ` (${mayBeAbsent ? "always" : "never"}: only the value of a Kafka record can be filtered on)`;
  }

  #add(level: number, text: string): void {
    if (this.#lines.length < mostLines && level <= mostLevels) this.#lines.push("  ".repeat(level) + text);
    else this.#leftOut++;
  }
}

const overridingNotes: Readonly<Record<Overriding, string>> = {
  always: " (does not count: a later condition on the same path does)",
  sometimes: " (unless a later condition on the same path counts)",
};

/** A choice counts as one: it stands for itself. */
function conditionsOf({ members }: PatternObject): number {
  return members.reduce(
    (sum, member) => sum + (member.kind === "field" && member.node.kind === "object" ? conditionsOf(member.node) : 1),
    0,
  );
}

/** The one `$or` that is all of a pattern, and the fields that it is inside of. */
function soleChoice({ members: [member, second] }: PatternObject, steps: readonly string[]): Choice | undefined {
  if (member === undefined || second !== undefined) return undefined;
  if (member.kind === "or") return { branches: member.branches, steps };
  return member.node.kind === "object" ? soleChoice(member.node, [...steps, member.name]) : undefined;
}

interface Choice {
  readonly branches: readonly PatternObject[];
  readonly steps: readonly string[];
}
