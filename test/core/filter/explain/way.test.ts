import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conditionsOnWay } from "../../../../src/core/filter/explain/way.ts";
import { anyPattern } from "../random-patterns.ts";
import { readPatternOf } from "./reading.ts";

describe("the conditions on a way through the choices of a pattern", () => {
  it("are all that are written there, in the order of the text", () => {
    const { pattern } = readPatternOf('{"a":[1],"$or":[{"b":[2]},{"c":[3]}],"x":{"$or":[{"d":[4]},{"e":[5]}]},"a":[6]}');
    const ways = [0, 1, 2, 3].map((way) => conditionsOnWay(pattern.root, way).map(({ path }) => path));
    expect(ways).toEqual([
      ["a", "b", "x.d", "a"],
      ["a", "c", "x.d", "a"],
      ["a", "b", "x.e", "a"],
      ["a", "c", "x.e", "a"],
    ]);
  });

  it("are those of the rule with the number of the way, and others only on paths that a later one has", () => {
    fc.assert(
      fc.property(anyPattern, (text) => {
        const { pattern, compiled } = readPatternOf(text);
        for (const [way, { conditions }] of compiled.rules.slice(0, 200).entries()) {
          const last = new Map(conditionsOnWay(pattern.root, way).map(({ path, list }) => [path, list]));
          expect(last.size).toBe(conditions.length);
          for (const { path, list } of conditions) expect(last.get(path)).toBe(list);
        }
      }),
      { numRuns: 200 },
    );
  });
});
