import type { PlannedDocument } from "../journal.ts";
import { laneName } from "../lane.ts";
import type { LaneId } from "../ports.ts";
import type { LaneChunk } from "./handover.ts";

/** Documents of a chunk, unless those that overlap are more: a worker has done with so many before it has to end. */
const documentsPerChunk = 200;

/**
 * Cuts a lane's documents, in order of their first offsets there, into chunks that can be worked off one after the other without knowing of each
 * other: no document of one shares an offset of the lane with one of another.
 */
export function* laneChunks(
  lane: LaneId,
  documents: Iterable<PlannedDocument>,
  { atMost = documentsPerChunk }: { readonly atMost?: number } = {},
): Iterable<LaneChunk> {
  const name = laneName(lane);
  let chunk: PlannedDocument[] = [];
  let reachesTo = -1n;
  for (const document of documents) {
    const part = document.parts.find((each) => laneName(each.lane) === name);
    if (part === undefined) throw new Error(`document ${document.id} has no part in ${name}`);
    if (chunk.length >= atMost && part.first > reachesTo) {
      yield { documents: chunk };
      chunk = [];
    }
    chunk.push(document);
    if (part.last > reachesTo) reachesTo = part.last;
  }
  if (chunk.length > 0) yield { documents: chunk };
}
