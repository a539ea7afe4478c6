/** Runs inside a worker: one execution environment of a function whose code is a JavaScript module. */
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";

export interface WorkerSetup {
  /** Absolute path of the module; its export `handler` is called. */
  readonly file: string;
}

export interface WorkerCall {
  readonly event: string;
  readonly deadlineMs: number;
  readonly context: Readonly<Record<string, string>>;
}

export interface WorkerAnswer {
  readonly kind: "ok" | "function-error";
  readonly payload: string;
}

type Handler = (event: unknown, context: unknown) => unknown;

const setup = workerData as WorkerSetup;
const loading = load();
// A failed load is reported by each invocation.
loading.catch(() => {});

parentPort?.on("message", async (call: WorkerCall) => {
  parentPort?.postMessage(await answer(call));
});

async function answer(call: WorkerCall): Promise<WorkerAnswer> {
  try {
    const handler = await loading;
    const context = { ...call.context, getRemainingTimeInMillis: () => Math.max(0, call.deadlineMs - Date.now()) };
    return { kind: "ok", payload: JSON.stringify((await handler(JSON.parse(call.event), context)) ?? null) };
  } catch (error) {
    return { kind: "function-error", payload: JSON.stringify(reported(error)) };
  }
}

async function load(): Promise<Handler> {
  const module = (await import(pathToFileURL(setup.file).href).catch((error: unknown) => {
    throw runtimeError("Runtime.ImportModuleError", String(error));
  })) as { readonly handler?: unknown };
  if (typeof module.handler !== "function") {
    throw runtimeError("Runtime.HandlerNotFound", `${setup.file} has no export named handler`);
  }
  return module.handler as Handler;
}

function runtimeError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** An error as the Node.js runtime of Lambda reports it. */
function reported(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
}
