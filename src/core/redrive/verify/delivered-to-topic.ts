import type { Broker } from "../../record/broker.ts";
import { redriveOrigin } from "../redrive-headers.ts";
import type { DeliveredRecord } from "./target-check.ts";

/** Clocks of this machine and of the brokers may differ, and a record has the time of either. */
const clocksDifferMs = 15 * 60_000;

/** What a run has written to a topic since `sinceMs`, partition by partition, known by its headers; others' records are passed over. */
export async function* deliveredToTopic(
  broker: Pick<Broker, "offsets" | "read">,
  topic: string,
  { runId, sinceMs }: { readonly runId: string; readonly sinceMs: number },
): AsyncIterable<DeliveredRecord> {
  const [starts, ends] = [await broker.offsets(topic, { atOrAfterMs: sinceMs - clocksDifferMs }), await broker.offsets(topic, "latest")];
  for (const [partition, from] of [...starts].toSorted(([a], [b]) => a - b)) {
    for await (const item of broker.read({ topic, partition, from, until: ends.get(partition) ?? from })) {
      const origin = item.kind === "record" ? redriveOrigin(item.record) : undefined;
      if (origin?.runId === runId) yield { lane: origin.lane, offset: origin.offset, place: `${topic}-${partition}` };
    }
  }
}
