import { formatCount, plural } from "../../figures.ts";
import type { OpenRun } from "../runs.ts";
import { type Check, createMismatches, type Mismatches, type NotAsked, notChecked } from "./check.ts";

/** A source whose single documents can be asked for without touching them. */
export interface SourceEvidence {
  /** One answer a document, in order: whether it is there; undefined where that cannot be told. */
  present(ids: readonly string[]): Promise<readonly (boolean | undefined)[]>;
}

const idsAtOnce = 1_000;

/** What was removed is gone, and what was kept is there. Throws as the source does. */
export async function checkSource(run: OpenRun, source: SourceEvidence | NotAsked): Promise<Check> {
  if ("why" in source) return notChecked("source", source);
  const mismatches = createMismatches();
  const removed = await compare(removedIds(run), source, { expected: false, wrong: "was removed, and is there", mismatches });
  const kept = await compare(keptIds(run), source, { expected: true, wrong: "was kept, and is gone", mismatches });
  const untold = removed.untold + kept.untold;
  const says = `${plural(removed.asked, "removed document")} gone, ${plural(kept.asked, "kept document")} there`;
  return mismatches.check("source", untold === 0 ? says : `${says}; of ${formatCount(untold)} it cannot be told`);
}

async function compare(
  ids: Iterable<string>,
  source: SourceEvidence,
  { expected, wrong, mismatches }: { readonly expected: boolean; readonly wrong: string; readonly mismatches: Mismatches },
): Promise<{ readonly asked: number; readonly untold: number }> {
  let [asked, untold] = [0, 0];
  for (const chunk of chunksOf(ids)) {
    const answers = await source.present(chunk);
    asked += chunk.length;
    for (const [index, id] of chunk.entries()) {
      const answer = answers[index];
      if (answer === undefined) untold += 1;
      else if (answer !== expected) mismatches.add(`${id} ${wrong}`);
    }
  }
  return { asked, untold };
}

function* chunksOf(ids: Iterable<string>): Iterable<readonly string[]> {
  let chunk: string[] = [];
  for (const id of ids) {
    chunk.push(id);
    if (chunk.length < idsAtOnce) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

function* removedIds(run: OpenRun): Iterable<string> {
  for (const entry of run.entries(["removed"])) if (entry.kind === "removed") yield* entry.documents;
}

function* keptIds(run: OpenRun): Iterable<string> {
  for (const { id } of run.kept()) yield id;
}
