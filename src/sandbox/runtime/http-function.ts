import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { text } from "node:stream/consumers";
import type { SandboxFunction } from "../world.ts";
import { createBufferPool } from "./buffer-pool.ts";
import type { FunctionCall, FunctionResult, FunctionTarget } from "./ports.ts";
import { timedOut } from "./simulated-function.ts";

/** Where the Lambda runtime interface emulator takes an invocation. */
const invocationPath = "/2015-03-31/functions/function/invocations";

/**
 * A function behind an HTTP address: a container with Lambda's runtime interface emulator, or anything that answers
 * as it does. An address without a path of its own gets the emulator's.
 */
export function httpFunction(
  fn: Pick<SandboxFunction, "name" | "timeoutSeconds">,
  url: string,
  note: (line: string) => void,
): FunctionTarget {
  const address = new URL(url);
  if (address.pathname === "/") address.pathname = invocationPath;
  const closing = new AbortController();
  let reachable = true;

  const buffers = createBufferPool();
  const agent = new (address.protocol === "https:" ? HttpsAgent : HttpAgent)({ keepAlive: true });

  const invoke = async (call: FunctionCall): Promise<Omit<FunctionResult, "durationMs">> => {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(fn.timeoutSeconds * 1_000)]);
    const body = call.writeEvent(buffers.take);
    try {
      const answer = await post(address, body, { agent, signal });
      tellReachable();
      return { kind: failed(answer) ? "function-error" : "ok", payload: answer.payload };
    } catch (error) {
      if (signal.reason instanceof Error && signal.reason.name === "TimeoutError") return timedOut(call.requestId(), fn.timeoutSeconds);
      tellUnreachable(error);
      return { kind: "unreachable", payload: "" };
    } finally {
      buffers.give(body);
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
    async close() {
      closing.abort();
      agent.destroy();
    },
  };
}

interface Answer {
  readonly status: number;
  readonly functionError: boolean;
  readonly payload: string;
}

/** By Node's own client: `fetch` copies each body, and bodies are of megabytes. */
function post(address: URL, body: Buffer, { agent, signal }: { readonly agent: HttpAgent; readonly signal: AbortSignal }): Promise<Answer> {
  const send = address.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": body.length };
    const request = send(address, { method: "POST", agent, signal, headers }, (response) => {
      text(response).then(
        (payload) =>
          resolve({ status: response.statusCode ?? 0, functionError: response.headers["x-amz-function-error"] !== undefined, payload }),
        reject,
      );
    });
    request.once("error", reject);
    request.end(body);
  });
}

/** The error header is Lambda's own; the emulator answers with nothing but the error's document (assumption: no result looks like one). */
function failed({ status, functionError, payload }: Answer): boolean {
  if (functionError || status >= 500) return true;
  if (!payload.includes('"errorMessage"')) return false;
  try {
    const { errorType, errorMessage } = JSON.parse(payload) as { readonly errorType?: unknown; readonly errorMessage?: unknown };
    return typeof errorType === "string" && typeof errorMessage === "string";
  } catch {
    return false;
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
