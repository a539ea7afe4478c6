import { expect, test } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { renderPlannedBlocks, renderPlannedRows, renderResults } from "../../../src/shell/render/results.ts";
import { plainLook } from "./look.ts";

const batchSize = { field: "BatchSize", before: 100, after: 500, reversible: true };

test("A plan of many is one line a mapping.", () => {
  const rows = [
    { name: "orders", state: "enabled", becomes: "disabled", changes: [] },
    { name: "audit", state: "disabled", becomes: "disabled already", changes: [] },
  ];
  expect(renderPlannedRows(rows, plainLook())).toEqual([
    "MAPPING  STATE     BECOMES",
    "orders   enabled   disabled",
    "audit    disabled  disabled already",
  ]);
});

test("A plan of many different changes is a block a mapping, with the reason where one cannot be written.", () => {
  const error = new MskctlError("refused", "AWS would refuse this:\n  BatchSize must be at most 10,000.");
  const rows = [
    { name: "orders", state: "enabled", becomes: "updated", changes: [batchSize] },
    { name: "audit", state: "", becomes: "refused", changes: [], error },
  ];
  expect(renderPlannedBlocks(rows, plainLook()).join("\n")).toBe(
    `orders · updated
  BatchSize    100  →  500

audit · refused
  AWS would refuse this:
    BatchSize must be at most 10,000.`,
  );
});

test("Results say what failed and count it.", () => {
  const error = new MskctlError("throttled", "Lambda throttles\nslow down");
  const rows = [
    { name: "orders", mapping: undefined, result: "disabled", error: undefined },
    { name: "audit", mapping: undefined, result: undefined, error },
  ];
  expect(renderResults(rows, plainLook())).toEqual([
    "MAPPING  RESULT",
    "orders   disabled",
    "audit    ✖ Lambda throttles slow down",
    "2 mappings · 1 failed",
  ]);
  expect(renderResults(rows.slice(0, 1), plainLook()).at(-1)).toBe("1 mapping");
});
