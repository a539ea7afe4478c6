import { MskctlError } from "../../core/errors.ts";
import type { ListedDocument } from "../../core/redrive/ports.ts";
import { asDocument, listOf, textOf } from "./aws-document.ts";
import type { AwsServices } from "./aws-services.ts";
import { hideMessages } from "./sqs-batches.ts";
import { aboutQueue, countAttributes, countsIn, documentIn, type QueueCounts, type SqsQueue, sqsQueue } from "./sqs-queue.ts";

interface QueueFacts extends QueueCounts {
  readonly url: string;
  readonly arn: string;
  readonly isFifo: boolean;
  /** A message that is older is gone. */
  readonly retentionMs: number;
  /** A message that was received so often is moved when it is received once more; undefined: without a redrive policy. */
  readonly maxReceiveCount: number | undefined;
  /** Where to. */
  readonly deadLetterQueueArn: string | undefined;
}

/** A mapping by which a function takes messages of the queue. */
interface QueueConsumer {
  readonly uuid: string;
  readonly functionArn: string;
  readonly state: string | undefined;
}

interface Peeked {
  readonly documents: readonly ListedDocument[];
  /** True: one more receipt of a message that was seen, and SQS would be about to move it. Nothing more was looked at. */
  readonly stoppedEarly: boolean;
}

export interface SqsQueueFacts {
  facts(): Promise<QueueFacts>;
  consumers(): Promise<readonly QueueConsumer[]>;
  /**
   * Some messages, each of which counts as received and is hidden for a moment. Throws `refused` where a redrive policy is so
   * tight that looking could move messages away.
   */
  peek(limit?: number): Promise<Peeked>;
}

/** Below so many receipts a message may be as good as moved already: who wrote it off before may have looked at it once or twice. */
const tightMaxReceiveCount = 3;
/** Four days (SQS API reference, SetQueueAttributes). */
const defaultRetentionSeconds = "345600";
const peekedMessages = 10;
/** In case that they cannot be given back. */
const peekHidesSeconds = 30;
/** Asks all of SQS's servers, where one that is asked at once may have nothing. */
const peekWaitsSeconds = 2;

/** What there is to know of a queue before anything is taken from it. */
export function sqsQueueFacts({ sqs, lambda }: Pick<AwsServices, "sqs" | "lambda">, name: string): SqsQueueFacts {
  const queue = sqsQueue({ sqs }, name);

  async function facts(): Promise<QueueFacts> {
    const url = await queue.url();
    const { Attributes = {} } = await sqs.send(
      "GetQueueAttributes",
      { QueueUrl: url, AttributeNames: [...countAttributes, "QueueArn", "MessageRetentionPeriod", "RedrivePolicy"] },
      aboutQueue(queue),
    );
    const policy = asDocument(JSON.parse(Attributes["RedrivePolicy"] || "{}"));
    return {
      ...countsIn(Attributes),
      url,
      arn: Attributes["QueueArn"] ?? "",
      isFifo: queue.isFifo,
      retentionMs: Number(Attributes["MessageRetentionPeriod"] ?? defaultRetentionSeconds) * 1_000,
      // SQS keeps it as a number, or as the text that it was given.
      maxReceiveCount: policy["maxReceiveCount"] === undefined ? undefined : Number(policy["maxReceiveCount"]),
      deadLetterQueueArn: textOf(policy["deadLetterTargetArn"]),
    };
  }

  return {
    facts,
    async consumers() {
      return consumersOf(lambda, name.startsWith("arn:") ? name : (await facts()).arn);
    },
    async peek(limit = peekedMessages) {
      const { maxReceiveCount = Number.POSITIVE_INFINITY, deadLetterQueueArn } = await facts();
      if (maxReceiveCount <= tightMaxReceiveCount) throw tooTight(name, maxReceiveCount, deadLetterQueueArn);
      return peek(queue, limit, maxReceiveCount);
    },
  };
}

function tooTight(name: string, maxReceiveCount: number, deadLetterQueueArn = "another queue"): MskctlError {
  return new MskctlError(
    "refused",
    `looking at messages of queue ${name} counts as receiving them, and after ${maxReceiveCount} times SQS moves a message to ${deadLetterQueueArn}`,
    { suggestions: ["add --peek none, to plan by the queue's attributes alone"], details: { maxReceiveCount } },
  );
}

async function peek(queue: SqsQueue, limit: number, maxReceiveCount: number): Promise<Peeked> {
  const documents = new Map<string, ListedDocument>();
  let stoppedEarly = false;
  try {
    while (documents.size < limit && !stoppedEarly) {
      const { Messages = [] } = await queue.sqs.send(
        "ReceiveMessage",
        {
          QueueUrl: await queue.url(),
          MaxNumberOfMessages: Math.min(10, limit - documents.size),
          VisibilityTimeout: peekHidesSeconds,
          WaitTimeSeconds: peekWaitsSeconds,
          MessageSystemAttributeNames: ["SentTimestamp", "ApproximateReceiveCount"],
        },
        aboutQueue(queue),
      );
      if (Messages.length === 0) break;
      for (const message of Messages) {
        const document = documentIn(message);
        documents.set(document.id, document);
        if (Number(message.Attributes?.ApproximateReceiveCount ?? 1) >= maxReceiveCount - 1) stoppedEarly = true;
      }
    }
  } finally {
    await hideMessages(
      queue,
      [...documents.values()].map(({ handle }) => ({ handle, seconds: 0 })),
    );
  }
  return { documents: [...documents.values()], stoppedEarly };
}

async function consumersOf(lambda: AwsServices["lambda"], arn: string): Promise<readonly QueueConsumer[]> {
  const consumers: QueueConsumer[] = [];
  let marker: string | undefined;
  do {
    const page = await lambda.document("ListEventSourceMappings", { EventSourceArn: arn, Marker: marker }, { subject: `queue ${arn}` });
    for (const mapping of listOf(page["EventSourceMappings"]).map(asDocument)) {
      consumers.push({
        uuid: textOf(mapping["UUID"]) ?? "",
        functionArn: textOf(mapping["FunctionArn"]) ?? "",
        state: textOf(mapping["State"]),
      });
    }
    marker = textOf(page["NextMarker"]);
  } while (marker !== undefined);
  return consumers;
}
