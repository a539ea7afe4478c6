import type { MappingDocument } from "../core/mapping/model.ts";
import { classifiedPages, written } from "../core/redrive/intake.ts";
import type { RunJournal } from "../core/redrive/journal.ts";
import type { DocumentRef, ListedDocument } from "../core/redrive/ports.ts";
import { untilStopped } from "../core/redrive/until-stopped.ts";
import type { Services } from "./services.ts";
import type { OpenSource } from "./services-redrive.ts";

interface IntakeInto {
  readonly journal: RunJournal;
  readonly mapping: MappingDocument | undefined;
  readonly tools: Services["bytes"];
  /** True: nothing more is taken. */
  readonly isAsked: () => boolean;
}

/** What a sitting takes from a source that hides what it gives. */
export interface RunIntake {
  /** Writes up to `limit` documents into the journal, and says how many came; undefined where the source gives all at once. */
  readonly takeIn: ((limit: number) => Promise<number>) | undefined;
  giveBack(): Promise<void>;
}

export function runIntake({ source, takes, hasEvents }: OpenSource, { journal, mapping, tools, isAsked }: IntakeInto): RunIntake {
  const taken: DocumentRef[] = [];
  const noted = {
    documents: (most: number) => noting(untilStopped(source.documents(most), isAsked), taken),
    fetch: source.fetch,
  };
  async function takeIn(limit: number): Promise<number> {
    let count = 0;
    for await (const page of written(classifiedPages({ source: noted, mapping, tools, limit, hasEvents }), journal)) count += page.length;
    return count;
  }
  return {
    takeIn: takes ? takeIn : undefined,
    async giveBack() {
      // What was removed is in nobody's custody any more. What cannot be given back comes back when its time is over.
      if (taken.length > 0) await source.release(taken).catch(() => undefined);
    },
  };
}

async function* noting(pages: AsyncIterable<readonly ListedDocument[]>, into: DocumentRef[]): AsyncGenerator<readonly ListedDocument[]> {
  for await (const page of pages) {
    for (const { id, handle } of page) into.push({ id, handle });
    yield page;
  }
}
