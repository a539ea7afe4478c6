import { type AddressRange, addressDigits, inAddressRange } from "../../ip-address.ts";

/** Addresses that lie in any of the ranges. */
export type AddressSet = readonly AddressRange[];

export function hasAddress(set: AddressSet, text: string): boolean {
  const digits = set.length === 0 ? undefined : addressDigits(text);
  return digits !== undefined && set.some((range) => inAddressRange(digits, range));
}

/** True when one range surely holds all of `range`. Of the other family only AWS's odd comparison of digits could tell: not asked. */
export function addressWithin({ lowest, highest }: AddressRange, set: AddressSet): boolean {
  return set.some((each) => each.lowest.length === lowest.length && each.lowest <= lowest && each.highest >= highest);
}

/** The characters that addresses are written with. */
export const addressCharacters = "0123456789abcdefABCDEF:.";
