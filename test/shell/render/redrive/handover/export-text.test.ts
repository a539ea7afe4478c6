import { describe, expect, it } from "vitest";
import { createGlyphs, createPalette } from "../../../../../src/shell/render/palette.ts";
import { renderExport, renderWritten } from "../../../../../src/shell/render/redrive/handover/export-text.ts";
import { samplePlan as redrivePlan } from "../../../../support/redrive/plans.ts";
import { orderedPlan, sampleHandover, samplePlan } from "../../../../support/states/export-plans.ts";

const look = { columns: 80, palette: createPalette(false), glyphs: createGlyphs(true) };
const here = (command: string) => command;
const textOf = (exported = samplePlan(), warnings: readonly string[] = []) =>
  renderExport({ plan: redrivePlan(), exported, warnings }, look).join("\n");

describe("renderExport at 80 columns", () => {
  it("shows warnings above how it is worked off, within which limits, and what that costs", () => {
    const text = textOf(samplePlan(), ["1,000,000 documents are few for Step Functions: redrive takes 33 s to 64 s here"]);
    expect(text.slice(text.indexOf("▲"), text.indexOf("  assumed"))).toBe(`\
▲ 1,000,000 documents are few for Step Functions: redrive takes 33 s to 64 s
  here

  20,000 children of 50 documents, in no order · ≤ 20 at once
  ends when more than 1 % fail · documents are deleted once the ledger has them
  ledger in s3://shop-failed-records/mskctl/${sampleHandover().id}/

LIMIT                                     HERE      AT MOST
children at once                            20       10,000  children
Map Runs that this opens                     1        1,000  Map Runs
input of a child, at its longest        56,374      262,144  bytes
documents of the Map                 1,000,000  100,000,000  items
history of the longest child                13       25,000  events
redrives of the Map Run, in 14 days          0        1,000  redrives
timeout of the target                   30,000      840,000  ms
state machine's definition               2,105    1,048,576  bytes

COST                               BATCHES OF 50   ONE BY ONE
Step Functions: state transitions          $1.50       $75.00
worker: requests                     under $0.01        $0.20
worker: waiting for the target             $2.67        $2.67
worker: reading and writing S3             $0.44        $2.40
S3: LIST of the source               under $0.01  under $0.01
S3: GET of documents and lanes             $0.40        $0.40
S3: PUT of the ledger                      $0.30       $15.00
S3: LIST of the ledger                     $0.10        $5.00
target: requests                           $0.20        $0.20
target: duration                           $1.33        $1.33
what handing it over adds                  $5.42      $100.67
all, with the target                       $6.95      $102.21
`);
  });

  it("has no batches to compare where a child is a partition", () => {
    const text = textOf(orderedPlan());
    expect(text).toContain("24 children, one a partition, in order of its offsets · ≤ 24 at once");
    expect(text).toContain("\nCOST                                AS PLANNED\n");
    expect(text).not.toContain("ONE BY ONE");
  });

  it("says where there is no data, and that sums are at least", () => {
    const text = textOf(samplePlan({ target: { ...samplePlan().target, averageMs: undefined } }));
    expect(text).toMatch(/target: duration +no data +no data/);
    expect(text).toMatch(/all, with the target +at least \$\S+ +at least \$/);
  });

  it("is never wider, and holds nothing that a terminal would act on", () => {
    const area = { bucket: "b", prefix: "a\u001b[2J/" };
    for (const exported of [samplePlan({ handover: sampleHandover({ area }) }), orderedPlan()]) {
      const lines = textOf(exported, ["\u001b[2Jgone"]).split("\n");
      expect(lines.filter((line) => line.length > 80 || line.includes("\u001b"))).toEqual([]);
    }
  });
});

describe("renderWritten", () => {
  it("leads from the upload to watching it, each command on lines of its own", () => {
    const lines = renderWritten(samplePlan(), "handover", look, here);
    expect(lines[0]).toBe("written to handover: run these there (COMMANDS.md has all of them, cost.md the prices)");
    expect(lines.filter((line) => line.startsWith("# "))).toHaveLength(6);
    expect(lines.at(-1)).toBe('mskctl redrive watch-map-run "$MAP_RUN_ARN" --region eu-central-1');
  });
});
