import { rpcService } from "../protocols/rpc-service.ts";
import { describeLogGroups, describeLogStreams } from "./describe-logs.ts";
import { filterLogEvents } from "./filter-log-events.ts";
import { getLogEvents } from "./get-log-events.ts";

/** CloudWatch Logs: reading what the sandbox's runtime has written. */
export const logsService = rpcService({
  signingName: "logs",
  xmlNamespace: "",
  operations: new Map([
    ["FilterLogEvents", filterLogEvents],
    ["GetLogEvents", getLogEvents],
    ["DescribeLogGroups", describeLogGroups],
    ["DescribeLogStreams", describeLogStreams],
  ]),
});
