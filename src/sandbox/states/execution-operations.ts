import { operation } from "../protocols/rpc-service.ts";
import { string, structure, timestamp } from "../protocols/shape.ts";
import { executionParts, type SandboxMapRun } from "./map-run.ts";
import { mapRunsOf } from "./map-run-operations.ts";

/** An execution is as its Map Runs are: nothing else of it is known here. */
export const describeExecution = operation({
  input: structure({ executionArn: string }),
  output: structure({
    executionArn: string,
    stateMachineArn: string,
    name: string,
    status: string,
    startDate: timestamp,
    stopDate: timestamp,
  }),
  run({ executionArn }, { mapRuns }) {
    const runs = mapRunsOf(executionArn, mapRuns);
    const status = statusOf(runs);
    const parts = executionParts(executionArn ?? "");
    return {
      executionArn,
      stateMachineArn: parts?.stateMachineArn,
      name: parts?.name,
      status,
      startDate: Math.min(...runs.map(({ startDate }) => startDate)),
      ...(status === "RUNNING" ? {} : { stopDate: Math.max(...runs.map(({ stopDate, startDate }) => stopDate ?? startDate)) }),
    };
  },
});

/** Its Map Runs are aborted with it; whoever runs them learns it from the next answer about them. */
export const stopExecution = operation({
  input: structure({ executionArn: string, error: string, cause: string }),
  output: structure({ stopDate: timestamp }),
  run({ executionArn }, { mapRuns, clock }) {
    const nowMs = clock.now();
    const runs = mapRunsOf(executionArn, mapRuns);
    const running = runs.filter(({ status }) => status === "RUNNING");
    for (const run of running) mapRuns.runs.set(run.mapRunArn, { ...run, status: "ABORTED", stopDate: nowMs });
    return { stopDate: running.length > 0 ? nowMs : Math.max(...runs.map(({ stopDate }) => stopDate ?? nowMs)) };
  },
});

function statusOf(runs: readonly SandboxMapRun[]): SandboxMapRun["status"] {
  const order = ["RUNNING", "ABORTED", "FAILED"] as const;
  return order.find((status) => runs.some((run) => run.status === status)) ?? "SUCCEEDED";
}
