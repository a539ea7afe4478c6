import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Environment } from "../program.ts";

export interface EnvironmentRequest {
  readonly requestId: string;
  readonly event: unknown;
  readonly timeoutMs: number;
}

export interface EnvironmentAnswer {
  readonly isReady?: true;
  readonly answer?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

export interface WorkerPoolOptions {
  /** The worker's bundle, with `handover.json` beside it. */
  readonly bundle: string;
  readonly environment: Environment;
  /** Of an invocation. */
  readonly timeoutMs: number;
  /** When an invocation's environment is killed, from its start; undefined: it is not. */
  readonly dieAfterMs?: () => number | undefined;
}

/** The worker function as Lambda runs it: each environment a process with one invocation at a time, used again until it dies. */
export interface WorkerPool {
  /** Throws what the function throws, by its name; `Runtime.ExitError` where its process died. */
  invoke(event: unknown): Promise<unknown>;
  readonly deaths: number;
  /** Kills the environment whose invocation has begun first of those that have not ended. */
  killOldest(): void;
  /** What environments have written to stdout, the newest lines. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

const program = fileURLToPath(new URL("worker-process.ts", import.meta.url));
const newestLines = 200;

export function workerPool({ bundle, environment, timeoutMs, dieAfterMs = () => undefined }: WorkerPoolOptions): WorkerPool {
  const idle: ChildProcess[] = [];
  const all = new Set<ChildProcess>();
  /** In the order in which their invocations have begun. */
  const busy = new Set<ChildProcess>();
  const log: string[] = [];
  let [invocations, deaths] = [0, 0];

  async function started(): Promise<ChildProcess> {
    const child = fork(program, [bundle], { env: { ...environment }, stdio: ["ignore", "pipe", "inherit", "ipc"] });
    all.add(child);
    child.once("exit", () => all.delete(child));
    child.stdout?.on("data", (text: Buffer) => {
      log.push(...String(text).trimEnd().split("\n"));
      log.splice(0, log.length - newestLines);
    });
    await once(child, "message");
    return child;
  }

  async function answerOf(child: ChildProcess, request: EnvironmentRequest): Promise<EnvironmentAnswer> {
    const killInMs = dieAfterMs();
    const killing = killInMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killInMs);
    busy.add(child);
    try {
      child.send(request);
      return await new Promise<EnvironmentAnswer>((resolve) => {
        const died = () => resolve({ error: { name: "Runtime.ExitError", message: "the process died" } });
        child.once("exit", died);
        child.once("message", (answer: EnvironmentAnswer) => {
          child.off("exit", died);
          resolve(answer);
        });
      });
    } finally {
      busy.delete(child);
      clearTimeout(killing);
    }
  }

  return {
    async invoke(event) {
      const child = idle.pop() ?? (await started());
      invocations += 1;
      const { answer, error } = await answerOf(child, { requestId: `request-${invocations}`, event, timeoutMs });
      if (child.exitCode === null && child.signalCode === null) idle.push(child);
      else deaths += 1;
      if (error !== undefined) throw Object.assign(new Error(error.message), { name: error.name });
      return answer;
    },
    get deaths() {
      return deaths;
    },
    killOldest() {
      busy.values().next().value?.kill("SIGKILL");
    },
    log,
    async close() {
      const exits = [...all].map(async (child) => {
        child.kill();
        if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      });
      await Promise.all(exits);
    },
  };
}
