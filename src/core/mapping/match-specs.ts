import { functionNameOf, type MappingDocument, type MappingSettings } from "./model.ts";
import type { Spec } from "./read-spec.ts";
import { isSameMapping } from "./same-mapping.ts";

export interface SpecMatch {
  readonly pairs: readonly { readonly spec: Spec; readonly mapping: MappingDocument }[];
  /** Specs of mappings that do not exist. */
  readonly missing: readonly Spec[];
  /** Specs of a mapping that an earlier spec describes already. */
  readonly repeated: readonly { readonly spec: Spec; readonly mapping: MappingDocument }[];
  /** Kafka mappings of the specs' functions that no spec describes. */
  readonly unnamed: readonly MappingDocument[];
}

/**
 * Which spec describes which mapping: by UUID where the spec has one, else by what AWS allows once, function, topic
 * and cluster. Two self-managed sources are one cluster when they share a bootstrap server.
 */
export function matchSpecs(specs: readonly Spec[], mappings: readonly MappingDocument[]): SpecMatch {
  const pairs: { spec: Spec; mapping: MappingDocument }[] = [];
  const repeated: { spec: Spec; mapping: MappingDocument }[] = [];
  const missing: Spec[] = [];
  const described = new Set<string>();
  for (const spec of specs) {
    const mapping = mappings.find((candidate) => describes(spec, candidate));
    if (mapping === undefined) {
      missing.push(spec);
      continue;
    }
    (described.has(mapping.UUID) ? repeated : pairs).push({ spec, mapping });
    described.add(mapping.UUID);
  }
  const functions = new Set([...specs.map(({ settings }) => bareFunction(settings)), ...pairs.map(({ mapping }) => bareFunction(mapping))]);
  functions.delete("");
  const unnamed = mappings.filter((mapping) => functions.has(bareFunction(mapping)) && !described.has(mapping.UUID));
  return { pairs, missing, repeated, unnamed };
}

function describes(spec: Spec, mapping: MappingDocument): boolean {
  return spec.uuid === undefined ? isSameMapping(spec.settings, mapping) : spec.uuid.toLowerCase() === mapping.UUID.toLowerCase();
}

function bareFunction(settings: MappingSettings | MappingDocument): string {
  const name = settings.FunctionName ?? settings["FunctionArn"];
  return functionNameOf(typeof name === "string" ? name : "");
}
