import { confidenceOf } from "./confidence.ts";
import { reasonsOf } from "./reasons/reasons.ts";
import { recommendationOf } from "./recommendation.ts";
import { searchSettings } from "./search.ts";
import type { TuningTools } from "./tune-report.ts";
import { predictSettings } from "./what-if.ts";

/** What decides for a person. */
export const tuningTools: TuningTools = {
  search: searchSettings,
  reasons: reasonsOf,
  confidence: confidenceOf,
  recommend: recommendationOf,
  predict: predictSettings,
};
