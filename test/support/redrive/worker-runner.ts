/** Calls the worker's bundle as Lambda does: `worker-runner.ts BUNDLE`, with the invocation on standard input; the last line tells what came of it. */
import { text } from "node:stream/consumers";

const [, , bundle = ""] = process.argv;
const { event, requestId, remainingMs } = JSON.parse(await text(process.stdin)) as {
  readonly event: unknown;
  readonly requestId: string;
  readonly remainingMs: number;
};
const { handler } = (await import(bundle)) as { handler(event: unknown, context: object): Promise<unknown> };
const context = { awsRequestId: requestId, getRemainingTimeInMillis: () => remainingMs };
const result = await handler(event, context).then(
  (answer) => ({ answer }),
  (error: Error) => ({ error: { name: error.name, message: error.message } }),
);
process.stdout.write(`${JSON.stringify(result)}\n`);
