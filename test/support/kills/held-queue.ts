import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { TappedCall } from "./tapped-services.ts";

/** A queue whose messages are hidden by programs that were killed, until a test lets that time pass. */
export interface HeldQueue {
  fill(bodies: readonly string[]): Promise<void>;
  /** Messages that were given out are noted. */
  onCarriedOut(call: TappedCall): void;
  /** All that is hidden is there again, as when its time is over. */
  showAgain(): Promise<void>;
  /** Messages, hidden ones too. */
  size(): Promise<number>;
}

const atOnce = 10;

export function heldQueue(sqs: SQSClient, QueueUrl: string): HeldQueue {
  let handles: string[] = [];
  return {
    async fill(bodies) {
      for (const some of inTens(bodies)) {
        const Entries = some.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
        await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      }
    },
    onCarriedOut({ operation, answer }) {
      if (operation !== "ReceiveMessage") return;
      const { Messages = [] } = JSON.parse(answer.toString("utf8")) as {
        readonly Messages?: readonly { readonly ReceiptHandle: string }[];
      };
      handles.push(...Messages.map(({ ReceiptHandle }) => ReceiptHandle));
    },
    async showAgain() {
      for (const some of inTens(handles)) {
        const Entries = some.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
        // Of those that were deleted meanwhile there is nothing to show.
        await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
      }
      handles = [];
    },
    async size() {
      const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
      const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }));
      return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
    },
  };
}

function inTens<Item>(items: readonly Item[]): (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / atOnce) }, (_, index) => items.slice(index * atOnce, (index + 1) * atOnce));
}
