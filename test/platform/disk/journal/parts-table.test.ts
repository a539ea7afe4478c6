import { expect, it } from "vitest";
import type { PartRow } from "../../../../src/platform/disk/journal/part-row.ts";
import { partsTable } from "../../../../src/platform/disk/journal/parts-table.ts";
import { createTables } from "../../../../src/platform/disk/journal/schema.ts";
import { loadSqlite } from "../../../../src/platform/disk/journal/sqlite.ts";

const part: PartRow = {
  document: 1,
  lane: 1,
  first: 0n,
  last: 9n,
  firstTimestampMs: undefined,
  lastTimestampMs: undefined,
  claimed: 10,
  found: undefined,
  foundEntry: undefined,
  settled: 0,
  state: "open",
  closedEntry: undefined,
  forfeited: undefined,
};
const closed: PartRow = { ...part, settled: 10, state: "closed", closedEntry: 3n };

/** With the part; `writes` gives how many rows were written so far. */
async function tableOfPart() {
  const database = (await loadSqlite())(":memory:", { readOnly: false });
  createTables(database);
  const table = partsTable(database);
  table.insert(part);
  const writes = () => database.prepare("SELECT total_changes()").all();
  return { database, table, writes };
}

it("writes a row once that changes several times, as it is in the end", async () => {
  const { database, table, writes } = await tableOfPart();
  table.update({ ...part, settled: 10 });
  table.update(closed);
  expect(table.get(1, 1)).toEqual(closed);
  expect(writes()).toEqual([[1n]]);
  table.flush();
  table.flush();
  expect(writes()).toEqual([[2n]]);
  expect([...partsTable(database).closed()]).toEqual([closed]);
});

it.each([
  ["parts of a document", (table: ReturnType<typeof partsTable>) => table.ofDocument(1), [closed]],
  ["closed ones", (table: ReturnType<typeof partsTable>) => [...table.closed()], [closed]],
  ["documents that are done", (table: ReturnType<typeof partsTable>) => [...table.documentsDone(1, 1)], [1]],
  ["documents that are kept", (table: ReturnType<typeof partsTable>) => [...table.documentsWithKept()], []],
])("reads %s as they were changed last", async (_, read, expected) => {
  const { table } = await tableOfPart();
  table.update(closed);
  expect(read(table)).toEqual(expected);
});
