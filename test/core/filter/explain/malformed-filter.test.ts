import { describe, expect, it } from "vitest";
import { malformedFilter } from "../../../../src/core/filter/explain/malformed-filter.ts";
import { readPattern } from "../../../../src/core/filter/explain/read-pattern.ts";

const deep = `{"a":${"[".repeat(2000)}`;
const choices = Array.from({ length: 20 }, (_, index) => `"n${index}":{"$or":[{"a":[1]},{"b":[2]}]}`).join(",");

describe("a pattern that does not parse", () => {
  it.each([
    ["", 1, 1],
    ["x", 1, 1],
    ["[]", 1, 1],
    ['"{}"', 1, 1],
    ["{}", 1, 1],
    ['{"value":{\n  "status":"ok"}}', 2, 12],
    ['{"value":{"a":[{"Prefix":"x"}]}}', 1, 17],
    ['{"value":{"$or":[{"a":[1]}]}}', 1, 17],
    ['{"value":{"a":[{"numeric":[">",5,"<",1]}]}}', 1, 17],
    [deep, 1, 1005],
    [`{"value":{${choices}}}`, 1, 1],
  ])("has a finding of lint with its place: %.40s", (text, line, column) => {
    expect(readPattern(text)).toHaveProperty("errors");
    const { site, findings } = malformedFilter(text, "--pattern");
    expect(site).toMatchObject({ text, source: "--pattern" });
    expect(findings.map(({ from }) => from)).toContainEqual({ line, column });
  });
});
