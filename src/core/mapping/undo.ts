import type { Change } from "./difference.ts";
import { functionNameOf, isDisabled, type MappingDocument, type MappingSettings } from "./model.ts";
import { fieldRule, settingOf } from "./rules/field-rules.ts";
import { settingArguments } from "./setting-arguments.ts";

export interface Undo {
  /** The changes that take an update back as far as AWS lets them, in the API's form. */
  readonly settings: MappingSettings;
  /** What cannot come back, for people: `500 ms cannot come back`. */
  readonly lost: readonly string[];
}

/** How to get from a mapping changed as planned back to `current`. */
export function undoOf(changes: readonly Change[], current: MappingDocument): Undo {
  const settings: Record<string, unknown> = {};
  const lost: string[] = [];
  for (const change of changes) {
    const back = backOf(change, current);
    for (const [field, value] of Object.entries(back.settings)) {
      settings[field] = field.endsWith("KafkaEventSourceConfig")
        ? { ...(settings[field] as object | undefined), ...(value as object) }
        : value;
    }
    lost.push(...back.lost);
  }
  return { settings, lost };
}

/** `mskctl update emails --on-demand --batching-window 0s   (500 ms cannot come back)`; undefined when nothing can. */
export function undoCommand({ undo }: { readonly undo: Undo }, selector: string): string | undefined {
  const flags = settingArguments(undo.settings);
  if (flags.length === 0) return undefined;
  const remark = undo.lost.length === 0 ? "" : `   (${undo.lost.join("; ")})`;
  return `mskctl update ${selector} ${flags.join(" ")}${remark}`;
}

function backOf(change: Change, current: MappingDocument): Undo {
  const rule = fieldRule(change.field);
  const before = rule === undefined ? current[change.field] : settingOf(rule, current);
  switch (change.field) {
    case "FunctionName":
      return only({ FunctionName: functionNameOf(current.FunctionArn ?? "", "qualified") });
    case "Enabled":
      return only({ Enabled: !isDisabled(current) });
    case "Tags":
      return tagsBack(change, current);
    case "ProvisionedPollerConfig":
      return only({ ProvisionedPollerConfig: pollersBack(change) });
    case "MaximumBatchingWindowInSeconds":
      if (before === undefined) return { settings: { MaximumBatchingWindowInSeconds: 0 }, lost: ["500 ms cannot come back"] };
  }
  if (before !== undefined) {
    const [outer, inner] = rule?.path ?? [change.field];
    return only({ [outer]: inner === undefined ? before : { [inner]: before } });
  }
  if (rule?.clearing.kind === "sentinel") return only(rule.clearing.changes);
  return { settings: {}, lost: [`${change.field} cannot be cleared`] };
}

function only(settings: MappingSettings): Undo {
  return { settings, lost: [] };
}

/** The whole block, and out of a group that the change brought. */
function pollersBack({ before, after }: Change): object {
  if (before === null) return {};
  const joined = after !== null && "PollerGroupName" in (after as object) && !("PollerGroupName" in (before as object));
  return joined ? { ...(before as object), PollerGroupName: "" } : (before as object);
}

/** Tagging overwrites and adds; what it added stays until it is untagged. */
function tagsBack({ after }: Change, current: MappingDocument): Undo {
  const before = current.Tags ?? {};
  const changed = Object.entries((after ?? {}) as Record<string, string>).filter(([key, value]) => before[key] !== value);
  const restored = changed.flatMap(([key]) => (before[key] === undefined ? [] : [[key, before[key]] as const]));
  const added = changed.flatMap(([key]) => (before[key] === undefined ? [`tag ${key} stays`] : []));
  return { settings: restored.length === 0 ? {} : { Tags: Object.fromEntries(restored) }, lost: added };
}
