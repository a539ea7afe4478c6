import { describe, expect, it } from "vitest";
import { type LintTextContext, renderLint } from "../../../../src/shell/render/lint/lint-text.ts";
import { textWidth } from "../../../../src/shell/render/text-width.ts";
import { plainLook } from "../look.ts";
import { bigPaid, bigSite, busyReport, lineOf, mapping, rangeFinding, rangeSite, report, samples, wholeReport } from "./reports.ts";

const context: LintTextContext = { lineOf, samplesName: "samples.ndjson" };

function text(...[of, columns = 125, look = {}]: [typeof wholeReport, number?, Parameters<typeof plainLook>[1]?]): string {
  return renderLint(of, context, plainLook(columns, look)).join("\n");
}

describe("a lint report as text", () => {
  it("has each finding with its line, what became of the samples and why, and what to type next", () => {
    expect(text(wholeReport)).toBe(
      `template.yaml:41:41  error    MSK104  numeric range is empty: > 10 and < 5
    41 │           Pattern: '{"value":{"amount":[{"numeric":[">",10,"<",5]}]}}'
       │                                         ~~~~~~~~~~~~~~~~~~~~~~~~~~
       fix: {"numeric":[">",5,"<",10]}
template.yaml:58:41  warning  MSK131  no sample matches: value.status is never "paid"
    58 │           Pattern: '{"value":{"status":["paid"]}}'
       │                                         ~~~~~~
       9,976 samples: "PAID" 5,012 · "SHIPPED" 2,981

samples.ndjson  10,000 records through the filter, template.yaml:75
  delivered     1,204  12.0 %   kept 1,180 · bypassed the filter 24 (text, the pattern wants JSON)
  filtered out  8,796  88.0 %   by value.amount 8,102 (92.1 %) · by value.status 694 (7.9 %)
    8,102  numeric: value.amount is text in 100 %; the pattern asks for a number · first samples.ndjson:7
      694  equals: value.status is "SHIPPED" in 100 % · first samples.ndjson:9
    first kept: samples.ndjson:1
    first filtered out: samples.ndjson:7, 9
1 error, 1 warning
mskctl explain --pattern '${bigPaid}' --samples samples.ndjson --line 7`,
    );
  });

  it("breaks between words and facts at 80 columns", () => {
    expect(text(wholeReport, 80)).toBe(
      `template.yaml:41:41  error    MSK104  numeric range is empty: > 10 and < 5
    41 │           Pattern: '{"value":{"amount":[{"numeric":[">",10,"<",5]}]}}'
       │                                         ~~~~~~~~~~~~~~~~~~~~~~~~~~
       fix: {"numeric":[">",5,"<",10]}
template.yaml:58:41  warning  MSK131  no sample matches: value.status is never
                                      "paid"
    58 │           Pattern: '{"value":{"status":["paid"]}}'
       │                                         ~~~~~~
       9,976 samples: "PAID" 5,012 · "SHIPPED" 2,981

samples.ndjson  10,000 records through the filter, template.yaml:75
  delivered     1,204  12.0 %   kept 1,180
                                bypassed the filter 24 (text, the pattern wants
                                JSON)
  filtered out  8,796  88.0 %   by value.amount 8,102 (92.1 %)
                                by value.status 694 (7.9 %)
    8,102  numeric: value.amount is text in 100 %; the pattern asks for a number
           first samples.ndjson:7
      694  equals: value.status is "SHIPPED" in 100 % · first samples.ndjson:9
    first kept: samples.ndjson:1
    first filtered out: samples.ndjson:7, 9
1 error, 1 warning
mskctl explain --pattern … --samples samples.ndjson --line 7`,
    );
  });

  it("says what was skipped, not readable, suppressed, expected and gated", () => {
    expect(text(busyReport)).toBe(
      `broken.yaml:3:1      error    a tab cannot begin a token
template.yaml:40:1   warning  MSK141  6 filters; a mapping takes 5 unless the account's quota was raised (to 10 at most).
    40 │ #
       │ ~
template.yaml:41:41  error    MSK104  numeric range is empty: > 10 and < 5
    41 │           Pattern: '{"value":{"amount":[{"numeric":[">",10,"<",5]}]}}'
       │                                         ~~~~~~~~~~~~~~~~~~~~~~~~~~
       fix: {"numeric":[">",5,"<",10]}
template.yaml:41:41  info     MSK150  about the same place
       fix: {"numeric":[">",5,"<",10]}
template.yaml:58:21  skipped  !Ref Status is known only when the stack is deployed

samples.ndjson  10,003 records through the filter, --pattern:1
  delivered     1,204  12.0 %   kept 1,180 · bypassed the filter 24 (text, the pattern wants JSON)
  filtered out  8,796  87.9 %   by value.amount 8,102 (92.1 %) · by value.status 694 (7.9 %)
  undecodable       3  <0.1 %   schema 7 does not fit 2, no JSON 1
    8,102  numeric: value.amount is text in 100 %; the pattern asks for a number · first samples.ndjson:7
      694  equals: value.status is "SHIPPED" in 100 % · first samples.ndjson:9
    first kept: samples.ndjson:1
    first filtered out: samples.ndjson:7, 9
  ● 12.0 % delivered, as --min-delivered 1 % allows
  ✖ 12.0 % delivered, more than --max-delivered 10 %
  ✖ 11 of 14 expectations hold
    samples.ndjson:7  expected delivered, was filtered out
    samples.ndjson:9  expected filtered out, was delivered: it bypassed the filter
    and 1 more
  Values from { to } were taken for well-formed JSON: --validate checks every byte.
3 patterns of SQS left out
1 error, 1 warning, 1 info · 2 in the baseline · 1 ignored · 1 not readable
mskctl explain --pattern '${bigPaid}' --samples samples.ndjson --line 7`,
    );
  });

  it("of filters without a fault says how many they are", () => {
    expect(text(report([mapping([{ site: bigSite, findings: [] }])]))).toBe("no findings in 1 filter");
    expect(text(report([mapping([{ site: bigSite, findings: [] }]), mapping([{ site: rangeSite, findings: [] }])]))).toBe(
      "no findings in 2 filters",
    );
  });

  it("puts a next command that cannot be pasted beside the counts", () => {
    expect(text(wholeReport, 120).split("\n").at(-1)).toBe(
      "1 error, 1 warning · mskctl explain --pattern … --samples samples.ndjson --line 7",
    );
  });

  it("tells another next command where the verb has one", () => {
    const lines = renderLint(wholeReport, { ...context, next: "mskctl lint --fix template.yaml" }, plainLook());
    expect(lines.at(-1)).toBe("1 error, 1 warning · mskctl lint --fix template.yaml");
  });

  it.each([[40], [80], [125]])("fits %i columns, but for places and what is to be pasted", (columns) => {
    for (const line of [...text(wholeReport, columns).split("\n"), ...text(busyReport, columns).split("\n")]) {
      if (/^mskctl explain|^template\.yaml:\d+:\d+ /.test(line)) continue;
      expect(textWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  it("is ASCII where the terminal is", () => {
    expect(text(wholeReport, 125, { unicode: false })).toMatch(/^[ -~\n]+$/);
    expect(text(wholeReport, 120, { unicode: false })).toContain("mskctl explain --pattern ... --samples samples.ndjson --line 7");
  });

  it("has red errors, yellow warnings and an accent on what to type", () => {
    const painted = text(wholeReport, 125, { colour: true });
    expect(painted).toContain("\u001b[31merror  \u001b[39m  \u001b[31mMSK104\u001b[39m");
    expect(painted).toContain("\u001b[33mwarning\u001b[39m  \u001b[33mMSK131\u001b[39m");
    expect(painted).toContain("fix: \u001b[36m");
  });

  it("shows hostile content as escapes, wherever it comes from", () => {
    const evil = "\u001b[2J\n\u202e";
    const there = { ...rangeSite, source: `a${evil}.yaml` };
    const about = { ...rangeFinding, message: `m${evil}`, fix: `f${evil}`, evidence: { found: [{ value: `v${evil}`, count: 1 }] } };
    const place = { source: `s${evil}`, line: 1, payload: `p${evil}` };
    const hostile = report(
      [
        mapping([{ site: there, findings: [about] }], {
          samples: {
            ...samples,
            bypassReasons: [{ reason: `b${evil}`, count: 24 }],
            filters: samples.filters.map((each) => ({
              ...each,
              firstKept: [place],
              rejectedBy: [{ path: `p${evil}`, operator: `o${evil}`, reason: `r${evil}`, count: 1, first: place }],
            })),
            expectations: { total: 2, passed: 1, failed: [{ ...place, expected: "delivered", actual: "filteredOut" }] },
          },
        }),
      ],
      { unreadable: [{ source: `u${evil}`, message: `w${evil}` }], notes: [`n${evil}`] },
    );
    const lines = renderLint(hostile, { lineOf: () => `l${evil}`, samplesName: `s${evil}` }, plainLook());
    for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
    for (const of of ["a", "m", "f", "p", "b", "r", "o", "s", "u", "w", "n", "l"])
      expect(lines.some((line) => line.includes(`${of}\\x1b[2J`))).toBe(true);
    // In quotes it is JSON, which has escapes of its own.
    expect(lines.some((line) => line.includes('"v\\u001b[2J\\n\\u202e"'))).toBe(true);
  });
});
