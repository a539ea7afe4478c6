import { type AddressRange, inAddressRange } from "../../ip-address.ts";
import type { NumericComparison } from "../../pattern.ts";
import { type AddressSet, addressWithin } from "./address-set.ts";
import type { Answer } from "./answer.ts";

/** Numbers of an event: those that can be compared are doubles, the others are known by their spelling. */
export interface NumberSet {
  /** In ascending order, apart from each other. */
  readonly ranges: readonly DoubleRange[];
  /** Numbers that cannot be compared (comparable-number.ts), as they are written. */
  readonly spelled: ReadonlySet<string> | "all";
  /** Address ranges that look at a number's text as if it were the digits of an address; with `comparable` at any number's. */
  readonly digits: readonly { readonly range: AddressRange; readonly comparable: boolean }[];
}

/** Both ends belong to it. */
interface DoubleRange {
  readonly lowest: number;
  readonly highest: number;
}

const allDoubles: DoubleRange = { lowest: -Number.MAX_VALUE, highest: Number.MAX_VALUE };

export const noNumbers: NumberSet = { ranges: [], spelled: new Set(), digits: [] };
export const comparableNumbers: NumberSet = { ...noNumbers, ranges: [allDoubles] };
export const allNumbers: NumberSet = { ranges: [allDoubles], spelled: "all", digits: [] };

export function numbersSpelled(text: string): NumberSet {
  return { ...noNumbers, spelled: new Set([text]) };
}

/** The numbers for which all comparisons hold; there may be none, as between two neighbouring doubles. */
export function numbersWhere(comparisons: readonly Pick<NumericComparison, "operator" | "value">[]): NumberSet {
  const bounds = comparisons.map(boundsOf);
  const lowest = Math.max(...bounds.map((each) => each.lowest));
  const highest = Math.min(...bounds.map((each) => each.highest));
  return { ...noNumbers, ranges: lowest <= highest ? [{ lowest, highest }] : [] };
}

function boundsOf({ operator, value }: Pick<NumericComparison, "operator" | "value">): DoubleRange {
  switch (operator) {
    case "=":
      return { lowest: value, highest: value };
    case "<":
      return { lowest: allDoubles.lowest, highest: doubleBelow(value) };
    case "<=":
      return { lowest: allDoubles.lowest, highest: value };
    case ">":
      return { lowest: doubleAbove(value), highest: allDoubles.highest };
    case ">=":
      return { lowest: value, highest: allDoubles.highest };
  }
}

export function numbersExcept(values: readonly number[]): NumberSet {
  const ranges: DoubleRange[] = [];
  let { lowest } = allDoubles;
  for (const value of [...new Set(values)].sort((a, b) => a - b)) {
    if (value > lowest) ranges.push({ lowest, highest: doubleBelow(value) });
    lowest = doubleAbove(value);
  }
  if (lowest <= allDoubles.highest) ranges.push({ lowest, highest: allDoubles.highest });
  return { ranges, spelled: "all", digits: [] };
}

/** The next larger double; infinity after the largest. */
function doubleAbove(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? 1n : -1n));
  // -0 is 0 for an event, too.
  return view.getFloat64(0) + 0;
}

function doubleBelow(value: number): number {
  return -doubleAbove(-value);
}

export function unionOfNumbers(sets: readonly NumberSet[]): NumberSet {
  return {
    ranges: joined(sets.flatMap(({ ranges }) => ranges)),
    spelled: sets.some(({ spelled }) => spelled === "all") ? "all" : new Set(sets.flatMap(({ spelled }) => [...spelled])),
    digits: sets.flatMap(({ digits }) => digits),
  };
}

/** Neighbouring ranges become one, so that what several of them cover together is seen. */
function joined(ranges: readonly DoubleRange[]): DoubleRange[] {
  const result: DoubleRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.lowest - b.lowest)) {
    const last = result.at(-1);
    if (last === undefined || range.lowest > doubleAbove(last.highest)) result.push(range);
    else if (range.highest > last.highest) result[result.length - 1] = { lowest: last.lowest, highest: range.highest };
  }
  return result;
}

export function hasNumber({ ranges, spelled, digits }: NumberSet, text: string, value: number | undefined): boolean {
  const isListed =
    value === undefined
      ? spelled === "all" || spelled.has(text)
      : ranges.some(({ lowest, highest }) => value >= lowest && value <= highest);
  return isListed || digits.some(({ range, comparable }) => (comparable || value === undefined) && inAddressRange(text, range));
}

export function hasNoNumbers({ ranges, spelled, digits }: NumberSet): boolean {
  return ranges.length === 0 && spelled !== "all" && spelled.size === 0 && digits.length === 0;
}

/** Whether each number of `other` is in `set`. */
export function coversNumbers(set: NumberSet, other: NumberSet): Answer {
  const spelledCovered =
    set.spelled === "all" || (other.spelled !== "all" && [...other.spelled].every((text) => hasNumber(set, text, undefined)));
  const ranges = other.ranges.every((range) => set.ranges.some((each) => each.lowest <= range.lowest && each.highest >= range.highest));
  const digits = other.digits.every(({ range, comparable }) => coversDigits(set, range, comparable));
  if (spelledCovered && ranges && digits) return "yes";
  // Digits of addresses might make up for the rest, or be none of any number: not worth an answer.
  return set.digits.length > 0 || other.digits.length > 0 ? "unknown" : "no";
}

function coversDigits(set: NumberSet, range: AddressRange, comparable: boolean): boolean {
  const spelled = set.spelled === "all" || coversDigitsOf(set, range, false);
  return spelled && (!comparable || coversAllDoubles(set) || coversDigitsOf(set, range, true));
}

function coversAllDoubles({ ranges }: NumberSet): boolean {
  return ranges.some(({ lowest, highest }) => lowest === allDoubles.lowest && highest === allDoubles.highest);
}

function coversDigitsOf(set: NumberSet, range: AddressRange, comparable: boolean): boolean {
  const ranges: AddressSet = set.digits.filter((each) => each.comparable || !comparable).map((each) => each.range);
  return addressWithin(range, ranges);
}
