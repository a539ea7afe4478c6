import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CompiledPattern, combinationsOf, compilePattern } from "../../../../src/core/filter/compiled-pattern.ts";
import { eventValues } from "../../../../src/core/filter/event-values.ts";
import { deadBranches } from "../../../../src/core/filter/lint/dead-branches.ts";
import { patternLeaves } from "../../../../src/core/filter/lint/pattern-leaves.ts";
import { matches } from "../../../../src/core/filter/match.ts";
import type { Pattern, PatternObject } from "../../../../src/core/filter/pattern.ts";
import { someJson, somePatternObject } from "./arbitrary-filters.ts";
import { patternOf } from "./samples-of-engine.ts";
import { budget } from "./sets/set-samples.ts";

function branchesIn(text: string) {
  const pattern = patternOf(text);
  return deadBranches(pattern, patternLeaves(pattern), budget());
}

function dead(text: string): string[] {
  return branchesIn(text).map(({ branch, by }) => {
    const other = by === undefined ? "the others" : text.slice(by.start, by.end);
    return `${text.slice(branch.start, branch.end)} by ${other}`;
  });
}

describe("branches of $or that could be left out", () => {
  it.each([
    ['{"$or":[{"a":[1]},{"b":[2]},{"a":[1]}]}', ['{"a":[1]} by {"a":[1]}']],
    ['{"$or":[{"a":[1],"b":[2]},{"a":[1,3]}]}', ['{"a":[1],"b":[2]} by {"a":[1,3]}']],
    ['{"v":{"$or":[{"a":[{"prefix":"xy"}]},{"a":[{"prefix":"x"}]}]}}', ['{"a":[{"prefix":"xy"}]} by {"a":[{"prefix":"x"}]}']],
    [
      '{"$or":[{"a":[1]},{"b":[1]},{"$or":[{"a":[1],"c":[1]},{"b":[1],"c":[1]}]}]}',
      ['{"$or":[{"a":[1],"c":[1]},{"b":[1],"c":[1]}]} by the others'],
    ],
    ['{"$or":[{"a":[1]},{"a":[2]}]}', []],
    ['{"$or":[{"a":[1]},{"b":[1]}]}', []],
    // The second branch takes away the condition on b, so that it lets more through than the first.
    ['{"b":[1],"$or":[{"a":[1]},{"a":[1],"b":[2]}]}', []],
    // In {"v":[{"a":1},{"b":1},…]} the condition on a decides of which element c has to be absent.
    ['{"v":{"c":[{"exists":false}],"$or":[{"b":[1]},{"b":[1],"a":[1]}]}}', []],
  ])("%s: %j", (text, expected) => {
    expect(dead(text)).toEqual(expected);
  });

  it("could be left out all at once: every event that matched still does", () => {
    const withOr = somePatternObject.filter((text) => text.includes("$or") && combinationsOf(patternOf(text)) <= 64);
    fc.assert(
      fc.property(withOr, fc.array(someJson, { minLength: 3, maxLength: 6 }), (text, jsons) => {
        const gone = new Set(branchesIn(text).map(({ branch }) => branch));
        if (gone.size === 0) return;
        const pattern = patternOf(text);
        // Parsed anew, so branches are known by their place.
        const starts = new Set([...gone].map(({ start }) => start));
        const [whole, left] = [compiled(pattern), compiled({ text, root: without(pattern.root, starts) })];
        for (const json of jsons) {
          const event = `{"a":${json},"b":${json},"c":${json}}`;
          const isMatch = (each: CompiledPattern) => matches(each, eventValues(event, each.steps).values);
          expect(isMatch(left)).toBe(isMatch(whole));
        }
      }),
      { numRuns: 800 },
    );
  });
});

function compiled(pattern: Pattern): CompiledPattern {
  const result = compilePattern(pattern).compiled;
  if (result === undefined) throw new Error(pattern.text);
  return result;
}

function without(object: PatternObject, starts: ReadonlySet<number>): PatternObject {
  const members = object.members.map((member) => {
    if (member.kind === "or") {
      const branches = member.branches.filter(({ start }) => !starts.has(start)).map((branch) => without(branch, starts));
      return { ...member, branches };
    }
    return member.node.kind === "object" ? { ...member, node: without(member.node, starts) } : member;
  });
  return { ...object, members };
}
