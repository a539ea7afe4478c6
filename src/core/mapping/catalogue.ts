/** What a LastProcessingResult says. `unknown` texts pass through: AWS adds some without notice. */
export interface ExplainedResult {
  readonly kind: "ok" | "idle" | "function-error" | "problem" | "unknown" | "none";
  /** As AWS gives it; empty for `none`. */
  readonly text: string;
  readonly cause?: string;
  readonly remedy?: string;
}

/** What a StateTransitionReason says: who changed the state last, and why. */
export interface ExplainedTransition {
  readonly kind: "user" | "lambda" | "unknown" | "none";
  readonly text: string;
  readonly cause?: string;
  readonly remedy?: string;
}

interface Entry {
  /** Lower case; found anywhere in the text, as AWS puts a prefix before it and sometimes more behind. */
  readonly contains: string;
  readonly cause: string;
  readonly remedy: string;
}

const reachVpc =
  "Give the cluster's subnets a NAT gateway, or interface endpoints for Lambda and STS (and Secrets Manager and the destination's service where they are used), " +
  "with endpoint policies that let lambda.amazonaws.com call sts:AssumeRole and lambda:InvokeFunction; or turn on provisioned mode, which needs neither.";

// Lambda Developer Guide, "Troubleshooting Kafka event source mapping errors", and the messages of AWS's own public
// diagnosis tool. The last four are UNCONFIRMED as to their exact words.
const problems: readonly Entry[] = [
  {
    contains: "please check your event source connection configuration",
    cause:
      "The brokers cannot be reached: security group, network ACL, route or wrong bootstrap address; or a broker is down, out of disk or overloaded.",
    remedy:
      "Let the cluster's security group admit itself on the broker port (9092 plaintext, 9094 TLS, 9096 SCRAM, 9098 IAM) and check the brokers' health. If brokers time out, set BatchSize 1 and enable the mapping again.",
  },
  {
    contains: "your event source vpc must be able to connect to",
    cause:
      "From the cluster's subnets Lambda cannot reach an AWS service that it needs (named in the text): no NAT gateway, no interface endpoint, or an endpoint policy that refuses.",
    remedy: reachVpc,
  },
  {
    contains: "connection error",
    cause: "A connection that Lambda needs for this mapping cannot be made.",
    remedy: "Check the security groups and routes of the cluster's subnets, and the brokers' health.",
  },
  {
    contains: "lambda failed to assume your function execution role",
    cause: "The role's trust policy does not admit lambda.amazonaws.com, it asks for a source identity, or an STS endpoint policy refuses.",
    remedy:
      "Let lambda.amazonaws.com call sts:AssumeRole in the role's trust policy, without a source identity condition, and in the STS endpoint's policy.",
  },
  {
    contains: "cluster failed to authorize lambda",
    cause: "The sign-in worked, but the execution role or the Kafka ACLs do not allow reading the topic or joining the consumer group.",
    remedy:
      "With IAM: kafka-cluster:DescribeTopic and ReadData on the topic, DescribeGroup and AlterGroup on the group. With ACLs: Read and Describe on topic and group, DescribeConfigs on the cluster. A changed role takes effect after some minutes.",
  },
  {
    contains: "sasl authentication failed",
    cause:
      "Wrong user or password in the secret, or the execution role may not connect (kafka-cluster:Connect). If it comes and goes, the brokers' connection limit is reached and Lambda backs off.",
    remedy: "Check the secret, or allow kafka-cluster:Connect on the cluster. If it comes and goes: fewer pollers or larger brokers.",
  },
  {
    contains: "server failed to authenticate lambda",
    cause: "The brokers do not accept the client certificate, or do not use mutual TLS.",
    remedy:
      "Put the whole chain (leaf, intermediates, root) that the brokers trust into the secret, and check that the cluster has mutual TLS on.",
  },
  {
    contains: "lambda failed to authenticate server",
    cause:
      "Lambda does not trust the brokers' certificate: a private CA without SERVER_ROOT_CA_CERTIFICATE, a wrong root, or a host name that is not in the certificate.",
    remedy: "Add the brokers' root CA as SERVER_ROOT_CA_CERTIFICATE, or correct the certificate's alternative names.",
  },
  {
    contains: "provided certificate or private key is invalid",
    cause: "The secret's certificate or key is not PEM, or the key is encrypted with PBES2, which Lambda does not read.",
    remedy: "Store PEM, and the private key as PKCS #8, unencrypted or encrypted with PBES1.",
  },
  {
    contains: "internal lambda error",
    cause: "Lambda itself failed.",
    remedy: "Pause and resume the mapping. If it stays, contact AWS support with the mapping's UUID.",
  },
  {
    contains: "could not retrieve secret",
    cause: "The execution role cannot read the secret, or the secret is gone.",
    remedy: "Allow secretsmanager:GetSecretValue on it, and kms:Decrypt where it has a key of its own.",
  },
  {
    contains: "topic does not exist",
    cause: "The cluster has no such topic.",
    remedy: "Create the topic, or a mapping of the right one: a mapping's topic cannot be changed.",
  },
  {
    contains: "unknown topic",
    cause: "The cluster has no such topic, or the mapping may not see it.",
    remedy: "Create the topic, or allow kafka-cluster:DescribeTopic on it.",
  },
  {
    contains: "throttled",
    cause: "The function was throttled: its own, or the account's, concurrency is used up.",
    remedy: "Raise the function's reserved concurrency or the account's limit.",
  },
];

