import type { Finding } from "../../finding.ts";
import type { DocumentTally } from "../document-tally.ts";
import type { PlanFacts } from "../plan-facts.ts";

/** What a plan is made of. */
export interface PlanSubject {
  readonly tally: DocumentTally;
  readonly facts: PlanFacts;
}

/** One thing that a person should know before a run. What is not known is not guessed: the check stays silent. */
export type PlanCheck = (subject: PlanSubject) => Finding | undefined;
