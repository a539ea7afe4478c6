import { Worker } from "node:worker_threads";
import { safeText } from "../../core/record/safe-text.ts";
import type { SandboxFunction } from "../world.ts";
import type { WorkerAnswer, WorkerCall, WorkerSetup } from "./module-worker.ts";
import type { FunctionCall, FunctionResult, FunctionTarget } from "./ports.ts";
import { functionError, timedOut } from "./simulated-function.ts";

// From source it is a TypeScript file; in a bundle it stands beside the bundle as an entry of its own.
const workerFile = new URL(import.meta.url.endsWith(".ts") ? "./module-worker.ts" : "./module-worker.js", import.meta.url);

/**
 * A function whose code is a JavaScript module. Each concurrent invocation has a worker, kept warm for later ones;
 * a worker that takes longer than the function's timeout is ended. Its output and its errors go to `note`, line by line.
 */
export function moduleFunction(fn: SandboxFunction, file: string, note: (line: string) => void): FunctionTarget {
  const idle: Worker[] = [];
  const alive = new Set<Worker>();

  const start = (): Worker => {
    const worker = new Worker(workerFile, {
      workerData: { file } satisfies WorkerSetup,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: fn.memoryMb },
    });
    alive.add(worker);
    // A worker may also die between two invocations, by an error that nobody awaited.
    worker.on("error", () => {});
    worker.once("exit", () => {
      alive.delete(worker);
      const index = idle.indexOf(worker);
      if (index >= 0) idle.splice(index, 1);
    });
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        for (const line of text.split("\n")) if (line !== "") note(`${fn.name}: ${safeText(line)}`);
      });
    }
    return worker;
  };

  return {
    invoke(call, done) {
      const worker = idle.pop() ?? start();
      runIn(worker, fn, call, (result, reusable) => {
        if (reusable) idle.push(worker);
        else void worker.terminate();
        if (result.kind === "function-error") note(`${fn.name}: ${safeText(errorIn(result.payload))}`);
        done(result);
      });
    },
    async close() {
      await Promise.all([...alive].map((worker) => worker.terminate()));
    },
  };
}

/** The line that a function's log has for an error. */
function errorIn(payload: string): string {
  const { errorType, errorMessage } = JSON.parse(payload) as { readonly errorType: string; readonly errorMessage: string };
  return `${errorType}: ${errorMessage}`;
}

/** One invocation in one worker; `done` is called once, and says whether the worker can serve another one. */
function runIn(worker: Worker, fn: SandboxFunction, call: FunctionCall, done: (result: FunctionResult, reusable: boolean) => void): void {
  const beganMs = performance.now();
  const requestId = call.requestId();
  const timeoutMs = fn.timeoutSeconds * 1_000;
  const settle = (result: Pick<FunctionResult, "kind" | "payload">, reusable: boolean): void => {
    clearTimeout(timer);
    worker.off("message", answered).off("error", failed).off("exit", ended);
    done({ ...result, durationMs: performance.now() - beganMs }, reusable);
  };
  const answered = (answer: WorkerAnswer): void => settle(answer, true);
  const failed = (error: Error): void => settle(functionError(error.name, error.message, (error.stack ?? "").split("\n")), false);
  const ended = (code: number): void =>
    settle(functionError("Runtime.ExitError", `RequestId: ${requestId} Error: Runtime exited with error: exit status ${code}`), false);
  const timer = setTimeout(() => settle(timedOut(requestId, fn.timeoutSeconds), false), timeoutMs);

  worker.once("message", answered).once("error", failed).once("exit", ended);
  worker.postMessage({
    event: call.event(),
    deadlineMs: Date.now() + timeoutMs,
    context: {
      functionName: fn.name,
      functionVersion: fn.aliases.get(call.qualifier) ?? call.qualifier,
      invokedFunctionArn: call.qualifier === "$LATEST" ? fn.arn : `${fn.arn}:${call.qualifier}`,
      memoryLimitInMB: String(fn.memoryMb),
      awsRequestId: requestId,
    },
  } satisfies WorkerCall);
}
