export {
  DescribeClusterV2Command,
  DescribeTopicCommand,
  DescribeVpcConnectionCommand,
  KafkaClient as Client,
  ListClustersV2Command,
} from "@aws-sdk/client-kafka";
