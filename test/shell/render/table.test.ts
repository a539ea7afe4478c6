import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Column, renderTable } from "../../../src/shell/render/table.ts";
import { textWidth } from "../../../src/shell/render/text-width.ts";
import { plainLook } from "./look.ts";

interface Row {
  readonly name: string;
  readonly lag: string;
  readonly mode: string;
  readonly cause: string;
}

const columns: readonly Column<Row>[] = [
  { head: "MAPPING", cell: ({ name }) => name, dropOrder: 0 },
  { head: "LAG", cell: ({ lag }) => lag, align: "right", dropOrder: 1 },
  { head: "MODE", cell: ({ mode }) => mode, dropOrder: 2 },
  { head: "CAUSE", cell: ({ cause }) => cause, dropOrder: 0, shortWidth: 20 },
];

const rows: readonly Row[] = [
  { name: "payments", lag: "182,400", mode: "on-demand", cause: "throttled: reserved concurrency 5" },
  { name: "clicks", lag: "12", mode: "40–200 pollers", cause: "–" },
];

describe("a table", () => {
  it("has no boxes, and its numbers stand right", () => {
    expect(renderTable(columns, rows, plainLook(80))).toEqual([
      "MAPPING       LAG  MODE            CAUSE",
      "payments  182,400  on-demand       throttled: reserved concurrency 5",
      "clicks         12  40–200 pollers  –",
    ]);
  });

  it("first shortens what can be told apart when it is shorter", () => {
    expect(renderTable(columns, rows, plainLook(60))).toEqual([
      "MAPPING       LAG  MODE            CAUSE",
      "payments  182,400  on-demand       throttled: reserved conc…",
      "clicks         12  40–200 pollers  –",
    ]);
  });

  it("then drops the least important column and gives its room to the last one", () => {
    expect(renderTable(columns, rows, plainLook(50))).toEqual([
      "MAPPING       LAG  CAUSE",
      "payments  182,400  throttled: reserved concurrenc…",
      "clicks         12  –",
    ]);
  });

  it("shortens further when no column is left to drop, but never a number", () => {
    expect(renderTable(columns, rows, plainLook(16))).toEqual(["MAPPING   CAUSE", "payments  throt…", "clicks    –"]);
  });

  it("shortens text columns before the last when even that is not enough", () => {
    expect(renderTable(columns, rows, plainLook(9))).toEqual(["MAPPI…  …", "payme…  …", "clicks  –"]);
  });

  it("shortens the least important of several columns first", () => {
    const elastic = columns.map((column) => (column.head === "MODE" ? { ...column, shortWidth: 8 } : column));
    expect(renderTable(elastic, rows, plainLook(64))).toEqual([
      "MAPPING       LAG  MODE        CAUSE",
      "payments  182,400  on-demand   throttled: reserved concurrency 5",
      "clicks         12  40–200 po…  –",
    ]);
  });

  it("says where text was cut in ASCII where the terminal has no more", () => {
    expect(renderTable(columns, rows, plainLook(16, { unicode: false }))[1]).toBe("payments  throt~");
  });

  it("has a head even without rows", () => {
    expect(renderTable(columns, [], plainLook())).toEqual(["MAPPING  LAG  MODE  CAUSE"]);
  });

  it("escapes cells, so that content cannot reach the terminal", () => {
    const hostile = { name: "\u001b[2Jpayments", lag: "1", mode: "a\nb", cause: "\u202egnp.exe" };
    const [, line] = renderTable(columns, [hostile], plainLook());
    expect(line).toBe("\\x1b[2Jpayments    1  a\\x0ab  \\u202egnp.exe");
  });

  it("paints a cell without moving the columns", () => {
    const painted = columns.map((column) => ({ ...column, paint: () => plainLook(80, { colour: true }).palette.error }));
    const coloured = renderTable(painted, rows, plainLook(80, { colour: true }));
    expect(coloured[1]).toContain("\u001b[31mpayments\u001b[39m");
    expect(coloured.map(stripVTControlCharacters)).toEqual(renderTable(columns, rows, plainLook(80)));
  });

  it("fits any terminal that is wide enough for a character a text column", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 60 });
    const row = fc.record({ name: text, lag: fc.nat(10 ** 9).map(String), mode: text, cause: text });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), fc.integer({ min: 5, max: 200 }), (any, width) => {
        const lines = renderTable(columns, any, plainLook(width));
        expect(lines).toHaveLength(any.length + 1);
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
