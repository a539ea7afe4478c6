import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { isError } from "../../../../src/core/errors.ts";
import type { RunJournal } from "../../../../src/core/redrive/journal.ts";
import { openJournal } from "../../../../src/platform/disk/journal/open-journal.ts";
import { connect, copyOf, newJournal, openForReading, openForWriting, toldBy } from "../../../support/redrive/disk-journal.ts";
import { failingDatabase, sqliteCodes } from "../../../support/redrive/failing-database.ts";
import { answered, closed, planned, sent, settled } from "../../../support/redrive/journal-entries.ts";

/** Each is one call, so one transaction. */
const calls: readonly ((journal: RunJournal) => void)[] = [
  (journal) => journal.add([planned("a", 0n, 9n), planned("b", 10n, 19n)]),
  (journal) => journal.commit([sent(1, 0n, 9n)]),
  (journal) => journal.commit([answered(1, "delivered"), settled("a", 0n, 9n, { batch: 1 }), closed("a")]),
  (journal) => journal.commit([{ kind: "removed", documents: ["a"] }, sent(2, 10n, 19n)]),
];

/** What is told after 0, 1, 2, … of the calls. */
function states(): unknown[] {
  const files = newJournal();
  const open = openForWriting(files);
  const told = [toldBy(open)];
  for (const call of calls) {
    call(open.journal);
    told.push(toldBy(open));
  }
  open.close();
  rmSync(dirname(files.path), { recursive: true });
  return told;
}

describe.each([
  ["that is full", sqliteCodes.full, /cannot write the journal .*journal\.db: the disk is full/],
  ["that reports an error", sqliteCodes.ioError, /cannot write the journal .*journal\.db: the disk reports an error/],
])("a journal on a disk %s", (_, errcode, says) => {
  it.each([
    ["before it is done", false],
    ["after it was done", true],
  ])("has all that it said it has, and at most the call that failed, when any statement fails %s", (__, isDone) => {
    const told = states();
    for (let at = 1, isOver = false; !isOver; at++) {
      const fault = failingDatabase({ at, errcode, isDone });
      const files = newJournal();
      const broken: unknown[] = [];
      const open = openJournal(files, { connect: fault.connect, purpose: "writing", onBroken: (thrown) => broken.push(thrown) });
      fault.arm();
      const failures = calls.map((call) => errorOf(() => call(open.journal)));
      const done = failures.findIndex((error) => error !== undefined);
      isOver = !fault.hasFailed();
      if (!isOver) {
        expect(failures[done]).toMatchObject({ code: "storage", message: expect.stringMatching(says) });
        // Nothing goes on behind a failure, not even reading.
        expect(new Set(failures.slice(done)).size, `statement ${at}`).toBe(1);
        expect(errorOf(() => open.journal.lanes())).toBe(failures[done]);
        expect(broken).toHaveLength(1);
      }
      const crashed = copyOf(files);
      const after = openForReading(crashed);
      const now = JSON.stringify(toldBy(after), text);
      const may = isOver ? told.slice(-1) : told.slice(done, done + 2);
      expect(
        may.map((state) => JSON.stringify(state, text)),
        `statement ${at}`,
      ).toContain(now);
      after.close();
      open.close();
      for (const each of [files, crashed]) rmSync(dirname(each.path), { recursive: true });
      expect(at).toBeLessThan(200);
    }
  });
});

it("tells a bug as what it is, and goes no further either", () => {
  const files = newJournal();
  const open = openForWriting(files);
  open.journal.add([planned("a", 0n, 99n)]);
  open.journal.commit([settled("a", 0n, 9n)]);
  const overlap = errorOf(() => open.journal.commit([settled("a", 20n, 29n), settled("a", 9n, 12n)]));
  expect(isError(overlap)).toBe(false);
  expect(overlap).toMatchObject({ message: "offsets 9 to 12 of partition 1 are settled already" });
  expect(errorOf(() => open.journal.commit([settled("a", 40n, 49n)]))).toBe(overlap);
  open.close();
  const again = openForWriting(files);
  expect(again.journal.counts()).toMatchObject({ redriven: 10 });
  again.close();
  rmSync(dirname(files.path), { recursive: true });
});

it.each([
  ["a batch that was sent already", () => [sent(1, 0n, 1n), sent(1, 5n, 6n)]],
  ["an answer to nothing", () => [answered(7, "delivered")]],
  ["offsets backwards", () => [settled("a", 9n, 8n)]],
  ["offsets that no document has", () => [settled("nobody", 0n, 9n)]],
  ["a part that no document has", () => [closed("nobody")]],
  ["a part that is closed already", () => [closed("a"), closed("a")]],
])("takes no entry of %s", (_, entries) => {
  const files = newJournal();
  const open = openForWriting(files);
  open.journal.add([planned("a", 0n, 9n)]);
  expect(() => open.journal.commit(entries())).toThrow();
  open.close();
  const again = openForReading(files);
  expect(again.journal.counts()).toMatchObject({ invocations: 0, redriven: 0, remaining: 10 });
  again.close();
  rmSync(dirname(files.path), { recursive: true });
});

it("says which file is missing", () => {
  const files = newJournal();
  rmSync(files.path);
  expect(errorOf(() => openJournal(files, { connect, purpose: "writing" }))).toMatchObject({
    code: "storage",
    message: `cannot read the journal ${files.path}: no such file or folder`,
  });
});

const text = (_: string, value: unknown) => {
  if (typeof value === "bigint") return `${value}n`;
  return value instanceof Map ? [...value] : value;
};

function errorOf(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}
