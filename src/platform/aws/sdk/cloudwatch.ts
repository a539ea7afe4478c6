export { CloudWatchClient as Client, GetMetricDataCommand, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
