import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ownedSnippet, snippetForms, snippetOf } from "../../../../../src/shell/render/tune/snippet/snippet.ts";
import { guessedTerraform, ownerBy } from "../../../../support/tuning/owners.ts";
import { adviceReport, candidate, changeReport, goodReport, silentReport, unreachableReport } from "../../../../support/tuning/reports.ts";
import { unwrapped } from "./subjects.ts";

describe("without anything to set", () => {
  it.each([
    ["nothing to change of mapping emails.", goodReport()],
    ["nothing to change of mapping orders.", changeReport("orders", { whatIf: candidate() })],
    ["nothing is recommended for mapping audit: too little is known.", silentReport()],
    ["nothing is recommended for mapping payments: something comes first that is none of these settings.", adviceReport()],
  ])("%s", (said, report) => {
    for (const form of snippetForms) {
      const text = snippetOf(form, report);
      if (form === "json") expect(text).toBe("{}");
      else expect(unwrapped(text)).toBe(`# mskctl tune: ${said}`);
    }
  });

  it("says that nothing keeps to the goals", () => {
    expect(unwrapped(snippetOf("sam", unreachableReport()))).toContain("no settings keep to the goals");
  });

  it("does not let a name out of the comment", () => {
    for (const form of snippetForms.filter((each) => each !== "json")) {
      const text = snippetOf(form, goodReport("a\nResources: {}\r; rm -rf ~"));
      expect(text.split(/[\r\n]/).filter((line) => !line.startsWith("# "))).toEqual([]);
      expect(parse(text)).toBeNull();
    }
  });
});

describe("where the mapping is owned", () => {
  it.each([
    ["cloudformation", ownerBy("cloudformation")],
    ["cloudformation", ownerBy("cdk")],
    ["sam", ownerBy("sam")],
    ["terraform", guessedTerraform],
  ] as const)("the form is %s", (form, owner) => {
    const report = changeReport("orders", { owner });
    expect(ownedSnippet(report)).toEqual({ form, text: snippetOf(form, report) });
  });

  it("there is none without an owner, or without anything to change", () => {
    expect(ownedSnippet(changeReport())).toBeUndefined();
    expect(ownedSnippet({ ...goodReport(), owner: guessedTerraform })).toBeUndefined();
  });
});
