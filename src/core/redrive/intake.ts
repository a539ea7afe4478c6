import type { MappingDocument } from "../mapping/model.ts";
import type { DecodeUtf8 } from "../record/byte-tools.ts";
import { type Classified, type ClassifiedDocument, classifyDocument } from "./classify.ts";
import type { RunJournal } from "./journal.ts";
import type { KeptDocuments } from "./kept-documents.ts";
import type { DocumentSource, ListedDocument } from "./ports.ts";

export interface IntakeParts {
  readonly source: Pick<DocumentSource, "documents" | "fetch" | "leave">;
  /** Whose documents are meant; undefined: all. */
  readonly mapping: MappingDocument | undefined;
  readonly tools: { readonly decodeUtf8: DecodeUtf8 };
  /** Documents at most, of a source that takes them. */
  readonly limit: number;
  /** Whether documents of this source carry the records. */
  readonly hasEvents: boolean;
  /** Gets documents that were read whole, for whoever asks for their records later. */
  readonly kept?: Pick<KeptDocuments, "offer"> | undefined;
}

/** What a source holds, a page at a time, each document for what it is; one whose beginning does not say enough is fetched. */
export async function* classifiedPages({ source, limit, ...parts }: IntakeParts): AsyncGenerator<readonly ClassifiedDocument[]> {
  for await (const page of source.documents(limit)) {
    const classified = await Promise.all(page.map((listed) => classifiedWhole(listed, { ...parts, source })));
    source.leave?.(page.filter((_, index) => classified[index]?.classified.kind !== "planned"));
    yield classified;
  }
}

async function classifiedWhole(
  listed: ListedDocument,
  { source, mapping, tools, hasEvents, kept }: Omit<IntakeParts, "limit">,
): Promise<ClassifiedDocument> {
  const { storedAtMs } = listed;
  const first = classifyDocument(listed, mapping, tools);
  if (first.kind !== "incomplete") {
    if (first.kind === "planned" && listed.complete) kept?.offer(listed, first.document, listed.bytes?.length ?? 0);
    return { classified: first, storedAtMs, hasEvent: hasEvents, eventBytes: eventBytesIn(first) };
  }
  const bytes = await source.fetch(listed.id, listed.handle);
  const whole = classifyDocument({ ...listed, bytes, complete: true }, mapping, tools);
  const classified = whole.kind === "incomplete" ? ({ kind: "malformed", why: "it breaks off" } as const) : whole;
  return { classified, storedAtMs, hasEvent: hasEvents, eventBytes: eventBytesIn(classified) };
}

function eventBytesIn(classified: Classified): number | undefined {
  return classified.kind === "planned" ? classified.document.event?.length : undefined;
}

/** The same pages; what of them is planned is in the journal when they come. */
export async function* written(
  pages: AsyncIterable<readonly ClassifiedDocument[]>,
  journal: Pick<RunJournal, "add">,
): AsyncGenerator<readonly ClassifiedDocument[]> {
  for await (const page of pages) {
    const planned = page.flatMap(({ classified }) => (classified.kind === "planned" ? [classified.planned] : []));
    if (planned.length > 0) journal.add(planned);
    yield page;
  }
}
