import type { ServiceRuleId, Violation } from "../../core/mapping/rules.ts";
import type { AwsError } from "../protocols/aws-error.ts";
import { type LambdaErrorCode, lambdaError } from "./lambda-error.ts";
import { modelRefusal } from "./model-constraints.ts";

/**
 * Where AWS's words for a refusal come from. `recorded`: an answer of AWS, for Kafka or another source type.
 * `inferred`: the form of a recorded answer with this field's name. `unconfirmed`: that AWS refuses is documented, its
 * words are not known; ours say what is wrong.
 */
type Source = "recorded" | "inferred" | "unconfirmed";

interface Refusal {
  readonly code: LambdaErrorCode;
  readonly message: (violation: Violation) => string;
  readonly source: Source;
}

const unsupported = ({ wirePath }: Violation) => `Unsupported '${wirePath}' parameter for given event source mapping type.`;
const missing = ({ wirePath }: Violation) => `Required '${wirePath}' parameter is missing.`;
const always = (text: string) => () => text;

const invalid = (source: Source, message: Refusal["message"]): Refusal => ({ code: "InvalidParameterValueException", message, source });

/** AWS's answer to each of Lambda's own checks; breaches of the service model are told by `modelRefusal`. */
export const refusals: Readonly<Record<ServiceRuleId, Refusal>> = {
  // Recorded for no source at all; inferred for both.
  "one-source": invalid("recorded", (violation) =>
    violation.constraint.kind === "not-null" ? "Unrecognized event source." : unsupported(violation),
  ),
  "not-for-kafka": invalid("recorded", unsupported),
  "other-source-only": invalid("inferred", unsupported),
  "topics-exactly-one": invalid("inferred", missing),
  "starting-position-required": invalid(
    "recorded",
    always("1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null."),
  ),
  "starting-timestamp-required": invalid("inferred", missing),
  "starting-timestamp-needs-at-timestamp": invalid("recorded", always("Timestamp only valid with StartingPosition AT_TIMESTAMP")),
  "starting-timestamp-in-future": invalid("unconfirmed", always("StartingPositionTimestamp must not be in the future.")),
  "fixed-member": invalid("recorded", unsupported),
  "self-managed-needs-access": invalid("recorded", missing),
  "auth-type-for-source": invalid("unconfirmed", (violation) => `Unsupported source access configuration type ${String(violation.value)}.`),
  "oauth-combination": invalid("unconfirmed", (violation) => violation.message),
  "provisioned-only": invalid("unconfirmed", ({ wirePath }) => `'${wirePath}' parameter requires provisioned mode.`),
  "kafka-destination-provisioned-only": invalid(
    "unconfirmed",
    ({ wirePath }) => `'${wirePath}' parameter requires provisioned mode for a Kafka topic.`,
  ),
  "maximum-pollers-kafka": invalid("unconfirmed", always("MaximumPollers must be less than or equal to 2000 for Kafka event sources.")),
  "maximum-below-minimum-pollers": invalid("unconfirmed", always("MaximumPollers must be greater than or equal to MinimumPollers.")),
  "queue-mode-unsupported": invalid("inferred", unsupported),
  "record-age-below-60": invalid("unconfirmed", always("MaximumRecordAgeInSeconds must be -1 or between 60 and 604800.")),
  "on-success-unsupported": invalid("recorded", always("Unsupported DestinationConfig parameter for given event source mapping type.")),
  "destination-service": invalid("unconfirmed", (violation) => `Unsupported on-failure destination ${String(violation.value)}.`),
  "fifo-destination": invalid(
    "unconfirmed",
    (violation) => `Unsupported on-failure destination ${String(violation.value)}: FIFO is not supported.`,
  ),
  "destination-is-source-topic": invalid("unconfirmed", always("The on-failure destination topic must differ from the source topic.")),
  "filter-count": invalid(
    "unconfirmed",
    ({ constraint }) => `Number of filters exceeds the limit of ${constraint.kind === "maximum-length" ? constraint.limit : 5}.`,
  ),
  "filter-pattern": invalid("recorded", always("Invalid filter pattern definition.")),
  "schema-registry-needs-validation-configs": invalid("unconfirmed", missing),
  "schema-registry-incomplete": invalid("unconfirmed", missing),
  "tag-limits": invalid("unconfirmed", (violation) => violation.message),
};

/**
 * What AWS answers to a request that breaks rules: all breaches of the service model at once, else the first check of
 * the service that fails. Undefined when AWS would take it: what only mskctl warns of is no refusal.
 */
export function refusalOf(violations: readonly Violation[]): AwsError | undefined {
  const ofModel = violations.filter(({ enforcedBy }) => enforcedBy === "model");
  if (ofModel.length > 0) return modelRefusal(ofModel);
  const first = violations.find(({ enforcedBy }) => enforcedBy === "service");
  if (first === undefined) return undefined;
  const { code, message } = refusals[first.rule as ServiceRuleId];
  return lambdaError(code, message(first));
}
