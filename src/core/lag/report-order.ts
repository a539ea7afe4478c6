import { type CatchUp, type LagReport, lagVerdicts } from "./report.ts";

export const lagOrders = ["verdict", "lag", "age", "in", "out", "catch-up", "name"] as const;

/** By what reports are sorted. `verdict` is by trouble: the worst verdict first, within one the greatest lag. */
export type LagOrder = (typeof lagOrders)[number];

/** The reports with what needs a person most first; by name from A on. Without data they come last. Equal ones go by trouble, then by name. */
export function sortReports(reports: readonly LagReport[], order: LagOrder = "verdict"): LagReport[] {
  const compare = comparisons.get(order) ?? byTrouble;
  return reports.toSorted((a, b) => compare(a, b) || byTrouble(a, b) || byName(a, b));
}

type Comparison = (a: LagReport, b: LagReport) => number;

const byName: Comparison = (a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)) || (a.mapping.UUID < b.mapping.UUID ? -1 : 1);
const byLag = greatestFirst(({ lagRecords }) => lagRecords);
const byAge = greatestFirst(({ age }) => (age.kind === "known" ? age.ms : undefined));
const byTrouble: Comparison = (a, b) => lagVerdicts.indexOf(a.verdict) - lagVerdicts.indexOf(b.verdict) || byLag(a, b) || byAge(a, b);

const comparisons = new Map<LagOrder, Comparison>([
  ["lag", byLag],
  ["age", byAge],
  ["in", greatestFirst(({ rates }) => rates.inPerSecond)],
  ["out", greatestFirst(({ rates }) => rates.outPerSecond)],
  ["catch-up", greatestFirst(({ catchUp }) => catchUpMs(catchUp))],
  ["name", byName],
]);

function greatestFirst(figure: (report: LagReport) => number | undefined): Comparison {
  return (a, b) => {
    const [ofA, ofB] = [figure(a) ?? Number.NEGATIVE_INFINITY, figure(b) ?? Number.NEGATIVE_INFINITY];
    // The difference of two infinities is no number.
    return ofA === ofB ? 0 : ofB - ofA;
  };
}

function catchUpMs(catchUp: CatchUp): number | undefined {
  switch (catchUp.kind) {
    case "never":
      return Number.POSITIVE_INFINITY;
    case "catching-up":
      return catchUp.ms;
    case "caught-up":
      return 0;
    case "unknown":
      return undefined;
  }
}
