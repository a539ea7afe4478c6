import { formatPercent } from "../../figures.ts";
import { type MinuteSpan, sumIn } from "../../lag/spans.ts";
import { failureFix, logTail } from "../../mapping/findings/function.ts";
import { isProvisioned, type MappingDocument } from "../../mapping/model.ts";
import { shellWord } from "../../mapping/setting-arguments.ts";
import { recent, spanText } from "./load.ts";
import type { ReasonSubject, TuningRule } from "./reason-subject.ts";

/** Of invocations: below the first retries heal, above the second it is not records that make it fail. The first as for lag. */
const telling = 0.05;
const everything = 0.99;

/** R15: the function fails on records that could be told apart from the rest of their batch. */
export const failingRecords: TuningRule = (subject) => {
  const { mapping, samples, name } = subject;
  const span = recent(subject);
  const [errors = 0, invocations = 0] = [sumIn(samples, "errors", span), sumIn(samples, "invocations", span)];
  const share = invocations === 0 ? 0 : errors / invocations;
  if (share < telling) return undefined;
  const known = { updateCommand: `mskctl update ${shellWord(name)}`, nowMs: 0 };
  const failed = `${formatPercent(share)} of invocations failed in ${spanText(span)}`;
  const logFix = logTail(mapping, known);
  if (share >= everything) return advised(`${failed}: no settings mend that`, "mend the function first", logFix);
  if (isolates(mapping) || (mapping.BatchSize ?? 100) === 1)
    return advised(`${failed}, though failures are kept apart: the function is at fault`, "mend the function first", logFix);
  const counted = recordsText(subject, span);
  return isProvisioned(mapping)
    ? advised(`${failed}${counted}: each takes its whole batch along`, "turn on bisect and partial responses", failureFix(mapping, known))
    : advised(`${failed}${counted}: each takes its whole batch along; only provisioned mode can bisect`, "mend the function first", logFix);
};

function advised(message: string, summary: string, fix: string): ReturnType<TuningRule> {
  return { reason: { rule: "R15", message, advice: { summary, fix, isFirst: true } }, weight: 1 };
}

function isolates({ BisectBatchOnFunctionError, FunctionResponseTypes }: MappingDocument): boolean {
  return BisectBatchOnFunctionError === true || FunctionResponseTypes?.includes("ReportBatchItemFailures") === true;
}

/** Good records share their batches' fate: that is what isolating would spare. */
function recordsText({ samples }: ReasonSubject, span: MinuteSpan): string {
  const [failed = 0, invoked = 0] = [sumIn(samples, "failedInvoke", span), sumIn(samples, "invoked", span)];
  return invoked === 0 || failed === 0 ? "" : `, with ${formatPercent(Math.min(1, failed / invoked))} of the records that it got`;
}
