import { formatCount } from "../../figures.ts";
import { explainLastResult, explainTransition } from "../../mapping/catalogue.ts";
import { updateGapMs } from "../../mapping/lifecycle/polling-gap.ts";
import { formatDuration } from "../../time.ts";
import { usualArrivals } from "../arrivals.ts";
import { minuteMs } from "../minutes.ts";
import type { LagCause } from "../report.ts";
import { startOfMinute, sumIn, valueAt, valuesIn } from "../spans.ts";
import type { CauseCheck, CauseSubject } from "./cause-subject.ts";

/** The stop of polling, and the minute in which the lag shows. */
const pauseMs = updateGapMs + minuteMs;

/** An update stopped polling for a while, and the lag is from then. */
export const updatePause: CauseCheck = ({ mapping, samples, troubleFrom, nowMs, flow }) => {
  const updatedMs = Date.parse(mapping.LastModified ?? "");
  if (troubleFrom === undefined || !(nowMs - updatedMs < samples.minutes * minuteMs)) return undefined;
  const beganMs = startOfMinute(samples, troubleFrom);
  if (beganMs < updatedMs - minuteMs || beganMs > updatedMs + pauseMs) return undefined;
  const updated = Math.floor((updatedMs - samples.fromMs) / minuteMs);
  const usual = usualArrivals(flow.arrivals, updated);
  const around = [updated, updated + 1, updated + 2].map((minute) => valueAt(samples, "polled", minute));
  if (usual !== undefined && !around.some((polled) => polled === undefined || polled < usual / 2)) return undefined;
  return {
    id: "update-pause",
    message: `an update ${formatDuration(nowMs - updatedMs)} ago stopped polling for up to 90 s`,
    evidence: { lastModified: mapping.LastModified },
  };
};

/** An update is under way, and the metrics do not show it yet. */
export const updateNow: CauseCheck = ({ mapping, nowMs, samples }) => {
  const sinceMs = nowMs - Date.parse(mapping.LastModified ?? "");
  const isNew = valuesIn(samples, "polled", { from: 0, until: samples.settledMinutes }).length === 0;
  if (isNew || !(sinceMs >= 0 && sinceMs < updateGapMs)) return undefined;
  return {
    id: "update-pause",
    message: `an update ${formatDuration(sinceMs)} ago stops polling for up to 90 s`,
    evidence: { lastModified: mapping.LastModified },
  };
};

/** Pollers do not get at their brokers. */
export const pollingErrors: CauseCheck = (subject, span) => {
  const { samples, mapping } = subject;
  const count = sumIn(samples, "pollingErrors", span) ?? 0;
  const result = explainLastResult(mapping.LastProcessingResult);
  const says = result.kind === "problem" && !/throttled/i.test(result.text) ? result.text.replace(/^problem:\s*/i, "") : undefined;
  if (count === 0 && (says === undefined || !isNow(subject, span.until))) return undefined;
  return {
    id: "polling-errors",
    message: `polling errors: ${says ?? formatCount(count)}`,
    evidence: { pollingErrors: count, lastProcessingResult: mapping.LastProcessingResult },
  };
};

/** Nobody polls, and nobody says why. */
export const notPolling: CauseCheck = ({ verdict, mapping, samples, recent }) => {
  if (verdict !== "stopped") return undefined;
  const transition = explainTransition(mapping.StateTransitionReason);
  if (transition.kind === "lambda")
    return { id: "stopped-by-lambda", message: transition.text, evidence: { stateTransitionReason: mapping.StateTransitionReason } };
  const polls = valuesIn(samples, "polled", recent);
  return {
    id: "not-polling",
    message: polls.length === 0 ? "enabled, and no poll is counted" : "polls bring nothing, though records wait",
    evidence: { polledEventCount: polls.length === 0 ? null : polls.reduce((sum, value) => sum + value, 0) },
  };
};

/** Batches are done and cannot be marked as done. */
export const commitErrors: CauseCheck = ({ samples }, span) => {
  const count = sumIn(samples, "commitErrors", span) ?? 0;
  if (count === 0) return undefined;
  return { id: "commit-errors", message: `commit errors: ${formatCount(count)}`, evidence: { commitErrors: count } };
};

/** The group's offsets were set back. */
export const offsetsMovedBack: CauseCheck = ({ flow: { rewound }, samples, troubleFrom }): LagCause | undefined => {
  if (rewound === undefined || troubleFrom === undefined || rewound.minute < troubleFrom - 1) return undefined;
  return {
    id: "offsets-moved-back",
    message: `offsets went back by about ${formatCount(rewound.records)}`,
    evidence: { records: rewound.records, at: new Date(startOfMinute(samples, rewound.minute)).toISOString() },
  };
};

/** LastProcessingResult speaks of the present only. */
function isNow({ samples, verdict }: CauseSubject, until: number): boolean {
  return until === samples.settledMinutes && verdict !== "catching up";
}
