import type { SandboxClock, SandboxFunction } from "../world.ts";
import type { Concurrency, ThrottleReason } from "./concurrency.ts";
import type { FunctionMinutes } from "./function-minutes.ts";
import { moduleFunction } from "./module-function.ts";
import type { FunctionCall, FunctionResult, FunctionTarget } from "./ports.ts";
import { simulatedFunction } from "./simulated-function.ts";

export type CallOutcome = FunctionResult | { readonly kind: "throttled"; readonly reason: ThrottleReason };

/** The one way to a function, for batches and for Invoke: concurrency first, metrics always. */
export interface FunctionCalls {
  /** `done` is called once: at once when throttled, else on the clock. */
  call(fn: SandboxFunction, call: FunctionCall, done: (outcome: CallOutcome) => void): void;
  close(): Promise<void>;
}

export interface FunctionCallsParts {
  readonly clock: SandboxClock;
  readonly concurrency: Concurrency;
  readonly minutes: FunctionMinutes;
  readonly note: (line: string) => void;
}

export function createFunctionCalls({ clock, concurrency, minutes, note }: FunctionCallsParts): FunctionCalls {
  const targets = new Map<string, FunctionTarget>();
  const targetOf = (fn: SandboxFunction): FunctionTarget => {
    const known = targets.get(fn.name);
    if (known !== undefined) return known;
    const { behaviour } = fn;
    const target = behaviour.kind === "simulated" ? simulatedFunction(fn, behaviour, clock) : moduleFunction(fn, behaviour.file, note);
    targets.set(fn.name, target);
    return target;
  };

  return {
    call(fn, call, done) {
      // Lambda stamps an invocation's metrics with its start.
      const minute = minutes.at(fn.name, call.qualifier, clock.now());
      const reason = concurrency.take(fn);
      if (reason !== undefined) {
        minute.throttled();
        done({ kind: "throttled", reason });
        return;
      }
      minute.began(concurrency.running(fn));
      targetOf(fn).invoke(call, (result) => {
        concurrency.release(fn);
        minute.ended(result.durationMs, result.kind === "function-error");
        done(result);
      });
    },
    async close() {
      await Promise.all([...targets.values()].map((target) => target.close()));
    },
  };
}
