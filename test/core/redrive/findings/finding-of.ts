import type { Finding } from "../../../../src/core/finding.ts";
import { samplePlan } from "../../../support/redrive/plans.ts";

/** What a plan with these changes says under this id. */
export function findingOf(id: Finding["id"], ...changes: Parameters<typeof samplePlan>): Finding | undefined {
  return samplePlan(...changes).findings.find((finding) => finding.id === id);
}
