import { describeJournal } from "./journal-contract.ts";
import { MemoryJournal } from "./memory-journal.ts";

describeJournal("a journal in memory", async () => {
  const journal = new MemoryJournal();
  return { journal, reopen: () => journal, retry: (reasons) => journal.reopen(reasons), close() {} };
});
