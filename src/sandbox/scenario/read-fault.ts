import { type Fault, faultServices } from "../front/faults.ts";
import type { Fields } from "./fields.ts";

/** Kinds of faults of calls; `error` is meant where none is given. */
export const callFaultKinds = ["error", "lost-answer"] as const;

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
