import { describe, expect, test } from "vitest";
import type { Change } from "../../../src/core/mapping/difference.ts";
import { renderChanges, renderPlan } from "../../../src/shell/render/plan.ts";
import { textWidth } from "../../../src/shell/render/text-width.ts";
import { plainLook } from "./look.ts";

const place = { region: "eu-central-1", accountId: "123456789012" };
const pollers: Change = {
  field: "ProvisionedPollerConfig",
  before: null,
  after: { MinimumPollers: 2, MaximumPollers: 8 },
  reversible: true,
  note: "1 EPU, +$135.05 a month",
};
const batchingWindow: Change = {
  field: "MaximumBatchingWindowInSeconds",
  before: null,
  after: 1,
  reversible: false,
  note: "cannot be undone: the 500 ms default is gone for good",
};
const filters: Change = {
  field: "FilterCriteria",
  before: null,
  after: { Filters: [{ Pattern: '{"value":{"status":["PAID"],"amount":[{"numeric":[">",100]}],"country":[{"anything-but":["DE"]}]}}' }] },
  reversible: true,
};

describe("A plan", () => {
  test("shows where, each field before → after with what it costs, and what it means.", () => {
    const view = { subject: "emails", place, changes: [pollers, batchingWindow], notes: ["Polling stops for up to 90 s."] };
    expect(renderPlan(view, plainLook(125)).join("\n")).toBe(
      `emails in eu-central-1 (123456789012)

  ProvisionedPollerConfig           –  →  2–8 pollers    1 EPU, +$135.05 a month
  MaximumBatchingWindowInSeconds    –  →  1 s            cannot be undone: the 500 ms default is gone for good

  Polling stops for up to 90 s.`,
    );
  });

  test("puts below what does not fit beside, and cuts nothing.", () => {
    expect(renderChanges([pollers, batchingWindow, filters], plainLook(80)).join("\n")).toBe(
      `  ProvisionedPollerConfig           –  →  2–8 pollers    1 EPU, +$135.05 a month
  MaximumBatchingWindowInSeconds    –  →  1 s
      cannot be undone: the 500 ms default is gone for good
  FilterCriteria
      – →
      {"value":{"status":["PAID"],"amount":[{"numeric":[">",100]}],"country":[{"
      anything-but":["DE"]}]}}`,
    );
  });

  test.each([40, 80, 125])("fits %i columns.", (columns) => {
    const lines = renderPlan(
      {
        subject: "emails",
        place,
        changes: [pollers, batchingWindow, filters],
        notes: ["Polling stops for up to 90 s while Lambda applies it."],
      },
      plainLook(columns),
    );
    expect(Math.max(...lines.slice(1).map(textWidth))).toBeLessThanOrEqual(columns);
  });

  test("says when the account may not be asked for, and shows findings last.", () => {
    const findings = [{ id: "MSK014", severity: "info", message: "A gap." }] as const;
    const view = { subject: "emails", place: { ...place, accountId: undefined }, changes: [], notes: [], findings };
    expect(renderPlan(view, plainLook())).toEqual(["emails in eu-central-1 (account unknown)", "", "i MSK014  A gap."]);
  });

  test("marks with a word, too, what cannot be undone without a note of its own.", () => {
    const change = { field: "UUID", before: "e0b5", after: null, reversible: false };
    expect(renderChanges([change], plainLook())).toEqual(["  UUID    e0b5  →  –    cannot be undone"]);
  });

  test("lets no value move the cursor.", () => {
    const change = { field: "FunctionName", before: "a\u001b[2J", after: "b", reversible: true };
    expect(renderChanges([change], plainLook())).toEqual(["  FunctionName    a\\x1b[2J  →  b"]);
  });
});
