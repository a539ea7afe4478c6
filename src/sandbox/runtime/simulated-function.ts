import type { FunctionBehaviour, SandboxClock, SandboxFunction } from "../world.ts";
import type { FunctionCall, FunctionResult, FunctionTarget } from "./ports.ts";

type Simulated = Extract<FunctionBehaviour, { readonly kind: "simulated" }>;

/** A function that takes the time it is said to take, on the sandbox's clock, and fails as often as it is said to. */
export function simulatedFunction(fn: SandboxFunction, behaviour: Simulated, clock: SandboxClock): FunctionTarget {
  const timeoutMs = fn.timeoutSeconds * 1_000;
  return {
    invoke(call, done) {
      const neededMs = behaviour.baseMs + behaviour.perRecordMs * call.records;
      const durationMs = Math.min(neededMs, timeoutMs);
      const finish = (): FunctionResult => {
        const result = neededMs > timeoutMs ? timedOut(call.requestId(), fn.timeoutSeconds) : answerTo(call, behaviour);
        return { ...result, durationMs };
      };
      clock.at(Math.ceil(clock.now() + durationMs), () => done(finish()));
    },
    close: async () => {},
  };
}

type Answer = Pick<FunctionResult, "kind" | "payload">;

function answerTo(call: FunctionCall, { errorShare }: Simulated): Answer {
  if (call.chance < errorShare) return functionError("Error", "the function failed");
  const poison = call.poison();
  if (poison.length === 0) return { kind: "ok", payload: "null" };
  return call.partialResponse === undefined
    ? functionError("Error", "a record of the batch cannot be processed")
    : { kind: "ok", payload: call.partialResponse(poison) };
}

/** An error as the Node.js runtime reports it. */
export function functionError(errorType: string, errorMessage: string, trace: readonly string[] = []): Answer {
  return { kind: "function-error", payload: JSON.stringify({ errorType, errorMessage, trace }) };
}

/** Lambda's own words when a function takes too long. */
export function timedOut(requestId: string, timeoutSeconds: number): Answer {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return { kind: "function-error", payload: JSON.stringify({ errorType: "Sandbox.Timedout", errorMessage }) };
}
