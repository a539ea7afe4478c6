import type { Condition } from "../compiled-pattern.ts";
import type { EventValue } from "../event-values.ts";
import { matchesRule } from "../match.ts";
import type { RejectionIndex } from "../rejection.ts";
import { type ElementPlaces, inNoElement } from "./element-places.ts";
import type { FilterPlan } from "./filter-plan.ts";

/** The list of a condition whose values are in none. */
const noList = -1;

/** Elements of a list are bits of a 32-bit number. */
const mostElements = 31;

const present = 1;
const passing = 2;

/**
 * What a scan has found for the conditions of a filter. Mostly all values of a condition stand in elements of one list, which
 * stands in no other: then elements are bits, and rules are decided by them. Anything else is decided by `matchesRule`.
 */
export class Leaves {
  readonly #plan: FilterPlan;
  readonly #places: ElementPlaces;
  /** By condition: whether values outside of lists are present, and one is passing. */
  readonly #outside: Uint8Array;
  /** By condition: the list that its values are in, and the elements with a value, and with one that passes. */
  readonly #list: Int32Array;
  readonly #presentIn: Int32Array;
  readonly #passingIn: Int32Array;
  /** Every value in an element: condition, place, and 1 when it passes. */
  #inside = new Int32Array(3 * 64);
  #insideEnd = 0;
  #areBitsEnough = true;
  /** For each rule, how many of its conditions are not satisfied outside of lists yet. */
  readonly #open: Int32Array;
  readonly #sizes: Int32Array;
  readonly #rulesOf: readonly (readonly number[])[];

  constructor(plan: FilterPlan, places: ElementPlaces) {
    const { conditions, rules } = plan;
    this.#plan = plan;
    this.#places = places;
    this.#outside = new Uint8Array(conditions.length);
    this.#list = new Int32Array(conditions.length).fill(noList);
    this.#presentIn = new Int32Array(conditions.length);
    this.#passingIn = new Int32Array(conditions.length);
    this.#sizes = Int32Array.from(rules, (rule) => rule.length);
    this.#open = this.#sizes.slice();
    this.#rulesOf = conditions.map((_, index) => rules.flatMap((rule, number) => (rule.includes(index) ? [number] : [])));
  }

