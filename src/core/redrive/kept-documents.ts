import type { FailureDocument } from "../record/failure-document.ts";
import type { DocumentRef } from "./ports.ts";

/** What of a document its records are read from. */
export type EventOfDocument = Pick<FailureDocument, "event" | "ranges">;

interface Kept {
  readonly handle: string;
  readonly document: EventOfDocument;
  readonly bytes: number;
}

/**
 * Documents that were read when their source was listed, until their records are asked for: the first ones, as many as there is room for. Those
 * are fetched and read once, and the others twice.
 */
export class KeptDocuments {
  readonly #limitBytes: number;
  readonly #documents = new Map<string, Kept>();
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** `bytes`: of the whole document, which its event is a view of. */
  offer({ id, handle }: DocumentRef, { event, ranges }: EventOfDocument, bytes: number): void {
    if (event === undefined || this.#bytes + bytes > this.#limitBytes || this.#documents.has(id)) return;
    this.#documents.set(id, { handle, document: { event, ranges }, bytes });
    this.#bytes += bytes;
  }

  /** Once; undefined for what was not kept, or is another version of it. */
  take({ id, handle }: DocumentRef): EventOfDocument | undefined {
    const kept = this.#documents.get(id);
    if (kept === undefined) return undefined;
    this.#documents.delete(id);
    this.#bytes -= kept.bytes;
    return kept.handle === handle ? kept.document : undefined;
  }
}
