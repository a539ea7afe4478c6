import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combinationsOf } from "../../../../src/core/filter/compiled-pattern.ts";
import { overriddenLeaves } from "../../../../src/core/filter/lint/overridden-leaves.ts";
import { patternLeaves } from "../../../../src/core/filter/lint/pattern-leaves.ts";
import { somePatternObject } from "./arbitrary-filters.ts";
import { compiledOf, patternOf } from "./samples-of-engine.ts";

function overrides(text: string): string[] {
  const written = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
  return overriddenLeaves(patternOf(text)).map(
    ({ path, earlier, later, always }) => `${path}: ${written(earlier.node)} by ${written(later.node)}${always ? "" : " in a branch"}`,
  );
}

describe("conditions that later ones take the place of", () => {
  it.each([
    ['{"a":[1],"a":[2]}', ["a: [1] by [2]"]],
    ['{"a.b":[1],"a":{"b":[2]}}', ["a.b: [1] by [2]"]],
    ['{"a":{"b":[1]},"a":{"c":[2]}}', []],
    ['{"a":[1],"$or":[{"a":[2]},{"b":[3]}]}', ["a: [1] by [2] in a branch"]],
    ['{"a":[1],"$or":[{"a":[2]},{"a":[3]}]}', ["a: [1] by [2]", "a: [1] by [3]"]],
    ['{"$or":[{"a":[2]},{"b":[3]}],"a":[1]}', ["a: [2] by [1]"]],
    ['{"$or":[{"a":[1]},{"a":[2]}]}', []],
    ['{"$or":[{"a":[1]},{"b":[1]}],"v":{"$or":[{"c":[1]},{"d":[1]}]}}', []],
    ['{"$or":[{"a":[1]},{"b":[1]}],"$or":[{"a":[2]},{"c":[1]}]}', ["a: [1] by [2] in a branch"]],
  ])("%s: %j", (text, expected) => {
    expect(overrides(text)).toEqual(expected);
  });

  it("have no effect exactly when the engine has them in no rule", () => {
    const small = somePatternObject.filter((text) => combinationsOf(patternOf(text)) <= 256);
    fc.assert(
      fc.property(small, (text) => {
        const inRules = new Set(compiledOf(text).rules.flatMap(({ conditions }) => conditions.map(({ list }) => list.start)));
        const gone = new Set(overriddenLeaves(patternOf(text)).flatMap(({ earlier, always }) => (always ? [earlier.node.start] : [])));
        for (const { member } of patternLeaves(patternOf(text))) expect(gone.has(member.node.start)).toBe(!inRules.has(member.node.start));
      }),
      { numRuns: 1000 },
    );
  });
});
