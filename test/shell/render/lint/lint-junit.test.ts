import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lintJunit } from "../../../../src/shell/render/lint/lint-junit.ts";
import { anyText } from "./any-text.ts";
import { type ReadElement, readXml } from "./read-xml.ts";
import { busyReport, listFinding, mapping, paidFinding, paidSite, rangeFinding, rangeSite, report, wholeReport } from "./reports.ts";

/** Suites with their cases, and of each case its verdict: the name of its element, or that it passed. */
function verdicts(xml: string): Record<string, readonly (readonly [name: string | undefined, verdict: string])[]> {
  return Object.fromEntries(
    readXml(xml).elements.map((suite) => [
      suite.attributes.get("name"),
      suite.elements
        .filter(({ name }) => name === "testcase")
        .map((each) => [each.attributes.get("name"), each.elements.find(({ name }) => name !== "system-out")?.name ?? "passed"] as const),
    ]),
  );
}

/** What the schemas in use agree on: counts that are right, a name and a class, one verdict at most, then output. */
function expectUsualStructure(root: ReadElement): void {
  expect(root.name).toBe("testsuites");
  const sums = new Map<string, number>();
  for (const suite of root.elements) {
    expect(suite.name).toBe("testsuite");
    const cases = suite.elements.filter(({ name }) => name === "testcase");
    const found = {
      tests: cases.length,
      failures: countOf(cases, "failure"),
      errors: countOf(cases, "error"),
      skipped: countOf(cases, "skipped"),
    };
    for (const [name, count] of Object.entries(found)) {
      expect(suite.attributes.get(name)).toBe(String(count));
      sums.set(name, (sums.get(name) ?? 0) + count);
    }
    for (const { attributes, elements } of cases) {
      expect(attributes.get("name")).not.toBe("");
      expect(attributes.get("classname")).toBe(suite.attributes.get("name"));
      expect(elements.map(({ name }) => name).join(" ")).toMatch(/^(failure|error|skipped)? ?(system-out)?$/);
    }
  }
  for (const [name, sum] of sums) expect(root.attributes.get(name)).toBe(String(sum));
}

function countOf(cases: readonly ReadElement[], kind: string): number {
  return cases.filter(({ elements }) => elements.some(({ name }) => name === kind)).length;
}

const line = (number: number) => `Resources.Line${number}.Properties.FilterCriteria.Filters[0].Pattern`;

describe("a lint report as JUnit XML", () => {
  it("has a suite a source and a case a filter, which fails with its findings", () => {
    expect(lintJunit(report([mapping([{ site: rangeSite, findings: [rangeFinding] }])]), "error")).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="mskctl lint" tests="1" failures="1" errors="0" skipped="0">
  <testsuite name="template.yaml" tests="1" failures="1" errors="0" skipped="0">
    <testcase name="${line(41)}" classname="template.yaml">
      <failure message="MSK104 numeric range is empty: &gt; 10 and &lt; 5">template.yaml:41:41  error  MSK104  numeric range is empty: &gt; 10 and &lt; 5
    fix: {"numeric":["&gt;",5,"&lt;",10]}</failure>
    </testcase>
  </testsuite>
</testsuites>`,
    );
  });

  it.each([
    ["never", ["passed", "passed", "passed"]],
    ["error", ["failure", "passed", "passed"]],
    ["warning", ["failure", "failure", "passed"]],
  ] as const)("fails what reaches %s", (failOn, expected) => {
    const cases = verdicts(lintJunit(wholeReport, failOn))["template.yaml"] ?? [];
    expect(cases).toEqual([41, 58, 75].map((number, index) => [line(number), expected[index]]));
  });

  it("tells findings that do not fail their filter as its output", () => {
    const [suite] = readXml(lintJunit(report([mapping([{ site: paidSite, findings: [paidFinding] }])]), "error")).elements;
    const [output] = suite?.elements[0]?.elements ?? [];
    expect(output?.name).toBe("system-out");
    expect(output?.text).toBe(
      `template.yaml:58:41  warning  MSK131  no sample matches: value.status is never "paid"\n    9,976 samples: "PAID" 5,012 · "SHIPPED" 2,981`,
    );
  });

  it("says how many failures a filter has besides the first", () => {
    const xml = lintJunit(report([mapping([{ site: rangeSite, findings: [rangeFinding, rangeFinding, rangeFinding] }])]), "error");
    expect(readXml(xml).elements[0]?.elements[0]?.elements[0]?.attributes.get("message")).toMatch(/< 5 \(and 2 more\)$/);
  });

  it("has cases for what was skipped, not readable, expected and gated", () => {
    expect(verdicts(lintJunit(busyReport, "error"))).toEqual({
      "broken.yaml": [["can be read", "error"]],
      "template.yaml": [
        ["Resources.Line41 list of filters", "passed"],
        [line(41), "failure"],
        [line(58), "skipped"],
      ],
      "--pattern": [
        ["--pattern", "passed"],
        ["expectations", "failure"],
        ["--min-delivered", "passed"],
        ["--max-delivered", "failure"],
      ],
      mskctl: [],
    });
    const expectations = readXml(lintJunit(busyReport, "error")).elements[2]?.elements[1]?.elements[0];
    expect(expectations?.attributes.get("message")).toBe("11 of 14 expectations hold");
    expect(expectations?.text).toBe(
      "samples.ndjson:7  expected delivered, was filtered out\nsamples.ndjson:9  expected filtered out, was delivered: it bypassed the filter\nand 1 more",
    );
  });

  it("fails the list of filters by what is wrong with it", () => {
    const xml = lintJunit(report([mapping([], { group: "", findings: [listFinding] })]), "warning");
    expect(verdicts(xml)).toEqual({ "template.yaml": [["list of filters", "failure"]] });
  });

  it.each([
    ["findings and samples", wholeReport],
    ["everything", busyReport],
    ["nothing", report([])],
  ])("has the usual structure, of %s", (_, of) => {
    expectUsualStructure(readXml(lintJunit(of, "warning")));
  });

  it("keeps its structure whatever the messages, names and notes hold", () => {
    const text = anyText().filter((each) => each !== "");
    fc.assert(
      fc.property(text, text, text, (source, path, message) => {
        const site = { ...rangeSite, source, path };
        const about = { ...rangeFinding, message, fix: message };
        expectUsualStructure(
          readXml(
            lintJunit(report([mapping([{ site, findings: [about] }])], { notes: [message], unreadable: [{ source, message }] }), "error"),
          ),
        );
      }),
    );
  });
});
