import { isError } from "../../core/errors.ts";
import type { ListedDocument } from "../../core/redrive/ports.ts";
import type { AwsServices } from "./aws-services.ts";
import { type RequestLimiter, requestLimiter } from "./request-limiter.ts";

/** A queue as those who read and clear it share it. */
export interface SqsQueue {
  readonly sqs: AwsServices["sqs"];
  /** URL, ARN or name, as it was given. */
  readonly name: string;
  readonly isFifo: boolean;
  /** Asked for once where it is not given. */
  url(): Promise<string>;
  /** For calls about messages that are taken. */
  readonly limiter: RequestLimiter;
}

/** Calls about taken messages at once: ten messages each. */
const callsAtOnce = 8;

export function sqsQueue({ sqs }: Pick<AwsServices, "sqs">, name: string): SqsQueue {
  let url: Promise<string> | undefined;
  return {
    sqs,
    name,
    isFifo: name.endsWith(".fifo"),
    url() {
      url ??= name.includes("://") ? Promise.resolve(name) : queueUrl(sqs, name);
      return url.catch((error: unknown) => {
        url = undefined;
        throw error;
      });
    },
    limiter: requestLimiter(callsAtOnce),
  };
}

async function queueUrl(sqs: AwsServices["sqs"], queue: string): Promise<string> {
  const [, , , , account, name = queue] = queue.split(":");
  // A queue that is known by its ARN may belong to another account.
  const owner = account === undefined ? {} : { QueueOwnerAWSAccountId: account };
  const { QueueUrl: url = "" } = await sqs.send("GetQueueUrl", { QueueName: name, ...owner }, { subject: `queue ${queue}` });
  return url;
}

/** What each call about a queue takes: its name for errors, and less at once when SQS asks for it. */
export function aboutQueue({ name, limiter }: SqsQueue): { readonly subject: string; readonly onThrottled: () => void } {
  return { subject: `queue ${name}`, onThrottled: () => limiter.slowDown() };
}

/** In messages, as SQS counts them: nearly right, and right a minute after the last change (SQS API reference). */
export interface QueueCounts {
  readonly visible: number;
  /** Taken by somebody, and neither deleted nor given back. */
  readonly inFlight: number;
  readonly delayed: number;
}

/** Attributes that `countsIn` reads. */
export const countAttributes = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

export function countsIn(attributes: Readonly<Record<string, string | undefined>>): QueueCounts {
  const [visible, inFlight, delayed] = countAttributes.map((name) => Number(attributes[name] ?? 0) || 0);
  return { visible: visible ?? 0, inFlight: inFlight ?? 0, delayed: delayed ?? 0 };
}

interface Message {
  readonly MessageId?: string | undefined;
  readonly ReceiptHandle?: string | undefined;
  readonly Body?: string | undefined;
  readonly Attributes?: { readonly SentTimestamp?: string } | undefined;
}

/** The document in a message that was received with its SentTimestamp. */
export function documentIn({ MessageId: id = "", ReceiptHandle: handle = "", Body = "", Attributes = {} }: Message): ListedDocument {
  const { SentTimestamp: sentAtMs } = Attributes;
  return {
    id,
    handle,
    bytes: new TextEncoder().encode(Body),
    complete: true,
    storedAtMs: sentAtMs === undefined ? undefined : Number(sentAtMs),
  };
}

/** True for what is wrong with one message's handle; false for what is wrong with the queue, the caller or the network. */
export function isAboutHandle(error: unknown): boolean {
  return isError(error, "refused", "not-found") && !/QueueDoesNotExist|NonExistentQueue/.test(String(error.details["awsCode"]));
}
