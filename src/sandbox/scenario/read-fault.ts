import { type Fault, faultServices } from "../front/faults.ts";
import { type RuntimeFault, runtimeFaultKinds } from "../runtime/faults/runtime-fault.ts";
import type { Fields } from "./fields.ts";
import { readRuntimeFault } from "./read-runtime-fault.ts";
import type { ScenarioFault } from "./scenario.ts";

/** Kinds of faults of calls; `error` is meant where none is given. */
export const callFaultKinds = ["error", "lost-answer"] as const;

/** A fault of a scenario, whose kind says what else it has; undefined when there is no such kind. */
export function readFault(fields: Fields): ScenarioFault | undefined {
  const kind = fields.member("kind", [...callFaultKinds, ...runtimeFaultKinds], "error");
  if (isRuntimeKind(kind)) return readRuntimeFault(fields);
  if (kind === (fields.value("kind") ?? "error")) return readCallFault(fields);
  // Which fields it may have is not known.
  fields.all();
  return undefined;
}

export function isRuntimeFault(fault: ScenarioFault): fault is RuntimeFault {
  return fault.kind !== undefined && isRuntimeKind(fault.kind);
}

function isRuntimeKind(kind: string): boolean {
  return runtimeFaultKinds.some((each) => each === kind);
}

/** A fault of the front: of a scenario, or given while the sandbox runs. */
export function readCallFault(fields: Fields): Fault {
  const target = {
    service: fields.member("service", faultServices),
    ...(fields.has("operation") ? { operation: fields.text("operation") } : {}),
    ...(fields.has("times") ? { times: fields.number("times", 1, { minimum: 1, whole: true }) } : {}),
  };
  if (fields.member("kind", callFaultKinds, "error") === "lost-answer") return { ...target, kind: "lost-answer" };
  return {
    ...target,
    kind: "error",
    status: fields.number("status", undefined, { minimum: 400, maximum: 599, whole: true }),
    errorName: fields.text("errorName"),
    ...(fields.has("message") ? { message: fields.text("message") } : {}),
    ...(fields.has("retryAfterSeconds") ? { retryAfterSeconds: fields.number("retryAfterSeconds", 1, { minimum: 0 }) } : {}),
  };
}
