import { describe, expect, it } from "vitest";
import { fleetGroups } from "../../../../src/core/tuning/packing/fleet-groups.ts";
import type { TuneReport } from "../../../../src/core/tuning/report.ts";
import { tuneMarkdown } from "../../../../src/shell/render/tune/tune-markdown.ts";
import { ownerBy } from "../../../support/tuning/owners.ts";
import { hostileReport } from "../../../support/tuning/pages.ts";
import { provisionedReport } from "../../../support/tuning/provisioned-reports.ts";
import { adviceReport, changeReport, goodReport, silentReport } from "../../../support/tuning/reports.ts";

const markdown = (...reports: readonly TuneReport[]) => tuneMarkdown(reports, { here: (command) => `${command} --profile p` });

describe("one mapping", () => {
  it("is a verdict, the picks, the change, the reasons and the command; the rest is folded", () => {
    expect(markdown(changeReport())).toBe(`## \`orders\`: ◆ change · saves $75–$84 a month

|  | Now | Cheapest | Balanced | Fastest |
| --- | --- | --- | --- | --- |
| batch size | 100 | 500 | 500 | 50 |
| window | 500 ms | 5 s | 2 s | 0 s |
| mode | on-demand | on-demand | on-demand | 10–24 pollers |
| records a batch | 42.7 | 42.7 | 168 | 42.7 |
| invocations /s | 46.9 | 46.9 | 11.9 | 46.9 |
| cost a month | $176.84 | $80.99 | $97.25 | $526.00 |
| with 80 % chance | $168–$186 | $77–$85 | $92–$102 | $500–$552 |
| age of half of records | 330 ms | 330 ms | 1.0 s | 330 ms |
| age of 99 of 100 | 580 ms | 5.2 s | 2.3 s | 260 ms |
| after 30 min stopped | 3 min | 3 min | 3 min | 3 min |
| keeps to the goals | 100 % | 100 % | 100 % | 100 % |

**Change:** BatchSize 100 → 500; MaximumBatchingWindowInSeconds – → 2; polling stops for up to 90 s: about 180,000 records wait, which drains in 10 s; cannot be undone: the 500 ms default window is gone for good

**Why**

- **R1** 97 % of batches close on the window of 500 ms, with 43 of 100 records: the window is the lever, not BatchSize
- **R3** 54 % of the bill is per invocation

**Next:** \`mskctl update orders --batch-size 500 --batching-window 2s --profile p\`

<details>
<summary>

Data, model and assumptions

</summary>

- data: 2026-11-12 to 2026-11-26; 20,160 min, 99.6 % usable
- model: an invocation takes 40 ms; a record 0.8 ms; 24 lanes; 100 % pass the filter; 1,024 B a record
- goal: 99 of 100 records no older than 5 s; kept today; 1,930 settings looked at
- confidence: grade A
- prices: us-east-1 of 2026-11-26, not of eu-central-1; 730 h a month; seed 1
- assumed: a batch's window begins with its first record

</details>`);
  });

  it("says why there is no data, and gives advice with its command", () => {
    expect(markdown(silentReport())).toBe(
      "## `audit`: … no data · its metrics EventCount are off\n\nThe metrics cost up to $2.10 a month.\n\n**Next:** `mskctl update audit --metrics EventCount,KafkaMetrics --profile p`",
    );
    expect(markdown(adviceReport())).toContain("- **R12** throttled in 312 minutes: `aws lambda put-function-concurrency");
  });
});

it("is a table of several, what needs a person first, and each of them folded", () => {
  const shown = markdown(goodReport("calm"), changeReport("small"), silentReport());
  expect(shown).toContain("| `small` | ◆ change |");
  expect(shown.indexOf("| `small`")).toBeLessThan(shown.indexOf("| `calm`"));
  expect(shown.match(/<summary>\n\n`(small|calm|audit)`: /g)).toHaveLength(3);
});

it("says which of them are to share a poller group, with the commands for it", () => {
  const reports = ["a", "b"].map((name) => provisionedReport(name));
  const fleet = fleetGroups(
    reports,
    reports.map(({ mapping }) => mapping),
  );
  const shown = tuneMarkdown(reports, { here: (command) => command, fleet });
  expect(shown).toContain("**Poller groups**\n\n- shop (new) · 2 mappings join · 2 → 1 EPU");
  expect(shown).toContain("```\nmskctl update a --poller-group shop\nmskctl update b --poller-group shop\n```");
});

it("of a mapping that is deployed from elsewhere shows what to change there", () => {
  const shown = markdown(changeReport("orders", { owner: ownerBy("cloudformation") }));
  expect(shown).toContain("- owner: CloudFormation stack shop-orders, resource OrdersFunctionKafka: change it there");
  expect(shown).toMatch(/\*\*Next:\*\*\n\n```\n[^`]*BatchSize: 500[^`]*\n```/);
  expect(shown).not.toContain("mskctl update");
});

it("is a sentence without a mapping", () => expect(markdown()).toBe("No mapping of this Region fits, or none reads from Kafka."));

it("lets nothing from outside be more than text", () => {
  const outside = markdown(hostileReport(), silentReport()).replaceAll(/(`+)[^\n]*?[^`]\1(?!`)/g, "");
  expect(outside).not.toMatch(/<(?!\/?(details|summary)>)/);
});
