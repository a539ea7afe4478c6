import { isError, MskctlError } from "../../core/errors.ts";
import type { AwsServices } from "./aws-services.ts";

/** A queue that a topic sends to. */
export interface TopicQueue {
  readonly queueArn: string;
  /** True: messages are the documents themselves, else SNS's envelopes around them. Undefined: the caller may not ask. */
  readonly isRaw: boolean | undefined;
  /** True: the subscription has a filter, so that documents may be missing. Undefined: the caller may not ask. */
  readonly isFiltered: boolean | undefined;
}

/** A topic keeps nothing: what it was sent waits in the queues that are subscribed to it. */
export async function queuesOfTopic({ sns }: Pick<AwsServices, "sns">, topicArn: string): Promise<readonly TopicQueue[]> {
  const queues: TopicQueue[] = [];
  let token: string | undefined;
  do {
    const page = await sns.send("ListSubscriptionsByTopic", { TopicArn: topicArn, NextToken: token }, { subject: `topic ${topicArn}` });
    for (const { Protocol, Endpoint, SubscriptionArn = "" } of page.Subscriptions ?? []) {
      // Instead of an ARN stands PendingConfirmation, or Deleted: nothing is sent there.
      if (Protocol !== "sqs" || Endpoint === undefined || !SubscriptionArn.startsWith("arn:")) continue;
      queues.push({ queueArn: Endpoint, ...(await deliveryOf(sns, SubscriptionArn)) });
    }
    token = page.NextToken || undefined;
  } while (token !== undefined);
  return queues;
}

async function deliveryOf(sns: AwsServices["sns"], subscription: string): Promise<Omit<TopicQueue, "queueArn">> {
  try {
    const { Attributes = {} } = await sns.send(
      "GetSubscriptionAttributes",
      { SubscriptionArn: subscription },
      { subject: `subscription ${subscription}` },
    );
    const filter = Attributes["FilterPolicy"] ?? "";
    return { isRaw: Attributes["RawMessageDelivery"] === "true", isFiltered: filter !== "" && filter !== "{}" };
  } catch (error) {
    if (isError(error, "not-permitted")) return { isRaw: undefined, isFiltered: undefined };
    throw error;
  }
}

/** The only queue of a topic; with none (`not-found`) or several (`ambiguous`) the error says what to type. */
export async function queueOfTopic(aws: Pick<AwsServices, "sns">, topicArn: string): Promise<TopicQueue> {
  const queues = await queuesOfTopic(aws, topicArn);
  const [queue, ...others] = queues;
  if (queue === undefined) {
    throw new MskctlError("not-found", `topic ${topicArn} keeps no documents, and no queue is subscribed to it`, {
      suggestions: [
        "mskctl redrive sqs:QUEUE, if a queue got its documents on another way",
        `aws sns list-subscriptions-by-topic --topic-arn ${topicArn}`,
      ],
    });
  }
  if (others.length === 0) return queue;
  const candidates = queues.map(({ queueArn }) => queueArn);
  throw new MskctlError("ambiguous", `topic ${topicArn} sends to ${candidates.length} queues, each of which may hold its documents`, {
    suggestions: candidates.map((arn) => `mskctl redrive sqs:${arn}`),
    details: { candidates },
  });
}
