import type { MapRun } from "./map-run.ts";
import { stepFunctionsCommand } from "./map-run-arn.ts";
import { mapRunVerdict } from "./map-run-progress.ts";

/** A command that leads on, and what it is for. */
export interface MapRunNext {
  readonly says: string;
  readonly command: string;
}

/** What to type next, of a Map Run in a Region. Where the ledger is, DescribeMapRun does not say. */
export function nextOfMapRun(run: MapRun, region: string): MapRunNext[] {
  const verdict = mapRunVerdict(run);
  if (verdict === "running") return [{ says: "stop it", command: stopCommand(run, region) }];
  const ledger = {
    says: "what was redriven, and what was parked",
    command: `mskctl redrive import-ledger s3://BUCKET/PREFIX/ --region ${region}`,
  };
  // An execution that succeeded cannot be redriven (Step Functions Developer Guide, redriving executions).
  if (verdict !== "failed" && verdict !== "aborted") return [ledger];
  const isRedrivable = run.children.failuresNotRedrivable < run.children.failed + run.children.timedOut + run.children.aborted;
  const again = {
    says: "go on with what is left",
    command: stepFunctionsCommand("redrive-execution", "--execution-arn", run.executionArn, region),
  };
  return isRedrivable || run.children.pending > 0 ? [again, ledger] : [ledger];
}

/** Ends the execution, and with it its Map Runs. */
export function stopCommand({ executionArn }: MapRun, region: string): string {
  return stepFunctionsCommand("stop-execution", "--execution-arn", executionArn, region);
}
