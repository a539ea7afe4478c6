import type { MonthlyCost } from "../../../../core/tuning/usage.ts";
import type { Alternative } from "./alternative.ts";

/** A bar of the waterfall, US dollars a month. */
export interface CostStep {
  readonly label: string;
  /** `total`: of settings as a whole. `part`: of today's. `change`: what a part does on the way to the other settings. */
  readonly kind: "total" | "part" | "change";
  /** Where the bar begins and ends; a change down ends below where it begins. */
  readonly from: number;
  readonly to: number;
}

type Part = Exclude<keyof MonthlyCost, "total">;

export const costParts: readonly (readonly [Part, string])[] = [
  ["requests", "requests"],
  ["overhead", "per-call overhead"],
  ["records", "records (floor)"],
  ["pollerUnits", "event poller units"],
  ["provisionedConcurrency", "prov. concurrency"],
];

/** From today's total, part by part, to the other one; of today alone, what it is made of. Parts that neither has are left out. */
export function costSteps(today: MonthlyCost, alternative: Alternative | undefined): readonly CostStep[] {
  const other = alternative?.candidate.cost;
  const parts = costParts.filter(([part]) => today[part] !== 0 || (other?.[part] ?? 0) !== 0);
  const steps: CostStep[] = other === undefined ? [] : [total("today", today.total)];
  let at = other === undefined ? 0 : today.total;
  for (const [part, label] of parts) {
    const to = at + (other === undefined ? today[part] : other[part] - today[part]);
    steps.push({ label, kind: other === undefined ? "part" : "change", from: at, to });
    at = to;
  }
  return [...steps, total(alternative?.name ?? "today", other?.total ?? today.total)];
}

function total(label: string, to: number): CostStep {
  return { label, kind: "total", from: 0, to };
}
