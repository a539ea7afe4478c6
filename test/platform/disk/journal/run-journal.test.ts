import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { reopenParked } from "../../../../src/platform/disk/journal/reopen-parked.ts";
import { inTransaction } from "../../../../src/platform/disk/journal/run-journal.ts";
import { newJournal, openForReading, openForWriting } from "../../../support/redrive/disk-journal.ts";
import { describeJournal, type JournalUnderTest } from "../../../support/redrive/journal-contract.ts";
import { describeDoubts } from "../../../support/redrive/journal-doubts.ts";
import { describeLikeness } from "../../../support/redrive/journal-likeness.ts";

describeJournal("a journal on disk", onDisk);
describeDoubts("a journal on disk", onDisk);
describeLikeness("a journal on disk", onDisk);

async function onDisk(): Promise<JournalUnderTest> {
  const files = newJournal();
  let open = openForWriting(files);
  return {
    journal: open.journal,
    reopen() {
      open.close();
      open = openForWriting(files);
      return open.journal;
    },
    retry: (reasons) => inTransaction(open.file, open.tables, () => reopenParked(open.tables, reasons)),
    close() {
      open.close();
      // Deep checks reckon the counts from the rows: whatever was done has to leave both alike.
      rmSync(files.sums);
      openForReading(files).close();
      rmSync(dirname(files.path), { recursive: true });
    },
  };
}
