import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { LagPicture } from "../../../../src/core/lag/report.ts";
import { sortReports } from "../../../../src/core/lag/report-order.ts";
import { renderLag } from "../../../../src/shell/render/lag/lag-table.ts";
import { textWidth } from "../../../../src/shell/render/text-width.ts";
import { noonMs, reportWithoutData, sampleFleet, sampleReport } from "../../../support/sample-reports.ts";
import { plainLook } from "../look.ts";

const fleet: LagPicture = { ...sampleFleet(), reports: sortReports(sampleFleet().reports) };
const only = (name: string, more: Partial<LagPicture["reports"][number]> = {}): LagPicture => ({
  ...fleet,
  reports: fleet.reports.filter((report) => report.name === name).map((report) => ({ ...report, ...more })),
});

describe("renderLag", () => {
  it("shows everything where there is room", () => {
    expect(renderLag(fleet, plainLook(160))).toEqual([
      "MAPPING    TOPIC      VERDICT               LAG     AGE   IN/s  OUT/s  TREND     CAUGHT UP      POLLERS      CAUSE",
      "shipments  shipments  ✖ stalled          41,020  14 min    300    250      ▁ ██  –              4 of 1–4     function errors, shipments-3 stuck at 88,231",
      "payments   payments   ▲ falling behind  182,400   100 s  1,210    890  ▁▂▃▄▅▆▇█  never          3 of 6       throttled: reserved concurrency 5",
      "emails     emails     ◆ catching up       9,300    44 s    210    460  █▇▆▅▄▃▂▁  12 min (9–16)  3 of 6       pollers 3 of 6 partitions, scaling",
      "orders     orders     ● ok                  812   0.4 s  2,040  2,041  ▁▁▁▁▁▁▁▁  –              11 of 10–12  –",
      "audit      audit      ‖ disabled              –       –      –      –            –              –            since 6 d; offsets expire in 1 d",
      "5 mappings · data as of 12:04 UTC (2 min old), CloudWatch · 11 calls",
    ]);
  });

  it("leaves out topic and pollers at 125 columns", () => {
    expect(renderLag(fleet, plainLook(125)).slice(0, 3)).toEqual([
      "MAPPING    VERDICT               LAG     AGE   IN/s  OUT/s  TREND     CAUGHT UP      CAUSE",
      "shipments  ✖ stalled          41,020  14 min    300    250      ▁ ██  –              function errors, shipments-3 stuck at 8…",
      "payments   ▲ falling behind  182,400   100 s  1,210    890  ▁▂▃▄▅▆▇█  never          throttled: reserved concurrency 5",
    ]);
  });

  it("keeps lag and age at 80 columns", () => {
    expect(renderLag(fleet, plainLook(80))).toEqual([
      "MAPPING    VERDICT               LAG     AGE  CAUSE",
      "shipments  ✖ stalled          41,020  14 min  function errors, shipments-3 stuc…",
      "payments   ▲ falling behind  182,400   100 s  throttled: reserved concurrency 5",
      "emails     ◆ catching up       9,300    44 s  pollers 3 of 6 partitions, scaling",
      "orders     ● ok                  812   0.4 s  –",
      "audit      ‖ disabled              –       –  since 6 d; offsets expire in 1 d",
      "5 mappings · data as of 12:04 UTC (2 min old), CloudWatch · 11 calls",
    ]);
  });

  it("keeps the lag at 60 columns", () => {
    expect(renderLag(fleet, plainLook(60)).slice(0, 3)).toEqual([
      "MAPPING    VERDICT               LAG  CAUSE",
      "shipments  ✖ stalled          41,020  function errors, ship…",
      "payments   ▲ falling behind  182,400  throttled: reserved c…",
    ]);
  });

  it("never wraps a row, however narrow it is", () => {
    for (let columns = 40; columns <= 160; columns += 1) {
      const lines = renderLag(fleet, plainLook(columns));
      expect(lines[1]).toMatch(/^shipments {2}.*✖ stalled/);
      expect(lines[5]).toMatch(/^audit .*‖ disabled/);
      expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(columns);
    }
  });

  it("does without signs beyond ASCII", () => {
    const lines = renderLag(fleet, plainLook(125, { unicode: false }));
    expect(lines.slice(1, 6)).toEqual([
      "shipments  x stalled          41,020  14 min    300    250      _ ##  -              function errors, shipments-3 stuck at 8~",
      "payments   ^ falling behind  182,400   100 s  1,210    890  _.:-=+*#  never          throttled: reserved concurrency 5",
      "emails     + catching up       9,300    44 s    210    460  #*+=-:._  12 min (9-16)  pollers 3 of 6 partitions, scaling",
      "orders     * ok                  812   0.4 s  2,040  2,041  ________  -              -",
      "audit      | disabled              -       -      -      -            -              since 6 d; offsets expire in 1 d",
    ]);
    expect(lines.join("")).toMatch(/^[ -~]+$/);
  });

  it("has colour only beside a word", () => {
    const coloured = renderLag(fleet, plainLook(80, { colour: true }));
    expect(coloured[1]).toContain("\u001b[31m✖ stalled\u001b[39m");
    expect(coloured[2]).toContain("\u001b[33m▲ falling behind\u001b[39m");
    expect(coloured.map((line) => stripVTControlCharacters(line))).toEqual(renderLag(fleet, plainLook(80)));
  });

  it("shows the columns that are asked for, in that order", () => {
    expect(renderLag(only("payments"), plainLook(80), { columns: ["out", "mapping", "since", "region"] })[1]).toBe(
      "  890  payments  14 min  eu-central-1",
    );
  });

  it("names the Region in each row when there are several", () => {
    const [orders] = only("orders").reports;
    const elsewhere = { ...orders?.mapping, EventSourceMappingArn: "arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:1" };
    const reports = [...only("orders").reports, sampleReport("orders", { mapping: { ...elsewhere, UUID: "1" } })];
    expect(renderLag({ ...fleet, reports }, plainLook(80)).slice(0, 3)).toEqual([
      "MAPPING  REGION        VERDICT  LAG    AGE  OUT/s  TREND     CAUGHT UP  CAUSE",
      "orders   eu-central-1  ● ok     812  0.4 s  2,041  ▁▁▁▁▁▁▁▁  –          –",
      "orders   eu-west-1     ● ok       0    0 s    100  ▁▁▁▁▁▁▁▁  –          –",
    ]);
  });

  it("shows what was found for a single mapping, with the fix unbroken", () => {
    expect(renderLag(only("payments"), plainLook(60)).slice(2, 6)).toEqual([
      "",
      "▲ MSK207  Reserved concurrency 5 is used up.",
      "          Raise it before pollers.",
      "          aws lambda put-function-concurrency --function-name payments --reserved-concurrent-executions 8",
    ]);
    expect(renderLag(fleet, plainLook(60)).join("\n")).not.toContain("MSK207");
  });

  it("says what could not be read before the last line", () => {
    const notes = ["not permitted: cloudwatch:ListMetrics; \u001b[2J"];
    expect(renderLag({ ...fleet, notes }, plainLook(80)).slice(-2)).toEqual([
      "not permitted: cloudwatch:ListMetrics; \\x1b[2J",
      "5 mappings · data as of 12:04 UTC (2 min old), CloudWatch · 11 calls",
    ]);
  });

  it.each([
    [{ reports: [reportWithoutData("orders")], calls: 1 }, "1 mapping · no data · 1 call"],
    [
      { reports: [sampleReport("a", { source: "brokers", asOfMs: noonMs + 360_000 }), sampleReport("b")] },
      "2 mappings · data as of 12:06 UTC (just now), CloudWatch and brokers · 11 calls",
    ],
    [
      { atMs: noonMs - 3_600_000, reports: [sampleReport("a")] },
      "1 mapping · data as of 12:04 UTC (this machine's clock is 64 min behind), CloudWatch · 11 calls",
    ],
  ])("tells how old the data is: %#", (changes, line) => {
    expect(renderLag({ ...fleet, ...changes }, plainLook(125)).at(-1)).toBe(line);
  });

  it("shows hostile names and causes as escapes", () => {
    const hostile = sampleReport("\u202eevil", { cause: { id: "throttled", message: "\u001b]0;owned\u0007", evidence: {} } });
    const text = renderLag({ ...fleet, reports: [hostile] }, plainLook(125)).join("");
    expect(text).toContain("\\u202eevil");
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("shows a rate that is no whole number", () => {
    const slow = only("orders", { rates: { inPerSecond: 0.43, outPerSecond: 9.97 } });
    expect(renderLag(slow, plainLook(80), { columns: ["in", "out"] })[1]).toBe(" 0.4     10");
  });
});

describe("renderLag with partitions", () => {
  it("shows each, in order, as far as it is known", () => {
    const partitions = [
      { partition: 3, lagRecords: 34_100, committed: 88_231n, end: 122_331n, ageMs: 840_000, stuck: true as const },
      { partition: 0, lagRecords: 12, committed: 9n, end: 21n },
      { partition: 11, lagRecords: undefined },
    ];
    expect(renderLag(only("shipments", { partitions }), plainLook(80), { partitions: true }).slice(2, -1)).toEqual([
      "",
      "PARTITION     LAG  COMMITTED      END     AGE",
      "        0      12          9       21       –",
      "        3  34,100     88,231  122,331  14 min  ✖ stuck",
      "       11       –          –        –       –",
    ]);
  });

  it("says who could tell where nobody does", () => {
    expect(renderLag(only("shipments"), plainLook(80), { partitions: true }).slice(2, -1)).toEqual([
      "",
      "no data on single partitions: --offsets asks the brokers; MSK's monitoring level",
      "PER_TOPIC_PER_PARTITION and the mapping's log level DEBUG tell it without them",
    ]);
  });
});
