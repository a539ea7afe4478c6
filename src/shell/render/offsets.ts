import type { Chosen } from "../../core/mapping/lifecycle/choice.ts";
import { type MappingDocument, topicOf } from "../../core/mapping/model.ts";
import type { OffsetsFact } from "../../core/mapping/offsets/mapping-offsets.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { offsetsGroups, offsetsLines } from "./inspection-offsets.ts";
import { type OffsetsDocument, offsetsDocument } from "./offsets-document.ts";
import type { Look } from "./palette.ts";
import { wrapPieces, wrapText } from "./wrapped.ts";

/** A mapping with what brokers say of it. */
export interface ShownOffsets extends Chosen {
  readonly offsets: OffsetsFact;
}

/** Who reads what with which group, then the partitions and the members. */
export function renderOffsets({ name, mapping, offsets }: ShownOffsets, look: Look): string[] {
  const head = `${look.palette.bold(safeText(name))} ${look.glyphs.from} ${safeText(topicOf(mapping) ?? "?")}`;
  const about = offsetsGroups({ offsets }).flatMap(({ facts, below = [] }) => [
    ...wrapPieces(
      facts.map((fact) => safeText(fact)),
      ` ${look.glyphs.separator} `,
      look.columns,
    ),
    ...below.flatMap((text) => wrapText(safeText(text), look.columns)),
  ]);
  return [head, ...about, ...offsetsLines({ offsets }, look)];
}

interface OneDocument {
  readonly mapping: MappingDocument;
  readonly offsets: OffsetsDocument;
}

/** `mskctl offsets show --json`; docs/schema/offsets-show.schema.json. One hit stands at the top, several stand under `mappings`. */
export type OffsetsShowDocument =
  | ({ readonly schemaVersion: 1 } & OneDocument)
  | { readonly schemaVersion: 1; readonly mappings: readonly OneDocument[] };

export function offsetsShowDocument(shown: readonly ShownOffsets[]): OffsetsShowDocument {
  const documents = shown.map(({ mapping, offsets }) => ({ mapping, offsets: offsetsDocument(offsets) }));
  const [only, second] = documents;
  return only !== undefined && second === undefined ? { schemaVersion: 1, ...only } : { schemaVersion: 1, mappings: documents };
}
