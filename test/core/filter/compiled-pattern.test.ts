import { describe, expect, it } from "vitest";
import { combinationsOf, compilePattern } from "../../../src/core/filter/compiled-pattern.ts";
import { parsePattern } from "../../../src/core/filter/parse-pattern.ts";
import { compiledOf, textOf } from "./matching.ts";

const pathsOf = (pattern: unknown) => compiledOf(pattern).rules.map(({ conditions }) => conditions.map(({ path }) => path));

function parsed(pattern: unknown) {
  const { pattern: found } = parsePattern(textOf(pattern));
  if (found === undefined) throw new Error("no pattern");
  return found;
}

describe("compiled patterns", () => {
  it("have a rule for each combination of branches, conditions in the order of paths", () => {
    expect(pathsOf({ c: [1], $or: [{ b: [1] }, { d: { e: [1] }, a: [1] }] })).toEqual([
      ["b", "c"],
      ["a", "c", "d.e"],
    ]);
  });

  it("join an empty name at the top as AWS's library does", () => {
    expect(pathsOf({ "": { b: [1] }, a: { "": [1] } })).toEqual([["a.", "b"]]);
  });

  it("count combinations that nobody could expand", () => {
    const or = Array.from({ length: 20 }, (_, index) => `"f${index}":{"$or":[{"a":[1]},{"b":[1]}]}`);
    const pattern = parsed(`{${or.join(",")}}`);
    expect(combinationsOf(pattern)).toBe(2 ** 20);
    expect(compilePattern(pattern)).toMatchObject({ error: { kind: "too-large" } });
  });

  it("share the beginnings of many rules of many fields", () => {
    const ors = Array.from({ length: 12 }, (_, index) => `"o${index}":{"$or":[{"a":[1]},{"b":[1]}]}`);
    const fields = Array.from({ length: 200 }, (_, index) => `"f${index}":[1]`);
    const { compiled } = compilePattern(parsed(`{${[...ors, ...fields].join(",")}}`));
    expect(compiled?.rules).toHaveLength(4_096);
    expect(compiled?.rules.every(({ conditions }) => conditions.length === 212)).toBe(true);
  });

  it("refuse more than 256 fields in a rule", () => {
    const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, [1]]));
    expect(compilePattern(parsed(fields(256))).error).toBeUndefined();
    expect(compilePattern(parsed(fields(257))).error?.message).toBe("Size of rule exceeds max value of 256");
  });
});