const functionFailed: Entry = {
  contains: "function call failed",
  cause: "The function ended with an error, or timed out, on the last batch.",
  remedy: "Read the function's log; retries follow the mapping's retry settings.",
};

const longestFirst = problems.toSorted((a, b) => b.contains.length - a.contains.length);

/** Explains AWS's LastProcessingResult. Known texts are found case-insensitively anywhere in it, longer ones first. */
export function explainLastResult(text: string | undefined): ExplainedResult {
  if (text === undefined || text === "") return { kind: "none", text: "" };
  const lower = text.toLowerCase();
  if (lower.trim() === "ok") return { kind: "ok", text };
  if (lower.includes("no records processed"))
    return { kind: "idle", text, cause: "Nothing has been read since the mapping was created or changed." };
  if (lower.includes(functionFailed.contains))
    return { kind: "function-error", text, cause: functionFailed.cause, remedy: functionFailed.remedy };
  const entry = longestFirst.find(({ contains }) => lower.includes(contains));
  if (entry !== undefined) return { kind: "problem", text, cause: entry.cause, remedy: entry.remedy };
  return { kind: lower.startsWith("problem") ? "problem" : "unknown", text };
}

// Lambda Developer Guide, "Troubleshooting Kafka event source mapping errors": Lambda has stopped the consumer.
const lambdaReasons: readonly Entry[] = [
  {
    contains: "esm_config_not_valid",
    cause: "Lambda stopped the mapping because its configuration is not valid.",
    remedy: "Correct the configuration, then resume the mapping.",
  },
  {
    contains: "event_source_authn_error",
    cause: "Lambda stopped the mapping because it cannot sign in to the cluster.",
    remedy: "Correct the secret or certificate, or the role's kafka-cluster:Connect, then resume the mapping.",
  },
  {
    contains: "event_source_authz_error",
    cause: "Lambda stopped the mapping because it may not read the topic or join the consumer group.",
    remedy: "Give the role, or the Kafka user, those permissions, then resume the mapping.",
  },
  {
    contains: "function_config_not_valid",
    cause: "Lambda stopped the mapping because the function's configuration is not valid.",
    remedy: "Correct the function, then resume the mapping.",
  },
];

/** Explains AWS's StateTransitionReason. "User action" and "USER_INITIATED" both occur in answers. */
export function explainTransition(text: string | undefined): ExplainedTransition {
  if (text === undefined || text === "") return { kind: "none", text: "" };
  const lower = text.toLowerCase();
  if (lower.includes("user action") || lower.includes("user_initiated")) return { kind: "user", text };
  const entry = lambdaReasons.find(({ contains }) => lower.includes(contains));
  if (entry !== undefined) return { kind: "lambda", text, cause: entry.cause, remedy: entry.remedy };
  return { kind: "unknown", text };
}
