import { applyChanges } from "../../core/mapping/apply-changes.ts";
import { isProvisioned, isQueueMode, type MappingDocument, type MappingSettings } from "../../core/mapping/model.ts";
import { defaultPollers } from "../../core/mapping/rules/scaling-rules.ts";
import type { World } from "../world.ts";

/** A new mapping as AWS answers it: what was asked, AWS's defaults, and State Creating. */
export function newMappingDocument(
  world: World,
  settings: MappingSettings,
  identity: { readonly uuid: string; readonly functionArn: string },
): MappingDocument {
  const { uuid, functionArn } = identity;
  const asked = applyChanges({} as MappingSettings, settings);
  const block = settings.SelfManagedEventSource === undefined ? "AmazonManagedKafkaEventSourceConfig" : "SelfManagedKafkaEventSourceConfig";
  const document: MappingDocument = {
    UUID: uuid,
    EventSourceMappingArn: `arn:aws:lambda:${world.region}:${world.accountId}:event-source-mapping:${uuid}`,
    FunctionArn: functionArn,
    BatchSize: 100,
    // A self-managed create without a position came back with this one (recorded).
    ...(isQueueMode(settings) ? {} : { StartingPosition: "TRIM_HORIZON" }),
    ...withoutRequestMembers(asked),
    [block]: { ConsumerGroupId: uuid, ...asked[block] },
    State: "Creating",
    StateTransitionReason: "USER_INITIATED",
    LastProcessingResult: "No records processed",
  };
  return withModeDefaults(document);
}

/** The mapping after an update's changes; State is the lifecycle's. */
export function changedMappingDocument(
  document: MappingDocument,
  changes: MappingSettings,
  functionArn: string | undefined,
): MappingDocument {
  return withModeDefaults({
    ...(withoutRequestMembers(applyChanges(document, changes)) as MappingDocument),
    ...(functionArn === undefined ? {} : { FunctionArn: functionArn }),
    StateTransitionReason: "User action",
  });
}

/** Members that requests have and answers do not. */
function withoutRequestMembers(settings: MappingSettings): MappingSettings {
  return without(settings, ["FunctionName", "Enabled", "Tags"]);
}

const provisionedDefaults = { MaximumRecordAgeInSeconds: -1, BisectBatchOnFunctionError: false, FunctionResponseTypes: [] } as const;

/**
 * Provisioned mode shows the defaults of its failure handling; a mapping on demand has none of these members.
 * INFERRED from which settings need provisioned mode.
 * Retries of Queue mode are not filled in: their default (0) differs, and how AWS shows it is unconfirmed.
 */
function withModeDefaults(document: MappingDocument): MappingDocument {
  if (!isProvisioned(document)) {
    return without(document, ["ProvisionedPollerConfig", "MaximumRetryAttempts", ...Object.keys(provisionedDefaults)]);
  }
  return {
    ...(isQueueMode(document) ? {} : { MaximumRetryAttempts: -1 }),
    ...provisionedDefaults,
    ...document,
    ProvisionedPollerConfig: {
      MinimumPollers: defaultPollers.minimum,
      MaximumPollers: defaultPollers.maximum,
      ...document.ProvisionedPollerConfig,
    },
  };
}

function without<Settings extends MappingSettings>(settings: Settings, members: readonly string[]): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !members.includes(name))) as Settings;
}
