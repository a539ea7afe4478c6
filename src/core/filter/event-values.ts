import { comparableNumber } from "./comparable-number.ts";
import { type JsonTokenKind, JsonTokens } from "./json-tokens.ts";

/** A string, number, boolean or null of an event; objects and lists are only the way to it. */
export interface EventValue {
  readonly kind: "string" | "number" | "literal";
  /** What the string says, or the token as written. */
  readonly text: string;
  /** Of a number that can be compared. */
  readonly value: number | undefined;
  /** The element of a list that it stands in, if it stands in one; values directly in a list are in no element of it. */
  readonly element: ListElement | undefined;
}

/** An object or a list inside a list. */
export interface ListElement {
  readonly list: number;
  readonly index: number;
  /** The element that the list itself stands in. */
  readonly outer: ListElement | undefined;
}

/** Field names joined by dots → the values there, in the order of the text. */
export type EventValues = ReadonlyMap<string, readonly EventValue[]>;

export interface ReadValues {
  readonly values: EventValues;
  /** The paths of lists, by their numbers. */
  readonly lists: readonly string[];
  readonly top: "object" | "list" | "scalar";
  /** False when something follows the value. */
  readonly restIsBlank: boolean;
}

/**
 * The values of a JSON text by their paths, all of them below `path` when there is one. Lists are passed through: each
 * element is a value of the field, at any depth; empty ones leave nothing. A name that comes twice keeps both. Names that
 * are not among `steps` are passed over, in AWS's way (event-ruler, GenericMachine.isFieldStepUsed). What follows the value
 * at the top is not looked at. Throws `JsonSyntaxError`.
 */
export function eventValues(text: string, steps: ReadonlySet<string>, path?: string): ReadValues {
  const tokens = new JsonTokens(text);
  const reader = new ValueReader(tokens, steps);
  const top = reader.read(path);
  return { values: reader.values, lists: reader.lists, top, restIsBlank: tokens.restIsBlank() };
}

/** A container on the way to the current token; without a path only the object at the top. */
type Place =
  | { readonly kind: "object"; readonly path: string | undefined; readonly element: ListElement | undefined }
  | {
      readonly kind: "list";
      readonly path: string | undefined;
      readonly element: ListElement | undefined;
      readonly list: number;
      index: number;
    };

class ValueReader {
  readonly values = new Map<string, EventValue[]>();
  readonly lists: string[] = [];
  readonly #tokens: JsonTokens;
  readonly #steps: ReadonlySet<string>;
  readonly #places: Place[] = [];

  constructor(tokens: JsonTokens, steps: ReadonlySet<string>) {
    this.#tokens = tokens;
    this.#steps = steps;
  }

  read(path: string | undefined): ReadValues["top"] {
    const top = this.#tokens.next();
    this.#take(top, path, undefined);
    for (let place = this.#places.at(-1); place !== undefined; place = this.#places.at(-1)) this.#step(place);
    if (top === "{") return "object";
    return top === "[" ? "list" : "scalar";
  }

  #step(place: Place): void {
    const kind = this.#tokens.next();
    if (kind === "}" || kind === "]") this.#places.pop();
    else if (place.kind === "list") {
      const isContainer = kind === "{" || kind === "[";
      const element = isContainer ? { list: place.list, index: place.index, outer: place.element } : place.element;
      place.index++;
      this.#take(kind, place.path, element);
    } else {
      const name = this.#tokens.string();
      const inner = this.#tokens.next();
      if (!this.#isUsed(name)) this.#skip(inner);
      else this.#take(inner, place.path === undefined ? name : `${place.path}.${name}`, place.element);
    }
  }

  #take(kind: JsonTokenKind, path: string | undefined, element: ListElement | undefined): void {
    if (kind === "{") this.#places.push({ kind: "object", path, element });
    else if (kind === "[") this.#places.push({ kind: "list", path, element, list: this.lists.push(path ?? "") - 1, index: 0 });
    else if (path !== undefined) this.#add(kind, path, element);
  }

  #add(kind: JsonTokenKind, path: string, element: ListElement | undefined): void {
    const { start, end, text: whole } = this.#tokens;
    const text = kind === "string" ? this.#tokens.string() : whole.slice(start, end);
    const value = kind === "number" ? comparableNumber(text) : undefined;
    const entry: EventValue = { kind: kind === "string" || kind === "number" ? kind : "literal", text, value, element };
    const others = this.values.get(path);
    if (others === undefined) this.values.set(path, [entry]);
    else others.push(entry);
  }

  #skip(kind: JsonTokenKind): void {
    if (kind !== "{" && kind !== "[") return;
    const outside = this.#tokens.depth - 1;
    while (this.#tokens.depth > outside) this.#tokens.next();
  }

  /** A name with dots is used when all its parts are, wherever. */
  #isUsed(name: string): boolean {
    if (this.#steps.has(name)) return true;
    if (!name.includes(".")) return false;
    const parts = name.replace(/\.+$/, "");
    return parts === "" || parts.split(".").every((part) => this.#steps.has(part));
  }
}
