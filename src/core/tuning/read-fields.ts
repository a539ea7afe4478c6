import { isJsonObject } from "../json-value.ts";
import { nearest } from "../nearest.ts";
import { safeText } from "../record/safe-text.ts";

/** What keeps a document from being what it should be. */
export interface FieldProblem {
  /** From the root of the document; whoever knows the text can give line and column. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

interface NumberRule {
  readonly least?: number;
  readonly most?: number;
  readonly whole?: true;
  /** Without one the field has to be there. */
  readonly usual?: number;
}

/** Reads an object field by field, and remembers what is wrong with it. */
export class FieldReader {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #at: readonly (string | number)[];
  readonly #read = new Set<string>();
  readonly #found: FieldProblem[];

  constructor(value: unknown, at: readonly (string | number)[] = [], found: FieldProblem[] = []) {
    this.#found = found;
    this.#at = at;
    this.#value = isJsonObject(value) ? value : {};
    if (!isJsonObject(value)) this.wrong(undefined, "has to be an object");
  }

  /** Those of the fields that were read, and the fields that nobody has read. */
  problems(): readonly FieldProblem[] {
    for (const field of Object.keys(this.#value)) {
      if (this.#read.has(field)) continue;
      const meant = nearest(field, this.#read);
      const hint = meant === undefined ? `there are ${[...this.#read].join(", ")}` : `did you mean ${meant}?`;
      this.#found.push({ path: [...this.#at, field], message: `unknown field ${safeText(field, { maxWidth: 60 })}; ${hint}` });
    }
    return this.#found;
  }

  wrong(field: string | undefined, message: string): void {
    const path = field === undefined ? this.#at : [...this.#at, field];
    this.#found.push({ path, message: `${path.length === 0 ? "the document" : path.join(".")} ${message}` });
  }

  /** As it stands. */
  any(field: string): unknown {
    this.#read.add(field);
    return this.#value[field] ?? undefined;
  }

  number(field: string, rule: NumberRule): number {
    const value = this.any(field) ?? rule.usual;
    if (typeof value === "number" && fits(value, rule)) return value;
    this.wrong(field, value === undefined ? `is missing: it has to be ${words(rule)}` : `has to be ${words(rule)}`);
    return rule.usual ?? rule.least ?? 0;
  }

  text(field: string, usual?: string): string {
    const value = this.any(field) ?? usual;
    if (typeof value === "string" && value !== "") return value;
    this.wrong(field, value === undefined ? "is missing: it has to be text" : "has to be text");
    return "";
  }

  /** What lies below a field; an empty object where it may be left out and is. */
  object(field: string, usual?: Readonly<Record<string, never>>): FieldReader {
    const value = this.any(field) ?? usual;
    return new FieldReader(value, [...this.#at, field], this.#found);
  }

  /** The objects of a list. */
  objects(field: string): readonly FieldReader[] {
    const value = this.any(field);
    if (!Array.isArray(value)) this.wrong(field, value === undefined ? "is missing: it has to be a list" : "has to be a list");
    const each = Array.isArray(value) ? value : [];
    return each.map((item: unknown, index) => new FieldReader(item, [...this.#at, field, index], this.#found));
  }
}

function fits(value: number, { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY, whole }: NumberRule): boolean {
  return Number.isFinite(value) && value >= least && value <= most && (whole !== true || Number.isInteger(value));
}

function words({ least, most, whole }: NumberRule): string {
  const kind = whole === true ? "a whole number" : "a number";
  if (least !== undefined && most !== undefined) return `${kind} from ${least} to ${most}`;
  return least === undefined ? kind : `${kind}, at least ${least}`;
}
