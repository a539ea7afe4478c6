import { describe, expect, it } from "vitest";
import { renderRunStatus, renderRuns } from "../../../../src/shell/render/redrive/runs-text.ts";
import { textWidth } from "../../../../src/shell/render/text-width.ts";
import { planNowMs } from "../../../support/redrive/plans.ts";
import { finishedCounts, sampleCounts, sampleRun } from "../../../support/redrive/runs.ts";
import { plainLook } from "../look.ts";

const owner = { host: "bastion", pid: 4_242, user: "ops", sinceMs: planNowMs - 180_000 };
const runs = [
  { known: sampleRun({ state: "running", owner }), counts: sampleCounts() },
  {
    known: sampleRun({ state: "running" }, { id: "01JDK000AAAAAAAAAAAAAAAAAA", functionName: undefined, source: "sqs:failed" }),
    counts: undefined,
  },
  {
    known: sampleRun({ state: "finished" }, { id: "01JDJ000AAAAAAAAAAAAAAAAAA", createdAtMs: planNowMs - 86_400_000 * 3 }),
    counts: finishedCounts,
  },
];

describe("renderRuns", () => {
  it("has a line a run", () =>
    expect(renderRuns(runs, planNowMs, plainLook(125))).toEqual([
      "RUN       VERB     STATE            AGE  REDRIVEN  PARKED  LOST  REMAIN  SOURCE      TARGET",
      "01JDK7Q2  redrive  ◆ running      3 min    30,698       2     0  10,503  shipments   lambda:shipments",
      "01JDK000  redrive  ✖ interrupted  3 min         –       –     –       –  sqs:failed  lambda:shipments",
      "01JDJ000  redrive  ● finished       3 d    41,201       2     0       0  shipments   lambda:shipments",
      "3 runs · mskctl redrive status 01JDK7Q2",
    ]));

  it("keeps what matters at 80 columns, and wraps no row", () => {
    const lines = renderRuns(runs, planNowMs, plainLook(80));
    expect(lines[1]).toMatch(/^01JDK7Q2 .*◆ running .*30,698 .*10,503 +shipments/);
    for (let columns = 50; columns <= 130; columns += 1)
      expect(Math.max(...renderRuns(runs, planNowMs, plainLook(columns)).map(textWidth))).toBeLessThanOrEqual(columns);
  });

  it("says how to begin", () => expect(renderRuns([], planNowMs, plainLook(80))).toEqual(["no runs", "mskctl redrive MAPPING begins one"]));
});

describe("renderRunStatus", () => {
  it("says all of a run on few lines, the command last", () =>
    expect(
      renderRunStatus(
        { known: sampleRun({ says: "26 of the last 50 records failed" }), counts: sampleCounts() },
        planNowMs,
        plainLook(100),
      ),
    ).toEqual([
      "01JDK7Q2 ▲ stopped",
      "  redrive from s3://shop-failed-records/aws/lambda/e0b5c7f2-0000-4000-8000-0000000091c2/",
      "  to lambda:shipments",
      "  shipments · eu-central-1 · 123456789012 · begun 3 min ago",
      "  41,203 records: 30,698 redriven, 2 parked, 10,503 remain",
      "  1,284 documents: 950 removed, 2 kept",
      "  310 batches sent · at most 0 sent twice",
      "  26 of the last 50 records failed",
      "mskctl redrive resume 01JDK7Q2",
    ]));

  it("says who is at work", () =>
    expect(renderRunStatus({ known: sampleRun({ state: "running", owner }), counts: sampleCounts() }, planNowMs, plainLook(80))).toContain(
      "  at work: ops@bastion (process 4242) for 3 min",
    ));

  it("keeps what others wrote from the terminal", () => {
    const hostile = sampleRun({ says: "\u001b[2J", owner: { ...owner, host: "\u202ehost" } }, { source: "s3://b/\u0007" });
    const text = renderRunStatus({ known: hostile, counts: sampleCounts() }, planNowMs, plainLook(80)).join("\n");
    expect(["\u001b", "\u202e", "\u0007"].filter((character) => text.includes(character))).toEqual([]);
  });
});
