import type { TuneReport } from "./report.ts";

/** What a fleet costs together, US dollars a month, of mappings with data. */
export interface FleetSums {
  readonly now: number;
  readonly saves: { readonly low: number; readonly high: number };
  readonly missing: number;
  readonly withoutData: number;
}

const verdictOrder: readonly TuneReport["verdict"][] = ["unreachable", "advice", "change", "no change", "no data"];

/** What needs a person first, then what saves most. */
export function byUrgency(reports: readonly TuneReport[]): readonly TuneReport[] {
  const urgency = (report: TuneReport) => (isAtRisk(report) ? 0 : verdictOrder.length) + verdictOrder.indexOf(report.verdict);
  const saving = ({ recommendation }: TuneReport) =>
    recommendation === undefined ? 0 : recommendation.saves.low + recommendation.saves.high;
  return reports.toSorted((a, b) => urgency(a) - urgency(b) || saving(b) - saving(a));
}

/** Its records are older today than they are to be. */
export function isAtRisk({ result }: TuneReport): boolean {
  return result?.keepsGoals === false;
}

export function fleetSums(reports: readonly TuneReport[]): FleetSums {
  const saved = reports.flatMap(({ recommendation }) => recommendation?.saves ?? []);
  return {
    now: reports.reduce((sum, { result }) => sum + (result?.current.cost.total ?? 0), 0),
    saves: {
      low: saved.reduce((sum, { low }) => sum + low, 0),
      high: saved.reduce((sum, { high }) => sum + high, 0),
    },
    missing: reports.filter(isAtRisk).length,
    withoutData: reports.filter(({ verdict }) => verdict === "no data").length,
  };
}
