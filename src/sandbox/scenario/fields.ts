import { nearest } from "../../core/nearest.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { parseDuration } from "../../core/time.ts";

export type Path = readonly (string | number)[];

export interface ScenarioProblem {
  readonly path: Path;
  readonly message: string;
}

interface NumberBounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly whole?: boolean;
}

/**
 * Reads the fields of an object. What is wrong goes to `problems`, with the default in its place, so that one reading
 * finds everything.
 */
export interface Fields {
  readonly path: Path;
  has(name: string): boolean;
  /** Everything that the object has; all of it counts as asked for. */
  all(): Readonly<Record<string, unknown>>;
  text(name: string, otherwise?: string): string;
  /** One of `members`; the first is the default. */
  member<Member extends string>(name: string, members: readonly [Member, ...Member[]]): Member;
  number(name: string, otherwise: number | undefined, bounds?: NumberBounds): number;
  /** A duration such as `90s` or `14d`; in milliseconds. */
  duration(name: string, otherwiseMs: number): number;
  object(name: string): Fields;
  list<Item>(name: string, read: (item: Fields, index: number) => Item): Item[];
  texts(name: string): string[];
  textMap(name: string): Map<string, string>;
  /** Reports what was not asked for. */
  done(): void;
  problem(name: string, message: string): void;
}

export function fieldsOf(value: unknown, path: Path, problems: ScenarioProblem[]): Fields {
  const asked = new Set<string>();
  const report = (at: Path, message: string): void => void problems.push({ path: at, message });
  if (!isObject(value)) report(path, "must be an object");
  const members: Readonly<Record<string, unknown>> = isObject(value) ? value : {};
  const raw = (name: string): unknown => {
    asked.add(name);
    return Object.hasOwn(members, name) ? (members[name] ?? undefined) : undefined;
  };

  const fields: Fields = {
    path,
    all() {
      for (const name of Object.keys(members)) asked.add(name);
      return members;
    },
    has: (name) => raw(name) !== undefined,
    problem: (name, message) => report([...path, name], message),
    text(name, otherwise) {
      const given = raw(name) ?? otherwise;
      if (typeof given === "string" && given !== "") return given;
      // YAML reads a bare account id as a number.
      if (typeof given === "number") return String(given);
      fields.problem(name, given === undefined ? "is missing" : "must be text");
      return otherwise ?? "";
    },
    member(name, allowed) {
      const given = raw(name);
      const known = allowed.find((each) => each === given);
      if (known === undefined && given !== undefined) fields.problem(name, `must be one of ${allowed.join(", ")}`);
      return known ?? allowed[0];
    },
    number(name, otherwise, bounds = {}) {
      const given = raw(name) ?? otherwise;
      if (isNumberWithin(given, bounds)) return given;
      fields.problem(name, given === undefined ? "is missing" : `must be ${describeBounds(bounds)}`);
      return otherwise ?? bounds.minimum ?? 0;
    },
    duration(name, otherwiseMs) {
      const given = raw(name);
      if (given === undefined) return otherwiseMs;
      const ms = parseDuration(String(given));
      if (ms === undefined) fields.problem(name, "must be a duration such as 90s, 60m or 14d");
      return ms ?? otherwiseMs;
    },
    object: (name) => fieldsOf(raw(name) ?? {}, [...path, name], problems),
    list(name, read) {
      const given = raw(name) ?? [];
      if (!Array.isArray(given)) fields.problem(name, "must be a list");
      return (Array.isArray(given) ? given : []).map((item, index) => {
        const itemFields = fieldsOf(item, [...path, name, index], problems);
        const result = read(itemFields, index);
        itemFields.done();
        return result;
      });
    },
    texts(name) {
      const given = raw(name) ?? [];
      if (Array.isArray(given) && given.every((item) => typeof item === "string")) return given;
      fields.problem(name, "must be a list of text");
      return [];
    },
    textMap(name) {
      const given = raw(name) ?? {};
      if (!isObject(given)) fields.problem(name, "must be an object");
      return new Map(Object.entries(isObject(given) ? given : {}).map(([key, text]) => [key, String(text)]));
    },
    done() {
      for (const name of Object.keys(members)) {
        if (asked.has(name)) continue;
        const meant = nearest(name, asked);
        report([...path, name], `does not exist${meant === undefined ? "" : `; did you mean ${meant}?`}`);
      }
    },
  };
  return fields;
}

/** `clusters[0].topics[2].partitions`, for messages. */
export function pathText(path: Path): string {
  const text = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
  return safeText(text.replace(/^\./, "")) || "scenario";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNumberWithin(value: unknown, { minimum, maximum, whole }: NumberBounds): value is number {
  return (
    typeof value === "number" &&
    Number.isFinite(value) &&
    value >= (minimum ?? Number.NEGATIVE_INFINITY) &&
    value <= (maximum ?? Number.POSITIVE_INFINITY) &&
    (whole !== true || Number.isInteger(value))
  );
}

function describeBounds({ minimum, maximum, whole }: NumberBounds): string {
  const kind = whole === true ? "a whole number" : "a number";
  if (minimum !== undefined && maximum !== undefined) return `${kind} from ${minimum} to ${maximum}`;
  return minimum === undefined ? kind : `${kind} of at least ${minimum}`;
}
