/** Services by the prefix of their IAM actions. */
export type AwsServiceName =
  | "lambda"
  | "kafka"
  | "cloudwatch"
  | "tag"
  | "sts"
  | "glue"
  | "secretsmanager"
  | "logs"
  | "sqs"
  | "sns"
  | "s3"
  | "pricing"
  | "states";

/** The call that failed, for the message. */
export interface AwsCall {
  readonly service: AwsServiceName;
  readonly operation: string;
  /** What the call is about, e.g. `mapping e0b5…`. */
  readonly subject: string | undefined;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly profile: string | undefined;
  /** False: sent twice, it might be done twice. */
  readonly repeatable: boolean;
}

export const serviceNames: Readonly<Record<AwsServiceName, string>> = {
  lambda: "Lambda",
  kafka: "MSK",
  cloudwatch: "CloudWatch",
  tag: "the tagging API",
  sts: "STS",
  glue: "Glue",
  secretsmanager: "Secrets Manager",
  logs: "CloudWatch Logs",
  sqs: "SQS",
  sns: "SNS",
  s3: "S3",
  pricing: "the Price List API",
  states: "Step Functions",
};

/** Which service, and where. */
export function label({ service, region }: AwsCall): string {
  return `${serviceNames[service]}${region === undefined ? "" : ` in ${region}`}`;
}

/** The same, with the address that was called. */
export function place(call: AwsCall): string {
  return `${label(call)}${call.endpoint === undefined ? "" : ` at ${call.endpoint}`}`;
}

/** What was asked for. */
export function what({ operation, subject }: AwsCall): string {
  return `${operation}${subject === undefined ? "" : ` of ${subject}`}`;
}

/** ` --profile NAME` for a command to paste, where one is in force. */
export function profileFlag({ profile }: AwsCall): string {
  return profile === undefined ? "" : ` --profile ${profile}`;
}
