import { expect, it } from "vitest";
import { documentsTable } from "../../../../src/platform/disk/journal/documents-table.ts";
import { openParts } from "../../../../src/platform/disk/journal/open-parts.ts";
import type { PartRow } from "../../../../src/platform/disk/journal/part-row.ts";
import { partsTable } from "../../../../src/platform/disk/journal/parts-table.ts";
import { createTables } from "../../../../src/platform/disk/journal/schema.ts";
import { loadSqlite } from "../../../../src/platform/disk/journal/sqlite.ts";

const connect = await loadSqlite();

/** A lane with documents whose parts begin at these offsets, by their numbers from 1. */
function laneOf(...firsts: readonly bigint[]) {
  const database = connect(":memory:", { readOnly: false });
  createTables(database);
  const [documents, parts] = [documentsTable(database), partsTable(database)];
  const open = openParts(database, parts, documents);
  const rows = new Map<number, PartRow>();
  const add = (first: bigint) => {
    const n = rows.size + 1;
    documents.insert({ n, id: `document ${n}`, handle: "", condition: "", failedAtMs: 0, records: 1, parts: 1 });
    const times = { firstTimestampMs: undefined, lastTimestampMs: undefined };
    const ends = { found: undefined, foundEntry: undefined, closedEntry: undefined, forfeited: undefined };
    const row: PartRow = { document: n, lane: 1, first, last: first, ...times, claimed: 1, settled: 0, state: "open", ...ends };
    parts.insert(row);
    open.opened(row);
    rows.set(n, row);
  };
  for (const first of firsts) add(first);
  const change = (n: number, state: PartRow["state"]) => {
    const row = { ...(rows.get(n) as PartRow), state };
    parts.update(row);
    if (state === "open") open.opened(row);
  };
  const told = (after?: number) =>
    open.of(1, after === undefined ? undefined : rows.get(after), 9).map(({ part, document }) => [part.document, document.id]);
  return { add, change, told };
}

it("gives open parts with their documents, by offset, and of the same offsets as they came", () => {
  const { told, change } = laneOf(7n, 5n, 5n);
  const [first, second, third] = [2, 3, 1].map((n) => [n, `document ${n}`]);
  expect(told()).toEqual([first, second, third]);
  expect(told(2)).toEqual([second, third]);
  change(3, "closed");
  expect([told(), told(2), told(1)]).toEqual([[first, third], [third], []]);
});

it.each([
  ["comes before all others", ({ add }: ReturnType<typeof laneOf>) => add(1n), [3, 2]],
  ["is opened again", ({ change }: ReturnType<typeof laneOf>) => change(1, "open"), [1, 2]],
])("gives a part that %s once it was known where the first one stands", (_, happens, expected) => {
  const lane = laneOf(5n, 7n);
  lane.change(1, "closed");
  expect(lane.told().map(([n]) => n)).toEqual([2]);
  happens(lane);
  expect(lane.told().map(([n]) => n)).toEqual(expected);
});

it("gives what comes to a lane that was done with", () => {
  const lane = laneOf(5n);
  lane.change(1, "kept");
  expect(lane.told()).toEqual([]);
  lane.add(2n);
  lane.add(9n);
  expect(lane.told().map(([n]) => n)).toEqual([2, 3]);
});
