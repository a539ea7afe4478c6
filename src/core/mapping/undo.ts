import type { Change } from "./difference.ts";
import { functionNameOf, isDisabled, type MappingDocument, type MappingSettings } from "./model.ts";
import { clearingIn, fieldRule, settingOf } from "./rules/field-rules.ts";
import { settingArguments, shellWord } from "./setting-arguments.ts";

/** The way back from an update. */
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

/** `mskctl update emails --on-demand --batching-window 0s`; undefined when nothing can come back. */
export function undoCommand({ undo }: { readonly undo: Undo }, selector: string): string | undefined {
  const flags = settingArguments(undo.settings);
  return flags.length === 0 ? undefined : `mskctl update ${shellWord(selector)} ${flags.join(" ")}`;
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
  const clearing = rule && clearingIn(rule, current);
  if (clearing?.kind === "sentinel") return only(clearing.changes);
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
  const keys = changed.map(([key]) => key);
  // A tag may be called `constructor`.
  const restored = keys.filter((key) => Object.hasOwn(before, key));
  const added = keys.filter((key) => !Object.hasOwn(before, key));
  return {
    settings: restored.length === 0 ? {} : { Tags: Object.fromEntries(restored.map((key) => [key, before[key] ?? ""])) },
    lost: added.map((key) => `tag ${key} stays`),
  };
}
