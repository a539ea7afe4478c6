import type { InvokeOutcome, Runtime } from "../world.ts";
import { seedOf, uniform, uuidOf } from "./chance.ts";
import type { FunctionCalls } from "./function-calls.ts";

/** Invoke through the API: a simulated function takes as long as for a batch with as many records as the payload has. */
export function directInvoke(calls: FunctionCalls, seed: number): Runtime["invoke"] {
  let invocations = 0;
  return (fn, qualifier, payload) => {
    const text = new TextDecoder().decode(payload);
    invocations += 1;
    const number = invocations;
    const call = {
      requestId: () => uuidOf("invoke", fn.name, seed, number),
      qualifier,
      records: recordsIn(text),
      // An empty payload reaches a function as an empty object.
      event: () => (text.trim() === "" ? "{}" : text),
      chance: uniform(seedOf("invoke", fn.name, seed), 0, number),
      poisoned: false,
    };
    return new Promise<InvokeOutcome>((resolve) => {
      calls.call(fn, call, (outcome) => {
        if (outcome.kind === "throttled") resolve(outcome);
        else resolve({ kind: outcome.kind, payload: new TextEncoder().encode(outcome.payload), durationMs: outcome.durationMs });
      });
    });
  };
}

/** Records of a Kafka event; any other payload counts as one. */
function recordsIn(payload: string): number {
  try {
    const { records } = JSON.parse(payload) as { readonly records?: Readonly<Record<string, readonly unknown[]>> };
    return Object.values(records ?? {}).reduce((sum, ofPartition) => sum + ofPartition.length, 0) || 1;
  } catch {
    return 1;
  }
}
