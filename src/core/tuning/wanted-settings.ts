import type { MappingSettings } from "../mapping/model.ts";
import { changesBetween } from "./changes.ts";
import { changedMappingSettings } from "./mapping-settings.ts";
import type { SettingChange, TuneReport } from "./report.ts";
import type { TuningSettings } from "./workload.ts";

/** What a report would have somebody set. */
export interface WantedSettings {
  readonly settings: TuningSettings;
  /** What an update of the mapping has to say. */
  readonly update: MappingSettings;
  readonly changes: readonly SettingChange[];
}

/** The settings that were asked for, or else those that are recommended; undefined where neither changes anything. */
export function wantedSettings({ result, whatIf, recommendation }: TuneReport): WantedSettings | undefined {
  const settings = whatIf?.settings ?? recommendation?.settings;
  if (settings === undefined || result === undefined) return undefined;
  const { settings: today } = result.current;
  const changes = changesBetween(today, settings);
  return changes.length === 0 ? undefined : { settings, update: changedMappingSettings(today, settings), changes };
}
