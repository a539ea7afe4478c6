import { expect, it } from "vitest";
import type { BatchTurn } from "../../../../src/core/redrive/handover/history.ts";
import { narrowed } from "../../../../src/core/redrive/handover/narrowing.ts";
import type { JournalEntry } from "../../../../src/core/redrive/journal.ts";
import { answered, sent, settled } from "../../../support/redrive/journal-entries.ts";
import { runOptions } from "../../../support/redrive-machine.ts";

const turnOf = (...entries: readonly JournalEntry[]): BatchTurn => ({
  begun: { kind: "begun", turn: 1, token: "", atMs: 0, aliveUntilMs: 0, documents: [], left: [] },
  ended: { kind: "ended", turn: 1, token: "", atMs: 0, isDone: false, entries, poisonKeys: [] },
});
const failing = turnOf(sent(1, 0n, 3n), answered(1, "failed"), answered(2, "failed"));
const settling = turnOf(answered(1, "failed"), settled("a", 0n, 0n));

it.each([
  ["before the first turn", [], 100, 2],
  ["when the function failed twice in the last turn", [failing], 50, 1],
  ["when nothing but time was lost between", [failing, turnOf(), turnOf(answered(3, "throttled")), turnOf(answered(4, "unknown"))], 25, 0],
  ["when something was settled since", [failing, failing, settling], 100, 2],
  ["when something was settled before", [failing, settling, turnOf(answered(5, "partly"))], 50, 1],
  ["when it fails for ever", Array.from({ length: 40 }, () => failing), 1, 0],
])("sends %s so many records at once and tries so often", (_, turns, batchSize, retries) => {
  expect(narrowed({ ...runOptions, batchSize: 100, retries: 2 }, turns)).toEqual({ ...runOptions, batchSize, retries });
});
