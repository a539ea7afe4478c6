import type { CallAnswer, FauxqsClient } from "../fauxqs-client.ts";
import type { FaultList } from "../front/faults.ts";
import type { SandboxClock } from "../world.ts";
import { assumedDeliveryMs } from "./delivery-time.ts";
import type { DeliveryOutcome, FailedBatch, FailureDestination } from "./failed-batch.ts";
import { metadataDocument } from "./metadata-document.ts";
import { s3Document, s3Key } from "./s3-document.ts";

export interface AwsDestinationParts {
  readonly clock: SandboxClock;
  readonly client: FauxqsClient;
  /** Calls that go wrong on purpose: those of deliveries, too. */
  readonly faults: Pick<FaultList, "take">;
  /** Seeded: names of S3 objects are the same in every run. */
  readonly newUuid: () => string;
}

/** A call that delivers a batch. */
interface DeliveryCall {
  readonly service: "sqs" | "sns" | "s3";
  readonly operation: string;
  readonly send: () => Promise<CallAnswer>;
}

/** A queue, a topic or a bucket; it is looked up with each delivery, so it may come later than the mapping. */
export function awsDestination(arn: string, parts: AwsDestinationParts): FailureDestination {
  const { clock } = parts;
  return {
    deliver(batch, done) {
      // Set before anything else runs: the clock is held until then.
      let outcome: DeliveryOutcome = { delivered: false, reason: "the call did not end" };
      clock.at(clock.now() + assumedDeliveryMs, () => done(outcome));
      const release = clock.hold();
      void outcomeOf(deliveryCall(arn, batch, parts), parts)
        .catch((error: unknown) => ({ delivered: false, reason: String(error) }) as const)
        .then((known) => {
          outcome = known;
          release();
        });
    },
  };
}

/** SQS takes 1 MiB and SNS 256 KiB: a document is larger only with partitions by the thousand, and then it is refused. */
function deliveryCall(arn: string, batch: FailedBatch, { client, newUuid }: AwsDestinationParts): DeliveryCall {
  switch (arn.split(":")[2]) {
    case "sqs":
      return { service: "sqs", operation: "SendMessage", send: () => client.sendMessage(arn, JSON.stringify(metadataDocument(batch))) };
    case "sns":
      return { service: "sns", operation: "Publish", send: () => client.publish(arn, JSON.stringify(metadataDocument(batch))) };
    default: {
      const key = s3Key(batch, newUuid());
      return { service: "s3", operation: "PutObject", send: () => client.putObject(arn, key, s3Document(batch)) };
    }
  }
}

/** One attempt (assumption: how often Lambda tries is not documented). */
async function outcomeOf({ service, operation, send }: DeliveryCall, { faults }: AwsDestinationParts): Promise<DeliveryOutcome> {
  const fault = faults.take(service, operation);
  if (fault !== undefined && fault.kind !== "lost-answer") {
    const { errorName, message = "on purpose" } = fault;
    return failed(`${operation}: ${errorName}: ${message}`);
  }
  const answer = await send();
  if (answer.kind === "refused") return failed(`${operation}: ${answer.errorName}: ${answer.message}`);
  return fault === undefined ? { delivered: true } : failed(`${operation}: the connection was cut before the answer`);
}

function failed(reason: string): DeliveryOutcome {
  return { delivered: false, reason };
}
