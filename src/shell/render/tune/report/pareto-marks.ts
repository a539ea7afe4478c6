import type { Candidate } from "../../../../core/tuning/candidate.ts";
import { keyOf } from "../../../../core/tuning/changes.ts";
import { kneeOf } from "../../../../core/tuning/knee.ts";
import type { TuneReport } from "../../../../core/tuning/report.ts";
import type { SearchResult } from "../../../../core/tuning/search-result.ts";
import type { MarkerShape } from "./markers.ts";

/** Settings that are picked out. */
export interface ParetoMark {
  readonly candidate: Candidate;
  /** What they are, `today, balanced`; the first has the shape. */
  readonly names: readonly string[];
  readonly shape: MarkerShape;
}

/** Today's settings, those that were asked for, the picks and the knee; the same settings are marked once. */
export function paretoMarks({ pareto, current, picks, nearest }: SearchResult, whatIf: TuneReport["whatIf"]): readonly ParetoMark[] {
  const named: readonly (readonly [string, MarkerShape, Candidate | undefined])[] = [
    ["today", "circle", current],
    ["what if", "square", whatIf],
    ["balanced", "diamond", picks.get("balanced")],
    ["cheapest", "down", picks.get("cheapest")],
    ["fastest", "up", picks.get("fastest")],
    ["nearest", "cross", nearest],
    ["knee", "ring", kneeOf(pareto)],
  ];
  const marks = new Map<string, ParetoMark>();
  for (const [name, shape, candidate] of named) {
    if (candidate === undefined) continue;
    const key = keyOf(candidate.settings);
    const known = marks.get(key);
    marks.set(key, known === undefined ? { candidate, names: [name], shape } : { ...known, names: [...known.names, name] });
  }
  return [...marks.values()];
}
