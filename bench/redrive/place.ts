import type { MappingDocument } from "../../src/core/mapping/model.ts";

export const region = "eu-central-1";
export const functionName = "orders";
export const functionArn = `arn:aws:lambda:${region}:123456789012:function:${functionName}`;
export const bucket = "failed-orders";
export const mappingUuid = "e0b5c7f2-0000-4000-8000-0000000091c2";
export const prefix = `aws/lambda/${mappingUuid}/`;

/** What a redrive of the bench is made of. */
export interface Place {
  /** Of the brokers that the mapping reads; any where no broker is asked. */
  readonly bootstrap: string;
  readonly topic: string;
  readonly destination: string;
}

export function mappingOf({ bootstrap, topic, destination }: Place): MappingDocument {
  return {
    UUID: mappingUuid,
    EventSourceMappingArn: `arn:aws:lambda:${region}:123456789012:event-source-mapping:${mappingUuid}`,
    SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: [bootstrap] } },
    SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: mappingUuid },
    FunctionArn: functionArn,
    Topics: [topic],
    StartingPosition: "TRIM_HORIZON",
    BatchSize: 500,
    State: "Disabled",
    DestinationConfig: { OnFailure: { Destination: destination } },
  };
}
