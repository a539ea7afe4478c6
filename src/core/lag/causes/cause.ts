import { explainTransition } from "../../mapping/catalogue.ts";
import { offsetsRetentionMs } from "../../mapping/findings/state.ts";
import { isQueueMode } from "../../mapping/model.ts";
import { formatDuration } from "../../time.ts";
import type { LagCause } from "../report.ts";
import { batchingWindow, filteredOut } from "./calm.ts";
import { arrivalsRose, burstOver, hotPartition, pollersAtMaximum, pollersCapped, scaling } from "./capacity.ts";
import type { CauseCheck, CauseSubject } from "./cause-subject.ts";
import { destinationErrors, functionErrors, functionMissing, functionSlow, throttled } from "./function.ts";
import { commitErrors, notPolling, offsetsMovedBack, pollingErrors, updateNow, updatePause } from "./polling.ts";

/** Faults first, the one that hides others before them; then what bounds a mapping without a fault. */
const faults: readonly CauseCheck[] = [functionMissing, pollingErrors, commitErrors, destinationErrors, throttled, functionErrors];
const bounds: readonly CauseCheck[] = [functionSlow, hotPartition, pollersAtMaximum, pollersCapped, scaling, arrivalsRose];

/** What a verdict comes from, with the figures that say so; undefined where the metrics do not tell. */
export function causeOf(subject: CauseSubject): LagCause | undefined {
  const { verdict, recent, trouble } = subject;
  switch (verdict) {
    case "disabled":
      return disabled(subject);
    case "no data":
      return isQueueMode(subject.mapping)
        ? { id: "share-group", message: "a share group (ConsumptionMode Queue) has no lag", evidence: {} }
        : undefined;
    case "ok":
      return first([updateNow, destinationErrors, filteredOut, batchingWindow], subject, recent);
    case "idle":
      return undefined;
    case "rewound":
      return first([offsetsMovedBack], subject, trouble);
    case "stopped":
      return first([functionMissing, updatePause, pollingErrors, notPolling], subject, recent);
    case "stalled":
    case "falling behind":
      return first([...faults, updatePause, ...bounds], subject, recent);
    case "catching up":
      return (
        first([offsetsMovedBack], subject, trouble) ??
        first(faults, subject, recent) ??
        first([updatePause, ...faults], subject, trouble) ??
        first([burstOver, ...bounds], subject, recent)
      );
  }
}

function first(checks: readonly CauseCheck[], subject: CauseSubject, span: CauseSubject["recent"]): LagCause | undefined {
  for (const check of checks) {
    const cause = check(subject, span);
    if (cause !== undefined) return cause;
  }
  return undefined;
}

/** Since when, and how long a group without readers keeps its place. */
function disabled({ mapping, nowMs }: CauseSubject): LagCause {
  const transition = explainTransition(mapping.StateTransitionReason);
  const changedMs = Date.parse(mapping.LastModified ?? "");
  const idleMs = nowMs - changedMs;
  const evidence = { lastModified: mapping.LastModified ?? null, assumedRetentionMs: offsetsRetentionMs };
  if (transition.kind === "lambda") return { id: "stopped-by-lambda", message: `stopped by Lambda: ${transition.text}`, evidence };
  if (!(idleMs >= 0)) return { id: "paused", message: "paused", evidence };
  const leftMs = offsetsRetentionMs - idleMs;
  const expiry =
    leftMs > offsetsRetentionMs / 2 ? "" : leftMs > 0 ? `; offsets expire in ${formatDuration(leftMs)}` : "; offsets may have expired";
  return { id: "paused", message: `since ${formatDuration(idleMs)}${expiry}`, evidence };
}
