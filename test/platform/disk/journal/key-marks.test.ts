import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { JournalFiles } from "../../../../src/platform/disk/journal/journal-file.ts";
import { connect, newJournal, openForReading, openForWriting } from "../../../support/redrive/disk-journal.ts";
import { planned, settled } from "../../../support/redrive/journal-entries.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
function temporary(): JournalFiles {
  const files = newJournal();
  folders.push(dirname(files.path));
  return files;
}

describe("the marks of keys", () => {
  it("are the same for the same key of one journal, and of no other", () => {
    const [files, others] = [temporary(), temporary()];
    const [writer, other] = [openForWriting(files), openForWriting(others)];
    const mark = writer.journal.keyMark("customer 7");
    expect(mark).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(writer.journal.keyMark("customer 8")).not.toBe(mark);
    expect(other.journal.keyMark("customer 7")).not.toBe(mark);
    writer.close();
    const reader = openForReading(files);
    expect(reader.journal.keyMark("customer 7")).toBe(mark);
    for (const open of [reader, other]) open.close();
  });

  it("leave nothing of the key in the journal's files, which only their owner may read", () => {
    const files = temporary();
    const { journal, close } = openForWriting(files);
    const key = "canary-of-a-key";
    journal.add([planned("a", 0n, 9n)]);
    journal.commit([settled("a", 5n, 5n, { outcome: "parked", reason: "poison", keyMark: journal.keyMark(key) })]);
    const folder = dirname(files.path);
    for (const name of readdirSync(folder)) {
      const content = readFileSync(join(folder, name));
      for (const spelling of [key, Buffer.from(key).toString("base64"), Buffer.from(key).toString("hex")])
        expect(content.includes(spelling), `${name} holds ${spelling}`).toBe(false);
      expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0);
    }
    close();
  });

  it("cannot be made without the journal's salt", () => {
    const files = temporary();
    const database = connect(files.path, { readOnly: false });
    database.exec("DELETE FROM key_salt");
    database.close();
    rmSync(files.sums);
    expect(() => openForWriting(files)).toThrow(/is damaged: its salt is missing/);
  });
});
