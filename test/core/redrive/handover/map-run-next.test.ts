import { expect, it } from "vitest";
import { nextOfMapRun } from "../../../../src/core/redrive/handover/map-run-next.ts";
import { executionArn, someCounts, someMapRun } from "../../../support/redrive/map-runs.ts";

const aws = (verb: string) => `aws stepfunctions ${verb} --execution-arn ${executionArn} --region eu-west-1`;
const ledger = "mskctl redrive import-ledger s3://BUCKET/PREFIX/ --region eu-west-1";
const failedChildren = (failed: number, failuresNotRedrivable: number) => someCounts({ total: 100, failed, failuresNotRedrivable });

it.each([
  ["that runs", {}, [aws("stop-execution")]],
  ["that succeeded", { status: "SUCCEEDED" }, [ledger]],
  ["that succeeded in part", { status: "SUCCEEDED", children: failedChildren(2, 0) }, [ledger]],
  ["that failed", { status: "FAILED", children: failedChildren(2, 0) }, [aws("redrive-execution"), ledger]],
  ["that failed for good", { status: "FAILED", children: failedChildren(2, 2) }, [ledger]],
  ["that was aborted with children to come", { status: "ABORTED" }, [aws("redrive-execution"), ledger]],
])("of a Map Run %s", (_, changes, commands) => {
  expect(nextOfMapRun(someMapRun(changes), "eu-west-1").map(({ command }) => command)).toEqual(commands);
});
