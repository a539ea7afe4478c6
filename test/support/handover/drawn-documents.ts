import { randomSequence } from "../../../src/sandbox/runtime/chance.ts";

/** What a bucket of failure documents of the mapping `shipments` is filled with. */
export interface DrawnDocuments {
  readonly documents: readonly DrawnDocument[];
  /** `partition:offset` of every record that stands in a document of the mapping. */
  readonly records: ReadonlySet<string>;
  /** Of these, those that the function fails on. */
  readonly poison: ReadonlySet<string>;
}

interface DrawnDocument {
  readonly key: string;
  readonly body: string;
  /** `partition:offset`; none for what is no document of the mapping. */
  readonly records: readonly string[];
}

export interface Drawing {
  readonly seed: number;
  readonly documents: number;
  /** Whether some documents come twice. */
  readonly repeats: boolean;
  readonly mapping: { readonly uuid: string; readonly functionArn: string; readonly clusterArn: string };
}

const topic = "shipments";
const partitions = 6;
const writtenAtMs = Date.parse("2026-11-25T12:00:00Z");

interface DrawnRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
}

/** Documents of one to four records: some of two partitions, some twice, some foreign or malformed, a few records that the function fails on. */
export function drawDocuments({ seed, documents: count, repeats, mapping }: Drawing): DrawnDocuments {
  const random = randomSequence(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const ends = new Array<number>(partitions).fill(1_000);
  const [documents, records, poison] = [[] as DrawnDocument[], new Set<string>(), new Set<string>()];

  function draw(partition: number): DrawnRecord[] {
    const from = ends[partition] ?? 0;
    const own = Array.from({ length: 1 + below(4) }, (_, index) => ({ partition, offset: from + index, key: `key-${below(300)}` }));
    // Offsets between documents are none that failed.
    ends[partition] = from + own.length + below(3);
    return own;
  }

  for (let number = 0; documents.length < count; number++) {
    const key = (suffix = "") => `aws/lambda/${mapping.uuid}/${String(number).padStart(7, "0")}${suffix}`;
    const kind = random();
    if (kind < 0.001) {
      documents.push({ key: key(), body: '{"this": "is no document', records: [] });
      continue;
    }
    const first = below(partitions);
    const drawn = draw(first);
    if (kind > 0.98) drawn.push(...draw((first + 1) % partitions));
    const isForeign = kind < 0.004;
    const body = documentOf(drawn, isForeign ? { ...mapping, functionArn: `${mapping.functionArn}-of-others` } : mapping);
    const places = isForeign ? [] : drawn.map(placeOf);
    documents.push({ key: key(), body, records: places });
    if (repeats && !isForeign && kind < 0.009 && documents.length < count) documents.push({ key: key("-again"), body, records: places });
    for (const place of places) {
      records.add(place);
      if (random() < 0.001) poison.add(place);
    }
  }
  return { documents, records, poison };
}

function placeOf({ partition, offset }: Pick<DrawnRecord, "partition" | "offset">): string {
  return `${partition}:${offset}`;
}

/** As Lambda writes it to S3. */
function documentOf(records: readonly DrawnRecord[], { functionArn, clusterArn }: Drawing["mapping"]): string {
  const byPartition = Map.groupBy(records, ({ partition }) => `${topic}-${partition}`);
  const at = new Date(writtenAtMs).toISOString();
  const events = [...byPartition].map(([name, own]) => [name, own.map(eventRecord)] as const);
  const ranges = [...byPartition].map(([name, own]) => {
    const range = { firstRecordOffset: String(own[0]?.offset), lastRecordOffset: String(own.at(-1)?.offset) };
    return [name, { ...range, firstRecordTimestamp: at, lastRecordTimestamp: at }] as const;
  });
  return JSON.stringify({
    requestContext: {
      requestId: "4b1d2c7e-0000-4000-8000-000000000001",
      functionArn: `${functionArn}:$LATEST`,
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: 4,
    },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    version: "1.0",
    timestamp: new Date(writtenAtMs + 60_000).toISOString(),
    KafkaBatchInfo: {
      batchSize: records.length,
      eventSourceArn: clusterArn,
      bootstrapServers: "",
      payloadSize: records.length * 200,
      recordsInfo: Object.fromEntries(ranges),
    },
    payload: JSON.stringify({
      eventSource: "aws:kafka",
      eventSourceArn: clusterArn,
      bootstrapServers: "",
      records: Object.fromEntries(events),
    }),
  });
}

function eventRecord({ partition, offset, key }: DrawnRecord): object {
  const [spelledKey, value] = [key, `record ${partition}:${offset}`].map((text) => Buffer.from(text).toString("base64"));
  return { topic, partition, offset, timestamp: writtenAtMs, timestampType: "CREATE_TIME", key: spelledKey, value, headers: [] };
}
