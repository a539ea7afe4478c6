import type { MappingDocument } from "../mapping/model.ts";
import type { EventOrigin } from "../record/event-record.ts";

/** What Lambda's events of this mapping say about where their records come from. */
export function eventOrigin(mapping: MappingDocument | undefined): EventOrigin {
  const servers = mapping?.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? [];
  const isSelfManaged = mapping?.SelfManagedEventSource !== undefined;
  return {
    eventSource: isSelfManaged ? "SelfManagedKafka" : "aws:kafka",
    eventSourceArn: mapping?.EventSourceArn,
    bootstrapServers: servers,
  };
}
