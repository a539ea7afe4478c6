import type { SandboxClock } from "../world.ts";
import { assumedDeliveryMs } from "./delivery-time.ts";
import type { DestinationMessage, DestinationTopics } from "./destination-topics.ts";
import type { DeliveryOutcome, FailedBatch, FailureDestination } from "./failed-batch.ts";
import { kafkaDocument } from "./kafka-document.ts";

/** A topic of the mapping's own cluster. */
export function kafkaDestination(topic: string, topics: DestinationTopics, clock: SandboxClock): FailureDestination {
  return {
    deliver(batch, done) {
      const messages = messagesOf(batch);
      if (topics.kind === "embedded") {
        const reason = topics.append(topic, messages);
        clock.at(clock.now() + assumedDeliveryMs, () => done(outcomeOf(reason)));
        return;
      }
      // A broker takes real time, perhaps without end: nothing waits for it but this mapping.
      const settle = (reason?: string) => clock.at(clock.now(), () => done(outcomeOf(reason)));
      topics.produce(topic, messages).then(
        () => settle(),
        (error: unknown) => settle(String(error)),
      );
    },
  };
}

/** One message a record, by the record's own key. */
function messagesOf(batch: FailedBatch): DestinationMessage[] {
  return Array.from(batch.records(), (record) => ({ key: record.key, value: Buffer.from(kafkaDocument(batch, record)) }));
}

function outcomeOf(reason: string | undefined): DeliveryOutcome {
  return reason === undefined ? { delivered: true } : { delivered: false, reason };
}
