export { GetSubscriptionAttributesCommand, ListSubscriptionsByTopicCommand, SNSClient as Client } from "@aws-sdk/client-sns";
