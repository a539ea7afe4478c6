import type { MappingDocument } from "../core/mapping/model.ts";
import { specName } from "../core/mapping/spec.ts";

/** What may be typed for a mapping's name, the first one wanted: one that a person can read. */
export function namesToConfirm(name: string, mapping: MappingDocument): string[] {
  const names = [name, specName(mapping), mapping.UUID];
  return name === mapping.UUID ? names.slice(1) : names;
}
