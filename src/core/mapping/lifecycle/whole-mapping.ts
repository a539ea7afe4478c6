import { askFor, whyUnknown } from "../fact.ts";
import type { MappingDocument } from "../model.ts";
import type { MappingStore } from "../ports.ts";

export interface WholeMapping {
  /** With its filters and tags, as far as they may be read. */
  readonly mapping: MappingDocument;
  /** False: it has filters, and nobody here can read them. */
  readonly filtersKnown: boolean;
  /** What could not be read, and why. */
  readonly gaps: readonly string[];
}

/**
 * A mapping out of a listing, completed: a listing leaves encrypted filters out (Lambda Developer Guide, event filtering),
 * and no answer of Lambda holds the tags.
 */
export async function wholeMapping(
  mappings: Pick<MappingStore, "get" | "tags">,
  listed: MappingDocument,
  wanted: { readonly tags: boolean },
): Promise<WholeMapping> {
  const gaps: string[] = [];
  let mapping = listed;
  if (isEncrypted(listed) && listed.FilterCriteria === undefined) {
    const read = await askFor(() => mappings.get(listed.UUID));
    if (read.kind === "known") mapping = read.value;
    else gaps.push(`filters ${whyUnknown(read)}`);
  }
  const { FilterCriteriaError: error } = mapping;
  if (error !== undefined) gaps.push(`filters cannot be read: ${error.Message ?? error.ErrorCode ?? "AWS gives no reason"}`);
  const filtersKnown = gaps.length === 0;
  if (wanted.tags && mapping.Tags === undefined) {
    const tags = await askFor(() => mappings.tags(mapping.EventSourceMappingArn ?? ""));
    if (tags.kind === "known") mapping = { ...mapping, Tags: Object.fromEntries(tags.value) };
    else gaps.push(`tags ${whyUnknown(tags)}`);
  }
  return { mapping, filtersKnown, gaps };
}

/** Its filters are encrypted with a key of the user's: a listing leaves them out. */
export function isEncrypted({ KMSKeyArn: key }: MappingDocument): boolean {
  return key !== undefined && key !== "";
}
