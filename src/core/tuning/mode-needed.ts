import { isProvisioned, type MappingDocument } from "../mapping/model.ts";
import { validateUpdate } from "../mapping/rules.ts";

/**
 * The fields for which a mapping has to stay in provisioned mode, by AWS's names; empty where nothing holds it there. Its metrics count among
 * them: whether Lambda publishes them on demand is UNCONFIRMED, and without them nobody sees what a change did.
 */
export function needsProvisionedMode(mapping: MappingDocument, nowMs: number): readonly string[] {
  if (!isProvisioned(mapping)) return [];
  const held = validateUpdate(mapping, { ProvisionedPollerConfig: {} }, { nowMs }).map(({ field }) => field);
  const { MetricsConfig, LoggingConfig } = mapping;
  return [
    ...new Set([
      ...held,
      ...((MetricsConfig?.Metrics?.length ?? 0) > 0 ? ["MetricsConfig"] : []),
      ...(LoggingConfig?.SystemLogLevel === undefined ? [] : ["LoggingConfig"]),
    ]),
  ];
}
