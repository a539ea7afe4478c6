import { askFor, type Fact, known, valueOfFact } from "./fact.ts";
import type { MappingDocument } from "./model.ts";
import { type Owner, ownerOf } from "./owner.ts";
import type { MappingStore } from "./ports.ts";

/** Who owns a mapping, "nobody" by its tags, or why that is not known. */
export async function readOwner(mappings: Pick<MappingStore, "tags">, mapping: MappingDocument): Promise<Fact<Owner | "nobody">> {
  const { EventSourceMappingArn = "", FunctionArn = "" } = mapping;
  const [own, functions] = await Promise.all([
    askFor(() => mappings.tags(EventSourceMappingArn)),
    askFor(() => mappings.tags(unqualified(FunctionArn))),
  ]);
  const owner = ownerOf(valueOfFact(own) ?? new Map(), valueOfFact(functions));
  if (owner !== undefined) return known(owner);
  // A function that is gone tells nothing.
  if (own.kind !== "known") return own;
  return functions.kind === "known" || functions.kind === "missing" ? known("nobody") : functions;
}

/** Versions and aliases have no tags (Lambda Developer Guide, tags on functions). */
function unqualified(functionArn: string): string {
  return functionArn.split(":").slice(0, 7).join(":");
}
