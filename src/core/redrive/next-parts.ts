import type { RunJournal } from "./journal.ts";
import type { LaneId, Part } from "./ports.ts";

/** Parts that are read at once: so many are asked for at least, and more where parts are small. */
const fewParts = 8;
/** Each of them may be a request. */
const mostRequests = 64;

export interface NextParts {
  readonly parts: readonly Part[];
  /** Where the part behind them begins; undefined: there is none. */
  readonly horizon: bigint | undefined;
}

/** The open parts of a lane behind `after`, as many as claim the wanted records; the last one counts whole. */
export function nextParts(
  journal: Pick<RunJournal, "parts">,
  lane: LaneId,
  after: Part | undefined,
  { wantedRecords, mostParts = mostRequests }: { readonly wantedRecords: number; readonly mostParts?: number | undefined },
): NextParts {
  // Those that follow are mostly like the one before them.
  const partsAtOnce = Math.min(mostParts, Math.max(fewParts, Math.ceil(wantedRecords / Math.max(1, after?.claimed ?? wantedRecords))));
  const parts = journal.parts(lane, after, partsAtOnce + 1);
  let [count, records] = [0, 0];
  while (count < Math.min(parts.length, partsAtOnce) && records < wantedRecords) {
    records += parts[count]?.claimed ?? 0;
    count += 1;
  }
  return { parts: parts.slice(0, count), horizon: parts[count]?.first };
}
