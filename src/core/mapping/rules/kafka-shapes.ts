import { type Shape, structure } from "./shape.ts";

// Shapes of the Lambda service model (2015-03-31) that a Kafka mapping uses. Lengths, ranges and patterns are the
// model's; members of October 2026 (OAuth and IAM types, ConsumptionMode) are those of @aws-sdk/client-lambda 3.1164, the
// Regions of the European Sovereign Cloud (eusc-) those of the Lambda API reference.

const uriPattern = "[a-zA-Z0-9-\\/*:_+=.@-]*";
const regionPattern = "(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}";
const arnPattern = `arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:(${regionPattern})?:(\\d{12})?:(.*)`;

const text = (limits: Omit<Extract<Shape, { kind: "string" }>, "kind">): Shape => ({ kind: "string", ...limits });
const oneOf = (...members: string[]): Shape => ({ kind: "string", members });
const integer = (minimum: number, maximum: number): Shape => ({ kind: "integer", minimum, maximum });

export const functionNameShape = text({
  minimumLength: 1,
  maximumLength: 256,
  pattern: `(arn:(aws[a-zA-Z-]*)?:lambda:)?(${regionPattern}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`,
});

export const eventSourceArnShape = text({ pattern: arnPattern });

export const selfManagedEventSourceShape = structure({
  Endpoints: {
    kind: "map",
    minimumLength: 1,
    maximumLength: 2,
    keys: ["KAFKA_BOOTSTRAP_SERVERS"],
    value: {
      kind: "list",
      minimumLength: 1,
      maximumLength: 10,
      member: text({
        minimumLength: 1,
        maximumLength: 300,
        pattern: "(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]*[a-zA-Z0-9])\\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\\-]*[A-Za-z0-9]):[0-9]{1,5}",
      }),
    },
  },
});

export const topicsShape: Shape = {
  kind: "list",
  minimumLength: 1,
  maximumLength: 1,
  member: text({ minimumLength: 1, maximumLength: 249, pattern: "[^.]([a-zA-Z0-9\\-_.]+)" }),
};

export const startingPositionShape = oneOf("TRIM_HORIZON", "LATEST", "AT_TIMESTAMP");

export const consumerGroupShape = text({ minimumLength: 1, maximumLength: 200, pattern: uriPattern });

export const consumptionModeShape = oneOf("Stream", "Queue");

export const sourceAccessShape: Shape = {
  kind: "list",
  minimumLength: 0,
  // The model's limit from before the OAuth types; whether it grew with them is unconfirmed.
  maximumLength: 23,
  member: structure({
    Type: oneOf(
      "BASIC_AUTH",
      "VPC_SUBNET",
      "VPC_SECURITY_GROUP",
      "SASL_SCRAM_512_AUTH",
      "SASL_SCRAM_256_AUTH",
      "VIRTUAL_HOST",
      "CLIENT_CERTIFICATE_TLS_AUTH",
      "SERVER_ROOT_CA_CERTIFICATE",
      "IAM_AUTH",
      "IAM_OAUTHBEARER_AUTH",
      "OAUTHBEARER_AUTH",
      "OAUTHBEARER_SCOPE",
      "OAUTHBEARER_AUDIENCE",
      "OAUTHBEARER_LOGICAL_CLUSTER",
      "OAUTHBEARER_IDENTITY_POOL",
    ),
    URI: text({ minimumLength: 1, maximumLength: 200, pattern: uriPattern }),
  }),
};

export const schemaRegistryShape = structure({
  SchemaRegistryURI: text({ minimumLength: 1, maximumLength: 10_000, pattern: uriPattern }),
  EventRecordFormat: oneOf("JSON", "SOURCE"),
  AccessConfigs: {
    kind: "list",
    member: structure({
      Type: oneOf("BASIC_AUTH", "CLIENT_CERTIFICATE_TLS_AUTH", "SERVER_ROOT_CA_CERTIFICATE", "OAUTHBEARER_AUTH"),
      URI: text({ pattern: arnPattern }),
    }),
  },
  SchemaValidationConfigs: { kind: "list", member: structure({ Attribute: oneOf("KEY", "VALUE") }) },
});

/** The wire shape; Kafka's own limits are tighter (SQS shares the shape). */
export const provisionedPollerShape = structure({
  MinimumPollers: integer(1, 200),
  MaximumPollers: integer(1, 10_000),
  PollerGroupName: text({ minimumLength: 0, maximumLength: 128, pattern: "[a-zA-Z0-9-_]*" }),
});

export const batchSizeShape = integer(1, 10_000);
export const batchingWindowShape = integer(0, 300);

/** In characters. */
export const longestPattern = 4_096;
export const filterCriteriaShape = structure({
  Filters: { kind: "list", member: structure({ Pattern: text({ minimumLength: 0, maximumLength: longestPattern, pattern: ".*" }) }) },
});

export const kmsKeyShape = text({ pattern: "(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()" });

const destinationShape = structure({
  Destination: text({
    minimumLength: 0,
    maximumLength: 350,
    pattern: `$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|${arnPattern}`,
  }),
});
export const destinationConfigShape = structure({ OnSuccess: destinationShape, OnFailure: destinationShape });

export const retryAttemptsShape = integer(-1, 10_000);
export const recordAgeShape = integer(-1, 604_800);
export const booleanShape: Shape = { kind: "boolean" };
export const timestampShape: Shape = { kind: "timestamp" };

export const responseTypesShape: Shape = { kind: "list", minimumLength: 0, maximumLength: 1, member: oneOf("ReportBatchItemFailures") };

export const metricsShape = structure({
  Metrics: { kind: "list", minimumLength: 0, maximumLength: 3, member: oneOf("EventCount", "ErrorCount", "KafkaMetrics") },
});

export const loggingShape = structure({ SystemLogLevel: oneOf("DEBUG", "INFO", "WARN") });

/** Lengths of keys and values are checked by the service, not by the model. */
export const tagsShape: Shape = { kind: "map", value: { kind: "string" } };
