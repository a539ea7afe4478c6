import { rpcService } from "../protocols/rpc-service.ts";
import { getMetricData } from "./get-metric-data.ts";
import { getMetricStatistics } from "./get-metric-statistics.ts";
import { listMetrics } from "./list-metrics.ts";
import { putMetricData } from "./put-metric-data.ts";

/** CloudWatch metrics in AWS JSON 1.0, RPC v2 CBOR and query/XML. */
export const cloudWatchService = rpcService({
  signingName: "monitoring",
  xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
  operations: new Map([
    ["PutMetricData", putMetricData],
    ["GetMetricData", getMetricData],
    ["GetMetricStatistics", getMetricStatistics],
    ["ListMetrics", listMetrics],
  ]),
});
