import { MskctlError } from "../core/errors.ts";
import { plural } from "../core/figures.ts";
import type { LagPicture } from "../core/lag/report.ts";
import { type DrainProgress, drainProgress } from "../core/lag/until-lag.ts";
import { safeText } from "../core/record/safe-text.ts";
import { formatDuration } from "../core/time.ts";
import { errorEventLine, lagEventLine } from "./lag-events.ts";
import { type Following, isInterruption } from "./lag-watch.ts";
import { drainLine, leftPhrase } from "./render/lag/drain-lines.ts";
import { untilLagDocument } from "./render/lag/lag-document.ts";
import { failureLine } from "./render/lag/watch-lines.ts";

export interface Waiting {
  readonly atMostRecords: number;
  /** How far it has come; may be called at any rate. */
  readonly onProgress: (line: string) => void;
  /** What could not be read: for the moment, or of a picture; each sentence once. */
  readonly onNote: (line: string) => void;
  /** The command that goes on waiting. */
  readonly again: string;
}

export interface Drained {
  readonly picture: LagPicture;
  readonly progress: DrainProgress;
}

/**
 * Reads until no mapping has more lag. undefined: the reader of stdout left before.
 * Errors: `not-found` when no mapping is left to wait for; an interruption says who is left, with their predictions.
 */
export async function waitUntilDrained(following: Following, waiting: Waiting): Promise<Drained | undefined> {
  const { feed, terminal, look, ndjson, now } = following;
  const { atMostRecords, onProgress, onNote } = waiting;
  const startedMs = now();
  let progress: DrainProgress | undefined;
  let notes: readonly string[] = [];
  terminal.onClosed(feed.close);
  try {
    for await (const event of feed.events) {
      if (event.kind === "reading") continue;
      if (event.kind === "failed") {
        if (ndjson) terminal.out(errorEventLine(event.error, event.atMs, event.intervalMs));
        else onNote(failureLine(event, look));
        continue;
      }
      const { picture } = event;
      progress = drainProgress(picture.reports, { atMostRecords, startedMs });
      const { left, drained } = progress;
      for (const note of picture.notes) if (!notes.includes(note)) onNote(safeText(note));
      notes = picture.notes;
      if (ndjson) terminal.out(lagEventLine(event, { untilLag: untilLagDocument(progress, atMostRecords) }));
      if (left.length + drained.length === 0) throw nobodyLeft(progress);
      if (left.length === 0) return { picture, progress };
      onProgress(drainLine(progress, atMostRecords, picture.atMs, look));
    }
    return undefined;
  } catch (error) {
    throw isInterruption(error) ? notDrained(error, progress, { elapsedMs: now() - startedMs, waiting }) : error;
  } finally {
    feed.close();
  }
}

function nobodyLeft({ leftOut }: DrainProgress): MskctlError {
  const why = leftOut.length === 0 ? "none of the mappings exists any more" : "all of the mappings are paused";
  return new MskctlError("not-found", `nothing to wait for: ${why}`, { suggestions: ["mskctl list"] });
}

function notDrained(
  { code, message, cause }: MskctlError,
  progress: DrainProgress | undefined,
  { elapsedMs, waiting }: { readonly elapsedMs: number; readonly waiting: Waiting },
): MskctlError {
  const { atMostRecords, again } = waiting;
  const suggestions = [again];
  if (progress === undefined) return new MskctlError(code, `${message}; nothing could be read before`, { suggestions, cause });
  const { left } = progress;
  const are = left.length === 1 ? "is" : "are";
  const said = `${plural(left.length, "mapping")} ${are} not drained after ${formatDuration(elapsedMs)}: ${leftPhrase(progress)}`;
  return new MskctlError(code, `${message}; ${said}`, {
    suggestions,
    details: {
      limit: atMostRecords,
      left: left.map(({ report, why }) => ({
        uuid: report.mapping.UUID,
        name: report.name,
        why,
        lagRecords: report.lagRecords ?? null,
        catchUp: report.catchUp,
      })),
    },
    cause,
  });
}
