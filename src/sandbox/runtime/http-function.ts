import type { SandboxFunction } from "../world.ts";
import type { FunctionCall, FunctionResult, FunctionTarget } from "./ports.ts";
import { timedOut } from "./simulated-function.ts";

/** Where the Lambda runtime interface emulator takes an invocation. */
const invocationPath = "/2015-03-31/functions/function/invocations";

/**
 * A function behind an HTTP address: a container with Lambda's runtime interface emulator, or anything that answers
 * as it does. An address without a path of its own gets the emulator's.
 */
export function httpFunction(fn: SandboxFunction, url: string, note: (line: string) => void): FunctionTarget {
  const address = new URL(url);
  if (address.pathname === "/") address.pathname = invocationPath;
  const closing = new AbortController();
  let reachable = true;

  const invoke = async (call: FunctionCall): Promise<Omit<FunctionResult, "durationMs">> => {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(fn.timeoutSeconds * 1_000)]);
    try {
      const response = await fetch(address, {
        method: "POST",
        body: call.event(),
        headers: { "content-type": "application/json" },
        signal,
      });
      const payload = await response.text();
      tellReachable();
      return { kind: failed(response, payload) ? "function-error" : "ok", payload };
    } catch (error) {
      if ((error as Error).name === "TimeoutError") return timedOut(call.requestId(), fn.timeoutSeconds);
      tellUnreachable(error);
      return { kind: "unreachable", payload: "" };
    }
  };

  const tellReachable = (): void => {
    if (!reachable) note(`${fn.name}: ${address.origin} answers again`);
    reachable = true;
  };

  const tellUnreachable = (error: unknown): void => {
    if (reachable && !closing.signal.aborted)
      note(`${fn.name}: nothing answers on ${address.origin} (${reasonOf(error)}); batches wait for it`);
    reachable = false;
  };

  return {
    invoke(call, done) {
      const beganMs = performance.now();
      void invoke(call).then((result) => done({ ...result, durationMs: performance.now() - beganMs }));
    },
    close: async () => closing.abort(),
  };
}

/** The error header is Lambda's own; the emulator answers with nothing but the error's document (assumption: no result looks like one). */
function failed(response: Response, payload: string): boolean {
  if (response.headers.has("x-amz-function-error") || response.status >= 500) return true;
  if (!payload.includes('"errorMessage"')) return false;
  try {
    const { errorType, errorMessage } = JSON.parse(payload) as { readonly errorType?: unknown; readonly errorMessage?: unknown };
    return typeof errorType === "string" && typeof errorMessage === "string";
  } catch {
    return false;
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
}
