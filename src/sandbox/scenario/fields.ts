import { MskctlError } from "../../core/errors.ts";
import { nearest } from "../../core/nearest.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { formatDuration, parseDuration } from "../../core/time.ts";

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

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads the fields of an object. What is wrong goes to `problems`, with a default in its place, so that one reading
 * finds everything. A field without a default has to be there.
 */
export class Fields {
  readonly path: Path;
  readonly #members: Members;
  readonly #problems: ScenarioProblem[];
  /** Fields that were asked for: all that may be there. */
  readonly #known = new Set<string>();

  constructor(value: unknown, path: Path, problems: ScenarioProblem[]) {
    this.path = path;
    this.#problems = problems;
    this.#members = isObject(value) ? value : {};
    if (!isObject(value)) problems.push({ path, message: "must be an object" });
  }

  has(name: string): boolean {
    return this.#given(name) !== undefined;
  }

  /** Everything that the object has; all of it may be there. */
  all(): Members {
    for (const name of Object.keys(this.#members)) this.#known.add(name);
    return this.#members;
  }

  /** Whatever it is; undefined when it is not there. */
  value(name: string): unknown {
    return this.#given(name);
  }

  text(name: string, otherwise?: string): string {
    const given = this.#given(name) ?? otherwise;
    if (typeof given === "string" && given !== "") return given;
    // YAML reads a bare account id as a number.
    if (typeof given === "number") return String(given);
    this.problem(name, given === undefined ? "is missing" : "must be text");
    return otherwise ?? "";
  }

  /** One of `allowed`. */
  member<Member extends string>(name: string, allowed: readonly [Member, ...Member[]], otherwise?: Member): Member {
    const given = this.#given(name) ?? otherwise;
    const known = allowed.find((each) => each === given);
    if (known === undefined) this.problem(name, `${given === undefined ? "is missing; it is" : "must be"} one of ${allowed.join(", ")}`);
    return known ?? allowed[0];
  }

  /** Some of `allowed`, at least one, in the order of `allowed`. */
  members<Member extends string>(name: string, allowed: readonly Member[], otherwise: readonly Member[]): Member[] {
    const given = this.#given(name) ?? otherwise;
    const known = allowed.filter((each) => Array.isArray(given) && given.includes(each));
    if (known.length === 0 || known.length !== (given as readonly unknown[]).length) {
      this.problem(name, `must be a list of one or more of ${allowed.join(", ")}`);
    }
    return known;
  }

  number(name: string, otherwise: number | undefined, bounds: NumberBounds = {}): number {
    const given = this.#given(name) ?? otherwise;
    if (isNumberWithin(given, bounds)) return given;
    this.problem(name, `${given === undefined ? "is missing; it is" : "must be"} ${describeBounds(bounds)}`);
    return otherwise ?? bounds.minimum ?? 0;
  }

  flag(name: string, otherwise: boolean): boolean {
    const given = this.#given(name) ?? otherwise;
    if (typeof given === "boolean") return given;
    this.problem(name, "must be true or false");
    return otherwise;
  }

  /** A duration such as `90s` or `14d`; in milliseconds. */
  duration(name: string, otherwiseMs: number, longestMs = Number.POSITIVE_INFINITY): number {
    const given = this.#given(name);
    if (given === undefined) return otherwiseMs;
    const ms = parseDuration(String(given));
    if (ms !== undefined && ms <= longestMs) return ms;
    const limit = Number.isFinite(longestMs) ? `, at most ${formatDuration(longestMs)}` : "";
    this.problem(name, `must be a duration such as 90s, 60m or 14d${limit}`);
    return otherwiseMs;
  }

  object(name: string): Fields {
    return new Fields(this.#given(name) ?? {}, [...this.path, name], this.#problems);
  }

  /** `read` sees each item as an object. */
  list<Item>(name: string, read: (item: Fields) => Item): Item[] {
    return this.#array(name).map((value, index) => {
      const item = new Fields(value, [...this.path, name, index], this.#problems);
      const result = read(item);
      item.done();
      return result;
    });
  }

  texts(name: string, otherwise: readonly string[]): string[] {
    const given = this.has(name) ? this.#array(name) : otherwise;
    if (given.length > 0 && given.every((item) => typeof item === "string")) return [...given];
    this.problem(name, "must be a list of one or more texts");
    return [];
  }

  /** Text by key; numbers and booleans count as text. */
  textMap(name: string): Map<string, string> {
    const members = this.object(name).all();
    for (const [key, value] of Object.entries(members)) {
      if (!["string", "number", "boolean"].includes(typeof value)) {
        this.#problems.push({ path: [...this.path, name, key], message: "must be text" });
      }
    }
    return new Map(Object.entries(members).map(([key, value]) => [key, String(value)]));
  }

  /** Reports what was not asked for. */
  done(): void {
    for (const name of Object.keys(this.#members)) {
      if (this.#known.has(name)) continue;
      const meant = nearest(name, this.#known);
      this.problem(
        name,
        `does not exist; ${meant === undefined ? `fields here: ${[...this.#known].join(", ")}` : `did you mean ${meant}?`}`,
      );
    }
  }

  problem(name: string, message: string): void {
    this.#problems.push({ path: [...this.path, name], message });
  }

  #given(name: string): unknown {
    this.#known.add(name);
    return Object.hasOwn(this.#members, name) ? (this.#members[name] ?? undefined) : undefined;
  }

  #array(name: string): readonly unknown[] {
    const given = this.#given(name) ?? [];
    if (Array.isArray(given)) return given;
    this.problem(name, "must be a list");
    return [];
  }
}

/** `clusters[0].topics[2].partitions: must be …`. */
export function problemText({ path, message }: ScenarioProblem): string {
  const text = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
  return `${safeText(text.replace(/^\./, "")) || "the scenario"}: ${message}`;
}

/** A line for each problem; `details.problems` has them as they are. */
export function malformedScenario(problems: readonly ScenarioProblem[]): MskctlError {
  return new MskctlError("malformed-file", problems.map(problemText).join("\n"), { details: { problems } });
}

function isObject(value: unknown): value is Members {
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
