import type { DescribeMapRunOutput, MapRunExecutionCounts, MapRunItemCounts } from "@aws-sdk/client-sfn";
import { isError, MskctlError } from "../../core/errors.ts";
import type { MapRun, MapRunCounts, MapRuns } from "../../core/redrive/handover/map-run.ts";
import type { AwsServices } from "./aws-services.ts";

/** Map Runs of Step Functions. */
export function mapRuns({ states }: Pick<AwsServices, "states">): MapRuns {
  return {
    async describe(arn) {
      const subject = `Map Run ${arn}`;
      // Once: pauses of the retry loop are shorter than what Step Functions permits, and who watches asks again.
      const options = { subject, once: true, repeatable: true };
      return mapRunOf(arn, await states.send("DescribeMapRun", { mapRunArn: arn }, options).catch(throwWithWayOn));
    },
    async setMaxConcurrency(arn, maxConcurrency) {
      const subject = `Map Run ${arn}`;
      await states.send("UpdateMapRun", { mapRunArn: arn, maxConcurrency }, { subject }).catch(throwWithWayOn);
    },
  };
}

function mapRunOf(arn: string, output: DescribeMapRunOutput): MapRun {
  const { status, startDate, stopDate, maxConcurrency = 0, toleratedFailurePercentage = 0, toleratedFailureCount = 0 } = output;
  return {
    arn: output.mapRunArn ?? arn,
    executionArn: output.executionArn ?? "",
    status: status ?? "",
    startedAtMs: startDate?.getTime() ?? 0,
    stoppedAtMs: stopDate?.getTime(),
    maxConcurrency,
    toleratedFailurePercentage,
    toleratedFailureCount,
    items: countsOf(output.itemCounts),
    children: countsOf(output.executionCounts),
    redriveCount: output.redriveCount ?? 0,
  };
}

/** All but the last two are in every answer (service model); those two come with a redrive. */
function countsOf(counts: Partial<MapRunItemCounts | MapRunExecutionCounts> = {}): MapRunCounts {
  return {
    total: counts.total ?? 0,
    pending: counts.pending ?? 0,
    running: counts.running ?? 0,
    succeeded: counts.succeeded ?? 0,
    failed: counts.failed ?? 0,
    timedOut: counts.timedOut ?? 0,
    aborted: counts.aborted ?? 0,
    resultsWritten: counts.resultsWritten ?? 0,
    failuresNotRedrivable: counts.failuresNotRedrivable ?? 0,
    pendingRedrive: counts.pendingRedrive ?? 0,
  };
}

function throwWithWayOn(error: unknown): never {
  if (!isError(error, "not-found") && !(isError(error, "refused") && error.details["awsCode"] === "InvalidArn")) throw error;
  const { code, message, details, suggestions } = error;
  const lists = ["aws stepfunctions list-map-runs --execution-arn EXECUTION_ARN"];
  throw new MskctlError(code, message, { suggestions: [...suggestions, ...lists], details, cause: error });
}
