import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { lintContainer, objectInsteadOfText, withoutPattern } from "../../../../src/core/filter/lint/lint-container.ts";
import { lintFilters } from "../../../../src/core/filter/lint/lint-filters.ts";
import type { AnyRule } from "../../../../src/core/filter/lint/lint-rule.ts";
import { lintRules } from "../../../../src/core/filter/lint/lint-rules.ts";
import type { Finding } from "../../../../src/core/finding.ts";
import { cleanPatterns, documentedPatterns } from "./clean-patterns.ts";

const options = { dialect: "lambda" } as const;

/** What the example of a rule gives for its last filter; some rules on lists are asked for by name. */
function exampleFindings({ id, example: { filters } }: AnyRule): readonly Finding[] {
  if (id === "MSK140" || id === "MSK141") return lintContainer({ filters: filters.length });
  if (id === "MSK142") return [withoutPattern([])];
  if (id === "MSK145") return [objectInsteadOfText()];
  return (
    lintFilters(
      filters.map((text) => text ?? { unknown: "Fn::Join" }),
      options,
    ).at(-1) ?? []
  );
}

describe("the table of rules", () => {
  it("has each id once, in order, within its range", () => {
    const ids = lintRules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    for (const { id, scope } of lintRules) expect(id).toMatch(scope === "container" || id === "MSK143" ? /^MSK14\d$/ : /^MSK1[0-2]\d$/);
  });

  it.each(lintRules.map((rule) => [rule.id, rule] as const))("%s says of its example what the table says", (id, rule) => {
    const ours = exampleFindings(rule).filter((finding) => finding.id === id);
    expect(ours.map(({ message }) => message.slice(0, rule.example.says.length))).toContain(rule.example.says);
    for (const { severity } of ours) expect(rule.severities).toContain(severity);
  });

  it.each(lintRules.map((rule) => [rule.id, rule] as const))("%s stands in docs/findings.md as in the table", (_, rule) => {
    expect(documentation.split("\n")).toContain(documentedRow(rule));
  });

  it("is all that docs/findings.md has of patterns and their lists", () => {
    const documented = [...documentation.matchAll(/^\| (MSK1(?:[0-2]|4)\d) \|/gm)].map(([, id]) => id);
    expect(documented).toEqual(lintRules.map(({ id }) => id));
  });
});

const documentation = readFileSync(fileURLToPath(new URL("../../../../docs/findings.md", import.meta.url)), "utf8");

function documentedRow({ id, severities, title, example }: AnyRule): string {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  const patterns = example.filters.flatMap((text) => (text === undefined ? [] : [`\`${text}\``])).join(" and ");
  return `| ${id} | ${severities.join(" or ")} | ${cell(title)} | ${cell(example.described ?? patterns)} |`;
}

describe("a good pattern", () => {
  it.each(cleanPatterns)("%s has no finding", (text) => {
    expect(lintFilters([text], options)).toEqual([[]]);
  });

  it.each(documentedPatterns)("%s, which Lambda documents, is at most worth an info: %j", (text, infos) => {
    const findings = lintFilters([text], options).flat();
    expect(findings.map(({ id }) => id)).toEqual(infos);
    expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
  });
});
