import { describeJournal, type JournalUnderTest } from "./journal-contract.ts";
import { describeDoubts } from "./journal-doubts.ts";
import { MemoryJournal } from "./memory-journal.ts";

describeJournal("a journal in memory", inMemory);
describeDoubts("a journal in memory", inMemory);

async function inMemory(): Promise<JournalUnderTest> {
  const journal = new MemoryJournal();
  return { journal, reopen: () => journal, retry: (reasons) => journal.reopen(reasons), close() {} };
}
