import type { ByteTools } from "../../record/byte-tools.ts";
import type { Condition } from "../compiled-pattern.ts";
import type { RejectionIndex } from "../rejection.ts";
import { type ByteTest, byteTest, satisfiesEscaped } from "./byte-tests.ts";
import { backslash, closeBrace, closeBracket, colon, comma, dot, isBlank, openBrace, openBracket, quote, standsAt } from "./bytes.ts";
import { ElementPlaces, inNoElement } from "./element-places.ts";
import type { FilterPlan, PathNode, PathStep } from "./filter-plan.ts";
import { Leaves } from "./leaves.ts";
import { behindBlanks, containerEnd, type ScalarKind, scalarEnd, scalarKind, valueEnd } from "./tokens.ts";

const nowhere = undefined;
const unsure = null;

/** Given instead of a place to go on from: a rule is satisfied, or the plain engine has to look. */
const stop = -1;

/** Lists in lists are followed by recursion. */
const mostListsAround = 32;

/**
 * Looks at the fields of an object that a filter names and steps over all others. What it is not made for (escapes in names,
 * names with dots) it leaves to the plain engine.
 */
export class FieldScan {
  readonly #plan: FilterPlan;
  readonly #tools: ByteTools;
  readonly #tests: readonly ByteTest[];
  readonly #places = new ElementPlaces();
  readonly #leaves: Leaves;
  #bytes: Uint8Array = new Uint8Array();
  #end = 0;
  #lists = 0;
  #listsAround = 0;
  /** Why it stopped: a rule is satisfied, or the plain engine has to look. */
  #isSatisfied = false;

  constructor(plan: FilterPlan, tools: ByteTools) {
    this.#plan = plan;
    this.#tools = tools;
    this.#tests = plan.conditions.map((condition) => byteTest(condition, tools.decodeUtf8));
    this.#leaves = new Leaves(plan, this.#places);
  }

  /** The object that begins with the brace at `start` and ends before `end`. True: it satisfies the filter; undefined: not to be told. */
  satisfies(bytes: Uint8Array, start: number, end: number): boolean | undefined {
    this.#bytes = bytes;
    this.#end = end;
    this.#lists = 0;
    this.#listsAround = 0;
    this.#isSatisfied = false;
    this.#places.clear();
    this.#leaves.clear();
    const at = this.#object(this.#plan.root, start + 1, inNoElement);
    if (at !== stop) return this.#leaves.isSatisfied();
    return this.#isSatisfied ? true : undefined;
  }

  /** After `satisfies` said false: as `rejectionOf`. */
  rejection(): RejectionIndex {
    return this.#leaves.rejection();
  }

  /**
   * Behind the object whose first member is at `at`. Nearly all time is spent here, so that steps that could be functions of
   * their own stand in one loop.
   */
  #object(node: PathNode, at: number, place: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    const { firstBytes } = node;
    while (at < end) {
      const byte = bytes[at++] as number;
      if (byte === comma || isBlank(byte)) continue;
      if (byte !== quote) return byte === closeBrace ? at : stop;
      const child = firstBytes[bytes[at] as number] === 1 ? this.#child(node, at) : nowhere;
      if (child === unsure) return stop;
      if (child !== nowhere) at += child.name.length;
      for (; at < end; at++) {
        const nameByte = bytes[at];
        if (nameByte === quote) break;
        if (nameByte === backslash) return stop;
      }
      if (bytes[++at] !== colon) at = behindBlanks(bytes, at, end);
      at = behindBlanks(bytes, at + 1, end);
      at = child === nowhere ? valueEnd(bytes, at, end) : this.#value(child.node, at, place);
      if (at === stop) return stop;
    }
    return stop;
  }

  /** The step that the name at `at` is. */
  #child(node: PathNode, at: number): PathStep | typeof unsure | typeof nowhere {
    const bytes = this.#bytes;
    for (const child of node.children) {
      if (!standsAt(bytes, at, child.name)) continue;
      const behind = bytes[at + child.name.length];
      if (behind === quote) return child;
      // `a.b` leads where `b` in `a` does.
      if (behind === dot) return unsure;
    }
    return nowhere;
  }

  #value(node: PathNode, at: number, place: number): number {
    const byte = this.#bytes[at] as number;
    if (byte === openBracket) return this.#list(node, at + 1, place);
    if (byte !== openBrace) return this.#scalar(node, at, place);
    return node.children.length === 0 ? containerEnd(this.#bytes, at, this.#end) : this.#object(node, at + 1, place);
  }

  /** Behind the list whose first element is at `at`; scalars in it are values of the field, in no element of it. */
  #list(node: PathNode, at: number, place: number): number {
    if (++this.#listsAround > mostListsAround) return stop;
    const list = this.#lists++;
    const end = this.#end;
    let index = 0;
    while (at < end) {
      const byte = this.#bytes[at] as number;
      if (byte === closeBracket) {
        this.#listsAround--;
        return at + 1;
      }
      if (byte === comma || isBlank(byte)) {
        at++;
        continue;
      }
      if (byte === openBrace && node.children.length === 0) at = containerEnd(this.#bytes, at, end);
      else if (byte === openBrace || byte === openBracket) at = this.#value(node, at, this.#places.add(list, index, place));
      else at = this.#scalar(node, at, place);
      if (at === stop) return stop;
      index++;
    }
    return stop;
  }

  #scalar(node: PathNode, at: number, place: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    const first = bytes[at] as number;
    if (first !== quote) {
      const behind = scalarEnd(bytes, at, end);
      // Where no value is, the scan would stand still.
      if (behind === at) return stop;
      return this.#isEnough(node, at, behind, scalarKind(first), place) ? stop : behind;
    }
    let behind = at + 1;
    let isEscaped = false;
    for (; behind < end; behind++) {
      const byte = bytes[behind];
      if (byte === quote) break;
      if (byte !== backslash) continue;
      isEscaped = true;
      behind++;
    }
    return this.#isEnough(node, at + 1, behind, isEscaped ? "escaped" : "string", place) ? stop : behind + 1;
  }

  /** Puts a value before the conditions of its place. True when the scan can stop. */
  #isEnough(node: PathNode, start: number, end: number, kind: ScalarKind | "escaped", place: number): boolean {
    for (const condition of node.conditions) {
      const passes =
        kind === "escaped"
          ? this.#passesEscaped(condition, start, end)
          : (this.#tests[condition] as ByteTest)(this.#bytes, start, end, kind);
      if (passes === undefined) return true;
      if (!this.#leaves.add(condition, place, passes)) continue;
      this.#isSatisfied = true;
      return true;
    }
    return false;
  }

  #passesEscaped(condition: number, start: number, end: number): boolean | undefined {
    return satisfiesEscaped(this.#plan.conditions[condition] as Condition, this.#bytes, start, end, this.#tools.decodeUtf8);
  }
}
