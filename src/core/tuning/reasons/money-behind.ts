import type { ReasonSubject } from "./reason-subject.ts";

/** An amount a month as a share of what the mapping costs in a month. */
export function shareOfBill(dollars: number, { result }: Pick<ReasonSubject, "result">): number {
  const { total } = result.current.cost;
  return total > 0 ? dollars / total : 0;
}

/** Of event poller units that run all month. */
export function unitDollars(units: number, { prices, hoursPerMonth }: Pick<ReasonSubject, "prices" | "hoursPerMonth">): number {
  return units * prices.perPollerUnitHour * hoursPerMonth;
}
