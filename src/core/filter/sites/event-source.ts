import type { DocumentNode, ObjectNode } from "./document-node.ts";
import { memberOf, membersOf, textOf, valueAt } from "./node-access.ts";
import { isNull } from "./scalar-meaning.ts";

/** What a mapping reads from: `Kafka`, another source by its name, or `unknown`. */
export type EventSource = "Kafka" | OtherSource;

export type OtherSource = "SQS" | "Kinesis" | "DynamoDB" | "MQ" | "DocumentDB" | "unknown";

/** Members that only mappings of one source have; the API's names and, beside them, Terraform's. */
const tellingMembers: readonly (readonly [name: string, source: EventSource])[] = [
  ["Topics", "Kafka"],
  ["topics", "Kafka"],
  ["SelfManagedEventSource", "Kafka"],
  ["self_managed_event_source", "Kafka"],
  ["AmazonManagedKafkaEventSourceConfig", "Kafka"],
  ["amazon_managed_kafka_event_source_config", "Kafka"],
  ["SelfManagedKafkaEventSourceConfig", "Kafka"],
  ["self_managed_kafka_event_source_config", "Kafka"],
  ["Queues", "MQ"],
  ["queues", "MQ"],
  ["DocumentDBEventSourceConfig", "DocumentDB"],
  ["document_db_event_source_config", "DocumentDB"],
];

/** Words in ARNs (`arn:aws:sqs:…`), types of resources (`AWS::SQS::Queue`, `aws_sqs_queue`), and in the names that people give. */
const tellingWords: readonly (readonly [word: RegExp, source: EventSource])[] = [
  [/kafka|:msk:|aws_msk_/i, "Kafka"],
  [/:sqs:|aws_sqs_/i, "SQS"],
  [/:kinesis:|aws_kinesis_/i, "Kinesis"],
  [/:dynamodb:|aws_dynamodb_/i, "DynamoDB"],
  [/:(?:mq|amazonmq):|aws_mq_/i, "MQ"],
  [/:(?:rds|docdb):|aws_docdb_/i, "DocumentDB"],
];

/** The source of a mapping with these properties; `typeOf` gives the type of a resource of the same template by its name. */
export function eventSourceOf(properties: ObjectNode, typeOf: (resource: string) => string | undefined = () => undefined): EventSource {
  const told = tellingMembers.find(([name]) => isSet(memberOf(properties, name)?.value));
  if (told !== undefined) return told[1];
  const arn = valueAt(properties, "EventSourceArn") ?? valueAt(properties, "event_source_arn");
  const words = arn === undefined ? [] : textsIn(arn);
  // `!Ref Cluster`, `!GetAtt Queue.Arn`, `${Stream.Arn}`
  const types = words.flatMap((word) => [...word.matchAll(/[A-Za-z0-9]+/g)].map(([name]) => typeOf(name) ?? ""));
  const says = (texts: readonly string[]) => tellingWords.find(([word]) => texts.some((text) => word.test(text)))?.[1];
  return says(types) ?? says(words) ?? "unknown";
}

/** Terraform's plans name every block, also those that are not there. */
function isSet(node: DocumentNode | undefined): boolean {
  if (node === undefined) return false;
  if (node.kind === "list") return node.items().length > 0;
  return node.kind === "object" || !isNull(node);
}

/** All text of a small tree, e.g. of `{"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":kafka:…"]]}`. */
function textsIn(root: DocumentNode): string[] {
  const texts: string[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined && texts.length < mostTexts; node = open.pop()) {
    if (node.kind === "list") open.push(...node.items());
    else if (node.kind === "object") open.push(...membersOf(node).map(({ value }) => value));
    else texts.push((textOf(node) ?? "").slice(0, longestArn));
  }
  return texts;
}

const mostTexts = 100;
const longestArn = 2_048;
