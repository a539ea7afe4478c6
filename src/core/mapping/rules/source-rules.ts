import { type CrossFieldRule, isGiven, type Subject } from "./cross-field-rule.ts";
import { sources } from "./field-rule.ts";
import { fieldRules, fieldsOfOtherSources, settingOf } from "./field-rules.ts";
import { type Breach, quoted } from "./violation.ts";

const recordedAnswers = "answers recorded from AWS in localstack/localstack's Lambda tests";

/** What a mapping must say about where it reads: source, topic and position. */
export const sourceRules = [
  {
    id: "one-source",
    enforcedBy: "service",
    from: `${recordedAnswers} ("Unrecognized event source.")`,
    check: ({ after }) => {
      if (isGiven(after.EventSourceArn) && isGiven(after.SelfManagedEventSource)) {
        return [
          {
            path: ["SelfManagedEventSource"],
            constraint: { kind: "conflict", with: "EventSourceArn" },
            value: after.SelfManagedEventSource,
            message: "EventSourceArn (MSK) and SelfManagedEventSource exclude each other; both are given.",
            fix: "Give --cluster for MSK, or --bootstrap-servers for any other Kafka.",
          },
        ];
      }
      if (isGiven(after.EventSourceArn) || isGiven(after.SelfManagedEventSource)) return [];
      return [
        missing(
          "EventSourceArn",
          "A mapping needs a source: EventSourceArn (MSK) or SelfManagedEventSource.",
          "Give --cluster for MSK, or --bootstrap-servers for any other Kafka.",
        ),
      ];
    },
  },
  {
    id: "kafka-source-arn",
    enforcedBy: "mskctl",
    from: "mskctl operates Kafka mappings only; Lambda Developer Guide, MSK: a cluster or a VPC connection",
    check: ({ after }) =>
      isGiven(after.EventSourceArn) && !/^arn:[^:]+:kafka:[^:]*:[^:]*:(cluster|vpc-connection)\//.test(after.EventSourceArn)
        ? [
            {
              path: ["EventSourceArn"],
              constraint: { kind: "form", expected: "the ARN of an MSK cluster or VPC connection" },
              value: after.EventSourceArn,
              message: `EventSourceArn must be the ARN of an MSK cluster or of a VPC connection to one; it is ${quoted(after.EventSourceArn)}.`,
              fix: "See aws kafka list-clusters-v2, or give --bootstrap-servers for a cluster outside MSK.",
            },
          ]
        : [],
  },
  {
    id: "not-for-kafka",
    enforcedBy: "service",
    from: "\"Unsupported '…' parameter for given event source mapping type.\", seen in pulumi/pulumi-aws#1418, aws/aws-cdk#17934",
    check: ({ request }) =>
      fieldsOfOtherSources
        .filter((field) => isGiven(request[field]))
        .map((field) => unsupported([field], request[field], `${field} does not exist for Kafka mappings.`, "Leave it out.")),
  },
  {
    id: "other-source-only",
    enforcedBy: "service",
    from: sources.parameters,
    check: (subject) => (subject.source === undefined ? [] : misplacedFields(subject, subject.source)),
  },
  {
    id: "topics-exactly-one",
    enforcedBy: "service",
    from: sources.parameters,
    check: ({ after }) =>
      isGiven(after.Topics)
        ? []
        : [missing("Topics", "A Kafka mapping reads exactly one topic: Topics is missing.", "Name it with --topic.")],
  },
  {
    id: "starting-position-required",
    enforcedBy: "service",
    from: `${sources.parameters}; ${recordedAnswers} ("Value null at 'startingPosition'")`,
    check: (subject) => (subject.source === "msk" ? positionMissing(subject) : []),
  },
  {
    id: "starting-position-unsaid",
    enforcedBy: "mskctl",
    from: `${recordedAnswers}: a self-managed source without it was taken, and reads from TRIM_HORIZON`,
    check: (subject) => (subject.source !== "msk" && !subject.queueMode ? positionMissing(subject) : []),
  },
  {
    id: "starting-timestamp-required",
    enforcedBy: "service",
    from: sources.parameters,
    check: ({ after }) =>
      after.StartingPosition === "AT_TIMESTAMP" && !isGiven(after.StartingPositionTimestamp)
        ? [
            missing(
              "StartingPositionTimestamp",
              "StartingPosition AT_TIMESTAMP needs StartingPositionTimestamp.",
              "Give --starting-timestamp, e.g. --starting-timestamp -15m.",
            ),
          ]
        : [],
  },
  {
    id: "starting-timestamp-needs-at-timestamp",
    enforcedBy: "service",
    from: sources.parameters,
    check: ({ after }) =>
      isGiven(after.StartingPositionTimestamp) && after.StartingPosition !== "AT_TIMESTAMP"
        ? [
            {
              path: ["StartingPositionTimestamp"],
              constraint: { kind: "conflict", with: "StartingPosition" },
              value: after.StartingPositionTimestamp,
              message: `StartingPositionTimestamp counts only with StartingPosition AT_TIMESTAMP; that is ${quoted(after.StartingPosition)}.`,
              fix: "Give --starting-position AT_TIMESTAMP, or leave the timestamp out.",
            },
          ]
        : [],
  },
  {
    id: "starting-timestamp-in-future",
    enforcedBy: "service",
    from: sources.parameters,
    check: ({ request, nowMs }) =>
      isGiven(request.StartingPositionTimestamp) && Date.parse(request.StartingPositionTimestamp) > nowMs
        ? [
            {
              path: ["StartingPositionTimestamp"],
              constraint: { kind: "maximum", limit: Math.floor(nowMs / 1_000) },
              value: request.StartingPositionTimestamp,
              message: `StartingPositionTimestamp must not be in the future; it is ${quoted(request.StartingPositionTimestamp)}.`,
              fix: "Give a time that has passed, e.g. --starting-timestamp -15m.",
            },
          ]
        : [],
  },
  {
    id: "fixed-member",
    enforcedBy: "service",
    from: "go-to-k/cdkd's recorded calls: Update refuses these members even when they are unchanged",
    check: ({ operation, request }) =>
      operation === "update"
        ? fieldRules
            .filter((rule) => rule.path.length === 2 && rule.changeable === "never" && settingOf(rule, request) !== undefined)
            .map((rule) => createOnlyBreach(rule.path, settingOf(rule, request)))
        : [],
  },
  {
    id: "create-only",
    enforcedBy: "mskctl",
    // Update does not have these fields in its model: AWS would skip them and report success.
    from: "Lambda service model; aws-cloudformation/cloudformation-coverage-roadmap#2140",
    check: ({ operation, request }) =>
      operation === "update"
        ? fieldRules
            .filter((rule) => rule.path.length === 1 && rule.changeable === "never" && settingOf(rule, request) !== undefined)
            .map((rule) => createOnlyBreach(rule.path, settingOf(rule, request)))
        : [],
  },
] as const satisfies readonly CrossFieldRule[];

