import { topicOf } from "../model.ts";
import { type CrossFieldRule, isGiven } from "./cross-field-rule.ts";
import { type Breach, quoted } from "./violation.ts";

const destinations = "Lambda Developer Guide, Kafka on-failure destinations";
const path = ["DestinationConfig", "OnFailure", "Destination"];

/** Where failed records may go. */
export const destinationRules = [
  {
    id: "on-success-unsupported",
    enforcedBy: "service",
    from: 'answers recorded from AWS in localstack/localstack\'s Lambda tests ("Unsupported DestinationConfig parameter …", other source types)',
    check: ({ request }) => {
      const destination = request.DestinationConfig?.OnSuccess?.Destination;
      if (!isGiven(destination) || destination === "") return [];
      return [
        {
          path: ["DestinationConfig", "OnSuccess", "Destination"],
          constraint: { kind: "unsupported" },
          value: destination,
          message: `Event source mappings have no on-success destination; it is ${quoted(destination)}.`,
          fix: "Leave DestinationConfig.OnSuccess out.",
        },
      ];
    },
  },
  {
    id: "destination-service",
    enforcedBy: "service",
    from: destinations,
    check: ({ after }) => {
      const destination = after.DestinationConfig?.OnFailure?.Destination ?? "";
      if (!destination.startsWith("arn:") || /^arn:[^:]+:(sqs|sns|s3):/.test(destination)) return [];
      const expected = "the ARN of an SQS queue, an SNS topic or an S3 bucket, or kafka://topic";
      return [
        misfit(destination, expected, `The on-failure destination is ${expected}; it is ${quoted(destination)}.`, `Give ${expected}.`),
      ];
    },
  },
  {
    id: "fifo-destination",
    enforcedBy: "service",
    from: "Lambda Developer Guide, metric types: FIFO queues and topics are not supported as destinations",
    check: ({ after }) => {
      const destination = after.DestinationConfig?.OnFailure?.Destination ?? "";
      if (!isFifo(destination)) return [];
      const message = `The on-failure destination must be a standard queue or topic; ${quoted(destination)} is FIFO.`;
      return [misfit(destination, "a standard queue or topic", message, "Give a standard queue or topic.")];
    },
  },
  {
    id: "destination-is-source-topic",
    enforcedBy: "service",
    from: destinations,
    check: ({ after }) => {
      const destination = after.DestinationConfig?.OnFailure?.Destination;
      if (!isGiven(destination) || destination !== `kafka://${topicOf(after)}`) return [];
      const message = `Failed records must not go back to the topic that is read; the destination is ${quoted(destination)}.`;
      return [misfit(destination, "another topic than the source", message, "Name another topic of the cluster.")];
    },
  },
] as const satisfies readonly CrossFieldRule[];

/** Whether the destination's ARN is that of a FIFO queue or topic. */
export function isFifo(destination: string): boolean {
  return /^arn:[^:]+:(sqs|sns):.*\.fifo$/.test(destination);
}

function misfit(value: string, expected: string, message: string, fix: string): Breach {
  return { path, constraint: { kind: "form", expected }, value, message, fix };
}
