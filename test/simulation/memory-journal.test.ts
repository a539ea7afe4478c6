import { describeJournal } from "../support/redrive/journal-contract.ts";
import { MemoryJournal } from "./memory-journal.ts";

describeJournal("the simulation's journal in memory", async () => {
  const journal = new MemoryJournal();
  // It outlives a crash of the run, as a disk does.
  return { journal, reopen: () => journal, close() {} };
});
