import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainEvent, explainRecord } from "../../../../src/core/filter/explain/explain.ts";
import type { ExplainedNode, NodeVerdict } from "../../../../src/core/filter/explain/explanation.ts";
import { filterVerdict, kafkaFilter } from "../../../../src/core/filter/kafka-filter.ts";
import { readRecordValue } from "../../../../src/core/filter/record-value.ts";
import { isMatch } from "../matching.ts";
import { anyEvent, anyPattern, anyRecordPattern, anyRecordText } from "../random-patterns.ts";
import { readPatternOf } from "./reading.ts";

describe("explaining an event", () => {
  it("says what the engine says, and each step of it is what its members make it", () => {
    fc.assert(
      fc.property(anyPattern, anyEvent, (pattern, event) => {
        const { matches, tree } = explainEvent(readPatternOf(pattern), event);
        expect(matches).toBe(isMatch(pattern, event));
        expect(tree.verdict).toBe(matches ? "holds" : "fails");
        checkGroups(tree);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("records", () => {
  it("x", () => {
    fc.assert(
      fc.property(anyRecordPattern, anyRecordText, (pattern, text) => {
        const read = readPatternOf(pattern);
        const { verdict, tree } = explainRecord(read, new TextEncoder().encode(text), (bytes) => new TextDecoder().decode(bytes));
        expect(verdict).toBe(filterVerdict(kafkaFilter(read.compiled), readRecordValue(text.toWellFormed(), read.compiled.steps)));
        if (verdict === "filteredOut") expect(tree.verdict).toBe("fails");
        if (verdict === "kept") expect(tree.verdict).toBe("holds");
        if (verdict === "bypassed") expect(tree.verdict).not.toBe("fails");
        checkGroups(tree);
      }),
      { numRuns: 3000 },
    );
  });
});

function checkGroups(node: ExplainedNode): void {
  if (node.kind === "condition" || node.kind === "separate-elements" || (node.more > 0 && node.members.length === 0)) return;
  node.members.forEach(checkGroups);
  const verdicts = node.members.map(({ verdict }) => verdict);
  const made = node.kind === "all-of" ? worst(verdicts) : best(verdicts);
  expect({ made, node }).toEqual({ made: node.verdict, node });
}

function worst(verdicts: NodeVerdict[]) {
  return verdicts.includes("fails") ? "fails" : verdicts.includes("skipped") ? "skipped" : "holds";
}
function best(verdicts: NodeVerdict[]) {
  return verdicts.includes("holds") || verdicts.includes("overridden") ? "holds" : verdicts.includes("skipped") ? "skipped" : "fails";
}
