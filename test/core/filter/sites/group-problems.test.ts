import { describe, expect, it } from "vitest";
import { groupProblems } from "../../../../src/core/filter/sites/group-problems.ts";
import { groupsIn } from "./searching.ts";

async function problemsIn(text: string, source = "criteria.yaml") {
  return (await groupsIn(text, source)).flatMap(groupProblems);
}

const filters = (count: number) => `Filters:\n${"  - Pattern: '{}'\n".repeat(count)}`;

describe("a list of filters", () => {
  it.each([[1], [5]])("may have %i", async (count) => {
    expect(await problemsIn(filters(count))).toEqual([]);
  });

  it.each([[6], [10]])("of %i needs a raised quota", async (count) => {
    expect(await problemsIn(filters(count))).toMatchObject([
      {
        kind: "filters-beyond-default",
        severity: "warning",
        path: "Filters",
        position: { line: 1, column: 1 },
        evidence: { count, limit: 5 },
      },
    ]);
  });

  it("of 11 is more than any quota allows", async () => {
    expect(await problemsIn(filters(11))).toMatchObject([
      { kind: "too-many-filters", severity: "error", evidence: { count: 11, limit: 10 } },
    ]);
  });

  it.each(["Filters: []", "Filters:", "FilterCriteria: {}", "FilterCriteria: {Filters: []}"])(
    "that is empty is no filter: %s",
    async (text) => {
      expect(await problemsIn(text)).toMatchObject([{ kind: "no-filters", severity: "warning" }]);
    },
  );

  it("that only a deployment knows is not counted", async () => {
    const text = `Resources: {A: {Type: "AWS::Lambda::EventSourceMapping", Properties: {Topics: [a], FilterCriteria: {Filters: [${"!If [a, b, c], ".repeat(12)}]}}}}`;
    expect(await problemsIn(text)).toEqual([]);
  });

  it("tells entries without a pattern, with the name that was meant", async () => {
    expect(await problemsIn("Filters:\n  - {}\n  - pattern: '{}'\n  - Other: '{}'\n")).toMatchObject([
      { kind: "pattern-missing", severity: "error", path: "Filters[0]", message: "This filter has no pattern." },
      { kind: "pattern-missing", path: "Filters[1]", message: "This filter has no pattern. `pattern` was probably meant to be Pattern." },
      { kind: "pattern-missing", path: "Filters[2]", message: "This filter has no pattern." },
    ]);
  });

  it("tells objects where the format takes text", async () => {
    const text =
      "Resources:\n  A:\n    Type: AWS::Lambda::EventSourceMapping\n    Properties:\n      Topics: [a]\n      FilterCriteria:\n        Filters:\n          - Pattern: {value: {a: [1]}}\n";
    expect(await problemsIn(text, "template.yaml")).toMatchObject([
      {
        kind: "object-for-text",
        severity: "error",
        path: "Resources.A.Properties.FilterCriteria.Filters[0].Pattern",
        position: { line: 8, column: 22 },
      },
    ]);
  });
});
