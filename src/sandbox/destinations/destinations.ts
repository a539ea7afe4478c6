import { isFifo } from "../../core/mapping/rules/destination-rules.ts";
import { type AwsDestinationParts, awsDestination } from "./aws-destination.ts";
import { assumedDeliveryMs } from "./delivery-time.ts";
import type { DestinationTopics } from "./destination-topics.ts";
import type { FailureDestination } from "./failed-batch.ts";
import { kafkaDestination } from "./kafka-destination.ts";

/** The on-failure destinations of all mappings. */
export interface Destinations {
  /** `destination`: as the mapping has it, an ARN or `kafka://topic`. `topics`: those of the mapping's cluster. */
  destinationFor(destination: string, topics: DestinationTopics): FailureDestination;
}

export function createDestinations(parts: AwsDestinationParts): Destinations {
  return {
    destinationFor(destination, topics) {
      const topic = /^kafka:\/\/(.+)$/.exec(destination)?.[1];
      if (topic !== undefined) return kafkaDestination(topic, topics, parts.clock);
      if (!isFifo(destination) && /^arn:[^:]+:(sqs|sns|s3):/.test(destination)) return awsDestination(destination, parts);
      return refusing(`${destination} is no standard queue or topic, no bucket and no kafka://topic`, parts);
    },
  };
}

/** For what Create would not have taken. */
function refusing(reason: string, { clock }: Pick<AwsDestinationParts, "clock">): FailureDestination {
  return {
    deliver: (_, done) => void clock.at(clock.now() + assumedDeliveryMs, () => done({ delivered: false, reason })),
  };
}
