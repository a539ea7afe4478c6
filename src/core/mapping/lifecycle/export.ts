import { MskctlError } from "../../errors.ts";
import type { MappingDocument } from "../model.ts";
import type { MappingStore } from "../ports.ts";
import { type SpecDocument, specName, specOf } from "../spec.ts";
import type { WaitEvent } from "./waiting.ts";
import { wholeMapping } from "./whole-mapping.ts";

export interface Export {
  readonly specs: readonly SpecDocument[];
  /** What the specs lack since it may not be read. */
  readonly notes: readonly string[];
}

/**
 * The specs of mappings as they are. Errors: `refused` for a mapping whose filters cannot be read: a spec without them
 * would take them away when it is applied.
 */
export async function exportSpecs(
  mappings: Pick<MappingStore, "get" | "tags">,
  chosen: readonly MappingDocument[],
  onEvent: (event: WaitEvent) => void,
): Promise<Export> {
  const specs: SpecDocument[] = [];
  const notes: string[] = [];
  for (const listed of chosen) {
    const { mapping, filtersKnown, gaps } = await wholeMapping(mappings, listed, { tags: true });
    const name = specName(mapping);
    if (!filtersKnown) {
      throw new MskctlError("refused", `${name}: ${gaps.join("; ")}; a spec without its filters would remove them`, {
        suggestions: ["allow kms:Decrypt on the key that encrypts them"],
        details: { uuid: mapping.UUID, kmsKeyArn: mapping.KMSKeyArn },
      });
    }
    notes.push(...gaps.map((gap) => `${name}: ${gap}`));
    specs.push(specOf(mapping));
    onEvent({ kind: "read", done: specs.length, total: chosen.length });
  }
  return { specs, notes };
}
