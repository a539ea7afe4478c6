import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { keptDocuments } from "../../src/platform/disk/journal/done-documents.ts";
import type { JournalFiles } from "../../src/platform/disk/journal/journal-file.ts";
import type { OpenJournal } from "../../src/platform/disk/journal/open-journal.ts";
import { entriesOf } from "../../src/platform/disk/journal/read-entries.ts";
import { reopenParked } from "../../src/platform/disk/journal/reopen-parked.ts";
import { inTransaction } from "../../src/platform/disk/journal/run-journal.ts";
import { copyOf, newJournal, openForReading, openForWriting } from "../support/redrive/disk-journal.ts";
import { simulate } from "./simulate.ts";
import type { SimulatedDisk } from "./simulated-disk.ts";

const seeds = Array.from({ length: 40 }, (_, seed) => seed);

it("a redrive with its journal on disk goes as with one in memory, crash for crash", async () => {
  let crashes = 0;
  for (const seed of seeds) {
    const disk = new JournalFolder();
    const retry = seed % 2 === 0;
    const result = await simulate({ seed, retry, disk });
    expect({ seed, lost: result.lost, problems: result.problems }).toEqual({ seed, lost: [], problems: [] });
    expect(result).toEqual(await simulate({ seed, retry }));
    disk.checkAndRemove();
    crashes += result.crashes;
  }
  expect(crashes).toBeGreaterThan(seeds.length / 2);
}, 300_000);

/** The folder of a journal, which a crash leaves as the last commit had it, its log included. */
class JournalFolder implements SimulatedDisk {
  #files: JournalFiles = newJournal();
  #open: OpenJournal | undefined;

  open(afterCrash: boolean) {
    const before = this.#files;
    if (afterCrash) this.#files = copyOf(before);
    this.#open?.close();
    if (afterCrash) rmSync(dirname(before.path), { recursive: true });
    this.#open = openForWriting(this.#files);
    return this.#open.journal;
  }

  *kept() {
    if (this.#open !== undefined) yield* keptDocuments(this.#open.tables);
  }

  retry(): number {
    const open = this.#open;
    return open === undefined ? 0 : inTransaction(open.file, open.tables, () => reopenParked(open.tables, undefined));
  }

  *entries(kinds: Parameters<SimulatedDisk["entries"]>[0]) {
    if (this.#open !== undefined) yield* entriesOf(this.#open.tables, kinds);
  }

  /** Without its page sums the whole journal is looked at: whether its rows come to its totals. */
  checkAndRemove(): void {
    this.#open?.close();
    rmSync(this.#files.sums);
    openForReading(this.#files).close();
    rmSync(dirname(this.#files.path), { recursive: true });
  }
}
