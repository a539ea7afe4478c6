import type { MappingDocument } from "../../src/core/mapping/model.ts";

export const shopClusterArn = "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/11111111-2222-4333-8444-555555555555-3";

/** A healthy on-demand MSK mapping with its metrics on; `changes` say what is special about this one. */
export function sampleMapping(changes: Partial<MappingDocument> & { readonly name?: string } = {}): MappingDocument {
  const { name = "orders", ...fields } = changes;
  const uuid = fields.UUID ?? "e0b5c7f2-0000-4000-8000-0000000091c2";
  return {
    UUID: uuid,
    EventSourceMappingArn: `arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:${uuid}`,
    EventSourceArn: shopClusterArn,
    FunctionArn: `arn:aws:lambda:eu-central-1:123456789012:function:${name}`,
    Topics: [name],
    StartingPosition: "TRIM_HORIZON",
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 1,
    AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: uuid },
    MetricsConfig: { Metrics: ["EventCount"] },
    State: "Enabled",
    StateTransitionReason: "USER_INITIATED",
    LastModified: "2026-11-20T08:00:00.000Z",
    LastProcessingResult: "OK",
    ...fields,
  };
}
