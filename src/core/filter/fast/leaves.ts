import type { Condition } from "../compiled-pattern.ts";
import type { RejectionIndex } from "../rejection.ts";
import type { FilterPlan } from "./filter-plan.ts";

/** The list of a value that stands in no element of one. */
export const inNoList = -1;

/** Elements of a list are bits of a 32-bit number. */
const mostElements = 31;

const present = 1;
const passing = 2;

/**
 * What a scan has found for the conditions of a filter. Values in elements of lists are kept by element, as bits: one list a
 * condition, no list inside an element of another one; anything else is for the plain engine.
 */
export class Leaves {
  readonly #plan: FilterPlan;
  /** By condition: whether values outside of lists are present, and one is passing. */
  readonly #outside: Uint8Array;
  /** By condition: the list that its values are in, and the elements with a value, and with one that passes. */
  readonly #list: Int32Array;
  readonly #presentIn: Int32Array;
  readonly #passingIn: Int32Array;
  #inLists = false;
  /** For each rule, how many of its conditions are not satisfied outside of lists yet. */
  readonly #open: Int32Array;
  readonly #sizes: Int32Array;
  readonly #rulesOf: readonly (readonly number[])[];

  constructor(plan: FilterPlan) {
    const { conditions, rules } = plan;
    this.#plan = plan;
    this.#outside = new Uint8Array(conditions.length);
    this.#list = new Int32Array(conditions.length).fill(inNoList);
    this.#presentIn = new Int32Array(conditions.length);
    this.#passingIn = new Int32Array(conditions.length);
    this.#sizes = Int32Array.from(rules, (rule) => rule.length);
    this.#open = this.#sizes.slice();
    this.#rulesOf = conditions.map((_, index) => rules.flatMap((rule, number) => (rule.includes(index) ? [number] : [])));
  }

  clear(): void {
    for (let index = 0; index < this.#outside.length; index++) this.#outside[index] = 0;
    for (let rule = 0; rule < this.#open.length; rule++) this.#open[rule] = this.#sizes[rule] as number;
    if (!this.#inLists) return;
    this.#inLists = false;
    for (let index = 0; index < this.#list.length; index++) {
      this.#list[index] = inNoList;
      this.#presentIn[index] = 0;
      this.#passingIn[index] = 0;
    }
  }

  /** True when a rule is satisfied for sure, whatever may follow. */
  addOutside(condition: number, passes: boolean): boolean {
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

  /** False when it is more than can be kept track of here. */
  addInside(condition: number, list: number, element: number, passes: boolean): boolean {
    const known = this.#list[condition];
    if ((known !== inNoList && known !== list) || element >= mostElements) return false;
    this.#inLists = true;
    this.#list[condition] = list;
    this.#presentIn[condition] = (this.#presentIn[condition] as number) | (1 << element);
    if (passes) this.#passingIn[condition] = (this.#passingIn[condition] as number) | (1 << element);
    return true;
  }

  /** Whether a rule is satisfied; undefined when the plain engine has to say. */
  isSatisfied(): boolean | undefined {
    let isUnsure = false;
    for (const rule of this.#plan.rules) {
      const holds = this.#inLists ? this.#holdsInElements(rule) : this.#holds(rule);
      if (holds === true) return true;
      if (holds === undefined) isUnsure = true;
    }
    return isUnsure ? undefined : false;
  }

  /** As `rejectionOf`. */
  rejection(): RejectionIndex {
    const { tried, otherwise } = this.#plan;
    for (let index = 0; index < tried.length; index++) if (!this.#isPossible(tried[index] as number)) return index;
    return otherwise;
  }

  #isPossible(condition: number): boolean {
    const isPresent = this.#outside[condition] !== 0 || this.#list[condition] !== inNoList;
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
  #holdsInElements(rule: readonly number[]): boolean | undefined {
    let isMixed = false;
    for (const condition of rule) {
      if (this.#list[condition] === inNoList) {
        if (!this.#holdsOutside(condition)) return false;
      } else if (this.#outside[condition] !== 0) isMixed = true;
    }
    if (isMixed) return undefined;
    for (let index = 0; index < rule.length; index++)
      if (this.#isFirstOfList(rule, index) && this.#elementsLeft(rule, index) === 0) return false;
    return true;
  }

  #isFirstOfList(rule: readonly number[], index: number): boolean {
    const list = this.#list[rule[index] as number];
    if (list === inNoList) return false;
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

  #mayBeAbsent(condition: number): boolean {
    return (this.#plan.conditions[condition] as Condition).mayBeAbsent;
  }
}
