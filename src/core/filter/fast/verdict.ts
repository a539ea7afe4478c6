import type { FilterOutcome } from "../count-tally.ts";
import { notInOneElement } from "../rejection.ts";

/**
 * What became of a line, as a small number: one of these, or, when it is filtered out, the `RejectionIndex` of what it is put
 * down to (rejection.ts).
 */
export type LineVerdict = number;

export const kept: LineVerdict = -11;
export const bypassed: LineVerdict = -12;
/** A blank line is no record. */
export const noRecord: LineVerdict = -13;
/** Not known yet. */
export const pending: LineVerdict = -14;

export function lineVerdict({ verdict, rejection }: FilterOutcome): LineVerdict {
  if (verdict === "filteredOut") return rejection ?? notInOneElement;
  return verdict === "kept" ? kept : bypassed;
}
