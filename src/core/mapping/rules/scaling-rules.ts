import { type CrossFieldRule, isGiven, type Subject } from "./cross-field-rule.ts";
import { type FieldRule, sources } from "./field-rule.ts";
import { defaultOf, fieldRules, settingOf } from "./field-rules.ts";
import { type Breach, quoted } from "./violation.ts";

/** Lambda Developer Guide and SDK: what Kafka mappings may have, below the wire shape's 10,000. */
const kafkaMaximumPollers = 2_000;
/** What Lambda takes when provisioned mode is asked for without figures. Lambda Developer Guide, Kafka scaling modes. */
export const defaultPollers = { minimum: 1, maximum: 200 } as const;

/** What depends on the mode: provisioned or on-demand, stream or queue. */
export const scalingRules = [
  {
    id: "provisioned-only",
    enforcedBy: "service",
    from: `${sources.scaling}; ${sources.retries}; Lambda Developer Guide, event source mapping logging. AWS's words for it are unconfirmed.`,
    check: (subject) =>
      subject.provisioned
        ? []
        : fieldRules.filter((rule) => isProvisionedOnly(rule, subject)).map((rule) => provisionedOnlyBreach(rule, subject)),
  },
  {
    id: "kafka-destination-provisioned-only",
    enforcedBy: "service",
    from: "Lambda Developer Guide, Kafka on-failure destinations",
    check: ({ after, provisioned }) => {
      const destination = after.DestinationConfig?.OnFailure?.Destination;
      if (provisioned || !destination?.startsWith("kafka://")) return [];
      return [
        {
          path: ["DestinationConfig", "OnFailure", "Destination"],
          constraint: { kind: "conflict", with: "ProvisionedPollerConfig" },
          value: destination,
          message: `A Kafka topic as on-failure destination needs provisioned mode; the destination is ${quoted(destination)}.`,
          fix: "Add --min-pollers 1, or send failures to SQS, SNS or S3.",
        },
      ];
    },
  },
  {
    id: "maximum-pollers-kafka",
    enforcedBy: "service",
    from: `${sources.scaling}; @aws-sdk/client-lambda 3.1164`,
    check: ({ after }) => {
      const maximum = after.ProvisionedPollerConfig?.MaximumPollers;
      if (!isGiven(maximum) || maximum <= kafkaMaximumPollers || maximum > 10_000) return [];
      return [
        {
          path: ["ProvisionedPollerConfig", "MaximumPollers"],
          constraint: { kind: "maximum", limit: kafkaMaximumPollers },
          value: maximum,
          message: `MaximumPollers goes up to ${quoted(kafkaMaximumPollers)} for Kafka; it is ${quoted(maximum)}.`,
          fix: `Give --max-pollers ${kafkaMaximumPollers} or less.`,
        },
      ];
    },
  },
  {
    id: "maximum-below-minimum-pollers",
    enforcedBy: "service",
    from: sources.scaling,
    check: ({ after, provisioned }) => {
      const minimum = after.ProvisionedPollerConfig?.MinimumPollers ?? defaultPollers.minimum;
      const maximum = after.ProvisionedPollerConfig?.MaximumPollers ?? defaultPollers.maximum;
      if (!provisioned || maximum >= minimum) return [];
      return [
        {
          path: ["ProvisionedPollerConfig", "MaximumPollers"],
          constraint: { kind: "minimum", limit: minimum },
          value: maximum,
          message: `MaximumPollers (${quoted(maximum)}) must not be below MinimumPollers (${quoted(minimum)}).`,
          fix: `Give --max-pollers ${minimum} or more, or a lower --min-pollers.`,
        },
      ];
    },
  },
  {
    id: "queue-mode-unsupported",
    enforcedBy: "service",
    from: "Lambda Developer Guide, polling Kafka in Queue mode; @aws-sdk/client-lambda 3.1164",
    check: ({ after, queueMode }) =>
      fieldRules
        .filter((rule) => queueMode && !rule.inQueueMode && settingOf(rule, after) !== undefined)
        .map((rule) => ({
          path: rule.path,
          constraint: { kind: "unsupported" },
          value: settingOf(rule, after),
          message: `${rule.name} does not exist with ConsumptionMode Queue; it is ${quoted(settingOf(rule, after))}.`,
          fix: `Leave ${rule.flags[0]} out.`,
        })),
  },
  {
    id: "record-age-below-60",
    enforcedBy: "service",
    from: sources.retries,
    check: ({ after }) => {
      const age = after.MaximumRecordAgeInSeconds;
      if (!isGiven(age) || age < 0 || age >= 60) return [];
      return [
        {
          path: ["MaximumRecordAgeInSeconds"],
          constraint: { kind: "minimum", limit: 60 },
          value: age,
          message: `MaximumRecordAgeInSeconds is −1 (no limit) or 60 to 604,800; it is ${quoted(age)}.`,
          fix: "Give --max-record-age 60s or more, or -1 for no limit.",
        },
      ];
    },
  },
] as const satisfies readonly CrossFieldRule[];

function isProvisionedOnly(rule: FieldRule, { operation, request, after }: Subject): boolean {
  if (rule.mode !== "provisioned") return false;
  // A log level cannot be taken back, so a mapping that has one could never leave provisioned mode: AWS decides that.
  if (rule.name === "LoggingConfig" && operation === "update" && settingOf(rule, request) === undefined) return false;
  const value = settingOf(rule, after);
  // −1 retries, false, [] and {} are what a mapping has without the field.
  if (value === undefined || value === defaultOf(rule, after)) return false;
  return typeof value !== "object" || value === null || Object.keys(value).length > 0;
}

function provisionedOnlyBreach(rule: FieldRule, { after, request, operation }: Subject): Breach {
  const leaving = operation === "update" && isGiven(request.ProvisionedPollerConfig);
  return {
    path: rule.path,
    constraint: { kind: "conflict", with: "ProvisionedPollerConfig" },
    value: settingOf(rule, after),
    message: `${rule.name} needs provisioned mode; the mapping ${leaving ? "would be" : "is"} on-demand and ${rule.name} ${quoted(settingOf(rule, after))}.`,
    fix: leaving
      ? `Stay in provisioned mode, or clear it first: --unset ${rule.name}.`
      : "Add --min-pollers 1 (provisioned mode), or leave it out.",
  };
}
