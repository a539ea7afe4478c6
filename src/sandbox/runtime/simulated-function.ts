import type { FunctionBehaviour, SandboxClock, SandboxFunction } from "../world.ts";
import type { FunctionResult, FunctionTarget } from "./ports.ts";

type Simulated = Extract<FunctionBehaviour, { readonly kind: "simulated" }>;

/** A function that takes the time it is said to take, on the sandbox's clock, and fails as often as it is said to. */
export function simulatedFunction(fn: SandboxFunction, behaviour: Simulated, clock: SandboxClock): FunctionTarget {
  const timeoutMs = fn.timeoutSeconds * 1_000;
  return {
    invoke(call, done) {
      const neededMs = behaviour.baseMs + behaviour.perRecordMs * call.records;
      const durationMs = Math.min(neededMs, timeoutMs);
      const finish = (): FunctionResult => {
        if (neededMs > timeoutMs) return { ...timedOut(call.requestId(), fn.timeoutSeconds), durationMs };
        if (call.poisoned) return { ...functionError("Error", "a record of the batch cannot be processed"), durationMs };
        if (call.chance < behaviour.errorShare) return { ...functionError("Error", "the function failed"), durationMs };
        return { kind: "ok", payload: "null", durationMs };
      };
      clock.at(Math.ceil(clock.now() + durationMs), () => done(finish()));
    },
    close: async () => {},
  };
}

type Failure = Pick<FunctionResult, "kind" | "payload">;

/** An error as the Node.js runtime reports it. */
export function functionError(errorType: string, errorMessage: string, trace: readonly string[] = []): Failure {
  return { kind: "function-error", payload: JSON.stringify({ errorType, errorMessage, trace }) };
}

/** Lambda's own words when a function takes too long. */
export function timedOut(requestId: string, timeoutSeconds: number): Failure {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return { kind: "function-error", payload: JSON.stringify({ errorType: "Sandbox.Timedout", errorMessage }) };
}
