import type { ArchiveFacts, ArchiveReader, DocumentToArchive } from "../../../src/core/redrive/archive.ts";
import type { ListedDocument, PartContent } from "../../../src/core/redrive/ports.ts";

export const archiveFacts: ArchiveFacts = {
  source: "sqs:failed-orders",
  mappingUuid: "0c7e2f66-51a5-4a2f-9b3f-3c5b7a6d1e0a",
  functionName: "orders",
  accountId: undefined,
  region: "eu-central-1",
};

export const archiveLane = { topic: "orders", partition: 3 };

export function toArchive(id: string, text = `{"of":"${id}"}`, some: Partial<DocumentToArchive> = {}): DocumentToArchive {
  const parts = [{ lane: archiveLane, first: 10n, last: 19n, claimed: 10 }];
  return { id, bytes: Buffer.from(text), storedAtMs: 1_000, parts, content: undefined, ...some };
}

export function savedContent(...offsets: bigint[]): PartContent {
  const records = offsets.map((offset) => ({
    ...archiveLane,
    offset,
    timestampMs: 5,
    key: "a2V5",
    json: Buffer.from(`{"offset":${offset},"value":"8J+Yig=="}`),
  }));
  return { records, runs: [{ first: 99n, last: 120n, outcome: "unrecoverable", reason: "expired" }] };
}

export async function allOf(reader: Pick<ArchiveReader, "documents">, limit = 1_000): Promise<ListedDocument[]> {
  const all: ListedDocument[] = [];
  for await (const page of reader.documents(limit)) all.push(...page);
  return all;
}
