export {
  DescribeClusterV2Command,
  DescribeTopicCommand,
  DescribeVpcConnectionCommand,
  GetBootstrapBrokersCommand,
  KafkaClient as Client,
  ListClustersV2Command,
} from "@aws-sdk/client-kafka";
