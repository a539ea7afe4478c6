import type { DocumentSource } from "../../core/redrive/ports.ts";
import type { Clock } from "../../core/time.ts";
import type { AwsServices } from "./aws-services.ts";
import { type Every, inWallTime } from "./every.ts";
import { type CustodyCounts, sqsCustody } from "./redrive-sqs-custody.ts";
import { intake, type QueueEnd } from "./redrive-sqs-intake.ts";
import { sqsQueue } from "./sqs-queue.ts";

export interface SqsSourceOptions {
  /** URL, ARN or name. */
  readonly queue: string;
  /** Wall time, which SQS keeps to, whatever a fast sandbox does. */
  readonly clock: Clock;
  /** Ends documents() with its reason. What is taken is kept, removed and released all the same, as long as `aws` lives. */
  readonly signal: AbortSignal;
  /** How long a message stays hidden from others if this process dies. */
  readonly visibilityMs?: number;
  /** How long SQS waits for a message: whole seconds, 20 at most. */
  readonly longPollMs?: number;
  /** Polls at once. */
  readonly receivers?: number;
  /** Documents of a page of documents(), where so many are there at once. */
  readonly pageDocuments?: number;
  readonly every?: Every;
}

export interface SqsDocumentSource extends DocumentSource {
  /** Why the latest documents() gave no more; undefined while it goes on, and after it was broken off. */
  ended(): QueueEnd | undefined;
  counts(): CustodyCounts;
  /** When the oldest message that is still taken was received: SQS keeps none hidden for longer than 12 h from then. */
  takenSinceMs(): number | undefined;
}

/**
 * Failure documents in a queue. Those that documents() gives are hidden from others until they are removed or released;
 * each call takes up to its limit beside those that are taken already. An empty answer is never taken for an empty queue.
 */
export function sqsDocumentSource({ sqs }: Pick<AwsServices, "sqs">, options: SqsSourceOptions): SqsDocumentSource {
  const { queue: name, clock, signal, visibilityMs = 300_000, longPollMs = 20_000, every = inWallTime } = options;
  const { receivers = 8, pageDocuments = 500 } = options;
  const queue = sqsQueue({ sqs }, name);
  const custody = sqsCustody(queue, { visibilityMs, now: () => clock.now(), every });
  let end: QueueEnd | undefined;

  return {
    documents(limit) {
      end = undefined;
      const onEnd = (given: QueueEnd) => {
        end = given;
      };
      return intake(queue, custody, { limit, onEnd, visibilityMs, clock, signal, longPollMs, receivers, pageDocuments });
    },
    fetch: () => Promise.reject(new Error("a queue lists whole documents and keeps none")),
    remove: (documents) => custody.remove(documents),
    release: (documents) => custody.release(documents.map(({ id }) => id)),
    async close() {
      custody.end();
    },
    ended: () => end,
    counts: () => custody.counts(),
    takenSinceMs: () => custody.sinceMs(),
  };
}
