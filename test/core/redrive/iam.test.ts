import { describe, expect, it } from "vitest";
import { leastPolicy, type PolicyQuestion } from "../../../src/core/redrive/iam.ts";
import { shopClusterArn } from "../../support/mappings.ts";

const account = "eu-central-1:123456789012";
const functionArn = `arn:aws:lambda:${account}:function:shipments`;
const uuid = "e0b5c7f2-0000-4000-8000-0000000091c2";
const prefix = `aws/lambda/${uuid}/`;
const bucketArn = "arn:aws:s3:::shop-failed-records";

function question(changes: Partial<PolicyQuestion> = {}): PolicyQuestion {
  return {
    source: { kind: "s3", bucket: "shop-failed-records", prefix },
    target: { kind: "function", arn: functionArn },
    place: { region: "eu-central-1", accountId: "123456789012" },
    mapping: { uuid, functionName: "shipments", topic: "shipments" },
    clusterArn: shopClusterArn,
    readsBrokers: false,
    removal: "delete",
    leaseFolder: ".mskctl/leases/",
    kmsKeyArn: undefined,
    ...changes,
  };
}

const statements = (purpose: "plan" | "run", changes: Partial<PolicyQuestion> = {}) => leastPolicy(purpose, question(changes)).Statement;
const statement = (sid: string, ...given: Parameters<typeof statements>) => statements(...given).find(({ Sid }) => Sid === sid);
const actions = (...given: Parameters<typeof statements>) => statements(...given).flatMap(({ Action }) => Action);

