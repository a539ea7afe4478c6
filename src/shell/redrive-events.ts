import type { RedrivePlan } from "../core/redrive/plan.ts";
import type { RunEnd } from "../core/redrive/run-options.ts";
import type { RunProgress } from "../core/redrive/run-progress.ts";
import { redrivePlanDocument } from "./render/redrive/plan-document.ts";
import type { RedriveStatusDocument } from "./render/redrive/run-documents.ts";

// Lines of `--ndjson`, docs/schema/redrive-event.schema.json; an error is a line of `lag-events.ts`.

/** What the run is going to do. */
export function planEventLine(plan: RedrivePlan): string {
  return line("plan", plan.facts.nowMs, redrivePlanDocument(plan));
}

/** Where the run stands. */
export function progressEventLine({ atMs, recordsPerSecond, leftMs, ...progress }: RunProgress): string {
  return line("progress", atMs, { ...progress, recordsPerSecond: recordsPerSecond ?? null, leftMs: leftMs ?? null });
}

/** How the run ended. */
export function endEventLine(end: RunEnd, status: RedriveStatusDocument, atMs: number): string {
  const stopped = end.kind === "stopped" ? { cause: end.cause, says: end.says } : { cause: null, says: null };
  return line("end", atMs, { end: end.kind, ...stopped, ...status });
}

function line(type: string, atMs: number, event: object): string {
  return JSON.stringify({ type, at: new Date(atMs).toISOString(), ...event });
}
