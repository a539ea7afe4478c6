import { describe, expect, it } from "vitest";
import type { LintReport } from "../../../../src/core/filter/lint-report.ts";
import { lintGithub } from "../../../../src/shell/render/lint/lint-github.ts";
import { readCommand } from "./read-commands.ts";
import { busyReport, mapping, rangeFinding, rangeSite, report, wholeReport } from "./reports.ts";

const pathOf = (source: string) => (source.startsWith("-") ? undefined : source);

/** What the runner makes of it: level, title and message of each line. */
function annotations(of: LintReport): (readonly string[])[] {
  return lintGithub(of, { pathOf }).map((line) => {
    const command = readCommand(line);
    return [command?.name ?? "none", command?.properties.get("title") ?? "", command?.data ?? ""];
  });
}

describe("a lint report for GitHub Actions", () => {
  it("has each finding beside its code, then what became of the samples", () => {
    expect(lintGithub(wholeReport, { pathOf })).toEqual([
      '::error file=template.yaml,line=41,col=41,endLine=41,endColumn=67,title=MSK104::numeric range is empty: > 10 and < 5%0Afix: {"numeric":[">",5,"<",10]}',
      '::warning file=template.yaml,line=58,col=41,endLine=58,endColumn=47,title=MSK131::no sample matches: value.status is never "paid"%0A9,976 samples: "PAID" 5,012 · "SHIPPED" 2,981',
      "::notice title=samples::template.yaml Resources.Line75: 10,000 records, 12.0 %25 delivered (kept 1,180, bypassed the filter 24: text, the pattern wants JSON), 8,796 filtered out",
    ]);
  });

  it("has what was not readable, skipped, expected, gated and left out, and nothing that is suppressed", () => {
    expect(annotations(busyReport)).toEqual([
      ["error", "not readable", "a tab cannot begin a token"],
      ["warning", "MSK141", "6 filters; a mapping takes 5 unless the account's quota was raised (to 10 at most)."],
      ["error", "MSK104", 'numeric range is empty: > 10 and < 5\nfix: {"numeric":[">",5,"<",10]}'],
      ["notice", "MSK150", 'about the same place\nfix: {"numeric":[">",5,"<",10]}'],
      ["notice", "skipped", "!Ref Status is known only when the stack is deployed"],
      ["notice", "samples", expect.stringMatching(/^--pattern: 10,003 records, .*, 3 undecodable$/)],
      ["notice", "--min-delivered", "--pattern: 12.0 % delivered, as --min-delivered 1 % allows"],
      ["error", "--max-delivered", "--pattern: 12.0 % delivered, more than --max-delivered 10 %"],
      ["error", "expectation", "expected delivered, was filtered out"],
      ["error", "expectation", "expected filtered out, was delivered: it bypassed the filter"],
      ["error", "expectations", "--pattern: 11 of 14 expectations hold"],
      ["notice", "", "3 patterns of SQS left out"],
    ]);
    expect(lintGithub(busyReport, { pathOf })).toContain(
      "::error file=samples.ndjson,line=7,col=1,title=expectation::expected delivered, was filtered out",
    );
  });

  it("says the place in the message where there is no file to show it beside", () => {
    const [command] = lintGithub(report([mapping([{ site: rangeSite, findings: [rangeFinding] }])]), { pathOf: () => undefined });
    expect(command).toBe(
      '::error title=MSK104::template.yaml:41:41: numeric range is empty: > 10 and < 5%0Afix: {"numeric":[">",5,"<",10]}',
    );
  });

  it("gives no columns where a finding has several lines", () => {
    const about = { ...rangeFinding, to: { line: 43, column: 2 } };
    const [command = ""] = lintGithub(report([mapping([{ site: rangeSite, findings: [about] }])]), { pathOf });
    expect([...(readCommand(command)?.properties ?? [])]).toEqual([
      ["file", "template.yaml"],
      ["line", "41"],
      ["endLine", "43"],
      ["title", "MSK104"],
    ]);
  });

  it("names files as a repository does", () => {
    const [command] = lintGithub(report([mapping([{ site: rangeSite, findings: [rangeFinding] }])]), {
      pathOf: () => ".\\infra\\template.yaml",
    });
    expect(command).toContain("file=infra/template.yaml,");
  });
});
