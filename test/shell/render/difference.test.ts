import { expect, test } from "vitest";
import { renderDifference } from "../../../src/shell/render/difference.ts";
import { sampleMapping } from "../../support/mappings.ts";
import { plainLook } from "./look.ts";

const mapping = sampleMapping();
const different = { kind: "different", name: "orders", mapping, towards: {} } as const;

test("A difference names each spec that is not as the account has it, and mappings without a spec.", () => {
  const comparison = {
    states: [
      { kind: "same", name: "clicks", mapping },
      { ...different, changes: [{ field: "BatchSize", before: 100, after: 500, reversible: true }], createOnly: false },
      { ...different, name: "legacy", changes: [{ field: "Topics", before: ["a"], after: ["b"], reversible: true }], createOnly: true },
      { kind: "missing", name: "returns", spec: { kind: "spec", name: undefined, uuid: undefined, settings: {} } },
      { kind: "repeated", name: "again", mapping },
    ],
    unnamed: [{ name: "orders/returns", mapping }],
    notes: [],
  } as const;
  expect(renderDifference(comparison, plainLook()).join("\n")).toBe(
    `orders · differs, account → spec
  BatchSize    100  →  500

legacy · differs in what only a new mapping can have
  Topics    a  →  b

returns · not in the account

again · an earlier spec describes the same mapping, ${mapping.UUID}

orders/returns · no spec describes it (${mapping.UUID})

1 of 5 specs as in the account`,
  );
});

test("No difference is one line.", () => {
  expect(renderDifference({ states: [{ kind: "same", name: "orders", mapping }], unnamed: [], notes: [] }, plainLook())).toEqual([
    "1 of 1 spec as in the account",
  ]);
});
