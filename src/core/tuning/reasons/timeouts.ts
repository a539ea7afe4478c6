import { formatCount, formatPercent } from "../../figures.ts";
import { maximumIn, sumIn } from "../../lag/spans.ts";
import { formatDollars } from "../../money.ts";
import { formatDuration } from "../../time.ts";
import { fullBatch } from "../capacity.ts";
import { whole } from "./load.ts";
import { shareOfBill } from "./money-behind.ts";
import type { ReasonSubject, TuningRule } from "./reason-subject.ts";

/** Of the timeout: so near a slow invocation runs into it, and so near a full batch should not come on the average. Judgements of ours. */
const near = 0.8;
const half = 0.5;
/** Of invocations; fewer retries heal without anybody noticing. */
const leastErrors = 0.01;
/** Everything fails: how much more that costs nobody can say. */
const hopeless = 0.95;

/** R11: batches that come near the timeout, and what retries add. A batch is retried whole. */
export const timeouts: TuningRule = (subject) => slowest(subject) ?? fullOnes(subject) ?? retries(subject);

function slowest(subject: ReasonSubject): ReturnType<TuningRule> {
  const { timeoutMs } = subject.workload.function;
  const longestMs = maximumIn(subject.samples, "maximumDurationMs", whole(subject)) ?? 0;
  if (longestMs < near * timeoutMs) return undefined;
  const message = `the slowest invocation took ${formatDuration(longestMs)} of the ${formatDuration(timeoutMs)} timeout: a batch that runs into it is retried whole`;
  return { reason: { rule: "R11", message }, weight: 0.5 };
}

function fullOnes({ workload, estimate, result }: ReasonSubject): ReturnType<TuningRule> {
  const { timeoutMs } = workload.function;
  const most = fullBatch(workload, result.current.settings);
  const takesMs = workload.work.invocationMs + workload.work.recordMs * most;
  if (estimate.fit === undefined || takesMs < half * timeoutMs) return undefined;
  const message = `a full batch of ${formatCount(most)} takes ${formatDuration(takesMs)} of the ${formatDuration(timeoutMs)} timeout: a slow one runs into it and is retried whole`;
  return { reason: { rule: "R11", message }, weight: 0.2 };
}

function retries(subject: ReasonSubject): ReturnType<TuningRule> {
  const span = whole(subject);
  const [errors = 0, invocations = 0] = [sumIn(subject.samples, "errors", span), sumIn(subject.samples, "invocations", span)];
  const share = invocations === 0 ? 0 : errors / invocations;
  if (share < leastErrors || share > hopeless) return undefined;
  // A batch that fails with this chance is tried 1 / (1 − share) times.
  const more = share / (1 - share);
  const { requests, overhead, records } = subject.result.current.cost;
  const dollars = (requests + overhead + records) * more;
  const message = `${formatPercent(share)} of invocations fail and are tried again: ${formatPercent(more)} more of them, about ${formatDollars(dollars)} a month`;
  return { reason: { rule: "R11", message }, weight: shareOfBill(dollars, subject) };
}
