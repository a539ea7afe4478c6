import type { RunJournal } from "./journal.ts";
import type { DocumentRef, DocumentSource } from "./ports.ts";

/** S3's DeleteObjects takes so many; sources with smaller calls divide them. */
const documentsAtOnce = 1_000;

/** Takes documents out of their source whose records are all settled on disk, one call at a time. */
export interface Remover {
  add(documents: readonly DocumentRef[]): void;
  /** Documents that stay, for a source that only remembers how far it was worked off. */
  pass(documents: readonly DocumentRef[]): void;
  /** Resolves when nothing waits; what could not be removed stays in the journal as removable. */
  drained(): Promise<void>;
  /** Of documents that stayed: why the last did. */
  readonly refusals: { count: number; reason: string | undefined };
}

export interface RemoverParts {
  readonly source: Pick<DocumentSource, "remove" | "pass">;
  readonly journal: Pick<RunJournal, "commit">;
  /** Anything thrown: the source cannot be written to, or the journal. */
  readonly onError: (error: unknown) => void;
}

export function remover({ source, journal, onError }: RemoverParts): Remover {
  const waiting: DocumentRef[] = [];
  const passing: DocumentRef[] = [];
  const refusals: Remover["refusals"] = { count: 0, reason: undefined };
  let running: Promise<void> | undefined;

  async function removeNext(): Promise<void> {
    const documents = waiting.splice(0, documentsAtOnce);
    const removals = await source.remove(documents);
    const gone: string[] = [];
    for (const [index, removal] of removals.entries()) {
      if (removal.kind === "failed") {
        refusals.count += 1;
        refusals.reason = removal.reason;
      } else gone.push(documents[index]?.id ?? "");
    }
    if (gone.length > 0) journal.commit([{ kind: "removed", documents: gone }]);
  }

  async function work(): Promise<void> {
    try {
      while (waiting.length + passing.length > 0) {
        if (passing.length > 0) await source.pass?.(passing.splice(0));
        if (waiting.length > 0) await removeNext();
      }
    } catch (error) {
      waiting.length = 0;
      passing.length = 0;
      onError(error);
    } finally {
      running = undefined;
    }
  }

  return {
    refusals,
    add(documents) {
      for (const each of documents) waiting.push(each);
      if (waiting.length > 0) running ??= work();
    },
    pass(documents) {
      if (source.pass === undefined) return;
      for (const each of documents) passing.push(each);
      if (passing.length > 0) running ??= work();
    },
    async drained() {
      while (running !== undefined) await running;
    },
  };
}
