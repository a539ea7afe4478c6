import { functionNameOf } from "../mapping/model.ts";
import { settingArguments, shellWord } from "../mapping/setting-arguments.ts";
import type { Member } from "./packing/members.ts";
import type { TuneReport } from "./report.ts";
import { wantedSettings } from "./wanted-settings.ts";

/** What to type beside that for what is the function's own: its memory. */
export function functionCommand(report: TuneReport): string | undefined {
  const { mapping, missing, result, reasons } = report;
  const memoryMb = wantedSettings(report)?.settings.memoryMb;
  if (missing !== undefined || reasons.some(({ advice }) => advice?.isFirst)) return undefined;
  if (memoryMb === undefined || mapping.UUID === "" || memoryMb === result?.current.settings.memoryMb) return undefined;
  const name = shellWord(functionNameOf(mapping.FunctionArn ?? ""));
  return `aws lambda update-function-configuration --function-name ${name} --memory-size ${memoryMb}`;
}

/** What to type next; undefined where nothing is to be done. */
export function nextCommand(report: TuneReport): string | undefined {
  const { name, mapping } = report;
  const verb =
    mapping.UUID === ""
      ? `mskctl create --function ${shellWord(name)} --topic TOPIC --cluster CLUSTER --starting-position TRIM_HORIZON`
      : `mskctl update ${shellWord(name)}`;
  if (somethingComesFirst(report)) return firstCommand(report);
  const given = settingArguments(wantedSettings(report)?.update ?? {});
  return given.length === 0 ? undefined : [verb, ...given].join(" ");
}

/** Before any setting: what brings data, or the advice that has to be followed first. */
export function somethingComesFirst(report: TuneReport): boolean {
  return report.missing !== undefined || firstCommand(report) !== undefined;
}

function firstCommand({ missing, reasons }: TuneReport): string | undefined {
  return missing?.fix ?? reasons.find(({ advice }) => advice?.isFirst && advice.fix !== undefined)?.advice?.fix;
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
