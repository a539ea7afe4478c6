/** An execution environment of the worker function: `node worker-process.ts BUNDLE`, told by messages what it is invoked with. */
import { pathToFileURL } from "node:url";
import type { EnvironmentAnswer, EnvironmentRequest } from "./worker-pool.ts";

interface Context {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

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