function misplacedFields({ after }: Subject, source: "msk" | "self-managed"): Breach[] {
  const block = source === "msk" ? "SelfManagedKafkaEventSourceConfig" : "AmazonManagedKafkaEventSourceConfig";
  const right = source === "msk" ? "AmazonManagedKafkaEventSourceConfig" : "SelfManagedKafkaEventSourceConfig";
  if (!isGiven(after[block])) return [];
  const kind = source === "msk" ? "an MSK" : "a self-managed";
  return [unsupported([block], after[block], `${block} does not fit ${kind} source.`, `Use ${right}.`)];
}

function positionMissing({ operation, after }: Subject): Breach[] {
  if (operation === "update" || isGiven(after.StartingPosition)) return [];
  return [
    missing(
      "StartingPosition",
      "StartingPosition is missing: it decides whether what is in the topic now is read.",
      "Give --starting-position TRIM_HORIZON (oldest record), LATEST or AT_TIMESTAMP.",
    ),
  ];
}

function createOnlyBreach(path: readonly string[], value: unknown): Breach {
  const name = path.join(".");
  return unsupported(
    path,
    value,
    `${name} is fixed when the mapping is created; an update cannot set it to ${quoted(value)}.`,
    "Create a second mapping with the new value, then delete this one.",
  );
}

function missing(field: string, message: string, fix: string): Breach {
  return { path: [field], constraint: { kind: "not-null" }, value: undefined, message, fix };
}

function unsupported(path: readonly string[], value: unknown, message: string, fix: string): Breach {
  return { path, constraint: { kind: "unsupported" }, value, message, fix };
}
