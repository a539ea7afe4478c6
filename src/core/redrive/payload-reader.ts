import type { EventRecord } from "../record/event-record.ts";
import type { EventTools } from "../record/read-event.ts";
import { topicPartitionName } from "../record/topic-partition.ts";
import type { KeptDocuments } from "./kept-documents.ts";
import { eventLanes, type LaneRecords, payloadLanes } from "./payload-lanes.ts";
import type { DocumentSource, Part, PartContent, Reason, RecordReader, SettledRun } from "./ports.ts";
import { WaitingLanes } from "./waiting-lanes.ts";

export interface PayloadReaderParts {
  readonly source: Pick<DocumentSource, "fetch">;
  readonly tools: EventTools;
  /** Held at most of documents of several partitions, until their other partitions are asked for. */
  readonly cacheBytes: number;
  /** Documents that need not be fetched. */
  readonly kept?: Pick<KeptDocuments, "take"> | undefined;
  /** For documents that were written without their event; without it their records are out of reach. */
  readonly pointers?: RecordReader | undefined;
}

type Loaded = LaneRecords | "gone" | "malformed" | "no-event";

/** Reads records out of the documents themselves: those of S3 and Kafka topics carry them. */
export function payloadReader({ source, tools, cacheBytes, kept, pointers }: PayloadReaderParts): RecordReader {
  const waiting = new WaitingLanes(cacheBytes);
  const loading = new Map<string, Promise<Loaded>>();

  async function load(document: string, handle: string): Promise<Loaded> {
    const known = kept?.take({ id: document, handle });
    if (known !== undefined) return eventLanes(known, tools);
    const bytes = await source.fetch(document, handle);
    return bytes === undefined ? "gone" : payloadLanes(bytes, tools);
  }

  /** Whoever asks for a document that is on its way gets the same one. */
  function loadOnce({ document, handle }: Part): Promise<Loaded> {
    const known = loading.get(document);
    if (known !== undefined) return known;
    const started = load(document, handle)
      .then((loaded) => {
        if (typeof loaded !== "string") waiting.add(document, loaded);
        return loaded;
      })
      .finally(() => loading.delete(document));
    loading.set(document, started);
    return started;
  }

  async function contentOf(part: Part): Promise<PartContent> {
    const lane = topicPartitionName(part.lane);
    const held = waiting.take(part.document, lane);
    if (held !== undefined) return contentWithin(part, held);
    for (;;) {
      const loaded = await loadOnce(part);
      if (loaded === "gone") return settled(part, "unrecoverable", "source-gone");
      if (loaded === "malformed") return settled(part, "parked", "malformed");
      if (loaded === "no-event") return pointers === undefined ? settled(part, "parked", "unreachable") : pointers.read(part);
      if (!loaded.names.has(lane)) return settled(part, "parked", "malformed");
      const records = waiting.takeFrom(part.document, loaded, lane);
      // Undefined: somebody else asked for the same lane, and has it.
      if (records !== undefined) return contentWithin(part, records);
    }
  }

  return { read: contentOf };
}

function contentWithin(part: Part, records: readonly EventRecord[]): PartContent {
  const [first, last] = [records[0], records.at(-1)];
  const isWithin = first !== undefined && last !== undefined && first.offset >= part.first && last.offset <= part.last;
  return isWithin ? { records, runs: [] } : settled(part, "parked", "malformed");
}

function settled({ first, last }: Part, outcome: SettledRun["outcome"], reason: Reason): PartContent {
  return { records: [], runs: [{ first, last, outcome, reason }] };
}
