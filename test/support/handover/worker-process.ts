/** An execution environment of the worker function: `node worker-process.ts BUNDLE`, told by messages what it is invoked with. */
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { EnvironmentAnswer, EnvironmentRequest } from "./worker-pool.ts";

interface Context {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

// Time goes as fast as the sandbox's: a worker that died is waited for in minutes of its own.
const [originMs = 0, speed = 1] = (process.env["MSKCTL_CLOCK"] ?? "0,1").split(",").map(Number);
const [wallMs, wallSleep] = [Date.now, timers.setTimeout];
Date.now = () => Math.floor(originMs + (wallMs() - originMs) * speed);
timers.setTimeout = (ms, ...rest) => wallSleep((ms ?? 0) / speed, ...rest);
syncBuiltinESMExports();

const { handler } = (await import(pathToFileURL(process.argv[2] ?? "").href)) as {
  readonly handler: (event: unknown, context: Context) => Promise<unknown>;
};

process.on("message", ({ requestId, event, timeoutMs }: EnvironmentRequest) => {
  const endsAtMs = Date.now() + timeoutMs;
  const context = { awsRequestId: requestId, getRemainingTimeInMillis: () => endsAtMs - Date.now() };
  const answered = (answer: EnvironmentAnswer) => process.send?.(answer);
  handler(event, context).then(
    (answer) => answered({ answer }),
    (error: Error) => answered({ error: { name: error.name, message: error.message } }),
  );
});
process.send?.({ isReady: true } satisfies EnvironmentAnswer);
