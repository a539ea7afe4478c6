import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { newJournal, openForWriting } from "../../../support/redrive/disk-journal.ts";
import { describeJournal } from "../../../support/redrive/journal-contract.ts";

describeJournal("a journal on disk", async () => {
  const files = newJournal();
  let open = openForWriting(files);
  return {
    journal: open.journal,
    reopen() {
      open.close();
      open = openForWriting(files);
      return open.journal;
    },
    close() {
      open.close();
      rmSync(dirname(files.path), { recursive: true });
    },
  };
});
