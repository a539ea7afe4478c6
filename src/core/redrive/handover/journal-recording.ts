import type { JournalEntry, RunJournal } from "../journal.ts";
import type { LaneId } from "../ports.ts";
import { openLanes } from "./own-lane.ts";

/** A journal as the engine of one turn sees it. */
export interface RecordedJournal {
  /** Has only the own lanes open. */
  readonly journal: RunJournal;
  /** All that was committed through it, in order. */
  readonly entries: readonly JournalEntry[];
}

/** Writes down what a turn says to a journal. `own` undefined: all lanes are the turn's. */
export function recorded(journal: RunJournal, own: LaneId | undefined): RecordedJournal {
  const entries: JournalEntry[] = [];
  return {
    entries,
    journal: {
      add: (documents) => journal.add(documents),
      commit(more) {
        const removable = journal.commit(more);
        for (const entry of more) entries.push(entry);
        return removable;
      },
      lanes: () => openLanes(journal, own),
      parts: (...asked) => journal.parts(...asked),
      settled: (...asked) => journal.settled(...asked),
      poisonKeys: (lane) => journal.poisonKeys(lane),
      keyMark: (key) => journal.keyMark(key),
      removable: (limit) => journal.removable(limit),
      unanswered: () => journal.unanswered(),
      nextBatch: () => journal.nextBatch(),
      counts: () => journal.counts(),
    },
  };
}
