import type { AwsServiceName } from "./aws-call.ts";
import { type AwsOptions, type AwsService, awsService, type ClientConfiguration, type SdkClient } from "./aws-service.ts";

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
  readonly states: AwsService<typeof import("./sdk/states.ts")>;
  /** Lambda over connections of its own, for calls that take as long as a function does. */
  invoking(limits: InvokingLimits): AwsService<typeof import("./sdk/lambda.ts")>;
  /** Of the caller, for what is signed outside of the SDK; renewed when they are about to expire. Throws what the SDK throws. */
  credentials(): Promise<AwsCredentials>;
}

interface InvokingLimits {
  /** For the whole answer. */
  readonly answerWithinMs: number;
  /** At once at most. */
  readonly connections: number;
}

interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

// Well above what the control planes take; without limits a silent network holds a call for minutes.
const connectionTimeoutMs = 5_000;
const requestTimeoutMs = 30_000;
/** Networks forget silent connections: a NAT gateway after 350 s (VPC user guide). */
const keepAliveMs = 60_000;

/** The AWS services of one Region. Nothing of the SDK is imported before the first call of each. */
export function awsServices(options: AwsOptions): AwsServices {
  // Signing in may mean SSO or an assumed role: once for all services.
  let credentials: ClientConfiguration["credentials"];

  function service<Sdk extends { readonly Client: new (configuration: ClientConfiguration) => SdkClient }>(
    name: AwsServiceName,
    load: () => Promise<Sdk>,
    more: Pick<ClientConfiguration, "requestHandler"> = {},
  ): AwsService<Sdk> {
    const connect = async () => {
      const sdk = await load();
      const client = new sdk.Client({ ...configuration(options), ...(credentials === undefined ? {} : { credentials }), ...more });
      credentials ??= client.config.credentials;
      return { sdk, client };
    };
    return awsService(name, connect, options);
  }

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
    states: service("states", () => import("./sdk/states.ts")),
    invoking: (limits) => service("lambda", () => import("./sdk/lambda.ts"), { requestHandler: invokingOver(limits) }),
    async credentials() {
      const { Client } = await import("./sdk/sts.ts");
      credentials ??= new Client(configuration(options)).config.credentials;
      return typeof credentials === "function" ? credentials() : credentials;
    },
  };
}

function configuration({ region, profile, endpointUrl, debug }: AwsOptions): ClientConfiguration {
  const silent = () => {};
  // Left alone, the SDK would write to the console.
  const warn = (text: string) => debug?.(text.replace(/\s+/g, " ").trim());
  return {
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
    // Attempts are counted in core/retry.ts: a create must not be repeated blindly, and waits keep to our clock.
    maxAttempts: 1,
    customUserAgent: "mskctl",
    logger: { debug: silent, info: silent, error: silent, warn },
    requestHandler: { connectionTimeout: connectionTimeoutMs, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true },
  };
}

function invokingOver({ answerWithinMs, connections }: InvokingLimits): NonNullable<ClientConfiguration["requestHandler"]> {
  const agent = { keepAlive: true, keepAliveMsecs: keepAliveMs, maxSockets: connections };
  return {
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: answerWithinMs,
    // The other one ends with the answer's headers.
    socketTimeout: answerWithinMs,
    throwOnRequestTimeout: true,
    httpAgent: agent,
    httpsAgent: agent,
  };
}
