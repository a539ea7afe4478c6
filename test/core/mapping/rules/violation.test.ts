import { describe, expect, it } from "vitest";
import { dotted, type Path, quoted, violation } from "../../../../src/core/mapping/rules/violation.ts";

const places: [path: Path, forPeople: string, onTheWire: string][] = [
  [["BatchSize"], "BatchSize", "batchSize"],
  [["Topics", 0], "Topics[0]", "topics.1.member"],
  [["FilterCriteria", "Filters", 2, "Pattern"], "FilterCriteria.Filters[2].Pattern", "filterCriteria.filters.3.member.pattern"],
  [["Tags", "Team"], "Tags.Team", "tags.Team.member"],
];

describe("a path", () => {
  it.each(places)("%j", (path, forPeople, onTheWire) => {
    expect(dotted(path)).toBe(forPeople);
    expect(violation("r", "service", { path, constraint: { kind: "unsupported" }, value: 1, message: "", fix: "" })).toMatchObject({
      field: path[0],
      wirePath: onTheWire,
    });
  });
});

describe("quoted", () => {
  it.each([
    [20_000, "20,000"],
    ["a\u001b", '"a\\x1b"'],
    [["a"], '["a"]'],
    [undefined, "nothing"],
    [null, "nothing"],
    [true, "true"],
  ])("writes %j as %s", (value, text) => expect(quoted(value)).toBe(text));

  it("keeps it short", () => expect([...quoted("x".repeat(5_000))]).toHaveLength(80));
});
