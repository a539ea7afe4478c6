import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/start-sandbox.ts";

// Clients that are not of this repository, where the machine has them; without them these cases are reported as skipped.
const hasAwsCli = spawnSync("aws", ["--version"]).status === 0;
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"]).status === 0;

let sandbox: Sandbox;

beforeAll(async () => {
  const signal = new AbortController().signal;
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1", speed: 1, seed: 1, note: () => undefined, signal, inherited: {} });
});

afterAll(() => sandbox.close());

async function run(file: string, argv: readonly string[]): Promise<string> {
  const env = { PATH: process.env["PATH"], HOME: "/nonexistent", AWS_PAGER: "", ...Object.fromEntries(sandbox.environment.set) };
  const { stdout } = await promisify(execFile)(file, [...argv], { env });
  return stdout.trim();
}

describe.runIf(hasAwsCli)("the AWS CLI", () => {
  const aws = (command: string) => run("aws", [...command.split(" "), "--output", "text"]);

  it.each([
    ["sts get-caller-identity --query Account", "123456789012"],
    ["lambda list-event-source-mappings --query length(EventSourceMappings)", "7"],
    ["lambda get-function-concurrency --function-name payments --query ReservedConcurrentExecutions", "5"],
    ["kafka list-clusters-v2 --query ClusterInfoList[?ClusterName=='shop'].State", "ACTIVE"],
    [
      "resourcegroupstaggingapi get-resources --tag-filters Key=team,Values=security --resource-type-filters lambda:function --query length(ResourceTagMappingList)",
      "1",
    ],
    ["s3 ls s3://shop-failed-records", ""],
    ["secretsmanager get-secret-value --secret-id legacy-kafka --query SecretString", '"username":"legacy"'],
    ["logs describe-log-groups --query logGroups[].logGroupName", "/aws/lambda/shipments"],
    ["glue list-registries --query length(Registries)", "0"],
  ])("%s", async (command, expected) => {
    expect(await aws(command)).toContain(expected);
  });

  it("makes a queue", async () => {
    // For SQS version 1 of the CLI overrides the endpoint of the environment (its overridesslcommonname.py), not that of the flag.
    expect(await aws(`sqs create-queue --queue-name from-cli --query QueueUrl --endpoint-url ${sandbox.endpoint}`)).toBe(
      `${sandbox.endpoint}/123456789012/from-cli`,
    );
  });

  it("puts a metric and finds it again", async () => {
    await aws("cloudwatch put-metric-data --namespace Cli --metric-name Orders --value 3 --dimensions Shop=a");
    expect(await aws("cloudwatch list-metrics --namespace Cli --query Metrics[].MetricName")).toBe("Orders");
  });

  it("gets AWS's error for an unknown mapping", async () => {
    const uuid = "00000000-0000-0000-0000-000000000000";
    await expect(aws(`lambda get-event-source-mapping --uuid ${uuid}`)).rejects.toThrow(/ResourceNotFoundException.*does not exist/s);
  });
});

/** Puts and reads a metric with one protocol, then provokes an error; prints what came back. */
const cloudWatchScript = `
import boto3, botocore.model, datetime, json, sys
protocol = sys.argv[1]
botocore.model.ServiceModel.resolved_protocol = property(lambda self: protocol)
client = boto3.client("cloudwatch")
now = datetime.datetime.now(datetime.timezone.utc)
datum = {"MetricName": "Orders", "Dimensions": [{"Name": "Protocol", "Value": protocol}], "Values": [1, 2], "Counts": [1, 2], "Unit": "Count"}
client.put_metric_data(Namespace="Boto3", MetricData=[datum])
metric = {"Namespace": "Boto3", "MetricName": "Orders", "Dimensions": datum["Dimensions"]}
query = {"Id": "m", "MetricStat": {"Metric": metric, "Period": 300, "Stat": "Sum"}}
minutes = lambda count: datetime.timedelta(minutes=count)
data = client.get_metric_data(MetricDataQueries=[query], StartTime=now - minutes(2), EndTime=now + minutes(2))
try:
    client.get_metric_data(MetricDataQueries=[query, query], StartTime=now - minutes(2), EndTime=now)
    error = None
except client.exceptions.ClientError as refused:
    error = refused.response["Error"]["Code"]
print(json.dumps([data["MetricDataResults"][0]["Values"], data["MetricDataResults"][0]["Label"], error]))
`;

describe.runIf(hasBoto3)("boto3", () => {
  it.each(["json", "smithy-rpc-v2-cbor", "query"])("reads and writes CloudWatch in %s", async (protocol) => {
    const [values, label, error] = JSON.parse(await run("python3", ["-c", cloudWatchScript, protocol])) as [number[], string, string];
    expect([values, label, error]).toEqual([[5], "Orders", "ValidationError"]);
  });

  it("moves bytes through S3, and messages from SNS to SQS", async () => {
    const script = `
import boto3, json
s3, sns, sqs = (boto3.client(name) for name in ("s3", "sns", "sqs"))
body = bytes(range(256)) * 5000
s3.put_object(Bucket="shop-failed-records", Key="a/b c", Body=body)
same = s3.get_object(Bucket="shop-failed-records", Key="a/b c")["Body"].read() == body
topic = sns.create_topic(Name="failed")["TopicArn"]
queue = sqs.create_queue(QueueName="failed")["QueueUrl"]
arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
sns.publish(TopicArn=topic, Message="hello")
[message] = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=5)["Messages"]
print(json.dumps([same, arn, json.loads(message["Body"])["Message"]]))
`;
    expect(JSON.parse(await run("python3", ["-c", script]))).toEqual([true, "arn:aws:sqs:eu-central-1:123456789012:failed", "hello"]);
  });
});