describe("leastPolicy", () => {
  it("lets a dry run from S3 to a function read", () =>
    expect(leastPolicy("plan", question())).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ReadMapping",
          Effect: "Allow",
          Action: ["lambda:GetEventSourceMapping"],
          Resource: `arn:aws:lambda:${account}:event-source-mapping:${uuid}`,
        },
        { Sid: "ListMappings", Effect: "Allow", Action: ["lambda:ListEventSourceMappings"], Resource: "*" },
        { Sid: "ReadMetrics", Effect: "Allow", Action: ["cloudwatch:GetMetricData"], Resource: "*" },
        {
          Sid: "ListDocuments",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: bucketArn,
          Condition: { StringLike: { "s3:prefix": `${prefix}*` } },
        },
        { Sid: "ReadBucket", Effect: "Allow", Action: ["s3:GetBucketVersioning"], Resource: bucketArn },
        { Sid: "Documents", Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: `${bucketArn}/${prefix}*` },
        {
          Sid: "ReadFunction",
          Effect: "Allow",
          Action: ["lambda:GetFunctionConfiguration", "lambda:GetFunctionConcurrency"],
          Resource: functionArn,
        },
      ],
    }));

  it("adds to a run what it does: delete, claim, invoke", () => {
    const added = statements("run").filter((each) => !statements("plan").some((known) => JSON.stringify(known) === JSON.stringify(each)));
    expect(added).toEqual([
      {
        Sid: "Documents",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObject"],
        Resource: `${bucketArn}/${prefix}*`,
      },
      {
        Sid: "Lease",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
        Resource: `${bucketArn}/.mskctl/leases/*`,
      },
      { Sid: "Invoke", Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: functionArn },
    ]);
  });

  it("reads a queue's pointers back from the brokers, by the mapping's topic alone", () => {
    const sqs = { source: { kind: "sqs", queue: "shop-failed" }, readsBrokers: true } as const;
    const queueArn = `arn:aws:sqs:${account}:shop-failed`;
    expect(statements("plan", sqs).slice(3)).toEqual([
      {
        Sid: "Queue",
        Effect: "Allow",
        Action: ["sqs:GetQueueUrl", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility"],
        Resource: queueArn,
      },
      {
        Sid: "ReadFunction",
        Effect: "Allow",
        Action: ["lambda:GetFunctionConfiguration", "lambda:GetFunctionConcurrency"],
        Resource: functionArn,
      },
      { Sid: "Brokers", Effect: "Allow", Action: ["kafka:GetBootstrapBrokers", "kafka:DescribeClusterV2"], Resource: shopClusterArn },
      { Sid: "Connect", Effect: "Allow", Action: ["kafka-cluster:Connect"], Resource: shopClusterArn },
      {
        Sid: "ReadTopics",
        Effect: "Allow",
        Action: ["kafka-cluster:DescribeTopic", "kafka-cluster:DescribeTopicDynamicConfiguration", "kafka-cluster:ReadData"],
        Resource: ["arn:aws:kafka:eu-central-1:123456789012:topic/shop/11111111-2222-4333-8444-555555555555-3/shipments"],
      },
    ]);
    expect(statement("Queue", "run", sqs)?.Action).toContain("sqs:DeleteMessage");
    expect(statement("Lease", "run", sqs)).toMatchObject({
      Action: ["sqs:ListQueueTags", "sqs:TagQueue", "sqs:UntagQueue"],
      Resource: queueArn,
    });
  });

  it("reads a Kafka destination with a group of its own, never the mapping's", () => {
    const kafka = { source: { kind: "kafka", topic: "shipments-failed" } } as const;
    expect(statement("OwnGroup", "run", kafka)).toEqual({
      Sid: "OwnGroup",
      Effect: "Allow",
      Action: ["kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"],
      Resource: "arn:aws:kafka:eu-central-1:123456789012:group/shop/11111111-2222-4333-8444-555555555555-3/mskctl-redrive.shipments-failed",
    });
    expect(statement("OwnGroup", "plan", kafka)?.Action).toEqual(["kafka-cluster:DescribeGroup"]);
    expect(statement("ReadTopics", "plan", kafka)?.Resource).toEqual([expect.stringMatching(/\/shipments-failed$/)]);
  });

  it("writes to the target topic and to no other", () => {
    const topic = { target: { kind: "topic", topic: "again" } } as const;
    expect(statement("TargetTopic", "plan", topic)?.Action).toEqual(["kafka-cluster:DescribeTopic"]);
    expect(statement("TargetTopic", "run", topic)).toMatchObject({
      Action: ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"],
      Resource: [expect.stringMatching(/:topic\/shop\/.*\/again$/)],
    });
    expect(statement("WriteOnce", "run", topic)).toMatchObject({
      Action: ["kafka-cluster:WriteDataIdempotently"],
      Resource: shopClusterArn,
    });
    expect(actions("run", topic)).not.toContain("lambda:InvokeFunction");
  });

  it("invokes the qualified function only", () => {
    const target = { kind: "function", arn: `${functionArn}:live` } as const;
    expect(statement("Invoke", "run", { target })?.Resource).toBe(`${functionArn}:live`);
    expect(statement("ReadFunction", "run", { target })?.Resource).toEqual([functionArn, `${functionArn}:live`]);
  });

  it("decrypts only through the service that holds the documents", () => {
    const kmsKeyArn = `arn:aws:kms:${account}:key/1234`;
    expect(statement("Decrypt", "plan", { kmsKeyArn })).toEqual({
      Sid: "Decrypt",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: kmsKeyArn,
      Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
    });
    expect(statement("Decrypt", "plan")).toBeUndefined();
  });

  it("tags instead of deleting, and changes nothing where nothing is removed", () => {
    expect(statement("Documents", "plan", { removal: "tag" })?.Action).toEqual([
      "s3:GetObject",
      "s3:GetObjectVersion",
      "s3:GetObjectTagging",
    ]);
    expect(statement("Documents", "run", { removal: "tag" })?.Action).toContain("s3:PutObjectTagging");
    expect(statement("Documents", "run", { removal: "tag" })?.Action).not.toContain("s3:DeleteObject");
    expect(statement("Documents", "run", { removal: "none" })?.Action).toEqual(["s3:GetObject", "s3:GetObjectVersion"]);
  });

  it("lists a whole bucket where no prefix is named, in the Region's own partition", () => {
    const china = { source: { kind: "s3", bucket: "b", prefix: "" }, place: { region: "cn-north-1", accountId: "1" } } as const;
    expect(statement("ListDocuments", "plan", china)).toEqual({
      Sid: "ListDocuments",
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: "arn:aws-cn:s3:::b",
    });
    expect(statement("Documents", "plan", china)?.Resource).toBe("arn:aws-cn:s3:::b/*");
  });

  it("needs nothing of AWS for an archive but what it knows the mapping by", () =>
    expect(actions("run", { source: { kind: "archive", path: "/tmp/a" }, target: { kind: "folder" }, mapping: undefined })).toEqual([
      "lambda:ListEventSourceMappings",
    ]));

  it.each([
    { kind: "sqs", queue: "q" },
    { kind: "s3", bucket: "b", prefix: "" },
    { kind: "sns", arn: "arn:aws:sns:eu-central-1:1:t" },
    { kind: "kafka", topic: "t" },
  ] as const)("lets a dry run from %j write nothing", (source) => {
    const writing = /Delete|Put|Write|Tag(Queue|ging)$|Invoke|Alter|Purge|Send|Publish/;
    const changing = actions("plan", { source, readsBrokers: true, target: { kind: "topic", topic: "again" } }).filter(
      (action) => writing.test(action) && !action.includes(":Get"),
    );
    expect(changing).toEqual([]);
  });

  it("has each statement once", () => {
    const sids = statements("run", {
      source: { kind: "kafka", topic: "t" },
      target: { kind: "topic", topic: "again" },
      readsBrokers: true,
    }).map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
  });
});
