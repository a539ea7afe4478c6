import type { MappingSettings } from "./model.ts";

/**
 * What AWS makes of an update: absent fields stay, the sentinels clear (`FilterCriteria: {}`, `KMSKeyArn: ""`,
 * `ProvisionedPollerConfig: {}` …), lists are replaced whole, the members of the poller and consumer blocks one by one.
 * `Enabled` and `FunctionName` stand in the result as given; turning them into State and FunctionArn is the caller's.
 * Source: Lambda Developer Guide; go-to-k/cdkd's recorded calls. That a poller block is merged member by member is an
 * assumption, which no plan of ours depends on: they send the block whole.
 */
export function applyChanges<Settings extends MappingSettings>(current: Settings, changes: MappingSettings): Settings {
  const after: Record<string, unknown> = { ...current };
  for (const [field, value] of Object.entries(changes)) {
    if (value === undefined || value === null) continue;
    const next = nextValue(field, after[field], value);
    if (next === undefined) delete after[field];
    else after[field] = next;
  }
  return after as Settings;
}

function nextValue(field: string, before: unknown, given: unknown): unknown {
  switch (field) {
    case "ProvisionedPollerConfig":
      return isEmpty(given) ? undefined : withoutBlank("PollerGroupName", merged(before, given));
    case "AmazonManagedKafkaEventSourceConfig":
    case "SelfManagedKafkaEventSourceConfig":
      return withoutBlank("SchemaRegistryConfig", merged(before, given));
    // Tagging adds and overwrites.
    case "Tags":
      return merged(before, given);
    case "FilterCriteria":
      return isEmpty((given as MappingSettings["FilterCriteria"])?.Filters ?? []) ? undefined : given;
    case "DestinationConfig":
      return (given as MappingSettings["DestinationConfig"])?.OnFailure?.Destination ? given : undefined;
    case "MetricsConfig":
      return isEmpty((given as MappingSettings["MetricsConfig"])?.Metrics ?? []) ? undefined : given;
    case "KMSKeyArn":
      return given === "" ? undefined : given;
    default:
      return given;
  }
}

function merged(before: unknown, given: unknown): Record<string, unknown> {
  return { ...(before as object | undefined), ...(given as object) };
}

function withoutBlank(member: string, block: Record<string, unknown>): Record<string, unknown> {
  const { [member]: value, ...others } = block;
  return value === undefined || value === null || value === "" || isEmpty(value) ? others : block;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
