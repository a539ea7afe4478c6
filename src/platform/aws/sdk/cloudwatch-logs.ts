export { CloudWatchLogsClient as Client, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
