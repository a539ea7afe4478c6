import { functionNameOf } from "../mapping/model.ts";
import { settingArguments, shellWord } from "../mapping/setting-arguments.ts";
import { changedMappingSettings } from "./mapping-settings.ts";
import type { TuneReport } from "./report.ts";
import type { TuningSettings } from "./workload.ts";

/** What to type beside that for what is the function's own: its memory. */
export function functionCommand(report: TuneReport): string | undefined {
  const { mapping, missing, result, reasons } = report;
  const memoryMb = wantedSettings(report)?.memoryMb;
  if (missing !== undefined || reasons.some(({ advice }) => advice?.isFirst)) return undefined;
  if (memoryMb === undefined || mapping.UUID === "" || memoryMb === result?.current.settings.memoryMb) return undefined;
  const name = shellWord(functionNameOf(mapping.FunctionArn ?? ""));
  return `aws lambda update-function-configuration --function-name ${name} --memory-size ${memoryMb}`;
}

function wantedSettings({ whatIf, recommendation }: TuneReport): TuningSettings | undefined {
  return whatIf?.settings ?? recommendation?.settings;
}

/** What to type next; undefined where nothing is to be done. */
export function nextCommand(report: TuneReport): string | undefined {
  const { name, mapping, missing, result, reasons } = report;
  const first = reasons.find(({ advice }) => advice?.isFirst && advice.fix !== undefined)?.advice?.fix;
  const verb =
    mapping.UUID === ""
      ? `mskctl create --function ${shellWord(name)} --topic TOPIC --cluster CLUSTER --starting-position TRIM_HORIZON`
      : `mskctl update ${shellWord(name)}`;
  if (missing !== undefined || first !== undefined) return missing?.fix ?? first;
  const wanted = wantedSettings(report);
  if (wanted === undefined || result === undefined) return undefined;
  const given = settingArguments(changedMappingSettings(result.current.settings, wanted));
  return given.length === 0 ? undefined : [verb, ...given].join(" ");
}
