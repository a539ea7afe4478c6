import { settingArguments, shellWord } from "../mapping/setting-arguments.ts";
import { changedMappingSettings } from "./mapping-settings.ts";
import type { Member } from "./packing/members.ts";
import type { TuneReport } from "./report.ts";

/** What to type next; undefined where nothing is to be done. */
export function nextCommand({ name, mapping, missing, recommendation, result, reasons, whatIf }: TuneReport): string | undefined {
  const first = reasons.find(({ advice }) => advice?.isFirst && advice.fix !== undefined)?.advice?.fix;
  const verb =
    mapping.UUID === ""
      ? `mskctl create --function ${shellWord(name)} --topic TOPIC --cluster CLUSTER --starting-position TRIM_HORIZON`
      : `mskctl update ${shellWord(name)}`;
  if (missing !== undefined || first !== undefined) return missing?.fix ?? first;
  const wanted = whatIf?.settings ?? recommendation?.settings;
  if (wanted === undefined || result === undefined) return undefined;
  const given = settingArguments(changedMappingSettings(result.current.settings, wanted));
  return given.length === 0 ? undefined : [verb, ...given].join(" ");
}

/** Has a mapping join a poller group, with the pollers that its price was reckoned with; what is said of no pollers stays, as `update` sends them whole. */
export function joinCommand({ name, today, settings }: Pick<Member, "name" | "today" | "settings">, group: string): string {
  const { pollers } = settings;
  const isSame = pollers?.minimum === today.pollers?.minimum && pollers?.maximum === today.pollers?.maximum;
  const bounds = isSame || pollers === undefined ? {} : { MinimumPollers: pollers.minimum, MaximumPollers: pollers.maximum };
  return [`mskctl update ${shellWord(name)}`, ...settingArguments({ ProvisionedPollerConfig: { ...bounds, PollerGroupName: group } })].join(
    " ",
  );
}
