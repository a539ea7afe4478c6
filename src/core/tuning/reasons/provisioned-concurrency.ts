import { formatCount, formatPercent } from "../../figures.ts";
import { valueAt } from "../../lag/spans.ts";
import { functionNameOf } from "../../mapping/model.ts";
import { formatDollars } from "../../money.ts";
import { type Prices, priceOf } from "../../prices.ts";
import { quantile } from "../../statistics.ts";
import { truncatedCount } from "../poisson.ts";
import { shareOfBill } from "./money-behind.ts";
import type { ReasonSubject, TuningRule } from "./reason-subject.ts";

/** US dollars a month; less moves nobody. */
const leastDollars = 5;
/** Of the minutes, that may have fewer executions. */
const quietShare = 0.05;

interface Rates {
  /** US dollars a month for one execution's memory: while it stands ready, and what it saves while it runs. */
  readonly ready: number;
  readonly saved: number;
}

/** R9: provisioned concurrency pays by its price alone, or does not. How many cold starts there are none of these metrics counts. */
export const provisionedConcurrency: TuningRule = (subject) =>
  subject.result.current.settings.provisionedConcurrency === 0 ? wouldPay(subject) : isIdle(subject);

function ratesOf({ prices, hoursPerMonth, workload }: ReasonSubject): Rates {
  const { memoryMb, architecture } = workload.function;
  const gbSeconds = (memoryMb / 1_024) * hoursPerMonth * 3_600;
  const perSecond = (price: (prices: Prices) => Prices["perGbSecond"]) => priceOf(price(prices), architecture) * gbSeconds;
  return {
    ready: perSecond((each) => each.perReservedGbSecond),
    saved: perSecond((each) => each.perGbSecond) - perSecond((each) => each.perProvisionedGbSecond),
  };
}

function wouldPay(subject: ReasonSubject): ReturnType<TuningRule> {
  const { ready, saved } = ratesOf(subject);
  const executions = quantile(executionsByMinute(subject), quietShare) ?? 0;
  const count = Math.floor(executions);
  // Executions at once vary around the minute's mean as Poisson counts do, an assumption.
  const dollars = saved * truncatedCount(executions, count).mean - ready * count;
  if (count < 1 || dollars < leastDollars) return undefined;
  const { FunctionArn = "" } = subject.mapping;
  const needs = functionNameOf(FunctionArn, "qualified") === functionNameOf(FunctionArn) ? " (of an alias)" : "";
  const message = `95 % of minutes have ${formatCount(count)} executions at once: provisioned concurrency ${formatCount(count)}${needs} saves ${formatDollars(dollars)} a month; cold starts are not measured`;
  return { reason: { rule: "R9", message }, weight: shareOfBill(dollars, subject) };
}

function isIdle(subject: ReasonSubject): ReturnType<TuningRule> {
  const { settings } = subject.result.current;
  const { usage } = subject.result.currentRun;
  const { ready, saved } = ratesOf(subject);
  const used = (usage.provisionedShare * (usage.overheadSeconds + usage.recordSeconds)) / settings.provisionedConcurrency;
  const pays = ready / saved;
  const dollars = settings.provisionedConcurrency * (ready - saved * used);
  if (!(used < pays) || dollars < leastDollars) return undefined;
  const message = `provisioned concurrency ${formatCount(settings.provisionedConcurrency)} is used to ${formatPercent(used)} and pays from ${formatPercent(pays)} on: ${formatDollars(dollars)} a month for cold starts, which are not measured`;
  return { reason: { rule: "R9", message }, weight: shareOfBill(dollars, subject) };
}

/** Of the function, whoever invokes it: by Little's law from its invocations and how long they take. */
function executionsByMinute({ samples }: ReasonSubject): number[] {
  const found: number[] = [];
  for (let minute = 0; minute < samples.settledMinutes; minute += 1) {
    const [invocations, durationMs] = [valueAt(samples, "invocations", minute), valueAt(samples, "durationMs", minute)];
    // A minute without invocations tells no duration.
    if (invocations !== undefined) found.push((invocations * (durationMs ?? 0)) / 60_000);
  }
  return found;
}
