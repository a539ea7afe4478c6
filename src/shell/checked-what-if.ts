import { assertValid } from "../core/mapping/lifecycle/preparation.ts";
import type { MappingDocument, MappingSettings } from "../core/mapping/model.ts";
import { validateUpdate } from "../core/mapping/rules.ts";
import { type SettingFlagValues, settingsFromFlags } from "./setting-flags.ts";

/** The settings to try on a mapping, as AWS takes them. Throws what `update` would throw. */
export function checkedWhatIf(
  given: SettingFlagValues | undefined,
  mapping: MappingDocument | undefined,
  nowMs: number,
): MappingSettings | undefined {
  if (given === undefined || mapping === undefined) return undefined;
  const changes = settingsFromFlags(given, mapping);
  assertValid(validateUpdate(mapping, changes, { nowMs }));
  return changes;
}
