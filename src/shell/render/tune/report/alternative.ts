import type { Candidate } from "../../../../core/tuning/candidate.ts";
import { keyOf } from "../../../../core/tuning/changes.ts";
import type { TuneReport } from "../../../../core/tuning/report.ts";

/** Settings that are shown beside today's. */
export interface Alternative {
  /** `recommended`; as it stands before "settings". */
  readonly name: string;
  readonly candidate: Candidate;
}

/** What was asked for, what is recommended, or what misses the goals by least; undefined where today's stay. */
export function alternativeOf({ result, whatIf, recommendation }: TuneReport): Alternative | undefined {
  if (result === undefined) return undefined;
  const balanced = recommendation === undefined ? undefined : result.picks.get(recommendation.pick);
  const choices: readonly (readonly [string, Candidate | undefined])[] = [
    ["what-if", whatIf],
    ["recommended", balanced],
    ["nearest", result.nearest],
  ];
  const [name, candidate] = choices.find(([, each]) => each !== undefined) ?? [];
  const isOther = candidate !== undefined && keyOf(candidate.settings) !== keyOf(result.current.settings);
  return name !== undefined && isOther ? { name, candidate } : undefined;
}
