import { rpcService } from "../protocols/rpc-service.ts";
import { describeExecution, stopExecution } from "./execution-operations.ts";
import { describeMapRun, listMapRuns, updateMapRun } from "./map-run-operations.ts";

/** Step Functions, as far as Map Runs go. No state machine runs here: who runs one tells of it through `/_sandbox/map-runs/`. */
export const statesService = rpcService({
  signingName: "states",
  xmlNamespace: "",
  operations: new Map([
    ["DescribeMapRun", describeMapRun],
    ["UpdateMapRun", updateMapRun],
    ["ListMapRuns", listMapRuns],
    ["DescribeExecution", describeExecution],
    ["StopExecution", stopExecution],
  ]),
});
