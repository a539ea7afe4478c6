import type { InvokeOutcome, ServiceResponse } from "../world.ts";
import { type ResolvedFunction, requireFunction } from "./function-reference.ts";
import { lambdaError } from "./lambda-error.ts";
import { requireShape } from "./model-constraints.ts";
import { answer, type Call, parseJson } from "./rest-json.ts";

/** Lambda quotas: 6 MB to a waiting caller, 1 MB to a queue (256 KB before October 2025). */
const payloadLimitBytes = { RequestResponse: 6_291_456, Event: 1_048_576, DryRun: 6_291_456 } as const;

type InvocationType = keyof typeof payloadLimitBytes;

/** Runs a function: waits for the result, hands it to a queue (`Event`, 202), or only checks the request (`DryRun`, 204). */
export async function invoke(call: Call): Promise<ServiceResponse> {
  const type = call.headers.get("x-amz-invocation-type") ?? "RequestResponse";
  requireShape({ kind: "string", members: ["Event", "RequestResponse", "DryRun"] }, type, "InvocationType");
  refuseLargePayload(call.body, type as InvocationType);
  const payload = new TextDecoder().decode(call.body);
  if (payload.trim() !== "") parseJson(payload);
  const target = requireFunction(call);
  if (type === "DryRun") return answer(204, undefined);
  const running = call.world.runtime.invoke(target.fn, target.qualifier ?? "$LATEST", call.body);
  if (type === "Event") {
    running.catch((error: unknown) => call.world.note(`invocation of ${target.fn.name} failed: ${String(error)}`));
    return answer(202, undefined);
  }
  return outcomeAnswer(await running, target, call.headers.get("x-amz-log-type") === "Tail");
}

function refuseLargePayload(body: Uint8Array, type: InvocationType): void {
  const limit = payloadLimitBytes[type];
  // The code is the service model's; clients have also reported RequestEntityTooLargeException with this text.
  if (body.byteLength > limit)
    throw lambdaError("RequestTooLargeException", `Request must be smaller than ${limit} bytes for the InvokeFunction operation`);
}

function outcomeAnswer(outcome: InvokeOutcome, target: ResolvedFunction, withLog: boolean): ServiceResponse {
  if (outcome.kind === "throttled") {
    // Body recorded; the header's figure is an assumption.
    throw lambdaError("TooManyRequestsException", "Rate Exceeded.", {
      members: { Reason: outcome.reason },
      headers: new Map([["retry-after", "1"]]),
    });
  }
  return answer(200, outcome.payload, [
    ["x-amz-executed-version", target.version],
    ...(outcome.kind === "function-error" ? ([["x-amz-function-error", "Unhandled"]] as const) : []),
    ...(withLog ? ([["x-amz-log-result", logTail(outcome, target)]] as const) : []),
  ]);
}

/** The line that ends every invocation's log; what a function prints is not captured. */
function logTail({ durationMs }: { readonly durationMs: number }, { fn }: ResolvedFunction): string {
  const line = `REPORT Duration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs)} ms\tMemory Size: ${fn.memoryMb} MB\t\n`;
  return Buffer.from(line).toString("base64");
}
