import { dayMs } from "../durations.ts";
import { type FaultOf, type RuntimeFault, runtimeFaultKinds } from "../runtime/faults/runtime-fault.ts";
import type { Fields } from "./fields.ts";

const longestMs = 365 * dayMs;
const milliseconds = { minimum: 0, maximum: 3_600_000 } as const;

/** A fault of the runtime: of a scenario, or given while the sandbox runs. */
export function readRuntimeFault(fields: Fields): RuntimeFault {
  const kind = fields.member("kind", runtimeFaultKinds);
  if (kind === "rewind") return readRewind(fields);
  const timing = {
    afterMs: fields.duration("after", 0, longestMs),
    ...(fields.has("for") ? { forMs: readLength(fields) } : {}),
  };
  // These last: they do not happen a number of times.
  if (kind === "slow-polls") return { ...timing, ...readSlowPolls(fields) };
  if (kind === "broker-loss" || kind === "commit-errors") return { ...timing, kind, cluster: fields.text("cluster") };
  const counted = { ...timing, ...(fields.has("times") ? { times: fields.number("times", 1, { minimum: 1, whole: true }) } : {}) };
  if (kind === "denied-destination") return { ...counted, kind, ...readDestination(fields) };
  const named = { ...counted, function: fields.text("function") };
  switch (kind) {
    case "function-error":
      return { ...named, kind, ...readFunctionError(fields) };
    case "throttle":
      return { ...named, kind, concurrency: fields.number("concurrency", 0, { minimum: 0, whole: true }) };
    case "latency":
      return {
        ...named,
        kind,
        ms: fields.number("ms", undefined, milliseconds),
        jitterMs: fields.number("jitterMs", 0, milliseconds),
      };
  }
}

function readLength(fields: Fields): number {
  const forMs = fields.duration("for", 1, longestMs);
  if (forMs === 0) fields.problem("for", "must be longer than nothing");
  return forMs;
}

function readFunctionError(fields: Fields): Pick<FaultOf<"function-error">, "keys" | "partial" | "errorType" | "errorMessage"> {
  const partial = fields.flag("partial", false);
  if (partial && !fields.has("keys")) fields.problem("partial", "needs keys: the answer names the records that have them");
  return {
    ...(fields.has("keys") ? { keys: fields.texts("keys", []) } : {}),
    partial,
    errorType: fields.text("errorType", "Error"),
    errorMessage: fields.text("errorMessage", "the function failed, on purpose"),
  };
}

function readSlowPolls(fields: Fields): Omit<FaultOf<"slow-polls">, "afterMs" | "forMs" | "times"> {
  const hasRate = fields.has("bytesPerSecond");
  const pauseMs = fields.number("pauseMs", 0, milliseconds);
  if (!hasRate && pauseMs === 0) fields.problem("bytesPerSecond", "is missing; it or pauseMs says how slow");
  return {
    kind: "slow-polls",
    mapping: fields.text("mapping"),
    ...(hasRate ? { bytesPerSecond: fields.number("bytesPerSecond", 1, { minimum: 1 }) } : {}),
    pauseMs,
  };
}

/** It happens once, at a moment. */
function readRewind(fields: Fields): RuntimeFault {
  return {
    kind: "rewind",
    afterMs: fields.duration("after", 0, longestMs),
    mapping: fields.text("mapping"),
    records: fields.number("records", undefined, { minimum: 1, whole: true }),
    times: 1,
  };
}

function readDestination(fields: Fields): Pick<FaultOf<"denied-destination">, "destination"> {
  if (!fields.has("destination")) return {};
  const destination = fields.text("destination");
  if (!/^(arn:|kafka:\/\/)./.test(destination)) fields.problem("destination", "must be an ARN or kafka://topic");
  return { destination };
}
