import type { PartStanding } from "../../../core/redrive/runs.ts";
import type { Tables } from "./tables.ts";

/** Of one document; undefined: there is none of this id. Throws what SQLite throws, and Damage. */
export function standingOf({ documents, parts, lanes }: Tables, document: string): readonly PartStanding[] | undefined {
  const row = documents.find(document);
  return row === undefined
    ? undefined
    : parts.ofDocument(row.n).map(({ lane, claimed, found, settled, state }) => ({
        lane: lanes.get(lane),
        claimed,
        found,
        settled,
        isOpen: state === "open",
      }));
}
