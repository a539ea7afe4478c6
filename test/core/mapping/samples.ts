import type { MappingDocument, MappingSettings } from "../../../src/core/mapping/model.ts";

export const uuid = "e0b5a1c2-0000-4000-8000-0000000091c2";
export const clusterArn = "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/11111111-2222-3333-4444-555555555555-1";
export const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:AmazonMSK_shop-AbCdEf";
export const nowMs = Date.parse("2026-11-23T12:00:00Z");

/** What a create of an MSK mapping takes at least. */
export const mskSettings: MappingSettings = {
  FunctionName: "orders",
  EventSourceArn: clusterArn,
  Topics: ["orders"],
  StartingPosition: "TRIM_HORIZON",
};

/** What a create of a self-managed mapping takes at least. */
export const selfManagedSettings: MappingSettings = {
  FunctionName: "legacy",
  SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["b-1.example.com:9096", "b-2.example.com:9096"] } },
  Topics: ["legacy"],
  StartingPosition: "LATEST",
  SourceAccessConfigurations: [{ Type: "SASL_SCRAM_512_AUTH", URI: secretArn }],
};

/** An MSK mapping as Get answers it. */
export function mskMapping(over: Partial<MappingDocument> = {}): MappingDocument {
  return {
    UUID: uuid,
    EventSourceMappingArn: `arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:${uuid}`,
    FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders",
    EventSourceArn: clusterArn,
    Topics: ["orders"],
    StartingPosition: "TRIM_HORIZON",
    BatchSize: 100,
    AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: uuid },
    State: "Enabled",
    StateTransitionReason: "User action",
    LastModified: "2026-11-20T08:00:00.000Z",
    LastProcessingResult: "OK",
    ...over,
  };
}

/** A self-managed mapping in Queue mode, which has no starting position. */
export function queueMapping(over: Partial<MappingDocument> = {}): MappingDocument {
  const { StartingPosition: _, ...mapping } = selfManagedMapping();
  const config = { ConsumerGroupId: "legacy-share", ConsumptionMode: "Queue" };
  return { ...mapping, SelfManagedKafkaEventSourceConfig: config, MaximumRetryAttempts: 0, ...over };
}

/** A self-managed mapping as Get answers it. */
export function selfManagedMapping(over: Partial<MappingDocument> = {}): MappingDocument {
  const { FunctionName: _, ...settings } = selfManagedSettings;
  return {
    ...settings,
    UUID: uuid,
    EventSourceMappingArn: `arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:${uuid}`,
    FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:legacy",
    BatchSize: 100,
    SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: uuid },
    State: "Enabled",
    LastModified: "2026-11-20T08:00:00.000Z",
    ...over,
  };
}
