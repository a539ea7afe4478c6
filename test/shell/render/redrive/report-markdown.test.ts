import { describe, expect, it } from "vitest";
import { reportMarkdown } from "../../../../src/shell/render/redrive/report-markdown.ts";
import { settledRow } from "../../../support/redrive/fake-run.ts";
import { sampleReport } from "../../../support/redrive/reports.ts";
import { sampleRun } from "../../../support/redrive/runs.ts";

describe("reportMarkdown", () => {
  it("says what the text says, in tables", () =>
    expect(reportMarkdown(sampleReport())).toBe(`# Redrive \`01JDK7Q2W3X4Y5Z6A7B8C9D0E1\`: finished

|  |  |
| --- | --- |
| from | \`s3://shop-failed-records/aws/lambda/e0b5c7f2-0000-4000-8000-0000000091c2/\` |
| to | \`lambda:shipments\` |
| of | \`shipments\`, \`eu-central-1\`, \`123456789012\` |
| begun | 2026-11-23 11:57 UTC |
| records | 130, 100 redriven, 10 parked, 20 unrecoverable |
| documents | 1, 0 removed, 1 kept |
| failed by | \`RetryAttemptsExhausted 3\` |
| sent | 2 batches, delivered 1, throttled 1, no record sent twice |
| speed | 200 records/s, at work for 500 ms, answers p50 400 ms, p95 400 ms, p99 400 ms |
| journal | sha256 5a3c |

## Partitions (2)

| partition | offsets | redriven | parked | unrecoverable | filtered out |
| --- | --- | --- | --- | --- | --- |
| \`shipments-0\` | 0–109 | 100 | 10 | 0 | 0 |
| \`shipments-1\` | 40–59 | 0 | 0 | 20 | 0 |

## Unrecoverable (1)

| partition | offsets | records | reason |
| --- | --- | --- | --- |
| \`shipments-1\` | 40–59 | 20 | expired |

## Parked (2)

| partition | offsets | records | reason |
| --- | --- | --- | --- |
| \`shipments-0\` | 100 | 1 | the function fails on it |
| \`shipments-0\` | 101–109 | 9 | behind a poison record of its key |

## Kept documents (1)

- \`aws/lambda/e0b5/shipments-0/1\`

## Remarks (1)

- 2026-11-23 12:00 UTC \`the filter of the mapping was applied again\`

Next: \`mskctl redrive show 01JDK7Q2\`
`));

  it("lists every range", () => {
    const parked = Array.from({ length: 500 }, (_, index) =>
      settledRow(1, index * 10, index * 10, { outcome: "parked", reason: "poison" }),
    );
    expect(reportMarkdown(sampleReport({ rows: parked })).match(/the function fails on it/g)).toHaveLength(500);
  });

  it("leaves no text from outside to be read as Markdown", () => {
    const hostile = "](javascript:alert) <img src=x> | @all ` \n# head";
    const markdown = reportMarkdown(
      sampleReport({
        known: sampleRun({ state: "finished" }, { source: hostile, target: hostile, functionName: hostile }),
        rows: [settledRow(0, 0, 9, { lane: { topic: hostile, partition: 0 } })],
        conditions: new Map([[hostile, 1]]),
        kept: [hostile],
        entries: [{ kind: "remark", atMs: 0, text: hostile }],
      }),
    );
    const outside = markdown.replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
    expect(outside).not.toMatch(/javascript|<img|@all/);
    expect(markdown.split("\n").filter((line) => line.startsWith("#"))).toEqual([
      "# Redrive `01JDK7Q2W3X4Y5Z6A7B8C9D0E1`: finished",
      "## Partitions (1)",
      "## Kept documents (1)",
      "## Remarks (1)",
    ]);
  });
});
