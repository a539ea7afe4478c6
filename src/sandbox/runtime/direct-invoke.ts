import type { InvokeOutcome, Runtime, SandboxFunction } from "../world.ts";
import { seedOf, uniform, uuidOf } from "./chance.ts";
import { eventRecordsWithKeys } from "./faults/records-with-keys.ts";
import type { FunctionCalls } from "./function-calls.ts";
import { functionError } from "./simulated-function.ts";

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
      writeEvent: () => Buffer.from(text.trim() === "" ? "{}" : text),
      chance: uniform(seedOf("invoke", fn.name, seed), 0, number),
      poison: () => [],
      withKeys: (keys: readonly string[]) => eventRecordsWithKeys(keys, text),
      partialResponse: undefined,
    };
    return new Promise<InvokeOutcome>((resolve) => {
      calls.call(fn, call, (outcome) => {
        if (outcome.kind === "throttled") {
          resolve(outcome);
          return;
        }
        const answer = outcome.kind === "unreachable" ? notReached(fn) : { kind: outcome.kind, payload: outcome.payload };
        resolve({ kind: answer.kind, payload: new TextEncoder().encode(answer.payload), durationMs: outcome.durationMs });
      });
    });
  };
}

/** Lambda has no such case: it runs functions by itself. */
function notReached(fn: SandboxFunction): { readonly kind: "function-error"; readonly payload: string } {
  return { kind: "function-error", payload: functionError("Sandbox.Unreachable", `nothing answers for function ${fn.name}`).payload };
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
