import { expect, it } from "vitest";
import { removalsTable } from "../../../../src/platform/disk/journal/removals-table.ts";
import { createTables } from "../../../../src/platform/disk/journal/schema.ts";
import { loadSqlite } from "../../../../src/platform/disk/journal/sqlite.ts";

const connect = await loadSqlite();

it("knows what is removed, also when it is opened again, by the entry that removed it last", () => {
  const database = connect(":memory:", { readOnly: false });
  createTables(database);
  const table = removalsTable(database);
  table.remove(3n, [9, 1, 2, 3]);
  table.remove(5n, [40]);
  table.remove(6n, []);
  table.takeBack(7n, [2, 40]);
  table.remove(8n, [40]);
  for (const each of [table, removalsTable(database)]) {
    expect(Array.from({ length: 50 }, (_, n) => n).filter((n) => each.has(n))).toEqual([1, 3, 9, 40]);
    expect([...each.inOrder()]).toEqual([
      { entry: 3n, documents: [1, 3, 9] },
      { entry: 8n, documents: [40] },
    ]);
  }
});

it("writes a row an entry, however many documents it names", () => {
  const database = connect(":memory:", { readOnly: false });
  createTables(database);
  removalsTable(database).remove(
    1n,
    Array.from({ length: 1_000 }, (_, index) => index + 1),
  );
  expect(database.prepare("SELECT entry, documents FROM removals").all()).toEqual([[1n, "1-1000"]]);
});