  clear(): void {
    for (let index = 0; index < this.#outside.length; index++) this.#outside[index] = 0;
    for (let rule = 0; rule < this.#open.length; rule++) this.#open[rule] = this.#sizes[rule] as number;
    if (this.#insideEnd === 0) return;
    this.#insideEnd = 0;
    this.#areBitsEnough = true;
    for (let index = 0; index < this.#list.length; index++) {
      this.#list[index] = noList;
      this.#presentIn[index] = 0;
      this.#passingIn[index] = 0;
    }
  }

  /** True when a rule is satisfied for sure, whatever may follow. */
  add(condition: number, place: number, passes: boolean): boolean {
    if (place === inNoElement) return this.#addOutside(condition, passes);
    this.#addInside(condition, place, passes);
    return false;
  }

  #addOutside(condition: number, passes: boolean): boolean {
    const before = this.#outside[condition] as number;
    this.#outside[condition] = before | (passes ? present | passing : present);
    if (!passes || (before & passing) !== 0) return false;
    for (const rule of this.#rulesOf[condition] as readonly number[]) {
      const open = (this.#open[rule] as number) - 1;
      this.#open[rule] = open;
      if (open === 0) return true;
    }
    return false;
  }

  #addInside(condition: number, place: number, passes: boolean): void {
    const list = this.#places.list(place);
    const element = this.#places.index(place);
    const known = this.#list[condition];
    if ((known !== noList && known !== list) || element >= mostElements || this.#places.isInner(place)) this.#areBitsEnough = false;
    if (this.#insideEnd === this.#inside.length) this.#growInside();
    this.#inside[this.#insideEnd++] = condition;
    this.#inside[this.#insideEnd++] = place;
    this.#inside[this.#insideEnd++] = passes ? 1 : 0;
    this.#list[condition] = list;
    this.#presentIn[condition] = (this.#presentIn[condition] as number) | (1 << element);
    if (passes) this.#passingIn[condition] = (this.#passingIn[condition] as number) | (1 << element);
  }

  /** Whether a rule is satisfied. */
  isSatisfied(): boolean {
    return this.#plan.rules.some((rule) => (this.#insideEnd === 0 ? this.#holds(rule) : this.#holdsInElements(rule)));
  }

  /** As `rejectionOf`. */
  rejection(): RejectionIndex {
    const { tried, otherwise } = this.#plan;
    for (let index = 0; index < tried.length; index++) if (!this.#isPossible(tried[index] as number)) return index;
    return otherwise;
  }

  #isPossible(condition: number): boolean {
    const isPresent = this.#outside[condition] !== 0 || this.#list[condition] !== noList;
    if (!isPresent) return this.#mayBeAbsent(condition);
    return ((this.#outside[condition] as number) & passing) !== 0 || this.#passingIn[condition] !== 0;
  }

  #holds(rule: readonly number[]): boolean {
    for (const condition of rule) if (!this.#holdsOutside(condition)) return false;
    return true;
  }

  #holdsOutside(condition: number): boolean {
    const found = this.#outside[condition] as number;
    return found === 0 ? this.#mayBeAbsent(condition) : (found & passing) !== 0;
  }

  /** As `matchesRule`. Choices in different lists have nothing to do with each other, so that each list is asked once. */
  #holdsInElements(rule: readonly number[]): boolean {
    let isMixed = false;
    for (const condition of rule) {
      if (this.#list[condition] === noList) {
        if (!this.#holdsOutside(condition)) return false;
      } else if (this.#passingIn[condition] === 0 && this.#outside[condition] === 0 && !this.#mayBeAbsent(condition)) return false;
      else if (this.#outside[condition] !== 0) isMixed = true;
    }
    if (isMixed || !this.#areBitsEnough) return this.#matchesRule(rule);
    for (let index = 0; index < rule.length; index++)
      if (this.#isFirstOfList(rule, index) && this.#elementsLeft(rule, index) === 0) return false;
    return true;
  }

  #isFirstOfList(rule: readonly number[], index: number): boolean {
    const list = this.#list[rule[index] as number];
    if (list === noList) return false;
    for (let before = 0; before < index; before++) if (this.#list[rule[before] as number] === list) return false;
    return true;
  }

  /** Elements of a list that suit its conditions from the first one on, in the order of their paths. */
  #elementsLeft(rule: readonly number[], first: number): number {
    const list = this.#list[rule[first] as number];
    let left = this.#passingIn[rule[first] as number] as number;
    for (let index = first + 1; index < rule.length; index++) {
      const condition = rule[index] as number;
      if (this.#list[condition] !== list) continue;
      const absent = this.#mayBeAbsent(condition) ? ~(this.#presentIn[condition] as number) : 0;
      left &= (this.#passingIn[condition] as number) | absent;
    }
    return left;
  }

  /** The plain engine's search for elements, on values that say no more than whether they pass. */
  #matchesRule(rule: readonly number[]): boolean {
    const values = new Map<string, EventValue[]>();
    const add = (condition: number, passes: boolean, place: number) => {
      const found = values.get(String(condition)) ?? [];
      found.push({ kind: "literal", text: passes ? passingValue : otherValue, value: undefined, element: this.#places.element(place) });
      values.set(String(condition), found);
    };
    for (const condition of rule)
      if (this.#outside[condition] !== 0) add(condition, ((this.#outside[condition] as number) & passing) !== 0, inNoElement);
    for (let at = 0; at < this.#insideEnd; at += 3)
      add(this.#inside[at] as number, this.#inside[at + 2] === 1, this.#inside[at + 1] as number);
    return matchesRule({ conditions: rule.map((condition) => this.#askingForPassing(condition)) }, values);
  }

  #askingForPassing(condition: number): Condition {
    const { tests, ...asked } = this.#plan.conditions[condition] as Condition;
    return { ...asked, path: String(condition), tests: [{ matcher: { kind: "literal", text: passingValue, start: 0, end: 0 } }] };
  }

  #mayBeAbsent(condition: number): boolean {
    return (this.#plan.conditions[condition] as Condition).mayBeAbsent;
  }

  #growInside(): void {
    const larger = new Int32Array(this.#inside.length * 2);
    larger.set(this.#inside);
    this.#inside = larger;
  }
}

const passingValue = "true";
const otherValue = "false";
