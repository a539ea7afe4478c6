import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overriddenLists } from "../../../../src/core/filter/explain/overriding.ts";
import { conditionsOnWay } from "../../../../src/core/filter/explain/way.ts";
import { anyPattern } from "../random-patterns.ts";
import { readPatternOf } from "./reading.ts";

/** The text of each overridden list, with how often. */
function overridden(text: string): [string, string][] {
  const { pattern } = readPatternOf(text);
  return [...overriddenLists(pattern.root)].map(([{ start, end }, overriding]) => [text.slice(start, end), overriding]);
}

describe("a condition", () => {
  it.each([
    ["is not overridden by one on another path", '{"a":[1],"b":[2]}', []],
    ["is overridden by a later one on its path", '{"a":[1],"a":[2]}', [["[1]", "always"]]],
    ["… however the path is written", '{"a":{"b":[1]},"a.b":[2]}', [["[1]", "always"]]],
    ["… by a field behind the choice that it is in", '{"$or":[{"a":[1]},{"b":[2]}],"a":[3]}', [["[1]", "always"]]],
    ["is overridden sometimes by one in a branch", '{"a":[1],"$or":[{"a":[2]},{"b":[3]}]}', [["[1]", "sometimes"]]],
    ["… and always by one in each", '{"a":[1],"$or":[{"a":[2]},{"a":[3]}]}', [["[1]", "always"]]],
    ["is not overridden by another branch of the same choice", '{"$or":[{"a":[1]},{"a":[2]}]}', []],
    ["… but by a branch of a later one", '{"$or":[{"a":[1]},{"b":[2]}],"x":[0],"$or":[{"a":[3]},{"c":[4]}]}', [["[1]", "sometimes"]]],
  ])("%s", (_, text, expected) => {
    expect(overridden(text)).toEqual(expected);
  });

  it("is overridden as often as the rules say", () => {
    fc.assert(
      fc.property(anyPattern, (text) => {
        const { pattern, compiled } = readPatternOf(text);
        const counts = new Map<unknown, { on: number; counting: number }>();
        for (const [way, { conditions }] of compiled.rules.entries()) {
          const counting = new Set(conditions.map(({ list }) => list));
          for (const { list } of conditionsOnWay(pattern.root, way)) {
            const count = counts.get(list) ?? { on: 0, counting: 0 };
            counts.set(list, { on: count.on + 1, counting: count.counting + (counting.has(list) ? 1 : 0) });
          }
        }
        const found = overriddenLists(pattern.root);
        for (const [list, { on, counting }] of counts) {
          const expected = counting === on ? undefined : counting === 0 ? "always" : "sometimes";
          expect(found.get(list as never)).toBe(expected);
        }
      }),
      { numRuns: 200 },
    );
  });
});
