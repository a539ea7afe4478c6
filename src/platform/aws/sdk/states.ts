export { DescribeMapRunCommand, SFNClient as Client, UpdateMapRunCommand } from "@aws-sdk/client-sfn";
