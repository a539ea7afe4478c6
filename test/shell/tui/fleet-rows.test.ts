import { describe, expect, it } from "vitest";
import { type FleetChoice, type FleetRow, fleetRows, itemsOf, type SortKey } from "../../../src/shell/tui/fleet-rows.ts";
import { demoPicture, lagMapping, manyReports } from "../../support/lag-pictures.ts";

const choice: FleetChoice = { filter: "", sort: "trouble", reversed: false, grouping: "none" };
const items = itemsOf([], demoPicture());

function names(rows: readonly FleetRow[]): string[] {
  return rows.map((row) => (row.kind === "mapping" ? row.item.name : `[${row.name} ${row.count} ${row.inTrouble}]`));
}

describe("the rows of all mappings", () => {
  it.each<[SortKey, string]>([
    ["trouble", "shipments payments emails orders audit"],
    ["name", "audit emails orders payments shipments"],
    ["lag", "payments shipments emails orders audit"],
    ["age", "shipments payments emails orders audit"],
    ["in", "orders payments shipments emails audit"],
    ["out", "orders payments emails shipments audit"],
    ["catch-up", "payments emails orders audit shipments"],
  ])("are sorted by %s, what is not known last", (sort, order) => {
    expect(names(fleetRows(items, { ...choice, sort })).join(" ")).toBe(order);
  });

  it("are turned round, but for what is not known", () => {
    expect(names(fleetRows(items, { ...choice, sort: "lag", reversed: true })).join(" ")).toBe("orders emails shipments payments audit");
    expect(names(fleetRows(items, { ...choice, sort: "name", reversed: true })).join(" ")).toBe("shipments payments orders emails audit");
  });

  it.each([
    ["pay", "payments"],
    ["PAY throttled", "payments"],
    ["stalled", "shipments"],
    ["shop  ok", "orders"],
    ["nothing-like-it", ""],
  ])("are filtered by all words of %j", (filter, left) => {
    expect(names(fleetRows(items, { ...choice, filter })).join(" ")).toBe(left);
  });

  it("are grouped, the group of the worst mapping first", () => {
    const grouped = fleetRows(itemsOf([], demoPicture({ reports: manyReports(4) })), { ...choice, grouping: "cluster" });
    expect(names(grouped)).toEqual(["[ware 2 0]", "mapping-003", "mapping-001", "[shop 2 0]", "mapping-002", "mapping-000"]);
    expect(names(fleetRows(items, { ...choice, grouping: "function" })).slice(0, 2)).toEqual(["[shipments 1 1]", "shipments"]);
  });

  it("are names alone before anything has been read", () => {
    const known = itemsOf([{ mapping: lagMapping("orders"), name: "orders" }], undefined);
    expect(names(fleetRows(known, choice))).toEqual(["orders"]);
    expect(known[0]?.report).toBeUndefined();
  });
});
