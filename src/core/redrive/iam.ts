import { functionNameOf } from "../mapping/model.ts";
import { type PlacedSource, partitionOf, queueArn } from "./source-name.ts";

/** An IAM policy document. */
export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface PolicyQuestion {
  readonly source: PlacedSource;
  readonly target: PolicyTarget;
  readonly place: { readonly region: string; readonly accountId: string };
  /** The mapping whose documents these are; undefined: it is not asked for. */
  readonly mapping: { readonly uuid: string; readonly functionName: string; readonly topic: string } | undefined;
  /** Of the mapping, to read records back, or to write them to a topic; undefined: no brokers with IAM are talked to. */
  readonly clusterArn: string | undefined;
  /** Whether records are read back from the brokers: the documents are pointers. */
  readonly readsBrokers: boolean;
  readonly removal: "delete" | "tag" | "none";
  /** Where in a bucket a run writes that it works on it; undefined: runs do not claim the source. */
  readonly leaseFolder: string | undefined;
  /** Of the key that the queue or bucket is encrypted with; undefined: of AWS's own, which needs no right, or not known. */
  readonly kmsKeyArn: string | undefined;
}

type PolicyTarget =
  | { readonly kind: "function"; readonly arn: string }
  | { readonly kind: "topic"; readonly topic: string }
  | { readonly kind: "folder" };

/** `plan`: a dry run, which only reads. `run`: that, and everything that a run does. */
export type PolicyPurpose = "plan" | "run";

/** The least that a caller has to be allowed. SNS keeps nothing: the queue behind the topic is what has to be given as a source, too. */
export function leastPolicy(purpose: PolicyPurpose, question: PolicyQuestion): Policy {
  return {
    Version: "2012-10-17",
    Statement: [
      ...mappingStatements(question),
      ...sourceStatements(purpose, question),
      ...leaseStatements(purpose, question),
      ...targetStatements(purpose, question),
      ...brokerStatements(purpose, question),
      ...keyStatements(question),
    ],
  };
}

/** Lists have no resource (Service Authorization Reference). */
function mappingStatements({ mapping, place, target }: PolicyQuestion): Statement[] {
  const partition = partitionOf(place.region);
  const arn = `arn:${partition}:lambda:${place.region}:${place.accountId}:event-source-mapping:${mapping?.uuid ?? ""}`;
  return [
    ...(mapping === undefined ? [] : [allow("ReadMapping", ["lambda:GetEventSourceMapping"], arn)]),
    allow("ListMappings", ["lambda:ListEventSourceMappings"], "*"),
    ...(mapping === undefined && target.kind !== "function" ? [] : [allow("ReadMetrics", ["cloudwatch:GetMetricData"], "*")]),
  ];
}

function sourceStatements(purpose: PolicyPurpose, { source, removal, place }: PolicyQuestion): Statement[] {
  switch (source.kind) {
    case "sqs": {
      const reading = ["sqs:GetQueueUrl", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility"];
      return [allow("Queue", purpose === "plan" ? reading : [...reading, "sqs:DeleteMessage"], queueArn(source.queue, place))];
    }
    case "sns":
      return [allow("Topic", ["sns:ListSubscriptionsByTopic", "sns:GetSubscriptionAttributes"], source.arn)];
    case "s3":
      return bucketStatements(purpose, source, removal, place.region);
    case "kafka":
    case "archive":
      return [];
  }
}

function bucketStatements(
  purpose: PolicyPurpose,
  { bucket, prefix }: Extract<PlacedSource, { kind: "s3" }>,
  removal: PolicyQuestion["removal"],
  region: string,
): Statement[] {
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  const tags = removal === "tag" ? ["s3:GetObjectTagging"] : [];
  const changes = { delete: ["s3:DeleteObject"], tag: ["s3:PutObjectTagging"], none: [] }[removal];
  const list = allow("ListDocuments", ["s3:ListBucket"], arn);
  return [
    prefix === "" ? list : { ...list, Condition: { StringLike: { "s3:prefix": `${prefix}*` } } },
    allow("ReadBucket", ["s3:GetBucketVersioning"], arn),
    allow("Documents", ["s3:GetObject", "s3:GetObjectVersion", ...tags, ...(purpose === "run" ? changes : [])], `${arn}/${prefix}*`),
  ];
}

/** Two runs on one source exclude each other. */
function leaseStatements(purpose: PolicyPurpose, { source, place, leaseFolder }: PolicyQuestion): Statement[] {
  if (purpose === "plan" || leaseFolder === undefined) return [];
  if (source.kind === "sqs")
    return [allow("Lease", ["sqs:ListQueueTags", "sqs:TagQueue", "sqs:UntagQueue"], queueArn(source.queue, place))];
  if (source.kind !== "s3") return [];
  const objects = `arn:${partitionOf(place.region)}:s3:::${source.bucket}/${leaseFolder}*`;
  return [allow("Lease", ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], objects)];
}

