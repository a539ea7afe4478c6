import { assumptionsFor, usualScaling } from "./assumptions.ts";
import type { Candidate } from "./candidate.ts";
import { Family } from "./family.ts";
import { predictOverTrace } from "./predict.ts";
import { premisesOf } from "./premises.ts";
import { type SearchInput, usualOutageMs } from "./search.ts";
import type { SearchResult } from "./search-result.ts";
import type { TuningSettings } from "./workload.ts";

/** Settings that a person thinks of, looked at like a finalist of the search. */
export function predictSettings(input: SearchInput, settings: TuningSettings, { goals, current }: SearchResult): Candidate {
  const premises = premisesOf({ ...input, scaling: usualScaling, outageMs: goals.catchUp?.outageMs ?? usualOutageMs });
  const assumptions = assumptionsFor({ ...input, batch: current.batch });
  return new Family(assumptions, premises, goals, input.settings).spread(predictOverTrace(premises, settings).candidate);
}
