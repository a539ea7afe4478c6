import type { SandboxClock, SandboxFunction } from "../../world.ts";
import { seedOf, uniform } from "../chance.ts";
import type { ThrottleReason } from "../concurrency.ts";
import type { FunctionCall, FunctionResult, FunctionTarget, RecordPlace } from "../ports.ts";
import { functionError, timedOut } from "../simulated-function.ts";
import type { FaultOf } from "./runtime-fault.ts";
import type { RuntimeFaults } from "./runtime-faults.ts";

/** What the faults of a function do to calls of it. */
export interface CallFaults {
  /** Why a call finds no concurrency while so many run; undefined: no fault stands against it. */
  throttle(fn: SandboxFunction, running: number): ThrottleReason | undefined;
  /** Invokes the function, as far as the faults let it. */
  invoke(fn: SandboxFunction, target: () => FunctionTarget, call: FunctionCall, done: (result: FunctionResult) => void): void;
}

/** How long an invocation takes that a fault lets fail: ours, as no code runs. */
const failsAfterMs = 1;
const jitterSeed = seedOf("jitter of latency");

export function createCallFaults(faults: Pick<RuntimeFaults, "take">, clock: SandboxClock): CallFaults {
  const errorFor = (fn: SandboxFunction, call: FunctionCall): CallError | undefined => {
    let failed: readonly RecordPlace[] = [];
    const fault = faults.take("function-error", (each) => {
      if (each.function !== fn.name) return false;
      if (each.keys === undefined) return true;
      failed = call.withKeys(each.keys);
      return failed.length > 0;
    });
    return fault === undefined ? undefined : { fault, failed };
  };

  const run = (target: () => FunctionTarget, call: FunctionCall, error: CallError | undefined, done: Done): void => {
    if (error === undefined) {
      target().invoke(call, done);
    } else if (error.fault.partial && call.partialResponse !== undefined) {
      const named = call.partialResponse(error.failed);
      target().invoke(call, (result) => done(result.kind === "ok" ? { ...result, payload: withFailures(result.payload, named) } : result));
    } else {
      const { errorType, errorMessage } = error.fault;
      clock.at(clock.now() + failsAfterMs, () => done({ ...functionError(errorType, errorMessage), durationMs: failsAfterMs }));
    }
  };

  return {
    throttle(fn, running) {
      const fault = faults.take("throttle", (each) => each.function === fn.name && running >= each.concurrency);
      return fault === undefined ? undefined : "ReservedFunctionConcurrentInvocationLimitExceeded";
    },
    invoke(fn, target, call, done) {
      const error = errorFor(fn, call);
      const latency = faults.take("latency", (each) => each.function === fn.name);
      run(target, call, error, latency === undefined ? done : (result) => finishLater({ clock, fn, call, latency }, result, done));
    },
  };
}

type Done = (result: FunctionResult) => void;

interface CallError {
  readonly fault: FaultOf<"function-error">;
  readonly failed: readonly RecordPlace[];
}

interface SlowCall {
  readonly clock: SandboxClock;
  readonly fn: SandboxFunction;
  readonly call: FunctionCall;
  readonly latency: FaultOf<"latency">;
}

/** Beyond the function's timeout its result is lost, as on Lambda: what it did is done. */
function finishLater({ clock, fn, call, latency }: SlowCall, result: FunctionResult, done: Done): void {
  if (result.kind === "unreachable") {
    done(result);
    return;
  }
  // The call's own share of chance decides whether it fails: jitter has to be another one.
  const jitterMs = latency.jitterMs * uniform(jitterSeed, 0, Math.floor(call.chance * 2 ** 32));
  const neededMs = result.durationMs + latency.ms + jitterMs;
  const timeoutMs = fn.timeoutSeconds * 1_000;
  const durationMs = Math.min(neededMs, timeoutMs);
  const slow = neededMs > timeoutMs ? timedOut(call.requestId(), fn.timeoutSeconds) : result;
  clock.at(Math.ceil(clock.now() + durationMs - result.durationMs), () => done({ ...slow, durationMs }));
}

/** The function's own response with these failures beside those that it names itself. */
function withFailures(own: string, named: string): string {
  let response: unknown;
  try {
    response = own.trim() === "" ? null : JSON.parse(own);
  } catch {
    // Nobody can read it: the whole batch fails as it is.
    return own;
  }
  const { batchItemFailures } = (response ?? {}) as { readonly batchItemFailures?: unknown };
  const added = (JSON.parse(named) as { readonly batchItemFailures: readonly unknown[] }).batchItemFailures;
  return JSON.stringify({ batchItemFailures: Array.isArray(batchItemFailures) ? [...batchItemFailures, ...added] : added });
}
