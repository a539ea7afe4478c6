export { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient as Client } from "@aws-sdk/client-sqs";
