import { type AwsCredentials, awsConnections, type InvokingLimits, invokingOver } from "./aws-connections.ts";
import type { AwsOptions, AwsService } from "./aws-service.ts";

export interface AwsServices {
  readonly lambda: AwsService<typeof import("./sdk/lambda.ts")>;
  readonly msk: AwsService<typeof import("./sdk/kafka.ts")>;
  readonly cloudwatch: AwsService<typeof import("./sdk/cloudwatch.ts")>;
  readonly tagging: AwsService<typeof import("./sdk/tagging.ts")>;
  readonly sts: AwsService<typeof import("./sdk/sts.ts")>;
  readonly glue: AwsService<typeof import("./sdk/glue.ts")>;
  readonly secrets: AwsService<typeof import("./sdk/secrets-manager.ts")>;
  readonly logs: AwsService<typeof import("./sdk/cloudwatch-logs.ts")>;
  readonly sqs: AwsService<typeof import("./sdk/sqs.ts")>;
  readonly sns: AwsService<typeof import("./sdk/sns.ts")>;
  readonly s3: AwsService<typeof import("./sdk/s3.ts")>;
  readonly pricing: AwsService<typeof import("./sdk/pricing.ts")>;
  /** Lambda over connections of its own, for calls that take as long as a function does. */
  invoking(limits: InvokingLimits): AwsService<typeof import("./sdk/lambda.ts")>;
  /** Of the caller, for what is signed outside of the SDK; renewed when they are about to expire. Throws what the SDK throws. */
  credentials(): Promise<AwsCredentials>;
}

/** The AWS services of one Region. Nothing of the SDK is imported before the first call of each. */
export function awsServices(options: AwsOptions): AwsServices {
  const { service, credentials } = awsConnections(options);
  return {
    lambda: service("lambda", () => import("./sdk/lambda.ts")),
    msk: service("kafka", () => import("./sdk/kafka.ts")),
    cloudwatch: service("cloudwatch", () => import("./sdk/cloudwatch.ts")),
    tagging: service("tag", () => import("./sdk/tagging.ts")),
    sts: service("sts", () => import("./sdk/sts.ts")),
    glue: service("glue", () => import("./sdk/glue.ts")),
    secrets: service("secretsmanager", () => import("./sdk/secrets-manager.ts")),
    logs: service("logs", () => import("./sdk/cloudwatch-logs.ts")),
    sqs: service("sqs", () => import("./sdk/sqs.ts")),
    sns: service("sns", () => import("./sdk/sns.ts")),
    s3: service("s3", () => import("./sdk/s3.ts")),
    pricing: service("pricing", () => import("./sdk/pricing.ts")),
    invoking: (limits) => service("lambda", () => import("./sdk/lambda.ts"), { requestHandler: invokingOver(limits) }),
    credentials: () => credentials(() => import("./sdk/sts.ts")),
  };
}
