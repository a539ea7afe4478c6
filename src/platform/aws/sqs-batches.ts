import { MskctlError } from "../../core/errors.ts";
import { aboutQueue, isAboutHandle, type SqsQueue } from "./sqs-queue.ts";

/** A message that this process has taken. */
interface TakenMessage {
  readonly handle: string;
}

interface HiddenMessage extends TakenMessage {
  /** For how long it stays hidden from now on; 0 gives it back. */
  readonly seconds: number;
}

/** What became of a message; `reason` is SQS's. */
type MessageOutcome = { readonly kind: "done" } | { readonly kind: "failed"; readonly reason: string };

/** Of one batch call (SQS API reference). */
const messagesPerCall = 10;

interface BatchAnswer {
  readonly Successful?: readonly { readonly Id: string | undefined }[] | undefined;
  readonly Failed?: readonly { readonly Id: string | undefined }[] | undefined;
}

interface Calls<Message> {
  readonly many: (url: string, messages: readonly (Message & { readonly Id: string })[]) => Promise<BatchAnswer>;
  readonly one: (url: string, message: Message) => Promise<unknown>;
}

/** Deletes messages. With a handle that is out of date SQS says it did, and does nothing (SQS API reference). */
export function deleteMessages(queue: SqsQueue, messages: readonly TakenMessage[]): Promise<readonly MessageOutcome[]> {
  const { sqs } = queue;
  const about = aboutQueue(queue);
  return inBatches(queue, messages, {
    many: (QueueUrl, batch) =>
      sqs.send("DeleteMessageBatch", { QueueUrl, Entries: batch.map(({ Id, handle }) => ({ Id, ReceiptHandle: handle })) }, about),
    one: (QueueUrl, { handle }) => sqs.send("DeleteMessage", { QueueUrl, ReceiptHandle: handle }, about),
  });
}

/** Hides messages for longer, or no more. */
export function hideMessages(queue: SqsQueue, messages: readonly HiddenMessage[]): Promise<readonly MessageOutcome[]> {
  const { sqs } = queue;
  const about = aboutQueue(queue);
  return inBatches(queue, messages, {
    many: (QueueUrl, batch) => {
      const entries = batch.map(({ Id, handle, seconds }) => ({ Id, ReceiptHandle: handle, VisibilityTimeout: seconds }));
      return sqs.send("ChangeMessageVisibilityBatch", { QueueUrl, Entries: entries }, about);
    },
    one: (QueueUrl, { handle, seconds }) =>
      sqs.send("ChangeMessageVisibility", { QueueUrl, ReceiptHandle: handle, VisibilityTimeout: seconds }, about),
  });
}

/** One outcome a message, in their order. A message that its batch failed is tried alone before it counts as failed. */
async function inBatches<Message>(
  queue: SqsQueue,
  messages: readonly Message[],
  { many, one }: Calls<Message>,
): Promise<readonly MessageOutcome[]> {
  if (messages.length === 0) return [];
  const url = await queue.url();
  const batches: Message[][] = [];
  for (let from = 0; from < messages.length; from += messagesPerCall) batches.push(messages.slice(from, from + messagesPerCall));
  const outcomes = await queue.limiter.map(batches, async (batch) => {
    const { Successful = [] } = await many(
      url,
      batch.map((message, index) => ({ ...message, Id: String(index) })),
    );
    const done = new Set(Successful.map(({ Id }) => Id));
    const each: MessageOutcome[] = [];
    for (const [index, message] of batch.entries())
      each.push(done.has(String(index)) ? { kind: "done" } : await alone(() => one(url, message)));
    return each;
  });
  return outcomes.flat();
}

async function alone(call: () => Promise<unknown>): Promise<MessageOutcome> {
  try {
    await call();
    return { kind: "done" };
  } catch (error) {
    if (error instanceof MskctlError && isAboutHandle(error)) return { kind: "failed", reason: error.message };
    throw error;
  }
}
