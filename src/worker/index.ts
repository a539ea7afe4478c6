import type { TurnAnswer } from "../core/redrive/handover/handover.ts";
import { workLane } from "../core/redrive/handover/lane-turn.ts";
import { workTurn } from "../core/redrive/handover/turn.ts";
import { workerClock } from "./clock.ts";
import { type Invoked, type OpenWorker, openWorker } from "./open-worker.ts";
import { ownHandover } from "./own-handover.ts";
import { stepFunctionsError } from "./step-functions-error.ts";
import { readWorkerInput } from "./worker-input.ts";

/** What Lambda tells of an invocation (Lambda Developer Guide, context object). */
interface InvocationContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

let opening: Promise<OpenWorker> | undefined;

/** A turn of the worker, as Lambda calls it. Throws errors by whose names the state machine goes. */
export async function handler(event: unknown, context: InvocationContext): Promise<TurnAnswer> {
  try {
    opening ??= ownHandover(new URL("handover.json", import.meta.url)).then((handover) => openWorker(handover, workerClock));
    const invoked = { requestId: context.awsRequestId, deadlineMs: workerClock.now() + context.getRemainingTimeInMillis() };
    const { batch, answer } = await turn(await opening, event, invoked);
    process.stdout.write(`${JSON.stringify({ batch, ...answer })}\n`);
    return answer;
  } catch (error) {
    throw stepFunctionsError(error);
  }
}

async function turn(
  worker: OpenWorker,
  event: unknown,
  invoked: Invoked,
): Promise<{ readonly batch: string; readonly answer: TurnAnswer }> {
  const input = readWorkerInput(event);
  if (!("Items" in input)) return { batch: input.folder, answer: await workLane(input, worker.lane(invoked)) };
  const { batch, parts } = worker.objects(input.Items, invoked);
  // Of no use to the state machine, which has 256 KiB for its input.
  const { poisonKeys: _, ...answer } = await workTurn(batch, parts);
  return { batch: batch.name, answer };
}
