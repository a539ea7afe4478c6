import { plural } from "../../figures.ts";
import type { Part } from "../ports.ts";
import type { OpenRun } from "../runs.ts";
import { type Check, createMismatches } from "./check.ts";

/** How a removed document's parts ended. */
interface Removed {
  closed: boolean;
  /** Lanes in which some of its records are parked or unrecoverable. */
  readonly keptLanes: Set<string>;
}

const partsAtOnce = 1_000;

/**
 * A document is removed only when all of its parts are closed, and none is to be kept. `removesUnrecoverable`: by the run's settings documents
 * go, too, of which records are unrecoverable. Keeps the ids of removed documents.
 */
export function checkClosings(run: OpenRun, removesUnrecoverable: boolean): Check {
  const mismatches = createMismatches();
  const removed = new Map<string, Removed>();
  for (const entry of run.entries(["removed"])) {
    if (entry.kind === "removed") for (const id of entry.documents) removed.set(id, { closed: false, keptLanes: new Set() });
  }
  for (const entry of run.entries(["closed"])) {
    const document = entry.kind === "closed" ? removed.get(entry.document) : undefined;
    if (entry.kind !== "closed" || document === undefined) continue;
    document.closed = true;
    const lane = `${entry.lane.topic}-${entry.lane.partition}`;
    if (entry.keep) document.keptLanes.add(lane);
    else document.keptLanes.delete(lane);
  }
  for (const part of openParts(run)) {
    if (removed.has(part.document))
      mismatches.add(`${part.document} was removed, and ${part.lane.topic}-${part.lane.partition} ${part.first}..${part.last} is open`);
  }
  for (const [id, { closed, keptLanes }] of removed) {
    if (!closed) mismatches.add(`${id} was removed and never closed`);
    else if (keptLanes.size > 0 && !removesUnrecoverable) mismatches.add(`${id} was removed, and records of it are not redriven`);
  }
  return mismatches.check("closings", `${plural(removed.size, "removed document")}, each closed before`);
}

function* openParts({ journal }: OpenRun): Iterable<Part> {
  for (const lane of journal.lanes()) {
    let after: Part | undefined;
    for (;;) {
      const parts = journal.parts(lane, after, partsAtOnce);
      yield* parts;
      after = parts.at(-1);
      if (after === undefined || parts.length < partsAtOnce) break;
    }
  }
}
