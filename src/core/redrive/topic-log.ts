import { askFor, type Fact } from "../mapping/fact.ts";
import type { Broker } from "../record/broker.ts";
import type { TopicLog } from "./recovery-tally.ts";

/** What the brokers keep of a topic; a topic that is gone is missing. */
export function readTopicLog(broker: () => Promise<Pick<Broker, "offsets" | "retention">>, topic: string): Promise<Fact<TopicLog>> {
  return askFor(async () => {
    const opened = await broker();
    const [earliest, end] = await Promise.all([opened.offsets(topic, "earliest"), opened.offsets(topic, "latest")]);
    const retention = await askFor(() => opened.retention(topic));
    return { earliest, end, retentionMs: retention.kind === "known" ? retention.value.ms : undefined };
  });
}
