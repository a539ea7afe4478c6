import { formatFigure, formatPercent } from "../../figures.ts";
import { shellWord } from "../../mapping/setting-arguments.ts";
import { formatDollars } from "../../money.ts";
import { meanOf } from "../loads.ts";
import { shareOfBill } from "./money-behind.ts";
import type { ReasonSubject, TuningRule } from "./reason-subject.ts";

/** Of the records: nearly everything, and so little that nobody would have a filter for it. The first as for lag; judgements of ours. */
const nearlyAll = 0.95;
const hardlyAny = 0.1;

/** R10: what a filter spares, and that pollers fetch all the same what it drops. */
export const filter: TuningRule = (subject) => {
  const dropped = 1 - subject.workload.passShare;
  if (!hasFilter(subject) || dropped < hardlyAny) return undefined;
  return dropped >= nearlyAll ? dropsNearlyAll(subject, dropped) : pays(subject, dropped);
};

/** Lists leave out criteria that a key of the customer encrypts: a key is there for them alone. */
function hasFilter({ mapping: { FilterCriteria, KMSKeyArn } }: ReasonSubject): boolean {
  return (FilterCriteria?.Filters?.length ?? 0) > 0 || KMSKeyArn !== undefined;
}

function dropsNearlyAll(subject: ReasonSubject, dropped: number): ReturnType<TuningRule> {
  const { workload, result, name } = subject;
  const { pollerUnits } = result.current.cost;
  const perSecond = meanOf(workload.arrivals);
  // Rounding up would deny the records that do get through.
  const share = dropped < 1 ? formatPercent(Math.min(0.99, dropped)) : "all";
  const price = pollerUnits > 0 ? ` for ${formatDollars(pollerUnits)} a month` : "";
  const message = `the filter drops ${share} of ${formatFigure(perSecond)} records/s, and pollers fetch them all the same${price}; ${formatFigure(perSecond * workload.passShare)}/s get through`;
  const fix = `mskctl lint --mapping ${shellWord(name)} --from-topic 1000`;
  return {
    reason: { rule: "R10", message, advice: { summary: "look whether the filter is meant so", fix, isFirst: false } },
    weight: Math.max(0.5, shareOfBill(pollerUnits, subject)),
  };
}

/** At least what the dropped records' own time would cost. */
function pays(subject: ReasonSubject, dropped: number): ReturnType<TuningRule> {
  const spared = (subject.result.current.cost.records * dropped) / (1 - dropped);
  const price = spared > 0 ? `: their time alone would cost ${formatDollars(spared)} a month` : "";
  const message = `the filter keeps ${formatPercent(dropped)} of the records from the function${price}`;
  return { reason: { rule: "R10", message }, weight: 0 };
}
