import { bySeverity, type Finding } from "../../finding.ts";
import type { MappingSettings } from "../model.ts";
import { windowIsOneWay } from "./batching.ts";
import type { SettingsCheck, SettingsFacts } from "./facts.ts";
import { destinationNeedsRoute, endlessRetries, failuresDropped, undecodableDiscarded } from "./failures.ts";
import { timeoutTooLong } from "./function.ts";
import { groupHidesLag, latestGap, startingPositionMayBeIgnored, topicMissing } from "./reading.ts";
import { maximumPollersAbovePartitions, maximumPollersLeft, minimumPollersAbovePartitions } from "./scaling.ts";

const checks: readonly SettingsCheck[] = [
  topicMissing,
  startingPositionMayBeIgnored,
  latestGap,
  groupHidesLag,
  timeoutTooLong,
  endlessRetries,
  failuresDropped,
  destinationNeedsRoute,
  undecodableDiscarded,
  maximumPollersLeft,
  maximumPollersAbovePartitions,
  minimumPollersAbovePartitions,
  windowIsOneWay,
];

/**
 * What bites after creating a mapping with these settings, which AWS takes (`validateCreate`), most severe first. An error
 * means that it cannot work. A fact that is not given is unknown: what depends on it is not said.
 */
export function createWarnings(settings: MappingSettings, facts: SettingsFacts): Finding[] {
  return bySeverity(checks.flatMap((check) => check(settings, facts) ?? []));
}
