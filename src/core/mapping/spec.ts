import { functionNameOf, isProvisioned, isQueueMode, type MappingDocument, type MappingSettings, topicOf } from "./model.ts";
import { patternObject } from "./pattern-text.ts";
import { clearingIn, defaultOf, fieldRules, settingOf } from "./rules/field-rules.ts";
import { defaultPollers } from "./rules/scaling-rules.ts";
import { normalSetting } from "./settings-normalisation.ts";

/** A mapping spec as a document: Create's fields in AWS's spelling, and `Name`. */
export type SpecDocument = Readonly<Record<string, unknown>>;

/**
 * The spec of a mapping as it is: `Name`, then only what differs from AWS's defaults, filter patterns as objects where
 * that loses nothing. Tags that AWS itself sets (`aws:…`) are left out. What no Create takes is left out, too.
 */
export function specOf(mapping: MappingDocument): SpecDocument {
  const tags = Object.entries(mapping.Tags ?? {}).filter(([key]) => !key.startsWith("aws:"));
  const tagged: MappingDocument = { ...mapping, Tags: Object.fromEntries(tags) };
  const spec: Record<string, unknown> = { Name: specName(mapping) };
  for (const rule of fieldRules) {
    const value = rule.name === "FilterCriteria" ? readableFilters(mapping) : normalSetting(rule, tagged);
    const isRefused = isQueueMode(mapping) && !rule.inQueueMode;
    if (value === null || value === defaultOf(rule, mapping) || isRefused) continue;
    const [outer, inner] = rule.path;
    spec[outer] = inner === undefined ? value : { ...(spec[outer] as object | undefined), [inner]: value };
  }
  return spec;
}

/** `function/topic`: what an exported mapping is called. */
export function specName(mapping: MappingDocument): string {
  return `${functionNameOf(mapping.FunctionArn ?? mapping.UUID, "qualified")}/${topicOf(mapping) ?? ""}`;
}

/**
 * The changes that bring `mapping` to what a spec says. A field that the spec leaves out goes back to its default, if AWS
 * has a way to say that; it stays where AWS has none. Enabled and tags that the spec leaves out stay, too: a mapping that
 * somebody paused is not resumed by applying a spec that does not speak of it.
 */
export function changesTowards(mapping: MappingDocument, settings: MappingSettings): MappingSettings {
  const changes: Record<string, unknown> = { ...settings };
  for (const rule of fieldRules) {
    const stays = rule.name === "Enabled" || settingOf(rule, settings) !== undefined;
    const clearing = clearingIn(rule, mapping);
    if (stays || clearing.kind === "none" || normalSetting(rule, mapping) === (defaultOf(rule, mapping) ?? null)) continue;
    for (const [field, value] of Object.entries(clearing.changes)) {
      changes[field] = rule.path.length === 1 ? value : { ...(changes[field] as object | undefined), ...(value as object) };
    }
  }
  const pollers = settings.ProvisionedPollerConfig;
  return isProvisioned(settings) && pollers !== undefined
    ? { ...changes, ProvisionedPollerConfig: wholePollers(pollers, mapping) }
    : changes;
}

type Pollers = NonNullable<MappingSettings["ProvisionedPollerConfig"]>;

/** A spec states the whole block: a bound that it leaves out is AWS's default, a poller group that it leaves out is left. */
function wholePollers(pollers: Pollers, { ProvisionedPollerConfig: current }: MappingDocument): Pollers {
  const bounds = { MinimumPollers: defaultPollers.minimum, MaximumPollers: defaultPollers.maximum };
  return { ...bounds, ...(current?.PollerGroupName ? { PollerGroupName: "" } : {}), ...pollers };
}

function readableFilters({ FilterCriteria }: MappingDocument): unknown {
  const filters = FilterCriteria?.Filters ?? [];
  return filters.length === 0 ? null : { Filters: filters.map(({ Pattern = "" }) => ({ Pattern: patternObject(Pattern) ?? Pattern })) };
}
