import { copyFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { isError } from "../../../../src/core/errors.ts";
import type { JournalFiles } from "../../../../src/platform/disk/journal/journal-file.ts";
import { PageSums } from "../../../../src/platform/disk/journal/page-sums.ts";
import { columns } from "../../../../src/platform/disk/journal/schema.ts";
import { sealedTable } from "../../../../src/platform/disk/journal/sealed-rows.ts";
import { connect, copyOf, fill, newJournal, openForReading, openForWriting, toldBy } from "../../../support/redrive/disk-journal.ts";
import { planned } from "../../../support/redrive/journal-entries.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
function kept(files: JournalFiles): JournalFiles {
  folders.push(dirname(files.path));
  return files;
}

function filled(): JournalFiles {
  const files = kept(newJournal());
  const open = openForWriting(files);
  fill(open.journal);
  open.close();
  return files;
}

/** What a journal tells, or the error that refuses it. */
function outcomeOf(files: JournalFiles, opening: typeof openForReading): unknown {
  try {
    const open = opening(files);
    try {
      return toldBy(open);
    } finally {
      open.close();
    }
  } catch (error) {
    if (!isError(error, "storage")) throw error;
    return error;
  }
}

/** Flips a bit in each of some bytes and gives those where neither the error names the file nor everything is told as before. */
function silentFlips(files: JournalFiles, path: string, bytes: readonly number[], opening: typeof openForReading): number[] {
  const truth = readFileSync(path);
  const told = JSON.stringify(outcomeOf(files, opening), text);
  // Opening mends what is beside the file, so all of it is put back each time.
  const beside = [files.path, files.sums, files.mark].map((each) => [each, readFileSync(each)] as const);
  return bytes.filter((at) => {
    const wrong = Buffer.from(truth);
    wrong.writeUInt8(truth.readUInt8(at) ^ (1 << (at % 8)), at);
    writeFileSync(path, wrong);
    const outcome = outcomeOf(files, opening);
    for (const [each, content] of beside) writeFileSync(each, content);
    if (isError(outcome)) return !outcome.message.includes(dirname(files.path)) || outcome.suggestions.length === 0;
    return JSON.stringify(outcome, text) !== told;
  });
}

const text = (_: string, value: unknown) => {
  if (typeof value === "bigint") return `${value}n`;
  return value instanceof Map ? [...value] : value;
};

describe("a journal that was closed", () => {
  it("leaves no log behind, and files for nobody else", () => {
    const files = filled();
    expect(statSync(files.wal, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    for (const path of [files.path, files.sums, files.mark]) expect(statSync(path).mode & 0o777, path).toBe(0o600);
  });

  it("tells the same to a reader and to whoever goes on, also while somebody writes", () => {
    const files = filled();
    const before = outcomeOf(files, openForReading);
    expect(outcomeOf(files, openForWriting)).toEqual(before);
    const writer = openForWriting(files);
    writer.journal.add([planned("late", 500n, 509n)]);
    const reader = openForReading(files);
    writer.journal.add([planned("later", 510n, 519n)]);
    expect(reader.journal.counts()).toMatchObject({ documents: 7, seen: 70 });
    expect(writer.journal.counts()).toMatchObject({ documents: 8, seen: 80 });
    reader.close();
    writer.close();
    expect(outcomeOf(files, openForReading)).toMatchObject({ counts: { documents: 8 } });
  });

  it("cannot be written by a reader", () => {
    const reader = openForReading(filled());
    expect(() => reader.journal.add([planned("x", 0n, 1n)])).toThrowError(expect.objectContaining({ code: "storage" }));
    reader.close();
  });
});

describe("a damaged journal", () => {
  it("is refused, or tells the same: any flipped bit of the database", () => {
    const files = filled();
    const content = readFileSync(files.path);
    // Every byte that says something is too slow for each run; the stride has no divisor in common with a page.
    const bytes = [...content.keys()].filter((at) => at % (content[at] === 0 ? 397 : 11) === 0);
    expect(bytes.length).toBeGreaterThan(300);
    expect(silentFlips(files, files.path, bytes, openForReading)).toEqual([]);
  });

  it("is refused, or tells the same to whoever goes on", () => {
    const files = filled();
    const content = readFileSync(files.path);
    const bytes = [...content.keys()].filter((at) => content[at] !== 0 && at % 101 === 0);
    expect(silentFlips(files, files.path, bytes, openForWriting)).toEqual([]);
  });

  it.each(["sums", "mark"] as const)("is refused, or tells the same: any flipped bit of its %s", (which) => {
    const files = filled();
    const bytes = [...readFileSync(files[which]).keys()].filter((at) => which === "sums" || at % 512 < 16);
    expect(silentFlips(files, files[which], bytes, openForReading)).toEqual([]);
  });

  it("says what to do", () => {
    const files = filled();
    const content = readFileSync(files.path);
    content.write("Zocument 5", content.indexOf("document 5"));
    writeFileSync(files.path, content);
    expect(outcomeOf(files, openForWriting)).toMatchObject({
      code: "storage",
      message: expect.stringMatching(new RegExp(`^the journal ${files.path} is damaged: a row of documents is not as it was written$`)),
      suggestions: [expect.stringContaining(`keep ${files.path}`), expect.stringContaining("may be sent again")],
      details: { path: files.path, runId: files.runId },
    });
  });

  it("of another run is refused", () => {
    const [files, others] = [filled(), filled()];
    copyFileSync(others.path, files.path);
    copyFileSync(others.sums, files.sums);
    expect(outcomeOf({ ...files, runId: "another" }, openForReading)).toMatchObject({ message: expect.stringContaining("belongs to run") });
  });

  it("of another version is refused for what it is", () => {
    const files = filled();
    const database = connect(files.path, { readOnly: false });
    const totals = sealedTable(database, "totals", columns.totals);
    const [row = []] = totals.rows("")();
    totals.update(["format"], ["one"])(row.with(2, 2n));
    // The one before wrote removals beside the documents.
    database.exec("DROP TABLE removals");
    database.close();
    new PageSums(files.sums).takeAll(files.path);
    for (const open of [openForReading, openForWriting])
      expect(outcomeOf(files, open)).toMatchObject({
        code: "storage",
        message: `the journal ${files.path} was written by another version of mskctl (format 2, this one reads 3)`,
        suggestions: [`go on with run ${files.runId} by that version`, expect.stringContaining("may be sent again")],
      });
  });

  it("is taken when another program changed the file and nothing that it says", () => {
    const files = filled();
    const before = outcomeOf(files, openForReading);
    const database = connect(files.path, { readOnly: false });
    database.exec("VACUUM");
    database.close();
    expect(outcomeOf(files, openForReading)).toEqual(before);
    expect(outcomeOf(files, openForWriting)).toEqual(before);
  });

  it("is refused when another program changed what it says", () => {
    const files = filled();
    const database = connect(files.path, { readOnly: false });
    database.exec("DELETE FROM settled WHERE first = 30");
    database.close();
    expect(outcomeOf(files, openForReading)).toMatchObject({ message: expect.stringMatching(/its rows give 10 for redriven, .* say 20/) });
  });

  it("is refused when its log is gone, or ends before what was on disk", () => {
    const files = kept(newJournal());
    const open = openForWriting(files);
    fill(open.journal);
    const crashed = kept(copyOf(files));
    open.close();
    truncateSync(crashed.wal, Math.floor(statSync(crashed.wal).size / 2));
    expect(outcomeOf(crashed, openForReading)).toMatchObject({
      message: expect.stringMatching(/it ends at entry \d+, and \d+ were on disk/),
    });
    rmSync(crashed.wal);
    expect(outcomeOf(crashed, openForWriting)).toMatchObject({
      message: expect.stringMatching(/it ends at entry 0, and \d+ were on disk/),
    });
  });

  it("is refused, or tells the same: any flipped bit of the log that a crash left", () => {
    const files = kept(newJournal());
    const open = openForWriting(files);
    fill(open.journal);
    const crashed = kept(copyOf(files));
    open.close();
    const bytes = [...readFileSync(crashed.wal).keys()].filter((at) => at < 64 || at % 1_013 === 0);
    expect(silentFlips(crashed, crashed.wal, bytes, openForReading)).toEqual([]);
  });
});

describe("a crash in the middle of a commit", () => {
  it("leaves all of the commits before it and nothing of it, wherever the log was cut off", () => {
    const files = kept(newJournal());
    const open = openForWriting(files);
    fill(open.journal);
    const before = kept(copyOf(files));
    const told = toldBy(open);
    open.journal.add([planned("torn", 900n, 909n)]);
    const whole = readFileSync(files.wal);
    open.close();
    const keptBytes = statSync(before.wal).size;
    const cuts = Array.from({ length: 4_096 }, (_, index) => whole.length - 4_096 + index).filter((at) => at >= keptBytes);
    expect(cuts.length).toBe(4_096);
    for (const cut of cuts.filter((at) => at % 37 === 0 || at > whole.length - 40)) {
      writeFileSync(before.wal, whole.subarray(0, cut));
      expect(outcomeOf(before, openForReading), `cut at ${cut}`).toEqual(told);
    }
    writeFileSync(before.wal, whole);
    expect(outcomeOf(before, openForWriting)).toMatchObject({ counts: { documents: 7 } });
  });
});
