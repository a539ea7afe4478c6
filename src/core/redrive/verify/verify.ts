import type { RunCounts } from "../journal.ts";
import type { ListedRun, OpenRun } from "../runs.ts";
import { checkBalance } from "./balance-check.ts";
import type { Check, NotAsked } from "./check.ts";
import { checkClosings } from "./closings-check.ts";
import { checkFailedAgain, type FailureEvidence } from "./failed-again-check.ts";
import { checkFunction, type FunctionEvidence } from "./function-check.ts";
import { checkLedger, type LedgerEvidence } from "./ledger-check.ts";
import { checkSends } from "./sends-check.ts";
import { checkSource, type SourceEvidence } from "./source-check.ts";
import { checkTarget, type TargetEvidence } from "./target-check.ts";

/** What can be asked after a run, or why it cannot. */
export interface VerifyPorts {
  readonly source: SourceEvidence | NotAsked;
  readonly target: TargetEvidence | NotAsked;
  readonly function: FunctionEvidence | NotAsked;
  readonly failures: FailureEvidence | NotAsked;
  /** Undefined: the run was made of no ledger. */
  readonly ledger?: LedgerEvidence | NotAsked | undefined;
}

export interface Verification {
  readonly known: ListedRun;
  readonly counts: RunCounts;
  readonly checks: readonly Check[];
  /** False: something does not hold. What could not be checked does not count. */
  readonly holds: boolean;
}

/**
 * Compares what the run's journal says with itself, with the source, with the target and with Lambda's own counts. Throws `storage`, and as
 * the ports do.
 */
export async function verifyRun(run: OpenRun, ports: VerifyPorts, removesUnrecoverable: boolean): Promise<Verification> {
  const checks = [
    checkBalance(run),
    checkSends(run),
    checkClosings(run, removesUnrecoverable),
    await checkSource(run, ports.source),
    await checkTarget(run, ports.target),
    await checkFunction(run, ports.function),
    await checkFailedAgain(run, ports.failures),
    ...(ports.ledger === undefined ? [] : [await checkLedger(run, ports.ledger)]),
  ];
  return { known: run.known, counts: run.journal.counts(), checks, holds: checks.every(({ result }) => result !== "broken") };
}
