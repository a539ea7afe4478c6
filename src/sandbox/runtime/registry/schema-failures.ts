import { listedOffsets } from "../offsets.ts";
import { type Piece, pieceOf, placesOf } from "../piece.ts";
import type { RecordPlace, Share } from "../ports.ts";
import type { SchemaCondition } from "./deserialized.ts";

/** Takes apart what a batch holds: first the records that could not be read, by reason, then those for the function. */
export function bySchema(shares: readonly Share[], conditionOf: (place: RecordPlace) => SchemaCondition | undefined): readonly Piece[] {
  const places = Map.groupBy(placesOf(shares), conditionOf);
  const pieces = [...places].map(([schemaCondition, each]) => {
    const piece = pieceOf(sharesOf(each));
    return schemaCondition === undefined ? piece : { ...piece, schemaCondition };
  });
  return pieces.toSorted((a, b) => Number("schemaCondition" in b) - Number("schemaCondition" in a));
}

/** In the order of the places, which is that of the batch. */
function sharesOf(places: readonly RecordPlace[]): readonly Share[] {
  return [...Map.groupBy(places, ({ partition }) => partition)].map(([partition, each]) => ({
    partition,
    offsets: listedOffsets(each.map(({ offset }) => offset)),
  }));
}
