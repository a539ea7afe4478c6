import { formatCount, plural } from "../../figures.ts";
import { type Fact, whyUnknown } from "../../mapping/fact.ts";
import type { OpenRun } from "../runs.ts";
import { type SendingFigures, sendingFigures } from "../sending-figures.ts";
import { type Check, createMismatches, type NotAsked, notChecked } from "./check.ts";

/** What CloudWatch counts of the function, from the run's first batch to its last answer. */
export interface FunctionEvidence {
  metrics(span: {
    readonly fromMs: number;
    readonly untilMs: number;
  }): Promise<Fact<{ readonly invocations: number; readonly errors: number }>>;
  readonly nowMs: number;
}

/** Metrics of Lambda are complete after a few minutes (assumption; AWS documents none). */
const settledAfterMs = 5 * 60_000;

/** Of these the function has surely run. */
const ran: ReadonlySet<string> = new Set(["delivered", "partly", "failed"]);

/** CloudWatch counts the invocations of live traffic, too: it must count at least those of the run. */
export async function checkFunction(run: OpenRun, evidence: FunctionEvidence | NotAsked): Promise<Check> {
  if ("why" in evidence) return notChecked("function", evidence);
  const sending = sendingFigures(run.entries(["dispatched", "answered"]));
  const { firstSentAtMs, lastAnsweredAtMs } = sending;
  if (firstSentAtMs === undefined || lastAnsweredAtMs === undefined) return notChecked("function", { why: "nothing was sent" });
  if (evidence.nowMs - lastAnsweredAtMs < settledAfterMs)
    return notChecked("function", { why: "the run ended just now, and CloudWatch is minutes late: look again in 5 min" });
  const metrics = await evidence.metrics({ fromMs: firstSentAtMs, untilMs: lastAnsweredAtMs });
  if (metrics.kind !== "known") return notChecked("function", { why: `CloudWatch: ${whyUnknown(metrics)}` });
  const { invocations, errors } = metrics.value;
  const own = ownInvocations(sending);
  const mismatches = createMismatches();
  if (invocations < own)
    mismatches.add(`${plural(own, "batch was", "batches were")} answered, CloudWatch counts ${plural(invocations, "invocation")}`);
  return mismatches.check(
    "function",
    `${formatCount(own)} of ${plural(invocations, "invocation")} were the run's; ${plural(errors, "error")}`,
  );
}

function ownInvocations({ outcomes }: SendingFigures): number {
  return outcomes.reduce((sum, { outcome, batches }) => (ran.has(outcome) ? sum + batches : sum), 0);
}
