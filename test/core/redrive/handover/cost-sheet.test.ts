import { describe, expect, it } from "vitest";
import { type CostTable, costSheet } from "../../../../src/core/redrive/handover/cost-sheet.ts";
import { orderedPlan, sampleHandover, samplePlan } from "../../../support/states/export-plans.ts";

/** Reckoned by hand from AWS's pricing pages, with us-east-1's prices: $25 a million transitions, $0.20 a million requests, $0.0000133334 a GB-second (arm64), $5 a million PUTs and LISTs, $0.40 a million GETs. */
type Figures = readonly [what: string, amount: number, dollars: number][];

function expectTable(table: CostTable | undefined, figures: Figures, handoverDollars: number): void {
  const rows =
    table?.rows.map(({ of, what, amount, dollars }) => [`${of}: ${what}`, amount ?? Number.NaN, dollars ?? Number.NaN] as const) ?? [];
  expect(rows.map(([what]) => what)).toEqual(figures.map(([what]) => what));
  for (const [index, [what, amount, dollars]] of figures.entries()) {
    const [, ours = 0, oursDollars = 0] = rows[index] ?? [];
    expect(Math.abs(ours / amount - 1), what).toBeLessThan(0.01);
    expect(Math.abs(oursDollars / dollars - 1), what).toBeLessThan(0.01);
  }
  expect(Math.abs((table?.handoverDollars ?? 0) / handoverDollars - 1)).toBeLessThan(0.01);
}

describe("a million documents of 100 records each, of which the target takes 200 ms", () => {
  const { planned, unbatched } = costSheet(samplePlan());

  it("in batches of 50", () =>
    expectTable(
      planned,
      [
        // 20,000 children, of Task, Choice and Succeed, and the Map: about the reference's $1.5.
        ["step-functions: state transitions", 60_001, 1.500025],
        ["worker: requests", 20_000, 0.004],
        // 1,000,000 × 0.2 s × 1 GB.
        ["worker: waiting for the target", 200_000, 2.66668],
        // A child has 50 GETs, 3 PUTs, a LIST and a delete: 55 × 20,000 × 0.03 s.
        ["worker: reading and writing S3", 33_000, 0.4400022],
        ["s3: LIST of the source", 1_000, 0.005],
        ["s3: GET of documents and lanes", 1_000_000, 0.4],
        ["s3: PUT of the ledger", 60_000, 0.3],
        ["s3: LIST of the ledger", 20_000, 0.1],
        ["target: requests", 1_000_000, 0.2],
        // Half a GB.
        ["target: duration", 100_000, 1.33334],
      ],
      // 1.500025 + 0.004 + 2.66668 + 0.4400022 + 0.005 + 0.4 + 0.3 + 0.1
      5.4157072,
    ));

  it("one by one", () =>
    expectTable(
      unbatched,
      [
        // About the reference's $75.
        ["step-functions: state transitions", 3_000_001, 75.000025],
        ["worker: requests", 1_000_000, 0.2],
        ["worker: waiting for the target", 200_000, 2.66668],
        // A GET, 3 PUTs, a LIST and a delete: 6 × 1,000,000 × 0.03 s.
        ["worker: reading and writing S3", 180_000, 2.400012],
        ["s3: LIST of the source", 1_000, 0.005],
        ["s3: GET of documents and lanes", 1_000_000, 0.4],
        ["s3: PUT of the ledger", 3_000_000, 15],
        ["s3: LIST of the ledger", 1_000_000, 5],
        ["target: requests", 1_000_000, 0.2],
        ["target: duration", 100_000, 1.33334],
      ],
      // 75.000025 + 0.2 + 2.66668 + 2.400012 + 0.005 + 0.4 + 15 + 5
      100.671717,
    ));

  it("costs the same of the target either way, beside the handover", () => {
    expect(planned.targetDollars).toBeCloseTo(1.53334, 5);
    expect(unbatched?.targetDollars).toBe(planned.targetDollars);
    expect(planned.totalDollars).toBeCloseTo(5.4157072 + 1.53334, 5);
  });
});

it("24 lanes of 240,000 documents in chunks of 1,000, of which the target takes 2 s", () => {
  const { planned, unbatched } = costSheet(
    orderedPlan({ target: { averageMs: 2_000, memoryMb: 512, architecture: "arm64", timeoutMs: 30_000 } }),
  );
  expect(unbatched).toBeUndefined();
  expectTable(
    planned,
    [
      // A turn begins invocations for 810 s, so 406; a chunk's 1,000 take 3 turns, 240 chunks 720. 720 × 2 + 24 × 1 + the Map.
      ["step-functions: state transitions", 1_465, 0.036625],
      ["worker: requests", 720, 0.000144],
      // 240,000 × 2 s × 1 GB.
      ["worker: waiting for the target", 480_000, 6.400032],
      // 240,000 GETs and 720 of chunks, 720 × 2 + 240 PUTs, 720 LISTs, 240 deletes: 243,360 × 0.03 s.
      ["worker: reading and writing S3", 7_300.8, 0.0973445],
      // And the manifest.
      ["s3: GET of documents and lanes", 240_721, 0.0962884],
      ["s3: PUT of the ledger", 1_680, 0.0084],
      ["s3: LIST of the ledger", 720, 0.0036],
      ["target: requests", 240_000, 0.048],
      ["target: duration", 240_000, 3.200016],
    ],
    // 0.036625 + 0.000144 + 6.400032 + 0.0973445 + 0.0962884 + 0.0084 + 0.0036
    6.6424339,
  );
});

describe("what is not known", () => {
  it("is no zero: the rows that need the target's duration have no data, and the sums say so", () => {
    const { planned, notes } = costSheet(
      samplePlan({ target: { averageMs: undefined, memoryMb: 512, architecture: "arm64", timeoutMs: 30_000 } }),
    );
    const missing = planned.rows.filter(({ dollars }) => dollars === undefined).map(({ of, what }) => `${of}: ${what}`);
    expect(missing).toEqual(["worker: waiting for the target", "target: duration"]);
    expect(planned.isIncomplete).toBe(true);
    expect(planned.handoverDollars).toBeCloseTo(5.4157072 - 2.66668, 5);
    expect(notes).toContain("how long the target takes: no data; what waits for it is left out");
  });

  it("is said: prices of another Region, a sample, records not looked at", () => {
    expect(costSheet(samplePlan()).notes.at(-1)).toBe("prices of us-east-1, 2026-11-26: those of eu-central-1 may be others");
    expect(costSheet(samplePlan()).notes).toContain("records of documents that were not looked at are like those of the sample");
    const size = { ...samplePlan().size, records: undefined };
    expect(costSheet(samplePlan({ size })).notes).toContain("how many records a document has: no data; one batch each");
  });
});

it("reads and writes tags where documents are tagged, and writes no removals where they stay", () => {
  const settings = (removal: "tag" | "none") => ({ ...sampleHandover().settings, removal });
  const rows = (removal: "tag" | "none") =>
    new Map(
      costSheet(samplePlan({ handover: sampleHandover({ settings: settings(removal) }) })).planned.rows.map(({ what, amount }) => [
        what,
        amount,
      ]),
    );
  expect(rows("tag").get("PUT of tags")).toBe(1_000_000);
  expect(rows("tag").get("GET of documents and lanes")).toBe(2_000_000);
  expect(rows("none").get("PUT of the ledger")).toBe(40_000);
});
