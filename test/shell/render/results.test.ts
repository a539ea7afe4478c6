import { expect, test } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { renderPlannedBlocks, renderPlannedRows, renderResults, sharedNotes } from "../../../src/shell/render/results.ts";
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
    `orders · will be updated
  BatchSize    100  →  500

audit · refused
  AWS would refuse this:
    BatchSize must be at most 10,000.`,
  );
});

test("A note that several mappings have stands once, with some of their names.", () => {
  const row = (name: string, ...notes: string[]) => ({ name, state: "", becomes: "updated", changes: [batchSize], notes });
  const rows = [
    row("a", "Billed.", "Stops."),
    row("b", "Billed."),
    row("c", "Billed."),
    row("d", "Billed."),
    row("e", "Billed."),
    row("f"),
  ];
  expect(sharedNotes(rows)).toEqual(["a, b, c and 2 more: Billed.", "a: Stops."]);
});

const done = { name: "orders", mapping: undefined, result: "disabled", error: undefined, isToldBefore: false };
const failed = {
  name: "audit",
  mapping: undefined,
  result: "failed",
  error: new MskctlError("throttled", "Lambda throttles\nslow down \u001b[2J", { suggestions: ["mskctl list"] }),
  isToldBefore: false,
};

test("Results count what failed and say why in full, and what to type about it.", () => {
  expect(renderResults([done, failed], plainLook(20))).toEqual([
    "MAPPING  RESULT",
    "orders   disabled",
    "audit    ✖ failed",
    "✖ audit",
    "  Lambda throttles",
    "  slow down \\x1b[2J",
    "  mskctl list",
    "2 mappings · 1 failed",
  ]);
  expect(renderResults([done], plainLook()).at(-1)).toBe("1 mapping");
});

test("Results do not repeat what the plan has told.", () => {
  expect(renderResults([done, { ...failed, result: "refused", isToldBefore: true }], plainLook())).toEqual([
    "MAPPING  RESULT",
    "orders   disabled",
    "audit    ✖ refused",
    "2 mappings · 1 failed",
  ]);
});