function targetStatements(purpose: PolicyPurpose, { target, place }: PolicyQuestion): Statement[] {
  if (target.kind !== "function") return [];
  const unqualified = `arn:${partitionOf(place.region)}:lambda:${place.region}:${place.accountId}:function:${functionNameOf(target.arn)}`;
  const resources = target.arn === unqualified ? unqualified : [unqualified, target.arn];
  const reading = allow("ReadFunction", ["lambda:GetFunctionConfiguration", "lambda:GetFunctionConcurrency"], resources);
  return purpose === "plan" ? [reading] : [reading, allow("Invoke", ["lambda:InvokeFunction"], target.arn)];
}

/** MSK Developer Guide, IAM access control. Offsets are committed in a group of mskctl's own, never in the mapping's. */
function brokerStatements(purpose: PolicyPurpose, question: PolicyQuestion): Statement[] {
  const { source, target, mapping, clusterArn, readsBrokers } = question;
  if (clusterArn === undefined) return [];
  const read = [...(readsBrokers && mapping !== undefined ? [mapping.topic] : []), ...(source.kind === "kafka" ? [source.topic] : [])];
  const written = target.kind === "topic" ? [target.topic] : [];
  if (read.length + written.length === 0) return [];
  const statements = [
    allow("Brokers", ["kafka:GetBootstrapBrokers", "kafka:DescribeClusterV2"], clusterArn),
    allow("Connect", ["kafka-cluster:Connect"], clusterArn),
  ];
  if (read.length > 0) {
    const actions = ["kafka-cluster:DescribeTopic", "kafka-cluster:DescribeTopicDynamicConfiguration", "kafka-cluster:ReadData"];
    statements.push(
      allow(
        "ReadTopics",
        actions,
        read.map((topic) => partOf(clusterArn, "topic", topic)),
      ),
    );
  }
  if (written.length > 0) {
    const actions = purpose === "plan" ? ["kafka-cluster:DescribeTopic"] : ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"];
    statements.push(
      allow(
        "TargetTopic",
        actions,
        written.map((topic) => partOf(clusterArn, "topic", topic)),
      ),
    );
    if (purpose === "run") statements.push(allow("WriteOnce", ["kafka-cluster:WriteDataIdempotently"], clusterArn));
  }
  if (source.kind === "kafka") {
    const actions = purpose === "plan" ? ["kafka-cluster:DescribeGroup"] : ["kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"];
    statements.push(allow("OwnGroup", actions, partOf(clusterArn, "group", `mskctl-redrive.${source.topic}`)));
  }
  return statements;
}

/** `arn:…:topic/CLUSTER/UUID/NAME` of a cluster's ARN. */
function partOf(clusterArn: string, kind: "topic" | "group", name: string): string {
  return `${clusterArn.replace(/:cluster\//, `:${kind}/`)}/${name}`;
}

/** Only through the service that holds the documents. */
function keyStatements({ kmsKeyArn, source, place }: PolicyQuestion): Statement[] {
  if (kmsKeyArn === undefined || (source.kind !== "s3" && source.kind !== "sqs")) return [];
  const via = `${source.kind}.${place.region}.amazonaws.com`;
  return [{ ...allow("Decrypt", ["kms:Decrypt"], kmsKeyArn), Condition: { StringEquals: { "kms:ViaService": via } } }];
}

/** A statement without conditions. */
export function allow(Sid: string, Action: readonly string[], Resource: string | readonly string[]): Statement {
  return { Sid, Effect: "Allow", Action, Resource };
}
