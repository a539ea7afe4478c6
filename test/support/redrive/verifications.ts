import type { Check } from "../../../src/core/redrive/verify/check.ts";
import type { Verification } from "../../../src/core/redrive/verify/verify.ts";
import { finishedCounts, sampleRun } from "./runs.ts";

export const checks = {
  balance: { id: "balance", result: "holds", says: "41,203 records, each with one outcome", mismatches: [], mismatchCount: 0 },
  target: {
    id: "target",
    result: "broken",
    says: "41,201 redriven records looked for, 1 missing, 0 there twice",
    mismatches: ["shipments-0 60..98: 1 record missing"],
    mismatchCount: 3,
  },
  function: { id: "function", result: "not-checked", says: "the target is a topic", mismatches: [], mismatchCount: 0 },
} as const satisfies Record<string, Check>;

export function sampleVerification(...given: readonly Check[]): Verification {
  return {
    known: sampleRun({ state: "finished" }),
    counts: finishedCounts,
    checks: given,
    holds: given.every(({ result }) => result !== "broken"),
  };
}
