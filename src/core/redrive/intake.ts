import type { PlannedDocument, RunJournal } from "./journal.ts";
import type { DocumentSource, ListedDocument } from "./ports.ts";

/** What a document is to a run. */
export type Sorted =
  | { readonly kind: "planned"; readonly planned: PlannedDocument }
  /** Only its beginning is at hand, and does not say enough. */
  | { readonly kind: "incomplete" }
  /** Left alone: `what` says what it is, in a phrase of ours. */
  | { readonly kind: "foreign" | "malformed"; readonly what: string };

export interface IntakeParts {
  readonly source: Pick<DocumentSource, "documents" | "fetch">;
  readonly sort: (document: ListedDocument) => Sorted;
  readonly journal: Pick<RunJournal, "add">;
  /** Documents at most, of a source that takes them. */
  readonly limit: number;
  /** Each document that is left alone. */
  readonly onLeftAlone: (what: string, kind: "foreign" | "malformed") => void;
  /** True: stop listing. Asked after each page. */
  readonly isStopped: () => boolean;
}

/** Writes the documents of a source into the journal, a page at a time; gives how many there were, those left alone included. */
export async function takeIn({ source, sort, journal, limit, onLeftAlone, isStopped }: IntakeParts): Promise<number> {
  let count = 0;
  for await (const page of source.documents(limit)) {
    const planned: PlannedDocument[] = [];
    for (const listed of page) {
      const sorted = await sortWhole(listed, { source, sort });
      if (sorted.kind === "planned") planned.push(sorted.planned);
      else onLeftAlone(sorted.what, sorted.kind);
    }
    count += page.length;
    if (planned.length > 0) journal.add(planned);
    if (isStopped()) break;
  }
  return count;
}

async function sortWhole(
  listed: ListedDocument,
  { source, sort }: Pick<IntakeParts, "source" | "sort">,
): Promise<Exclude<Sorted, { kind: "incomplete" }>> {
  const first = sort(listed);
  if (first.kind !== "incomplete") return first;
  const bytes = await source.fetch(listed.id, listed.handle);
  if (bytes === undefined) return { kind: "foreign", what: "a document that was removed meanwhile" };
  const whole = sort({ ...listed, bytes, complete: true });
  return whole.kind === "incomplete" ? { kind: "malformed", what: "a document that breaks off" } : whole;
}
