import { describe, expect, it } from "vitest";
import type { LintedFilter } from "../../../../src/core/filter/lint-report.ts";
import { findingColumns, mappingLines, unreadableLines } from "../../../../src/shell/render/lint/finding-lines.ts";
import { plainLook } from "../look.ts";
import { argument, bigPaid, finding, lineOf, listFinding, mapping, rangeFinding, rangeSite, report } from "./reports.ts";

function lines(filter: LintedFilter, columns = 125): string[] {
  const of = mapping([filter]);
  return mappingLines(of, findingColumns(report([of])), lineOf, plainLook(columns));
}

describe("a finding as lines", () => {
  it("puts its message below a place that leaves it no room, and leaves the place whole", () => {
    const long = "infrastructure/stacks/event-source-mappings/orders/template.yaml";
    expect(lines({ site: { ...rangeSite, source: long }, findings: [rangeFinding] }, 80).slice(0, 2)).toEqual([
      `${long}:41:41  error    MSK104`,
      "       numeric range is empty: > 10 and < 5",
    ]);
  });

  it("puts what follows from the headline under the frame", () => {
    const message = 'Values are case-sensitive: "paid" is not "PAID". Use equals-ignore-case where both may come. {"a":1} is as it was.';
    const [head, , , below] = lines({ site: rangeSite, findings: [{ ...rangeFinding, message }] });
    expect(head).toBe('template.yaml:41:41  error    MSK104  Values are case-sensitive: "paid" is not "PAID".');
    expect(below).toBe('       Use equals-ignore-case where both may come. {"a":1} is as it was.');
  });

  it("keeps its head where it has no message", () => {
    expect(lines({ site: rangeSite, findings: [{ ...rangeFinding, message: "" }] })[0]).toBe("template.yaml:41:41  error    MSK104");
  });

  it("marks a part of several lines up to the end of its first one", () => {
    const [, , marks] = lines({ site: rangeSite, findings: [{ ...rangeFinding, to: { line: 43, column: 2 } }] });
    expect(marks).toBe(`       │ ${" ".repeat(40)}${"~".repeat('{"numeric":[">",10,"<",5]}]}}\''.length)}`);
  });

  it("has no frame where the line is not at hand", () => {
    const site = argument(bigPaid);
    const about = finding(site, '"PAID"', { id: "MSK120", severity: "info", message: "case-sensitive" });
    expect(lines({ site, findings: [about] })).toEqual(["--pattern:1:21  info     MSK120  case-sensitive"]);
  });

  it("has the frame of the one before it where both are about the same place, and its own after another", () => {
    const other = finding(rangeSite, '"amount"', { id: "MSK130", severity: "info", message: "other" });
    const frames = (...findings: LintedFilter["findings"]) => lines({ site: rangeSite, findings }).filter((line) => /^ +41 │/.test(line));
    expect(frames(rangeFinding, rangeFinding)).toHaveLength(1);
    expect(frames(rangeFinding, other, rangeFinding)).toHaveLength(3);
  });
});

describe("a finding about the list of filters", () => {
  it("stands before those about patterns, with the line of the list", () => {
    const of = mapping([{ site: rangeSite, findings: [rangeFinding] }], { findings: [listFinding] });
    expect(mappingLines(of, findingColumns(report([of])), lineOf, plainLook()).slice(0, 4)).toEqual([
      "template.yaml:40:1   warning  MSK141  6 filters; a mapping takes 5 unless the account's quota was raised (to 10 at most).",
      "    40 │ #",
      "       │ ~",
      "template.yaml:41:41  error    MSK104  numeric range is empty: > 10 and < 5",
    ]);
  });
});

describe("a source that cannot be read", () => {
  it("is named with its place, or alone", () => {
    const unreadable = [
      { source: "a.yaml", message: "a tab", position: { line: 3, column: 1 } },
      { source: "b", message: "not permitted" },
    ];
    const columns = findingColumns(report([], { unreadable }));
    expect(unreadable.flatMap((each) => unreadableLines(each, columns, plainLook()))).toEqual([
      "a.yaml:3:1  error    a tab",
      "b           error    not permitted",
    ]);
  });
});
