import { dirname, isAbsolute, join } from "node:path";
import { MskctlError } from "../../core/errors.ts";
import { isJsonObject } from "../../core/json-value.ts";
import { nearest } from "../../core/nearest.ts";

/** The configuration file as it was read, with what its errors and its paths need. */
export interface ConfigDocument {
  readonly file: string;
  readonly home: string;
  positionOf(path: readonly (string | number)[]): { readonly line: number; readonly column: number };
}

/**
 * An object in the configuration file whose fields are all known. Each method throws `malformed-file` with file, line and
 * column, and never with what the file says there: it may be a secret in the wrong place.
 */
export class ConfigSection {
  readonly #document: ConfigDocument;
  readonly #path: readonly (string | number)[];
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(document: ConfigDocument, path: readonly (string | number)[], value: unknown, known: readonly string[]) {
    this.#document = document;
    this.#path = path;
    if (!isJsonObject(value)) throw this.error(`${nameOf(path)} should be an object with ${known.join(", ")}`);
    this.#fields = value;
    const unknown = Object.keys(value).find((name) => !known.includes(name));
    if (unknown === undefined) return;
    const meant = nearest(unknown, known);
    throw this.error(
      `${nameOf(path)} has no field ${unknown}; ${meant === undefined ? `it has ${known.join(", ")}` : `do you mean ${meant}?`}`,
      unknown,
    );
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#fields, name) && this.#fields[name] !== null;
  }

  /** Undefined when the field is not there. */
  text(name: string): string | undefined {
    if (!this.has(name)) return undefined;
    const value = this.#fields[name];
    if (typeof value !== "string" || value === "") throw this.error(`${nameOf([...this.#path, name])} should be text`, name);
    return value;
  }

  /** A path: `~/` is the home folder, others start from the folder of the configuration file. */
  file(name: string): string | undefined {
    const path = this.text(name);
    if (path === undefined || isAbsolute(path)) return path;
    return path.startsWith("~/") ? join(this.#document.home, path.slice(2)) : join(dirname(this.#document.file), path);
  }

  section(name: string, known: readonly string[]): ConfigSection | undefined {
    return this.has(name) ? new ConfigSection(this.#document, [...this.#path, name], this.#fields[name], known) : undefined;
  }

  /** The objects of a list; none when the field is not there. */
  sections(name: string, known: readonly string[]): readonly ConfigSection[] {
    if (!this.has(name)) return [];
    const list = this.#fields[name];
    if (!Array.isArray(list)) throw this.error(`${nameOf([...this.#path, name])} should be a list`, name);
    return list.map((item: unknown, index) => new ConfigSection(this.#document, [...this.#path, name, index], item, known));
  }

  /** An error at a field, or at the section itself. */
  error(message: string, ...at: readonly string[]): MskctlError {
    const { line, column } = this.#document.positionOf([...this.#path, ...at]);
    const { file } = this.#document;
    return new MskctlError("malformed-file", `${file}:${line}:${column}: ${message}`, {
      suggestions: ["docs/configuration.md says what the configuration file may have"],
      details: { file, line, column },
    });
  }
}

/** `registries[0].basicAuth`. */
function nameOf(path: readonly (string | number)[]): string {
  if (path.length === 0) return "the configuration file";
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${part}`)).join("");
}
